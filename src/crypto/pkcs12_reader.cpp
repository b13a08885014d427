// Reading PKCS#12. The file is checked before it costs anything: a hostile one may ask for two thousand
// million rounds of key derivation, and for that many times over, so the number of rounds of all its parts
// together is bounded. The order of work is the order of trust: the MAC first, then what it covers.
#include <openssl/err.h>
#include <openssl/x509.h>

#include <algorithm>
#include <mutex>
#include <optional>

#include "base/text.h"
#include "crypto/pkcs12.h"
#include "crypto/pkcs12_objects.h"

namespace newel {
namespace pkcs12 {

OSSL_LIB_CTX* library_with_old_ciphers() {
  static OSSL_LIB_CTX* const library = [] {
    OSSL_LIB_CTX* made = OSSL_LIB_CTX_new();
    if (made == nullptr) throw Error("OpenSSL is out of memory");
    OSSL_PROVIDER_load(made, "default");
    OSSL_PROVIDER_load(made, "legacy");  // a system without it reads and writes all but the old ciphers
    return made;
  }();
  return library;
}

}  // namespace pkcs12

namespace {

using namespace pkcs12;

constexpr int deepest_safes = 4;
constexpr int most_safes = 100;

Failure bad(const std::string& what) { return {"pkcs12: " + what}; }

// PBES2 names its derivation inside its parameters; the older algorithms are their own derivation.
std::optional<long> rounds_of(const X509_ALGOR* algorithm) {
  const ASN1_OBJECT* oid = nullptr;
  int type = 0;
  const void* value = nullptr;
  X509_ALGOR_get0(&oid, &type, &value, algorithm);
  if (type != V_ASN1_SEQUENCE) return std::nullopt;
  const auto* octets = static_cast<const ASN1_STRING*>(value);
  const Byte* at = ASN1_STRING_get0_data(octets);
  const long size = ASN1_STRING_length(octets);
  if (OBJ_obj2nid(oid) != NID_pbes2) {
    const std::unique_ptr<PBEPARAM, openssl::Deleter<PBEPARAM_free>> parameters(
        d2i_PBEPARAM(nullptr, &at, size));
    if (!parameters) return std::nullopt;
    return ASN1_INTEGER_get(parameters->iter);
  }
  const std::unique_ptr<PBE2PARAM, openssl::Deleter<PBE2PARAM_free>> parameters(
      d2i_PBE2PARAM(nullptr, &at, size));
  if (!parameters) return std::nullopt;
  const ASN1_OBJECT* derivation = nullptr;
  X509_ALGOR_get0(&derivation, &type, &value, parameters->keyfunc);
  if (OBJ_obj2nid(derivation) != NID_id_pbkdf2 || type != V_ASN1_SEQUENCE) return std::nullopt;
  const auto* inner = static_cast<const ASN1_STRING*>(value);
  at = ASN1_STRING_get0_data(inner);
  const std::unique_ptr<PBKDF2PARAM, openssl::Deleter<PBKDF2PARAM_free>> pbkdf2(
      d2i_PBKDF2PARAM(nullptr, &at, ASN1_STRING_length(inner)));
  if (!pbkdf2) return std::nullopt;
  return ASN1_INTEGER_get(pbkdf2->iter);
}

class Reader {
 public:
  Reader(const Secret& password, int most_rounds)
      : text_(password.bytes().begin(), password.bytes().end()), rounds_left_(most_rounds) {
    text_.push_back(0);
  }

  Expected<Pkcs12> read(ByteView der) {
    PKCS12* made = PKCS12_init_ex(NID_pkcs7_data, library_with_old_ciphers(), nullptr);
    if (made == nullptr) return tl::unexpected(bad("OpenSSL is out of memory"));
    const Byte* at = der.data();
    // On failure OpenSSL frees the object it was to fill.
    const File file(d2i_PKCS12(&made, &at, static_cast<long>(der.size())));
    if (!file || at != der.data() + der.size()) return tl::unexpected(bad("not a PKCS#12 file"));
    if (const auto right = authenticate(file.get()); !right) return tl::unexpected(right.error());
    const Safes safes(PKCS12_unpack_authsafes(file.get()));
    if (!safes) return tl::unexpected(bad("malformed content"));
    if (sk_PKCS7_num(safes.get()) > most_safes) return tl::unexpected(bad("too many safes"));
    for (int i = 0; i < sk_PKCS7_num(safes.get()); ++i) {
      const auto taken = take_safe(sk_PKCS7_value(safes.get(), i));
      if (!taken) return tl::unexpected(taken.error());
    }
    put_own_certificate_first();
    return std::move(out_);
  }

