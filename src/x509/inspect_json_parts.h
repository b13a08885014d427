// Pieces that the JSON of certificates and requests share.
#pragma once

#include "x509/certificate.h"
#include "x509/json_text.h"

namespace newel::x509 {

void write_json_algorithm(JsonText& out, SignatureAlgorithm algorithm, ByteView algorithm_der);
/// Object of string lists by attribute.
void write_json_name(JsonText& out, const Name& name);
/// "C=US, O=Acme, CN=x".
std::string json_distinguished_name(const Name& name);
/// "RSA", "ECDSA", "unknown_algorithm" …
std::string json_key_algorithm(ByteView spki, const Expected<PublicKey>& key);
/// `{id, critical, value}`.
void write_json_extension(JsonText& out, const Extension& extension);
/// Members "extensions" and "unknown_extensions".
void write_json_extensions(JsonText& out, const std::vector<Extension>& extensions);
void write_json_subject_key(JsonText& out, const Certificate& certificate);
std::vector<std::string> ip_texts(const std::vector<IpAddress>& ips);

}  // namespace newel::x509
