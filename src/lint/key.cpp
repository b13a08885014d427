// Public keys taken apart, and the signature a certificate made on itself.
#include <openssl/x509.h>

#include "crypto/openssl.h"
#include "lint/certificate_view.h"

namespace newel::lint {
namespace {

constexpr std::string_view rsa_oid = "1.2.840.113549.1.1.1", dsa_oid = "1.2.840.10040.4.1",
                           ec_oid = "1.2.840.10045.2.1", ed25519_oid = "1.3.101.112",
                           x25519_oid = "1.3.101.110";
constexpr int smallest_rsa_bits = 1024;  // what a signature needs to be believed, as in crypto/public_key.cpp

KeyKind kind_of(std::string_view oid) {
  if (oid == rsa_oid) return KeyKind::rsa;
  if (oid == dsa_oid) return KeyKind::dsa;
  if (oid == ec_oid) return KeyKind::ec;
  if (oid == ed25519_oid) return KeyKind::ed25519;
  if (oid == x25519_oid) return KeyKind::x25519;
  return KeyKind::unknown;
}

std::optional<Integer> integer_of(const Element& element) {
  return element.is_universal(tag_integer) ? read_integer(element.content) : std::nullopt;
}

// RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER }
std::optional<KeyView::Rsa> read_rsa(ByteView key) {
  const auto parts = sequence_fields(key);
  if (!parts || parts->size() < 2) return std::nullopt;
  auto modulus = integer_of((*parts)[0]), exponent = integer_of((*parts)[1]);
  if (!modulus || !exponent) return std::nullopt;
  return KeyView::Rsa{std::move(*modulus), std::move(*exponent)};
}

// Dss-Parms ::= SEQUENCE { p, q, g }; DSAPublicKey ::= INTEGER (RFC 3279 section 2.3.2)
KeyView::Dsa read_dsa(const Element* parameters, ByteView key) {
  KeyView::Dsa out;
  if (const auto element = first(key)) out.y = integer_of(*element).value_or(Integer{});
  if (parameters == nullptr || !parameters->is_sequence()) return out;
  const auto numbers = fields(parameters->content);
  if (numbers.size() < 3) return out;
  out.p = integer_of(numbers[0]).value_or(Integer{});
  out.q = integer_of(numbers[1]).value_or(Integer{});
  out.g = integer_of(numbers[2]).value_or(Integer{});
  return out;
}

struct Scheme {
  Hash hash = Hash::sha256;
  int key = EVP_PKEY_NONE;
  bool pss = false;
};
std::optional<Scheme> scheme_of(SignatureKind kind) {
  switch (kind) {
    case SignatureKind::md5_rsa:
      return Scheme{Hash::md5, EVP_PKEY_RSA};
    case SignatureKind::sha1_rsa:
      return Scheme{Hash::sha1, EVP_PKEY_RSA};
    case SignatureKind::sha256_rsa:
      return Scheme{Hash::sha256, EVP_PKEY_RSA};
    case SignatureKind::sha384_rsa:
      return Scheme{Hash::sha384, EVP_PKEY_RSA};
    case SignatureKind::sha512_rsa:
      return Scheme{Hash::sha512, EVP_PKEY_RSA};
    case SignatureKind::sha256_rsa_pss:
      return Scheme{Hash::sha256, EVP_PKEY_RSA, true};
    case SignatureKind::sha384_rsa_pss:
      return Scheme{Hash::sha384, EVP_PKEY_RSA, true};
    case SignatureKind::sha512_rsa_pss:
      return Scheme{Hash::sha512, EVP_PKEY_RSA, true};
    case SignatureKind::dsa_sha1:
      return Scheme{Hash::sha1, EVP_PKEY_DSA};
    case SignatureKind::dsa_sha256:
      return Scheme{Hash::sha256, EVP_PKEY_DSA};
    case SignatureKind::ecdsa_sha1:
      return Scheme{Hash::sha1, EVP_PKEY_EC};
    case SignatureKind::ecdsa_sha256:
      return Scheme{Hash::sha256, EVP_PKEY_EC};
    case SignatureKind::ecdsa_sha384:
      return Scheme{Hash::sha384, EVP_PKEY_EC};
    case SignatureKind::ecdsa_sha512:
      return Scheme{Hash::sha512, EVP_PKEY_EC};
    case SignatureKind::ed25519:
      return Scheme{Hash::sha256, EVP_PKEY_ED25519};
    case SignatureKind::md2_rsa:
    case SignatureKind::unknown:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

KeyView read_key(ByteView spki) {
  KeyView out;
  const auto parts = sequence_fields(spki);
  if (!parts || parts->size() < 2) return out;
  const auto algorithm = fields((*parts)[0].content);
  const auto bits = read_bit_string((*parts)[1].content);
  if (algorithm.empty()) return out;
  out.kind = kind_of(read_oid(algorithm[0].content));
  const Element* parameters = algorithm.size() > 1 ? &algorithm[1] : nullptr;
  const ByteView key = bits ? bits->octets : ByteView();
  if (out.kind == KeyKind::rsa) out.rsa = read_rsa(key);
  if (out.kind == KeyKind::dsa) out.dsa = read_dsa(parameters, key);
  if (out.kind == KeyKind::ec && parameters != nullptr && parameters->is_universal(tag_oid)) {
    out.curve = read_oid(parameters->content);
  }
  return out;
}

bool verifies_itself(SignatureKind kind, ByteView spki, ByteView tbs, ByteView signature) {
  const auto scheme = scheme_of(kind);
  if (!scheme) return false;
  const openssl::ErrorQueueGuard guard;
  const Byte* at = spki.data();
  const openssl::PKey key(d2i_PUBKEY(nullptr, &at, static_cast<long>(spki.size())));
  if (!key || EVP_PKEY_get_base_id(key.get()) != scheme->key) return false;
  if (scheme->key == EVP_PKEY_RSA && EVP_PKEY_get_bits(key.get()) < smallest_rsa_bits) return false;
  const openssl::DigestContext context(EVP_MD_CTX_new());
  const EVP_MD* digest = kind == SignatureKind::ed25519 ? nullptr : openssl::digest(scheme->hash);
  EVP_PKEY_CTX* settings = nullptr;  // owned by context
  if (!context || EVP_DigestVerifyInit(context.get(), &settings, digest, nullptr, key.get()) != 1)
    return false;
  if (scheme->pss && (EVP_PKEY_CTX_set_rsa_padding(settings, RSA_PKCS1_PSS_PADDING) != 1 ||
                      EVP_PKEY_CTX_set_rsa_pss_saltlen(settings, RSA_PSS_SALTLEN_DIGEST) != 1)) {
    return false;
  }
  return EVP_DigestVerify(context.get(), signature.data(), signature.size(), tbs.data(), tbs.size()) == 1;
}

}  // namespace newel::lint
