// Verification follows RFC 7515 section 5.2 with two rules on top: the algorithm named in the header is used
// only if the key is of its type, so that a public key can never become an HMAC secret; and nothing outside
// the protected header is believed.
#include "jose/jws.h"

#include <algorithm>
#include <optional>

#include "base/encoding.h"
#include "base/text.h"
#include "crypto/digest.h"
#include "crypto/ecdsa_signature.h"
#include "crypto/xeddsa.h"
#include "jose/serialization.h"

namespace newel::jose {
namespace {

struct AlgorithmInfo {
  std::string_view name;
  KeyType key;
  SignatureAlgorithm signature;
  std::size_t field;  ///< of r and s; 0 when the signature is not ECDSA's
};
constexpr AlgorithmInfo algorithms[] = {
    {"ES256", KeyType::ec, SignatureAlgorithm::ecdsa_sha256, 32},
    {"ES384", KeyType::ec, SignatureAlgorithm::ecdsa_sha384, 48},
    {"ES512", KeyType::ec, SignatureAlgorithm::ecdsa_sha512, 66},
    {"RS256", KeyType::rsa, SignatureAlgorithm::sha256_rsa, 0},
    {"RS384", KeyType::rsa, SignatureAlgorithm::sha384_rsa, 0},
    {"RS512", KeyType::rsa, SignatureAlgorithm::sha512_rsa, 0},
    {"PS256", KeyType::rsa, SignatureAlgorithm::sha256_rsa_pss, 0},
    {"PS384", KeyType::rsa, SignatureAlgorithm::sha384_rsa_pss, 0},
    {"PS512", KeyType::rsa, SignatureAlgorithm::sha512_rsa_pss, 0},
    {"EdDSA", KeyType::ed25519, SignatureAlgorithm::ed25519, 0},
};

// Signatures of the keys in Nebula certificates: no algorithm of X.509, so it stands beside the table.
constexpr std::string_view xeddsa = "XEdDSA";

// An ECDSA algorithm belongs to one curve (RFC 7518 section 3.4): the field tells which.
const AlgorithmInfo* find_algorithm(std::string_view name, const PublicKey& key) {
  for (const AlgorithmInfo& info : algorithms) {
    if (info.name != name || info.key != key.type()) continue;
    return info.field == 0 || info.field == key.ec_x().size() ? &info : nullptr;
  }
  return nullptr;
}

std::optional<Hash> hmac_hash(std::string_view name) {
  if (name == "HS256") return Hash::sha256;
  if (name == "HS384") return Hash::sha384;
  if (name == "HS512") return Hash::sha512;
  return std::nullopt;
}

std::string signing_input(const Jws& jws) {
  std::string out;
  out.reserve(jws.protected_part.size() + 1 + jws.payload_part.size());
  out.append(jws.protected_part).append(1, '.').append(jws.payload_part);
  return out;
}

Expected<Jws> decode(std::string_view header, std::string_view payload, std::string_view signature) {
  Jws out;
  auto object = decode_header(header);
  if (!object) return tl::unexpected(object.error());
  auto content = decode_part(payload);
  if (!content) return tl::unexpected(content.error());
  auto octets = decode_part(signature);
  if (!octets) return tl::unexpected(octets.error());
  out.header = std::move(*object);
  out.protected_part = header;
  out.payload_part = payload;
  out.payload = std::move(*content);
  out.signature = std::move(*octets);
  if (const json::Value* embedded = json::find(out.header, "jwk")) {
    const auto key = Jwk::from_json(*embedded);
    if (!key) return failure(key.error().text);
    if (key->is_private() || key->is_symmetric()) return failure("invalid embedded jwk, must be public key");
  }
  return out;
}

// The JSON serializations of RFC 7515 section 7.2.
Expected<Jws> parse_json(std::string_view text) {
  auto document = json::parse_strict(text);
  if (!document) return tl::unexpected(document.error());
  if (!document->is_object()) return failure("JWS is not a JSON object");
  const json::Object& outer = document->get_object();
  const auto payload = json::as_string(json::find(outer, "payload"));
  if (!payload) return failure("missing payload in JWS message");

  const json::Object* one = &outer;
  if (const json::Value* list = json::find(outer, "signatures")) {
    const bool single = list->is_array() && list->get_array().size() == 1 && list->get_array()[0].is_object();
    if (!single || json::find(outer, "signature") != nullptr)
      return failure("JWS must have exactly one signature");
    one = &list->get_array()[0].get_object();
  }
  const auto header = json::as_string(json::find(*one, "protected"));
  const auto signature = json::as_string(json::find(*one, "signature"));
  if (!header || !signature) return failure("JWS lacks a protected header or a signature");
  auto out = decode(*header, *payload, *signature);
  if (!out) return out;
  if (const json::Value* unprotected = json::find(*one, "header")) {
    if (!unprotected->is_object()) return failure("JWS header is not a JSON object");
    out->unprotected = unprotected->get_object();
    if (json::find(out->unprotected, "nonce"))
      return failure("Nonce parameter included in unprotected header");
    for (const auto& member : out->unprotected) {
      if (out->header.contains(member.key())) return failure("JWS header member stands in both headers");
    }
  }
  return out;
}

// "<header>.<payload>" with the algorithm set and members sorted.
std::string protected_input(json::Object header, ByteView payload, std::string_view algorithm) {
  header["alg"] = algorithm;
  return base64url(as_bytes(json::write(sorted_by_name(header)))) + "." + base64url(payload);
}

}  // namespace

std::string Jws::header_text(std::string_view name) const {
  return json::as_string(json::find(header, name)).value_or("");
}
std::string Jws::algorithm() const { return header_text("alg"); }
std::string Jws::kid() const { return header_text("kid"); }

Expected<Jws> Jws::parse(std::string_view text) {
  const Unspaced input(text);
  if (input.view().starts_with('{')) return parse_json(text);
  const auto parts = split_compact<3>(input.view());
  if (!parts) return failure("compact JWS format must have three parts");
  return decode((*parts)[0], (*parts)[1], (*parts)[2]);
}

bool Jws::verify(const PublicKey& key) const {
  if (json::find(header, "crit") != nullptr) return false;
  const std::string name = algorithm();
  if (name == xeddsa) return xeddsa_verify(key, as_bytes(signing_input(*this)), signature);
  const AlgorithmInfo* info = find_algorithm(name, key);
  if (info == nullptr) return false;
  const std::string input = signing_input(*this);
  if (info->field == 0) return key.verify(info->signature, as_bytes(input), signature);
  if (signature.size() != 2 * info->field) return false;
  const auto der = ecdsa_raw_to_der(signature);
  return der && key.verify(info->signature, as_bytes(input), *der);
}

bool Jws::verify_hmac(ByteView key) const {
  if (json::find(header, "crit") != nullptr) return false;
  const auto hash = hmac_hash(algorithm());
  return hash && equal_constant_time(hmac(*hash, key, as_bytes(signing_input(*this))), signature);
}

std::string sign_compact(json::Object header, ByteView payload, const Signer& key,
                         std::string_view algorithm) {
  const PublicKey& half = key.public_key();
  const AlgorithmInfo* info = find_algorithm(algorithm, half);
  if (info == nullptr) {
    throw Error("a key of type " + half.describe() + " cannot sign with " + quote(algorithm));
  }
  std::string out = protected_input(std::move(header), payload, algorithm);
  Bytes signature = key.sign(info->signature, as_bytes(out));
  if (info->field != 0)
    signature = value_or_throw(ecdsa_der_to_raw(signature, info->field), "signing a token");
  return out + "." + base64url(signature);
}

std::string sign_compact_xeddsa(json::Object header, ByteView payload, const PrivateKey& key) {
  const std::string out = protected_input(std::move(header), payload, xeddsa);
  return out + "." + base64url(xeddsa_sign(key, as_bytes(out)));
}

std::string sign_compact_hmac(json::Object header, ByteView payload, ByteView key,
                              std::string_view algorithm) {
  const auto hash = hmac_hash(algorithm);
  if (!hash) throw Error("a symmetric key cannot sign with " + quote(algorithm));
  const std::string out = protected_input(std::move(header), payload, algorithm);
  return out + "." + base64url(hmac(*hash, key, as_bytes(out)));
}

}  // namespace newel::jose
