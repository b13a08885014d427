// PEM as it is met in the wild: text before, between and after blocks, blocks that turn out to be broken,
// CRLF line ends, blanks inside the base64. A block that is not well formed is text like any other: the
// search goes on behind its BEGIN line, so that one bad block does not hide a good one after it. The first
// line of dashes inside a block must be its END line: no text is looked at more than twice, whatever an
// attacker repeats in it.
#include "crypto/pem.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/text.h"

namespace newel {
namespace {

constexpr std::string_view begin_marker = "-----BEGIN ";
constexpr std::string_view end_marker = "-----END ";
constexpr std::string_view dashes = "-----";
constexpr std::size_t columns = 64;

// Moves `text` behind its first line and returns that line without its end and trailing blanks.
std::string_view take_line(std::string_view& text) {
  const auto newline = text.find('\n');
  std::string_view line = text.substr(0, newline);
  text.remove_prefix(newline == std::string_view::npos ? text.size() : newline + 1);
  if (newline != std::string_view::npos && line.ends_with('\r')) line.remove_suffix(1);
  while (!line.empty() && (line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
  return line;
}

// Position of `marker` at the start of a line, npos if there is none.
std::size_t find_at_line_start(std::string_view text, std::string_view marker) {
  for (std::size_t at = 0; (at = text.find(marker, at)) != std::string_view::npos; ++at) {
    if (at == 0 || text[at - 1] == '\n') return at;
  }
  return std::string_view::npos;
}

std::optional<Bytes> decode_body(std::string_view body) {
  std::optional<Bytes> out;
  if (body.find_first_of(" \t") == std::string_view::npos) {
    if (auto decoded = base64_decode(body)) out = std::move(*decoded);
    return out;
  }
  SecretBytes compact;
  compact.reserve(body.size());
  for (char c : body) {
    if (c != ' ' && c != '\t') compact.push_back(static_cast<Byte>(c));
  }
  if (auto decoded = base64_decode(as_text({compact.data(), compact.size()}))) out = std::move(*decoded);
  return out;
}

void take_headers(std::string_view& text, PemBlock& block) {
  for (;;) {
    std::string_view after = text;
    const std::string_view line = take_line(after);
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || line.starts_with(dashes)) return;
    block.headers.emplace_back(trim(line.substr(0, colon)), trim(line.substr(colon + 1)));
    text = after;
  }
}

// The block whose BEGIN marker ends right before `text`; on success `text` stands behind its END line.
std::optional<PemBlock> take_block(std::string_view& text) {
  PemBlock block;
  std::string_view label = take_line(text);
  if (!label.ends_with(dashes)) return std::nullopt;
  label.remove_suffix(dashes.size());
  block.label = label;

  std::string_view after = text;
  take_headers(after, block);
  const std::size_t end = find_at_line_start(after, dashes);
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view body = after.substr(0, end);
  after.remove_prefix(end);
  if (!after.starts_with(end_marker)) return std::nullopt;
  after.remove_prefix(end_marker.size());
  if (!after.starts_with(label)) return std::nullopt;
  after.remove_prefix(label.size());
  if (take_line(after) != dashes) return std::nullopt;

  auto decoded = decode_body(body);
  if (!decoded) return std::nullopt;
  block.der = std::move(*decoded);
  text = after;
  return block;
}

}  // namespace

const std::string* PemBlock::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (key == name) return &value;
  }
  return nullptr;
}

std::optional<PemBlock> pem_next(std::string_view& rest) {
  std::string_view text = rest;
  for (;;) {
    const std::size_t start = find_at_line_start(text, begin_marker);
    if (start == std::string_view::npos) return std::nullopt;
    text.remove_prefix(start + begin_marker.size());
    if (auto block = take_block(text)) {
      rest = text;
      return block;
    }
  }
}

std::vector<PemBlock> pem_decode_all(std::string_view text) {
  std::vector<PemBlock> blocks;
  while (auto block = pem_next(text)) blocks.push_back(std::move(*block));
  return blocks;
}

bool looks_like_pem(std::string_view data) { return data.find(begin_marker) != std::string_view::npos; }

std::string pem_encode(const PemBlock& block) {
  constexpr std::string_view first_header = "Proc-Type";
  std::string out(begin_marker);
  out += block.label;
  out += "-----\n";
  if (const std::string* value = block.header(first_header)) out += "Proc-Type: " + *value + "\n";
  auto others = block.headers;
  std::sort(others.begin(), others.end());
  for (const auto& [key, value] : others) {
    if (key != first_header) out += key + ": " + value + "\n";
  }
  if (!block.headers.empty()) out += "\n";

  constexpr std::size_t octets_per_line = columns / 4 * 3;
  out.reserve(out.size() + block.der.size() * 4 / 3 + block.der.size() / octets_per_line +
              block.label.size() + 32);
  for (std::size_t at = 0; at < block.der.size(); at += octets_per_line) {
    const std::size_t size = std::min(octets_per_line, block.der.size() - at);
    out += base64_encode(ByteView(block.der).subspan(at, size));
    out += "\n";
  }
  out += end_marker;
  out += block.label;
  out += "-----\n";
  return out;
}

std::string pem_encode(std::string_view label, ByteView der) {
  return pem_encode(PemBlock{std::string(label), {}, to_bytes(der)});
}

}  // namespace newel
