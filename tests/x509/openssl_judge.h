// OpenSSL as the independent judge of what we write and read.
#pragma once

#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>

#include "base/bytes.h"

namespace newel::testing {

struct OpensslFree {
  void operator()(X509* p) const { X509_free(p); }
  void operator()(X509_REQ* p) const { X509_REQ_free(p); }
  void operator()(X509_CRL* p) const { X509_CRL_free(p); }
  void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
  void operator()(BIO* p) const { BIO_free(p); }
};
template <class T>
using Owned = std::unique_ptr<T, OpensslFree>;

/// Null unless OpenSSL reads all of it.
inline Owned<X509> openssl_certificate(ByteView der) {
  const unsigned char* p = der.data();
  Owned<X509> out(d2i_X509(nullptr, &p, static_cast<long>(der.size())));
  return p == der.data() + der.size() ? std::move(out) : nullptr;
}
inline Owned<X509_REQ> openssl_request(ByteView der) {
  const unsigned char* p = der.data();
  Owned<X509_REQ> out(d2i_X509_REQ(nullptr, &p, static_cast<long>(der.size())));
  return p == der.data() + der.size() ? std::move(out) : nullptr;
}
inline Owned<X509_CRL> openssl_crl(ByteView der) {
  const unsigned char* p = der.data();
  Owned<X509_CRL> out(d2i_X509_CRL(nullptr, &p, static_cast<long>(der.size())));
  return p == der.data() + der.size() ? std::move(out) : nullptr;
}

inline std::string take_text(BIO* bio) {
  char* data = nullptr;
  const long length = BIO_get_mem_data(bio, &data);
  return std::string(data, static_cast<std::size_t>(length));
}

/// The text of an extension as `openssl x509 -text` prints it.
inline std::string openssl_extension_text(const char* oid, bool critical, ByteView value) {
  ASN1_OBJECT* object = OBJ_txt2obj(oid, 1);
  ASN1_OCTET_STRING* octets = ASN1_OCTET_STRING_new();
  ASN1_OCTET_STRING_set(octets, value.data(), static_cast<int>(value.size()));
  X509_EXTENSION* extension = X509_EXTENSION_create_by_OBJ(nullptr, object, critical, octets);
  Owned<BIO> bio(BIO_new(BIO_s_mem()));
  const bool known = X509V3_EXT_print(bio.get(), extension, X509V3_EXT_ERROR_UNKNOWN, 0) == 1;
  X509_EXTENSION_free(extension);
  ASN1_OCTET_STRING_free(octets);
  ASN1_OBJECT_free(object);
  return known ? take_text(bio.get()) : "(not decoded)";
}

}  // namespace newel::testing
