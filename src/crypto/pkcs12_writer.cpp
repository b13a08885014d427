// Writing PKCS#12: the layout of the reference (software.sslmate.com/src/go-pkcs12), so that whatever reads
// its files reads ours.
//
// A file is a list of safes. An identity has two: an encrypted one with the certificates, and a clear one
// whose only bag is the key, encrypted by itself. The bags of the key and of its certificate carry the same
// local key identifier. A trust store has one encrypted safe.
#include <openssl/x509.h>

#include "base/random.h"
#include "crypto/digest.h"
#include "crypto/pkcs12.h"
#include "crypto/pkcs12_objects.h"

namespace newel {
namespace {

using namespace pkcs12;

constexpr int rounds = 2048;
// Oracle's "trusted key usage": keytool takes only certificates with it as trusted.
constexpr const char* trusted_usage = "2.16.840.1.113894.746875.1.1";

struct Protection {
  int certificates, key;  ///< NIDs
  int salt;               ///< octets
  Hash mac;
  int mac_rounds;
};
constexpr Protection modern{NID_aes_256_cbc, NID_aes_256_cbc, 16, Hash::sha256, rounds};
constexpr Protection legacy{NID_pbe_WithSHA1And40BitRC2_CBC, NID_pbe_WithSHA1And3_Key_TripleDES_CBC, 8,
                            Hash::sha1, 1};

using X509Object = std::unique_ptr<X509, openssl::Deleter<X509_free>>;

class Writer {
 public:
  Writer(const Secret& password, Pkcs12Style style)
      : password_(password),
        how_(style == Pkcs12Style::modern ? modern : legacy),
        library_(style == Pkcs12Style::modern ? nullptr : library_with_old_ciphers()),
        safes_(sk_PKCS7_new_null()) {
    openssl::check(safes_ != nullptr, "encoding PKCS#12 failed");
  }

  static Bag certificate_bag(ByteView der) {
    const Byte* at = der.data();
    const X509Object certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
    openssl::check(certificate != nullptr, "encoding a certificate failed");
    Bag bag(PKCS12_SAFEBAG_create_cert(certificate.get()));
    openssl::check(bag != nullptr, "encoding a certificate failed");
    return bag;
  }

  Bag key_bag(const PrivateKey& key) {
    const SecretBytes der = key.to_pkcs8();
    const Byte* at = der.data();
    const KeyInfo info(d2i_PKCS8_PRIV_KEY_INFO(nullptr, &at, static_cast<long>(der.size())));
    openssl::check(info != nullptr, "encoding the key failed");
    Bytes salt = system_random().bytes(static_cast<std::size_t>(how_.salt));
    Bag bag(PKCS12_SAFEBAG_create_pkcs8_encrypt_ex(how_.key, text(), size(), salt.data(), how_.salt, rounds,
                                                   info.get(), library_, nullptr));
    openssl::check(bag != nullptr, "encrypting the key failed");
    return bag;
  }

  void add_encrypted_safe(const Bags& bags) {
    Bytes salt = system_random().bytes(static_cast<std::size_t>(how_.salt));
    add(Safe(PKCS12_pack_p7encdata_ex(how_.certificates, text(), size(), salt.data(), how_.salt, rounds,
                                      bags.get(), library_, nullptr)),
        "encrypting the certificates failed");
  }
  void add_clear_safe(const Bags& bags) {
    add(Safe(PKCS12_pack_p7data(bags.get())), "encoding the key failed");
  }

  Bytes finish() {
    const File file(PKCS12_add_safes_ex(safes_.get(), 0, library_, nullptr));
    openssl::check(file != nullptr, "encoding PKCS#12 failed");
    Bytes salt = system_random().bytes(static_cast<std::size_t>(how_.salt));
    openssl::check(PKCS12_set_mac(file.get(), text(), size(), salt.data(), how_.salt, how_.mac_rounds,
                                  openssl::digest(how_.mac)) == 1,
                   "authenticating PKCS#12 failed");
    Byte* out = nullptr;
    const int length = i2d_PKCS12(file.get(), &out);
    openssl::check(length > 0, "encoding PKCS#12 failed");
    Bytes der(out, out + length);
    OPENSSL_free(out);
    return der;
  }

 private:
  void add(Safe safe, const char* what) {
    openssl::check(safe != nullptr && sk_PKCS7_push(safes_.get(), safe.get()) > 0, what);
    safe.release();
  }
  const char* text() const { return password_.data(); }
  int size() const { return static_cast<int>(password_.size()) - 1; }

  struct Terminated : SecretBytes {
    explicit Terminated(const Secret& secret) : SecretBytes(secret.bytes().begin(), secret.bytes().end()) {
      push_back(0);
    }
    const char* data() const { return reinterpret_cast<const char*>(SecretBytes::data()); }
  } password_;
  const Protection how_;
  OSSL_LIB_CTX* const library_;
  Safes safes_;
};

Bags new_bags() {
  Bags bags(sk_PKCS12_SAFEBAG_new_null());
  openssl::check(bags != nullptr, "encoding PKCS#12 failed");
  return bags;
}

void add(const Bags& bags, Bag bag) {
  openssl::check(sk_PKCS12_SAFEBAG_push(bags.get(), bag.get()) > 0, "encoding PKCS#12 failed");
  bag.release();
}

void name_key(const Bag& bag, Sha1Digest id) {
  openssl::check(PKCS12_add_localkeyid(bag.get(), id.data(), static_cast<int>(id.size())) == 1,
                 "encoding PKCS#12 failed");
}

void mark_trusted(const Bag& bag, const std::string& name) {
  const std::unique_ptr<ASN1_OBJECT, openssl::Deleter<ASN1_OBJECT_free>> any_usage(
      OBJ_txt2obj("2.5.29.37.0", 1));
  openssl::check(
      any_usage &&
          PKCS12_add1_attr_by_txt(bag.get(), trusted_usage, V_ASN1_OBJECT,
                                  reinterpret_cast<const Byte*>(any_usage.get()), -1) == 1 &&
          PKCS12_add_friendlyname_utf8(bag.get(), name.c_str(), static_cast<int>(name.size())) == 1,
      "encoding PKCS#12 failed");
}

}  // namespace

Bytes write_pkcs12_identity(const PrivateKey& key, const std::vector<Bytes>& chain, const Secret& password,
                            Pkcs12Style style) {
  if (chain.empty()) throw Error("a PKCS#12 identity needs a certificate");
  const openssl::ErrorQueueGuard guard;
  Writer writer(password, style);
  const auto id = sha1(chain.front());
  const Bags certificates = new_bags(), keys = new_bags();
  for (const Bytes& der : chain) {
    Bag bag = Writer::certificate_bag(der);
    if (&der == &chain.front()) name_key(bag, id);
    add(certificates, std::move(bag));
  }
  Bag bag = writer.key_bag(key);
  name_key(bag, id);
  add(keys, std::move(bag));
  writer.add_encrypted_safe(certificates);
  writer.add_clear_safe(keys);
  return writer.finish();
}

Bytes write_pkcs12_trust_store(const std::vector<Pkcs12Trusted>& certificates, const Secret& password,
                               Pkcs12Style style) {
  const openssl::ErrorQueueGuard guard;
  Writer writer(password, style);
  const Bags bags = new_bags();
  for (const Pkcs12Trusted& one : certificates) {
    Bag bag = Writer::certificate_bag(one.certificate);
    mark_trusted(bag, one.friendly_name);
    add(bags, std::move(bag));
  }
  writer.add_encrypted_safe(bags);
  return writer.finish();
}

}  // namespace newel
