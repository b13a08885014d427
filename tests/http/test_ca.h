// A CA made for a test: root, intermediate, one JWK provisioner, and the files that a ca.json names.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <functional>

#include "base/clock.h"
#include "base/encoding.h"
#include "base/files.h"
#include "base/random.h"
#include "crypto/digest.h"
#include "crypto/key_files.h"
#include "jose/jwk.h"
#include "jose/jws.h"
#include "x509/builder.h"
#include "x509/request.h"

namespace newel::test {

/// Removed with everything in it.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = "/tmp/newel-test-XXXXXX";
    path_ = ::mkdtemp(name.data());
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::string& path() const { return path_; }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

inline Time test_now() { return system_clock().now(); }

struct TestCaOptions {
  std::string password = {};  ///< of the intermediate key; empty: not encrypted
  Time intermediate_ends = test_now() + std::chrono::hours(24 * 365);
  std::function<void(json::Object& document)> edit = {};  ///< the last word on ca.json
};

class TestCa {
 public:
  explicit TestCa(TestCaOptions options = {})
      : root_key(PrivateKey::generate_ec(Curve::p256)),
        issuer_key(PrivateKey::generate_ec(Curve::p256)),
        jwk{PrivateKey::generate_ec(Curve::p256), "sig", "", "ES256", {}},
        root(make_root()),
        intermediate(make_intermediate(options.intermediate_ends)) {
    jwk.kid = jwk.thumbprint();
    std::filesystem::create_directories(folder / "certs");
    write_file(root_file(), root.pem(), 0600);
    write_file(intermediate_file(), intermediate.pem(), 0600);
    write_file(key_file(),
               options.password.empty() ? write_private_key(issuer_key)
                                        : write_encrypted_private_key(issuer_key, Secret(options.password)),
               0600);
    json::Object document = default_document();
    if (options.edit) options.edit(document);
    write_config(document);
  }

  std::string root_file() const { return folder / "certs/root_ca.crt"; }
  std::string intermediate_file() const { return folder / "certs/intermediate_ca.crt"; }
  std::string key_file() const { return folder / "intermediate_ca_key"; }
  std::string config_file() const { return folder / "ca.json"; }
  std::string database_file() const { return folder / "db/newel.db"; }

  json::Object default_document() const {
    json::Object document;
    document["root"] = json::text(root_file());
    document["crt"] = json::text(intermediate_file());
    document["key"] = json::text(key_file());
    document["address"] = "127.0.0.1:0";
    document["dnsNames"] = json::Array{"localhost", "127.0.0.1"};
    document["db"] = json::Object{{"type", "badgerv2"}, {"dataSource", json::text(folder / "db")}};
    document["authority"] =
        json::Object{{"provisioners", json::Array{json::Object{{"type", "JWK"},
                                                               {"name", "admin"},
                                                               {"key", jwk.to_public().to_json()},
                                                               {"encryptedKey", "eyJ.e.n.c.d"}}}}};
    return document;
  }
  void write_config(const json::Object& document) const {
    write_file(config_file(), json::write_indented(document, "\t") + "\n", 0600);
  }

  /// Claims of a good token for /sign; every one may be changed before it is signed.
  json::Object claims(const std::string& subject) const {
    const std::int64_t now = unix_seconds(test_now());
    json::Object out;
    out["iss"] = "admin";
    out["aud"] = "https://localhost/1.0/sign";
    out["sub"] = json::text(subject);
    out["sans"] = json::Array{json::text(subject)};
    out["nbf"] = now;
    out["iat"] = now;
    out["exp"] = now + 300;
    out["jti"] = json::text(hex_encode(system_random().bytes(16)));
    return out;
  }
  std::string sign_token(const json::Object& claims, const PrivateKey* key = nullptr) const {
    json::Object header;
    header["kid"] = json::text(jwk.kid);
    header["typ"] = "JWT";
    return jose::sign_compact(header, as_bytes(json::write(claims)), key ? *key : jwk.private_key(), "ES256");
  }
  std::string token(const std::string& subject) const { return sign_token(claims(subject)); }
  std::string revoke_token(const std::string& serial) const {
    json::Object claims = this->claims(serial);
    claims["aud"] = "https://localhost/1.0/revoke";
    claims.erase("sans");
    return sign_token(claims);
  }

  static x509::CertificateRequest request(const PrivateKey& key, const std::string& name) {
    x509::RequestTemplate what;
    what.subject = x509::Name::from_common_name(name);
    what.names.dns = {name};
    return x509::create_request(what, key);
  }

  TemporaryFolder folder;
  PrivateKey root_key, issuer_key;
  jose::Jwk jwk;
  x509::Certificate root, intermediate;

 private:
  x509::Certificate make_root() const {
    x509::CertificateTemplate what;
    what.subject = x509::Name::from_common_name("Test Root CA");
    what.not_before = test_now() - std::chrono::hours(48);
    what.not_after = test_now() + std::chrono::hours(24 * 3650);
    what.public_key = root_key.public_key();
    what.key_usage = x509::cert_sign | x509::crl_sign;
    what.basic_constraints = x509::BasicConstraints{true, 1};
    return x509::issue_self_signed(what, root_key);
  }
  x509::Certificate make_intermediate(Time ends) const {
    x509::CertificateTemplate what;
    what.subject = x509::Name::from_common_name("Test Intermediate CA");
    what.not_before = test_now() - std::chrono::hours(47);
    what.not_after = ends;
    what.public_key = issuer_key.public_key();
    what.key_usage = x509::cert_sign | x509::crl_sign;
    what.basic_constraints = x509::BasicConstraints{true, 0};
    return x509::issue(what, x509::Issuer(root, std::make_shared<PrivateKey>(root_key)));
  }
};

}  // namespace newel::test
