// The small languages inside a certificate document: names of usages and algorithms, big integers, URIs,
// policies.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/error.h"
#include "crypto/algorithms.h"

namespace newel::templates {

/// Bits of x509::KeyUsage. Case and underscores do not count. Throws Error "unsupported keyUsage <s>".
unsigned key_usage_of(const std::vector<std::string>& names);
std::vector<std::string> key_usage_names(unsigned usage);  ///< in the order of the bits
/// OIDs. Throws Error "unsupported extKeyUsage <s>".
std::vector<std::string> extended_usages_of(const std::vector<std::string>& names);
/// The name of an OID; nullopt for a usage without one.
std::optional<std::string_view> extended_usage_name(std::string_view oid);
/// Go's number of the usage behind an OID.
std::optional<int> extended_usage_number(std::string_view oid);
std::string_view extended_usage_name_of(int number);  ///< of one that extended_usage_number() gave

/// The name as it is printed; nullopt for none of the known ones. "" is one: the signer's default.
std::optional<std::string> signature_algorithm_of(std::string_view name);
/// What the signer is asked for; `unknown` for "". Throws Error for algorithms that nobody should use any
/// more
/// ("x509: signing with MD5 is not supported" ...) and for one that the key cannot make.
SignatureAlgorithm signing_algorithm(std::string_view name);

struct BigInteger {
  Bytes magnitude;  ///< big-endian, no leading zero octet; zero is one zero octet
  bool negative = false;
};
/// Go's integer syntax with prefixes 0x, 0o, 0b, 0 and underscores, any size; at most 4096 characters.
std::optional<BigInteger> parse_big_integer(std::string_view text);

/// As Go writes the URL again. Failure: `parse "<u>": <cause>`.
Expected<std::string> normal_uri(std::string_view text);
/// A policy's OID without superfluous zeros; arcs of any size up to 128 bits.
std::optional<std::string> normal_policy(std::string_view text);
/// The DNS name as the "lookup" profile of IDNA writes it. Failure: "server name contains invalid character".
Expected<std::string> lookup_name(std::string_view domain);

}  // namespace newel::templates