 private:
  struct Found {
    Bytes local_id;
  };

  // Null and the empty text are two different passwords to the format, and one to people.
  const char* text() const { return null_ ? nullptr : reinterpret_cast<const char*>(text_.data()); }
  int size() const { return null_ ? 0 : static_cast<int>(text_.size()) - 1; }

  Expected<void> spend(std::optional<long> rounds) {
    if (!rounds || *rounds < 1) return tl::unexpected(bad("unsupported encryption"));
    if (*rounds > rounds_left_) return tl::unexpected(bad("asks for too many rounds of key derivation"));
    rounds_left_ -= *rounds;
    return {};
  }

  Expected<void> authenticate(PKCS12* file) {
    if (PKCS12_mac_present(file) == 0)
      return {};  // what is encrypted will show whether the password is right
    const ASN1_INTEGER* iterations = nullptr;
    PKCS12_get0_mac(nullptr, nullptr, nullptr, &iterations, file);
    const long rounds = iterations == nullptr ? 1 : ASN1_INTEGER_get(iterations);
    const bool may_be_null = text_.size() == 1;
    if (const auto paid = spend(rounds); !paid) return paid;
    if (PKCS12_verify_mac(file, text(), size()) == 1) return {};
    if (may_be_null) {
      if (const auto paid = spend(rounds); !paid) return paid;
      null_ = true;
      if (PKCS12_verify_mac(file, text(), size()) == 1) return {};
    }
    return failure(std::string(wrong_pkcs12_password));
  }

  Expected<void> take_safe(PKCS7* safe) {
    Bags bags;
    if (PKCS7_type_is_data(safe)) {
      bags.reset(PKCS12_unpack_p7data(safe));
    } else if (PKCS7_type_is_encrypted(safe)) {
      const auto* content = safe->d.encrypted == nullptr ? nullptr : safe->d.encrypted->enc_data;
      if (content == nullptr || content->enc_data == nullptr) return tl::unexpected(bad("malformed content"));
      if (const auto paid = spend(rounds_of(content->algorithm)); !paid) return paid;
      bags.reset(PKCS12_unpack_p7encdata(safe, text(), size()));
    } else {
      return tl::unexpected(bad("a safe is encrypted in a way nobody uses"));
    }
    if (!bags) return tl::unexpected(bad("a safe cannot be decrypted: " + openssl::take_error()));
    return take_bags(bags.get(), 0);
  }

  Expected<void> take_bags(const STACK_OF(PKCS12_SAFEBAG) * bags, int depth) {
    if (depth > deepest_safes) return tl::unexpected(bad("safes are nested too deeply"));
    for (int i = 0; i < sk_PKCS12_SAFEBAG_num(bags); ++i) {
      const auto taken = take_bag(sk_PKCS12_SAFEBAG_value(bags, i), depth);
      if (!taken) return taken;
    }
    return {};
  }

  Expected<void> take_bag(PKCS12_SAFEBAG* bag, int depth) {
    switch (PKCS12_SAFEBAG_get_nid(bag)) {
      case NID_keyBag:
        return take_key(PKCS12_SAFEBAG_get0_p8inf(bag), bag);
      case NID_pkcs8ShroudedKeyBag: {
        const X509_ALGOR* algorithm = nullptr;
        X509_SIG_get0(PKCS12_SAFEBAG_get0_pkcs8(bag), &algorithm, nullptr);
        if (const auto paid = spend(rounds_of(algorithm)); !paid) return paid;
        const KeyInfo info(PKCS12_decrypt_skey_ex(bag, text(), size(), library_with_old_ciphers(), nullptr));
        if (!info) return tl::unexpected(bad("the key cannot be decrypted: " + openssl::take_error()));
        return take_key(info.get(), bag);
      }
      case NID_certBag:
        return take_certificate(bag);
      case NID_safeContentsBag:
        return take_bags(PKCS12_SAFEBAG_get0_safes(bag), depth + 1);
      default:
        return {};
    }
  }

  Expected<void> take_key(const PKCS8_PRIV_KEY_INFO* info, const PKCS12_SAFEBAG* bag) {
    Byte* der = nullptr;
    const int length = i2d_PKCS8_PRIV_KEY_INFO(info, &der);
    if (length <= 0) return tl::unexpected(bad("malformed key"));
    auto key = PrivateKey::from_pkcs8({der, static_cast<std::size_t>(length)});
    OPENSSL_clear_free(der, static_cast<std::size_t>(length));
    if (!key) return tl::unexpected(bad("the key cannot be used: " + key.error().text));
    if (out_.keys.empty()) key_id_ = local_id(bag);
    out_.keys.push_back(std::move(*key));
    return {};
  }

