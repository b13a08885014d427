// How failures travel.
//
// Parsers of outside bytes and primitives return `Expected<T>`: a value, or a `Failure` with one line that
// says what is wrong. Everything above them throws `Error`, the one exception type, which is turned into an
// HTTP answer, an ACME problem or a line on the terminal at exactly one place each.
#pragma once

#include <exception>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace newel {

/// Why a parser or primitive could not give a value: one line, no final full stop, no secret in it.
struct Failure {
  std::string text;
};

template <class T>
using Expected = tl::expected<T, Failure>;

/// `return failure("...")` from a function that returns Expected<T>.
[[nodiscard]] inline tl::unexpected<Failure> failure(std::string text) {
  return tl::unexpected<Failure>(Failure{std::move(text)});
}

/// The exception of everything above the parsers.
///
/// `text()` is the private chain for logs and for the command line ("outer: inner: cause"). `status()` is an
/// HTTP status, 0 while nobody has decided one. `message()` is the public text for a client; empty means "the
/// default text of the status". Wrapping follows one rule: the innermost status and message stay, only the
/// text grows.
class Error : public std::exception {
 public:
  explicit Error(std::string text) : text_(std::move(text)) {}
  Error(int status, std::string text, std::string message = {})
      : text_(std::move(text)), message_(std::move(message)), status_(status) {}

  /// 400, message "The request could not be completed: <text>."
  static Error bad_request(std::string text);
  /// 403, message "The request was forbidden by the certificate authority: <text>."
  static Error forbidden(std::string text);
  /// 401, 404, 500, 501 and 503: clients see the default message of the status, the text is for the log.
  static Error unauthorized(std::string text) { return {401, std::move(text)}; }
  static Error not_found(std::string text) { return {404, std::move(text)}; }
  static Error internal(std::string text) { return {500, std::move(text)}; }
  static Error not_implemented(std::string text) { return {501, std::move(text)}; }
  static Error unavailable(std::string text) { return {503, std::move(text)}; }
  /// The text is both log text and public message, verbatim.
  static Error verbatim(int status, std::string text) { return {status, text, text}; }

  const char* what() const noexcept override { return text_.c_str(); }
  const std::string& text() const noexcept { return text_; }
  int status() const noexcept { return status_; }
  bool typed() const noexcept { return status_ != 0; }
  /// Somebody worded a text for the public, beyond what the status says by itself.
  bool has_message() const noexcept { return !message_.empty(); }
  /// The public message; the default one of the status when none was given.
  std::string message() const;

  /// This error under a wider context: "context: text". An untyped error takes `status` (0 leaves it
  /// untyped).
  Error wrapped(std::string_view context, int status = 0) const;

 private:
  std::string text_;
  std::string message_;
  int status_ = 0;
};

/// The public text of a status when an error brings none (reference: errs/error.go).
std::string default_message(int status);
/// The same for a status without an own text.
std::string unexpected_status_message(int status);

/// The value, or throws Error("<context>: <failure>"); an empty context adds nothing.
template <class T>
T value_or_throw(Expected<T>&& value, std::string_view context = {}) {
  if (!value) {
    throw Error(context.empty() ? value.error().text : std::string(context) + ": " + value.error().text);
  }
  return std::move(*value);
}

}  // namespace newel
