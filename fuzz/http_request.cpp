// The HTTP/1 request path without sockets. The first byte says into what pieces the rest is cut: however the
// bytes arrive, the same requests must come out, and nothing the parser hands on may hold what it promises to
// refuse.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "net/http1_parser.h"
#include "net/http1_response.h"

namespace {

using newel::net::Http1Parser;
using newel::net::Request;

constexpr std::size_t max_headers = 4096, max_body = 8192;

void require(bool holds) {
  if (!holds) std::abort();
}

void check(const Request& request) {
  require(request.body.size() <= max_body);
  require(request.path.starts_with('/') || (request.path == "*" && request.method == "OPTIONS"));
  require(request.path.find('?') == std::string::npos);
  std::size_t hosts = 0;
  for (const auto& [name, value] : request.headers) {
    hosts += newel::equal_ignoring_case(name, "Host") ? 1 : 0;
    for (const char c : name + value) require(c != '\r' && c != '\n' && c != '\0');
  }
  require(hosts == 1 || (hosts == 0 && request.protocol == "HTTP/1.0"));
}

struct Outcome {
  std::vector<std::string> requests;
  int failure = 0;
  bool operator==(const Outcome&) const = default;
};

Outcome parse(std::string_view data, std::size_t step) {
  Outcome outcome;
  Http1Parser parser(max_headers, max_body);
  while (!data.empty() && outcome.requests.size() < 64) {
    const std::string piece(data.substr(0, step));  // a copy of its own, so that a read beyond it is caught
    const std::size_t used = parser.feed(piece);
    require(used <= piece.size());
    data.remove_prefix(used);
    if (parser.state() == Http1Parser::State::failed) {
      outcome.failure = parser.failure().status;
      std::string answer;
      newel::net::Http1Framing framing;
      write_http1_response(answer, newel::net::plain_text_response(outcome.failure, parser.failure().detail),
                           framing);
      break;
    }
    if (parser.state() != Http1Parser::State::complete) {
      require(used > 0);
      continue;
    }
    const Request request = parser.take();
    check(request);
    std::string text = request.method + "|" + request.target + "|" + request.host + "|" + request.body;
    for (const auto& [name, value] : request.headers) text += "|" + name + ":" + value;
    outcome.requests.push_back(std::move(text));
  }
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const Outcome whole = parse(text, text.size() + 1);
  const Outcome pieces = parse(text, 1 + data[0] % 64);
  // The status may depend on which of two faults is seen first; what is accepted may not.
  require(whole.requests == pieces.requests);
  require((whole.failure == 0) == (pieces.failure == 0));
  return 0;
}