  Expected<void> take_certificate(PKCS12_SAFEBAG* bag) {
    if (PKCS12_SAFEBAG_get_bag_nid(bag) != NID_x509Certificate) return {};
    const std::unique_ptr<X509, openssl::Deleter<X509_free>> certificate(PKCS12_SAFEBAG_get1_cert(bag));
    if (!certificate) return tl::unexpected(bad("malformed certificate"));
    Byte* der = nullptr;
    const int length = i2d_X509(certificate.get(), &der);
    if (length <= 0) return tl::unexpected(bad("malformed certificate"));
    out_.certificates.emplace_back(der, der + length);
    OPENSSL_free(der);
    found_.push_back({local_id(bag)});
    return {};
  }

  static Bytes local_id(const PKCS12_SAFEBAG* bag) {
    const ASN1_TYPE* value = PKCS12_SAFEBAG_get0_attr(bag, NID_localKeyID);
    if (value == nullptr || value->type != V_ASN1_OCTET_STRING) return {};
    const ASN1_OCTET_STRING* octets = value->value.octet_string;
    return {ASN1_STRING_get0_data(octets), ASN1_STRING_get0_data(octets) + ASN1_STRING_length(octets)};
  }

  bool holds_key(const Bytes& der, const PrivateKey& key) const {
    const Byte* at = der.data();
    const std::unique_ptr<X509, openssl::Deleter<X509_free>> certificate(
        d2i_X509(nullptr, &at, static_cast<long>(der.size())));
    if (!certificate) return false;
    Byte* spki = nullptr;
    const int length = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate.get()), &spki);
    if (length <= 0) return false;
    const bool same = equal({spki, static_cast<std::size_t>(length)}, key.public_key().spki());
    OPENSSL_free(spki);
    return same;
  }

  void put_own_certificate_first() {
    if (out_.keys.empty()) return;
    auto& list = out_.certificates;
    for (std::size_t i = 0; i < list.size(); ++i) {
      const bool by_id = !key_id_.empty() && found_[i].local_id == key_id_;
      const bool by_key = key_id_.empty() && out_.keys.size() == 1 && holds_key(list[i], out_.keys.front());
      if (!by_id && !by_key) continue;
      std::rotate(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(i),
                  list.begin() + static_cast<std::ptrdiff_t>(i) + 1);
      return;
    }
  }

  SecretBytes text_;  ///< with a zero at the end
  bool null_ = false;
  long rounds_left_;
  Pkcs12 out_;
  Bytes key_id_;
  std::vector<Found> found_;
};

}  // namespace

// PFX ::= SEQUENCE { version INTEGER {v3(3)}, authSafe ContentInfo, ... }, in BER or DER.
bool looks_like_pkcs12(ByteView data) {
  if (data.size() < 16 || data[0] != 0x30) return false;
  std::size_t at = 2;
  if ((data[1] & 0x80) != 0) at += data[1] & 0x7f;
  constexpr Byte version_three[] = {0x02, 0x01, 0x03, 0x30};
  return at + sizeof version_three <= data.size() &&
         equal(data.subspan(at, sizeof version_three), version_three);
}

Expected<Pkcs12> read_pkcs12(ByteView der, const Secret& password, int most_rounds) {
  const openssl::ErrorQueueGuard guard;
  if (!looks_like_pkcs12(der)) return failure("pkcs12: not a PKCS#12 file");
  try {
    return Reader(password, most_rounds).read(der);
  } catch (const Error& e) {
    return failure("pkcs12: " + e.text());
  }
}

Expected<Pkcs12> open_pkcs12(ByteView der, const std::string& name, const PasswordSource& password) {
  if (!password) {
    return failure(
        "it is a PKCS#12 file, whose password cannot be given here; 'step certificate format' and 'step "
        "crypto "
        "key format' make PEM of it");
  }
  auto opened = read_pkcs12(der, {});
  if (opened || opened.error().text != wrong_pkcs12_password) return opened;
  opened = read_pkcs12(der, password(name));
  if (!opened && opened.error().text == wrong_pkcs12_password)
    throw Error("error decrypting " + name + ": " + opened.error().text);
  return opened;
}

}  // namespace newel
