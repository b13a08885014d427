// genPrivateKey, genCA, genSignedCert and their kin: keys and certificates made inside a template.
#include <openssl/dsa.h>
#include <openssl/evp.h>

#include "base/encoding.h"
#include "crypto/openssl.h"
#include "crypto/pem.h"
#include "crypto/private_key.h"
#include "template/format.h"
#include "template/function.h"
#include "template/host_object.h"
#include "x509/builder.h"
#include "x509/oids.h"

namespace newel::templates {

namespace types {
extern const Type sprig_certificate;
}

namespace {

constexpr int certificate_rsa_bits = 2048, key_rsa_bits = 4096;

struct Pair {
  std::string certificate, key;
};
constexpr HostField<Pair> pair_fields[] = {
    {"Cert", "Cert", false, [](const Pair& p) -> Value { return p.certificate; }},
    {"Key", "Key", false, [](const Pair& p) -> Value { return p.key; }},
};

Value pair_value(Pair pair) { return host_object(types::sprig_certificate, std::move(pair), pair_fields); }

std::string key_pem(const PrivateKey& key) {
  switch (key.public_key().type()) {
    case KeyType::rsa:
      return pem_encode("RSA PRIVATE KEY", key.to_pkcs1());
    case KeyType::ec:
      return pem_encode("EC PRIVATE KEY", key.to_sec1());
    default:
      return pem_encode("PRIVATE KEY", key.to_pkcs8());
  }
}

std::string dsa_key_pem() {
  struct Free {
    void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  };
  EVP_PKEY* made = nullptr;
  const std::unique_ptr<EVP_PKEY_CTX, Free> parameters(EVP_PKEY_CTX_new_from_name(nullptr, "DSA", nullptr));
  if (!parameters || EVP_PKEY_paramgen_init(parameters.get()) <= 0 ||
      EVP_PKEY_CTX_set_dsa_paramgen_bits(parameters.get(), 2048) <= 0 ||
      EVP_PKEY_CTX_set_dsa_paramgen_q_bits(parameters.get(), 256) <= 0 ||
      EVP_PKEY_paramgen(parameters.get(), &made) <= 0) {
    throw Error("failed to generate dsa params");
  }
  const std::unique_ptr<EVP_PKEY, Free> shape(made);
  const std::unique_ptr<EVP_PKEY_CTX, Free> maker(EVP_PKEY_CTX_new_from_pkey(nullptr, shape.get(), nullptr));
  EVP_PKEY* key = nullptr;
  if (!maker || EVP_PKEY_keygen_init(maker.get()) <= 0 || EVP_PKEY_keygen(maker.get(), &key) <= 0)
    throw Error("failed to generate private key");
  const std::unique_ptr<EVP_PKEY, Free> owner(key);
  unsigned char* der = nullptr;
  const int size = i2d_PrivateKey(key, &der);
  if (size <= 0) throw Error("failed to generate private key");
  std::string out = pem_encode("DSA PRIVATE KEY", ByteView(der, static_cast<std::size_t>(size)));
  OPENSSL_clear_free(der, static_cast<std::size_t>(size));
  return out;
}

Value generate_key(Call&, Args a) {
  const std::string& type = a[0].as_string();
  if (type.empty() || type == "rsa") return key_pem(PrivateKey::generate_rsa(key_rsa_bits));
  if (type == "ecdsa") return key_pem(PrivateKey::generate_ec(Curve::p256));
  if (type == "ed25519") return key_pem(PrivateKey::generate_ed25519());
  if (type == "dsa") return dsa_key_pem();
  return "Unknown type " + type;
}

PrivateKey parse_key(const std::string& pem) {
  std::string_view rest = pem;
  const auto block = pem_next(rest);
  if (!block) throw Error("no PEM data in input");
  const std::string& label = block->label;
  if (label == "PRIVATE KEY")
    return value_or_throw(PrivateKey::from_pkcs8(block->der), "decoding PEM as PKCS#8");
  if (label == "RSA PRIVATE KEY")
    return value_or_throw(PrivateKey::from_pkcs1(block->der), "parsing RSA private key from PEM");
  if (label == "EC PRIVATE KEY")
    return value_or_throw(PrivateKey::from_sec1(block->der), "parsing EC private key from PEM");
  if (label.ends_with(" PRIVATE KEY"))
    throw Error("invalid private key type " + label.substr(0, label.size() - 12));
  throw Error("no private key data in PEM block of type " + label);
}

PrivateKey given_key(const Value& pem) {
  try {
    return parse_key(pem.as_string());
  } catch (const Error& e) {
    throw Error("parsing private key: " + e.text());
  }
}

x509::SubjectAltNames names(const Value& ips, const Value& dns) {
  x509::SubjectAltNames out;
  for (const Value& item : ips.items()) {
    if (item.kind() != Kind::string)
      throw Error("error parsing ip: " + default_text(item) + " is not a string");
    auto ip = parse_ip(item.as_string());
    if (!ip) throw Error("error parsing ip: " + item.as_string());
    out.ips.push_back(std::move(*ip));
  }
  for (const Value& item : dns.items()) {
    if (item.kind() != Kind::string)
      throw Error("error processing alternate dns name: " + default_text(item) + " is not a string");
    out.dns.push_back(item.as_string());
  }
  return out;
}

struct Wanted {
  std::string common_name;
  x509::SubjectAltNames names;
  std::int64_t days = 0;
  bool is_ca = false;
};

x509::CertificateTemplate base(Call& call, const Wanted& wanted, const PublicKey& key) {
  constexpr std::int64_t most_days = 365 * 5000;
  if (wanted.days > most_days || wanted.days < -most_days) throw Error("the number of days is out of range");
  x509::CertificateTemplate out;
  out.subject = x509::Name::from_common_name(wanted.common_name);
  out.names = wanted.names;
  out.public_key = key;
  out.not_before = floor_seconds(call.clock.now());
  out.not_after = out.not_before + Seconds(wanted.days * 86400);
  out.key_usage = x509::key_encipherment | x509::digital_signature;
  if (wanted.is_ca) out.key_usage |= x509::cert_sign;
  out.extended_key_usage = {std::string(x509::oids::server_auth), std::string(x509::oids::client_auth)};
  out.basic_constraints.emplace().is_ca = wanted.is_ca;
  if (!wanted.is_ca) out.subject_key_id.emplace();
  return out;
}

Value self_signed(Call& call, const Wanted& wanted, const PrivateKey& key) {
  const auto made = x509::issue_self_signed(base(call, wanted, key.public_key()), key, call.random);
  return pair_value({made.pem(), key_pem(key)});
}

Value signed_by(Call& call, const Wanted& wanted, const Value& ca, const PrivateKey& key) {
  const Pair& parent = host_value<Pair>(ca);
  std::string_view rest = parent.certificate;
  const auto block = pem_next(rest);
  if (!block) throw Error("unable to decode certificate");
  const auto certificate = value_or_throw(x509::Certificate::parse(block->der),
                                          "error parsing certificate: decodedSignerCert.Bytes");
  auto signer = std::make_shared<const PrivateKey>(parse_key(parent.key));
  const x509::Issuer issuer(certificate, std::move(signer));
  const auto made = x509::issue(base(call, wanted, key.public_key()), issuer, call.random);
  return pair_value({made.pem(), key_pem(key)});
}

Wanted ca_of(Args a) { return {a[0].as_string(), {}, a[1].as_int(), true}; }
Wanted leaf_of(Args a) { return {a[0].as_string(), names(a[1], a[2]), a[3].as_int(), false}; }
PrivateKey new_key() { return PrivateKey::generate_rsa(certificate_rsa_bits); }

Value custom(Call&, Args a) {
  const auto certificate = base64_decode(a[0].as_string());
  if (!certificate) throw Error("unable to decode base64 certificate");
  const auto key = base64_decode(a[1].as_string());
  if (!key) throw Error("unable to decode base64 private key");
  Pair out{newel::to_text(*certificate), newel::to_text(*key)};
  std::string_view rest = out.certificate;
  const auto block = pem_next(rest);
  if (!block) throw Error("unable to decode certificate");
  value_or_throw(x509::Certificate::parse(block->der), "error parsing certificate: decodedCert.Bytes");
  try {
    parse_key(out.key);
  } catch (const Error& e) {
    throw Error("error parsing private key: " + e.text());
  }
  return pair_value(std::move(out));
}

constexpr Function table[] = {
    {"genPrivateKey", "s", generate_key},
    {"genCA", "si", [](Call& c, Args a) { return self_signed(c, ca_of(a), new_key()); }},
    {"genCAWithKey", "sis", [](Call& c, Args a) { return self_signed(c, ca_of(a), given_key(a[2])); }},
    {"genSelfSignedCert", "slli",
     [](Call& c, Args a) {
       const Wanted wanted = leaf_of(a);
       return self_signed(c, wanted, new_key());
     }},
    {"genSelfSignedCertWithKey", "sllis",
     [](Call& c, Args a) {
       const PrivateKey key = given_key(a[4]);
       return self_signed(c, leaf_of(a), key);
     }},
    {"genSignedCert", "slliX",
     [](Call& c, Args a) {
       const Wanted wanted = leaf_of(a);
       return signed_by(c, wanted, a[4], new_key());
     }},
    {"genSignedCertWithKey", "slliXs",
     [](Call& c, Args a) {
       const PrivateKey key = given_key(a[5]);
       return signed_by(c, leaf_of(a), a[4], key);
     }},
    {"buildCustomCert", "ss", custom},
};

}  // namespace

namespace types {
const Type sprig_certificate{Kind::structure, "sprig.certificate"};
}

std::span<const Function> certificate_functions() { return table; }

}  // namespace newel::templates
