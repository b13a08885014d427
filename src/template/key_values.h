// Small host types that certificates, requests and keys share.
#pragma once

#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/ip.h"
#include "crypto/public_key.h"
#include "template/value.h"

namespace newel::templates {

Value big_integer(ByteView magnitude, bool negative = false);  ///< *big.Int
Value public_key_algorithm(const PublicKey& key);              ///< x509.PublicKeyAlgorithm
Value ip_value(const IpAddress& ip);                           ///< net.IP
Value url_value(const std::string& text);                      ///< *url.URL
/// Arcs as a list of numbers, of the type given.
Value arcs_value(const std::vector<std::int64_t>& arcs, const Type& type);
Value octets_value(ByteView octets);

namespace types {
extern const Type asn1_oid;  ///< asn1.ObjectIdentifier: prints dotted, JSON is a list of numbers
extern const Type ip, url, big_int;
}  // namespace types

}  // namespace newel::templates
