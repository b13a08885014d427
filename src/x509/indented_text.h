// Lines with an indent: what the text form of certificates consists of.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/text.h"
#include "x509/inspect_names.h"

namespace newel::x509 {

class IndentedText {
 public:
  void line(std::size_t indent, std::string_view text) {
    out_.append(indent, ' ').append(text).push_back('\n');
  }
  /// "aa:bb:…" in lines of `per_line` octets; every line but the last ends with a colon.
  void hex_block(std::size_t indent, std::size_t per_line, ByteView octets) {
    for (std::size_t at = 0; at < octets.size(); at += per_line) {
      const std::size_t count = std::min(per_line, octets.size() - at);
      line(indent, colon_hex(octets.subspan(at, count)) + (at + count < octets.size() ? ":" : ""));
    }
  }
  /// "<label>a, <label>b"; nothing for an empty list.
  void list(std::size_t indent, std::string_view label, const std::vector<std::string>& items,
            std::string_view separator = ", ") {
    if (items.empty()) return;
    line(indent, std::string(label) + join(items, std::string(separator) + std::string(label)));
  }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

}  // namespace newel::x509
