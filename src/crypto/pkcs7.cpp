#include "crypto/pkcs7.h"

#include <openssl/pkcs7.h>
#include <openssl/x509.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "crypto/der_lite.h"

namespace newel {
namespace {

constexpr Byte context_0 = 0xa0, context_1 = 0xa1, set = 0x31;
constexpr Byte signed_data_oid[] = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02};

// The elements of a SET of SEQUENCEs. CMS knows other forms of certificates; they have context tags.
bool take_sequences(ByteView list, std::vector<Bytes>& out) {
  der_lite::Cursor cursor(list);
  while (!cursor.at_end()) {
    const auto one = cursor.take_whole(der_lite::sequence);
    if (!one) return false;
    out.push_back(to_bytes(*one));
  }
  return true;
}

std::optional<Pkcs7Contents> read_der(ByteView message) {
  der_lite::Cursor whole(message);
  const auto content_info = whole.take(der_lite::sequence);
  if (!content_info) return std::nullopt;
  der_lite::Cursor info(*content_info);
  const auto type = info.take(der_lite::oid);
  const auto explicit_content = info.take(context_0);
  if (!type || !equal(*type, signed_data_oid) || !explicit_content) return std::nullopt;
  const auto content = der_lite::contents(*explicit_content, der_lite::sequence);
  if (!content) return std::nullopt;
  der_lite::Cursor fields(*content);
  if (!fields.take(der_lite::integer) || !fields.take(set) || !fields.take(der_lite::sequence))
    return std::nullopt;

  Pkcs7Contents out;
  if (fields.next_is(context_0)) {
    const auto certificates = fields.take(context_0);
    if (!certificates || !take_sequences(*certificates, out.certificates)) return std::nullopt;
  }
  if (fields.next_is(context_1)) {
    const auto crls = fields.take(context_1);
    if (!crls || !take_sequences(*crls, out.crls)) return std::nullopt;
  }
  return out;
}

template <class T, int (*Encode)(const T*, unsigned char**)>
void append_encoded(const T* object, std::vector<Bytes>& out) {
  unsigned char* der = nullptr;
  const int size = Encode(object, &der);
  if (size > 0) out.emplace_back(der, der + size);
  OPENSSL_free(der);
}

// Indefinite lengths, which some makers of .p7b files still write, are OpenSSL's matter.
std::optional<Pkcs7Contents> read_ber(ByteView message) {
  const unsigned char* at = message.data();
  const std::unique_ptr<PKCS7, void (*)(PKCS7*)> parsed(
      d2i_PKCS7(nullptr, &at, static_cast<long>(message.size())), PKCS7_free);
  if (!parsed || !PKCS7_type_is_signed(parsed.get()) || parsed->d.sign == nullptr) return std::nullopt;
  Pkcs7Contents out;
  for (int i = 0; i < sk_X509_num(parsed->d.sign->cert); ++i)
    append_encoded<X509, i2d_X509>(sk_X509_value(parsed->d.sign->cert, i), out.certificates);
  for (int i = 0; i < sk_X509_CRL_num(parsed->d.sign->crl); ++i)
    append_encoded<X509_CRL, i2d_X509_CRL>(sk_X509_CRL_value(parsed->d.sign->crl, i), out.crls);
  return out;
}

}  // namespace

Expected<Pkcs7Contents> read_pkcs7(ByteView message) {
  if (auto found = read_der(message)) return std::move(*found);
  if (looks_like_pkcs7(message)) {
    if (auto found = read_ber(message)) return std::move(*found);
  }
  return failure("it is not a PKCS#7 SignedData");
}

bool looks_like_pkcs7(ByteView message) {
  // SEQUENCE, its length in one to five octets, then the OBJECT IDENTIFIER.
  constexpr std::size_t oid_size = sizeof signed_data_oid;
  if (message.size() < 2 || message[0] != der_lite::sequence) return false;
  for (std::size_t at = 2; at <= 6 && at + 2 + oid_size <= message.size(); ++at) {
    if (message[at] == der_lite::oid && message[at + 1] == oid_size &&
        equal(message.subspan(at + 2, oid_size), signed_data_oid))
      return true;
  }
  return false;
}

}  // namespace newel
