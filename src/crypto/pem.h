// PEM (RFC 7468) with the headers of RFC 1421, tolerant of text around the blocks as Go's encoding/pem is.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/error.h"
#include "base/secret.h"

namespace newel {

struct PemBlock {
  std::string label;  ///< "CERTIFICATE"
  std::vector<std::pair<std::string, std::string>> headers;
  Bytes der;

  const std::string* header(std::string_view name) const;
};

/// The next block at or after the front of `rest`, which is moved behind it; nullopt when there is none.
std::optional<PemBlock> pem_next(std::string_view& rest);
std::vector<PemBlock> pem_decode_all(std::string_view text);
bool looks_like_pem(std::string_view data);  ///< contains "-----BEGIN "

/// 64 columns, "\n" line ends, headers (Proc-Type first) then an empty line.
std::string pem_encode(const PemBlock& block);
std::string pem_encode(std::string_view label, ByteView der);

}  // namespace newel
