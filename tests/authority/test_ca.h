// A whole CA for one test: root, intermediate and ca.json on disk, a JWK provisioner, a clock that the test
// moves.
#pragma once

#include <gtest/gtest.h>

#include <unistd.h>

#include "authority/authority.h"
#include "base/files.h"
#include "crypto/key_files.h"
#include "crypto/openssl_tool.h"
#include "jose/jwt_builder.h"
#include "x509/oids.h"

namespace newel::authority::testing {

inline const Time start = from_unix(1'800'000'000);  // 2027-01-15T08:00:00Z
constexpr Seconds day{86400};

/// What an action threw.
struct Outcome {
  int status = 0;  ///< 0: nothing was thrown
  std::string message, text;
};
template <class Action>
Outcome outcome_of(Action action) {
  try {
    action();
    return {};
  } catch (const Error& e) {
    return {e.typed() ? e.status() : -1, e.message(), e.text()};
  }
}

struct CaOptions {
  bool database = true;
  std::optional<x509::NameConstraints> constraints;
  Duration intermediate_life = 3650 * day;
  unsigned intermediate_usage = x509::cert_sign | x509::crl_sign;
  std::string patch = "{}";  ///< merged into ca.json
  std::string provisioner_patch = "{}";
  std::string key_password;
};

class CountingObserver final : public Observer {
 public:
  void done(Action action, std::string_view provisioner, bool success) override {
    events.push_back(std::to_string(static_cast<int>(action)) + " " + std::string(provisioner) +
                     (success ? " ok" : " failed"));
  }
  std::vector<std::string> events;
};

class TestCa {
 public:
  explicit TestCa(CaOptions options = {}) : options_(std::move(options)), clock_(start) {
    make_chain();
    if (options_.database) {
      store_ = store::open_store({.type = "sqlite", .data_source = folder_.path("ca.db"), .clock = &clock_});
    } else {
      store_ = store::open_memory_store(clock_);
    }
    restart();
  }

  /// A new authority on the same store and files, as of now.
  void restart() { authority_ = std::make_unique<Authority>(config(), passwords_, dependencies()); }

  config::Config config() const {
    json::Object document{{"root", folder_.path("root.crt")},
                          {"crt", folder_.path("int.crt")},
                          {"key", folder_.path("int.key")},
                          {"address", ":443"},
                          {"dnsNames", json::Array{"ca.test"}}};
    json::Object provisioner{
        {"type", "JWK"}, {"name", "joe"}, {"key", jwk_of(provisioner_key_, "kid-1").to_json()}};
    merge(provisioner, parse(options_.provisioner_patch));
    document["authority"] = json::Object{{"provisioners", json::Array{provisioner}}};
    merge(document, parse(options_.patch));
    return config::parse(json::write(document), "ca.json");
  }
  Dependencies dependencies() {
    Dependencies out;
    out.store = store_;
    out.clock = &clock_;
    out.log = [this](std::string_view line) { log_lines.emplace_back(line); };
    out.observer = &observer;
    return out;
  }

  Authority& operator*() { return *authority_; }
  Authority* operator->() { return authority_.get(); }
  ManualClock& clock() { return clock_; }
  store::Store& store() { return *store_; }
  const test::ScratchFolder& folder() const { return folder_; }
  CaOptions& options() { return options_; }
  Passwords& passwords() { return passwords_; }
  const PrivateKey& provisioner_key() const { return provisioner_key_; }
  std::shared_ptr<const PrivateKey> intermediate_key() const { return intermediate_key_; }

  static jose::Jwk jwk_of(const PrivateKey& key, const std::string& kid) {
    return {key.public_key(), {}, kid, {}, {}, {}, {}, {}};
  }
  static json::Object parse(const std::string& text) { return value_or_throw(json::parse(text)).as_object(); }
  /// Objects merge, null removes, everything else replaces.
  static void merge(json::Object& into, const json::Object& patch) {
    for (const auto& [key, value] : patch) {
      json::Value* old = into.if_contains(key);
      if (value.is_null()) {
        into.erase(key);
      } else if (old != nullptr && old->is_object() && value.is_object()) {
        merge(old->get_object(), value.get_object());
      } else {
        into[key] = value;
      }
    }
  }

  /// A token for `subject`, with changes: {"claims": {...}, "header": {...}}.
  std::string token(const std::string& subject, const json::Object& changes = {}, const Signer* key = nullptr,
                    const std::string& method = "sign", std::string_view algorithm = "ES256") {
    const std::int64_t now = unix_seconds(clock_.now());
    json::Object header{{"kid", "kid-1"}};
    json::Object claims{
        {"iss", "joe"}, {"sub", subject},   {"aud", "https://ca.test/1.0/" + method},   {"iat", now},
        {"nbf", now},   {"exp", now + 300}, {"jti", "jti-" + std::to_string(++tokens_)}};
    if (const json::Value* more = changes.if_contains("claims")) merge(claims, more->as_object());
    if (const json::Value* more = changes.if_contains("header")) merge(header, more->as_object());
    return jose::build_token(header, claims, key != nullptr ? *key : provisioner_key_, algorithm);
  }

  store::CommitResult commit(store::Transaction transaction) {
    return store_->commit(std::move(transaction));
  }

  /// Signs and stores, throwing as the server would.
  Issued sign(const x509::CertificateRequest& request, const std::string& token,
              const provisioner::SignRequestOptions& options = {}) {
    store::Transaction transaction;
    Issued out = authority_->sign(request, token, options, transaction);
    throw_unless_committed(commit(std::move(transaction)), Operation::sign);
    return out;
  }
  Issued issue(const std::string& name, const PrivateKey& key) {
    x509::RequestTemplate request;
    request.subject = x509::Name::from_common_name(name);
    request.names.dns = {name};
    return sign(x509::create_request(request, key), token(name));
  }
  Issued renew(const x509::Certificate& old) {
    store::Transaction transaction;
    Issued out = authority_->renew(old, transaction);
    throw_unless_committed(commit(std::move(transaction)), Operation::renew);
    return out;
  }

  /// `openssl verify` and `openssl x509 -text` of a chain, at the CA's time.
  test::ToolResult openssl_verify(const std::vector<x509::Certificate>& chain,
                                  const std::string& more = {}) const {
    folder_.write("leaf.pem", chain.front().pem());
    folder_.write("untrusted.pem", x509::certificates_to_pem({chain.begin() + 1, chain.end()}));
    return test::run_openssl("verify -x509_strict -attime " + std::to_string(unix_seconds(clock_.now())) +
                             " -CAfile " + folder_.path("root.crt") + " -untrusted " +
                             folder_.path("untrusted.pem") + " " + more + " " + folder_.path("leaf.pem"));
  }
  std::string openssl_text(const x509::Certificate& certificate) const {
    folder_.write("text.pem", certificate.pem());
    return test::run_openssl("x509 -noout -text -in " + folder_.path("text.pem")).output;
  }

  CountingObserver observer;
  std::vector<std::string> log_lines;

 private:
  void make_chain() {
    const auto root_key = std::make_shared<const PrivateKey>(PrivateKey::generate_ec(Curve::p256));
    x509::CertificateTemplate root;
    root.subject = x509::Name::from_common_name("Test Root CA");
    root.not_before = start - day;
    root.not_after = start + 3650 * day;
    root.key_usage = x509::cert_sign | x509::crl_sign;
    root.basic_constraints = x509::BasicConstraints{true, 1};
    root.public_key = root_key->public_key();
    const auto root_certificate = x509::issue_self_signed(root, *root_key);
    intermediate_key_ = std::make_shared<const PrivateKey>(PrivateKey::generate_ec(Curve::p256));
    x509::CertificateTemplate intermediate = root;
    intermediate.subject = x509::Name::from_common_name("Test Intermediate CA");
    intermediate.not_after = start + options_.intermediate_life;
    intermediate.key_usage = options_.intermediate_usage;
    intermediate.basic_constraints = x509::BasicConstraints{true, 0};
    intermediate.name_constraints = options_.constraints;
    intermediate.public_key = intermediate_key_->public_key();
    folder_.write("root.crt", root_certificate.pem());
    folder_.write("int.crt", x509::issue(intermediate, x509::Issuer(root_certificate, root_key)).pem());
    const std::string pem =
        options_.key_password.empty()
            ? write_private_key(*intermediate_key_)
            : write_encrypted_private_key(*intermediate_key_, Secret(options_.key_password));
    folder_.write("int.key", pem);
    if (!options_.key_password.empty()) passwords_.intermediate = Secret(options_.key_password);
  }

  CaOptions options_;
  test::ScratchFolder folder_;
  ManualClock clock_;
  Passwords passwords_;
  PrivateKey provisioner_key_ = PrivateKey::generate_ec(Curve::p256);
  std::shared_ptr<const PrivateKey> intermediate_key_;
  std::shared_ptr<store::Store> store_;
  std::unique_ptr<Authority> authority_;
  int tokens_ = 0;
};

}  // namespace newel::authority::testing
