// What `inspect` and `verify` print of a token. The payload keeps its order and the spelling of its numbers:
// who looks at a token wants to see it as it is.
#include <fmt/format.h>

#include "base/encoding.h"
#include "cli/crypto/jose/signing.h"
#include "jose/serialization.h"

namespace newel::cli::crypto {
namespace {

// Lays out valid JSON text with two blanks a level, the first line unindented and the others one level deep.
class Layout {
 public:
  std::string run(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      const char c = text[i];
      if (in_string_) {
        i += string_character(text.substr(i));
      } else if (c == '{' || c == '[') {
        open(c, text.substr(i + 1));
      } else if (c == '}' || c == ']') {
        close(c);
      } else if (c == ',') {
        out_ += c;
        new_line();
      } else if (c == ':') {
        out_ += ": ";
      } else if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
        in_string_ = c == '"';
        out_ += c;
      }
    }
    return std::move(out_);
  }

 private:
  // How many octets more than one it took.
  std::size_t string_character(std::string_view rest) {
    if (rest[0] == '\\') {
      out_ += rest.substr(0, 2);
      return 1;
    }
    if (rest[0] == '<' || rest[0] == '>' || rest[0] == '&') {
      out_ += fmt::format("\\u{:04x}", static_cast<unsigned>(rest[0]));
      return 0;
    }
    in_string_ = rest[0] != '"';
    out_ += rest[0];
    return 0;
  }
  void open(char c, std::string_view rest) {
    out_ += c;
    ++depth_;
    const auto next = rest.find_first_not_of(" \t\r\n");
    empty_ = next != std::string_view::npos && (rest[next] == '}' || rest[next] == ']');
    if (!empty_) new_line();
  }
  void close(char c) {
    --depth_;
    if (!empty_) new_line();
    empty_ = false;
    out_ += c;
  }
  void new_line() { out_ += "\n" + std::string(2 * depth_, ' '); }

  std::string out_;
  std::size_t depth_ = 1;
  bool in_string_ = false;
  bool empty_ = false;
};

}  // namespace

std::string describe_token(const jose::Jws& token, std::string_view payload) {
  const auto valid = json::parse(payload);
  if (!valid) {
    throw Error("error marshaling token data: json: error calling MarshalJSON for type json.RawMessage: " +
                valid.error().text);
  }
  const std::string header = json::write(jose::sorted_by_name(token.header));
  return "{\n  \"header\": " + Layout().run(header) + ",\n  \"payload\": " + Layout().run(payload) +
         ",\n  \"signature\": \"" + base64url(token.signature) + "\"\n}\n";
}

}  // namespace newel::cli::crypto
