#include "cli/engine/output_file.h"

#include <fmt/core.h>
#include <unistd.h>

#include <cerrno>

#include "base/text.h"
#include "cli/engine/prompt.h"
#include "kms/softkms.h"

namespace newel::cli {
namespace {

void write_descriptor(int fd, std::string_view text, std::string_view name) {
  while (!text.empty()) {
    const ssize_t n = ::write(fd, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw Error(fmt::format("write {} failed: {}", name, reason_of(errno)));
    text.remove_prefix(static_cast<std::size_t>(n));
  }
}

// UTF-8, UTF-16 and UTF-32 in both byte orders: editors on some systems begin files with them.
std::string_view without_byte_order_mark(std::string_view text) {
  using namespace std::string_view_literals;
  for (std::string_view mark :
       {"\xef\xbb\xbf"sv, "\xff\xfe\0\0"sv, "\0\0\xfe\xff"sv, "\xff\xfe"sv, "\xfe\xff"sv}) {
    if (text.starts_with(mark)) return text.substr(mark.size());
  }
  return text;
}

// `flag` is what answers the question without a terminal.
void check_output(const std::string& path, bool force, std::string_view flag) {
  if (is_directory(path)) throw OutputRefused("file is a directory");
  if (force || !file_exists(path)) return;
  if (!ask_yes_no(fmt::format("Would you like to overwrite {} [y/n]", path), flag))
    throw OutputRefused("file exists");
}

std::string_view overwriting_flag(const Invocation& in) { return in.has_flag("force") ? "force" : ""; }

}  // namespace

void write_output(const std::string& path, ByteView content, mode_t mode, bool force, std::string_view flag) {
  check_output(path, force, flag);
  write_file(path, content, mode);
}

void write_secret_output(const std::string& path, ByteView content, bool force, std::string_view flag,
                         mode_t mode) {
  check_output(path, force, flag);
  write_secret_file(path, content, mode);
}

void write_secret_output(const Invocation& in, const std::string& path, ByteView content, mode_t mode) {
  write_secret_output(path, content, in.boolean("force"), overwriting_flag(in), mode);
}

void write_output(const Invocation& in, const std::string& path, ByteView content, mode_t mode) {
  write_output(path, content, mode, in.boolean("force"), overwriting_flag(in));
}

void print(std::string_view text) { write_descriptor(1, text, "/dev/stdout"); }

void say(std::string_view line) {
  std::string whole(line);
  whole += '\n';
  try {
    write_descriptor(2, whole, "/dev/stderr");
  } catch (const Error&) {
    // Nowhere left to complain.
  }
}

std::optional<Secret> password_from_flag(const Invocation& in, std::string_view flag) {
  const std::string path = in.string(flag);
  if (path.empty()) return std::nullopt;
  return value_or_throw(read_password_file(path));
}

std::string input_file(const std::string& name) {
  if (!kms::is_key_uri(name)) return name;
  if (to_lower(name).starts_with("softkms:")) return kms::file_of_key_name(name);
  throw Error(
      fmt::format("{} names a key in a key store, and this command reads files only", printable(name)));
}

std::string read_input(const std::string& path) {
  auto content = path == "-" ? read_stdin() : read_file(input_file(path));
  if (!content) throw FileError(std::move(content.error()));
  const std::string_view body = without_byte_order_mark(*content);
  content->erase(0, content->size() - body.size());
  return std::move(*content);
}

}  // namespace newel::cli
