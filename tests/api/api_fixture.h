// The API of a test CA behind a real HTTPS listener, in this process.
#pragma once

#include <gmock/gmock.h>

#include "api/routes.h"
#include "base/name_kind.h"
#include "http/test_ca.h"
#include "messages/messages.h"
#include "net/client.h"
#include "net/server.h"
#include "x509/client_chains.h"

namespace newel::api::test {

using newel::test::TestCa;
using newel::test::TestCaOptions;

/// Remembers what handlers reported.
class Recorder final : public Observer {
 public:
  struct Line {
    std::string path;
    int status;
    std::size_t size;
    LogFields fields;
    std::string field(std::string_view name) const {
      for (const auto& [key, value] : fields) {
        if (key == name) return value.is_string() ? std::string(value.get_string()) : json::write(value);
      }
      return "<absent>";
    }
  };
  bool wants_fields() const override { return true; }
  void answered(const Answered& a) override {
    const std::lock_guard lock(mutex_);
    lines_.push_back({a.request.path, a.status, a.size, a.fields});
  }
  void issued(Issue, std::string_view, bool success) override { ++(success ? kept : lost); }
  std::vector<Line> lines() const {
    const std::lock_guard lock(mutex_);
    return lines_;
  }
  std::atomic<int> kept{0}, lost{0};

 private:
  mutable std::mutex mutex_;
  std::vector<Line> lines_;
};

/// A store that can be told to fail, around a real one.
class FailingStore final : public store::Store {
 public:
  explicit FailingStore(std::unique_ptr<store::Store> inner) : inner_(std::move(inner)) {}
  std::atomic<bool> full{false};

  void commit(store::Transaction transaction, store::Done done) override {
    if (full) return done({store::Outcome::unavailable, "database or disk is full"});
    inner_->commit(std::move(transaction), std::move(done));
  }
  bool is_token_used(const std::string& id) override { return inner_->is_token_used(id); }
  bool is_revoked(ByteView serial) override { return inner_->is_revoked(serial); }
  std::optional<store::CertificateRecord> find_certificate(ByteView serial) override {
    return inner_->find_certificate(serial);
  }
  std::optional<store::RevocationRecord> find_revocation(ByteView serial) override {
    return inner_->find_revocation(serial);
  }
  std::vector<store::RevocationRecord> list_revocations(Time now) override {
    return inner_->list_revocations(now);
  }
  std::optional<store::CrlRecord> latest_crl() override { return inner_->latest_crl(); }
  store::ManagedState managed_state() override { return inner_->managed_state(); }
  std::int64_t managed_version() override { return inner_->managed_version(); }
  std::vector<store::ExternalAccountKey> external_account_keys(const std::string& provisioner,
                                                               const std::string& from, int limit) override {
    return inner_->external_account_keys(provisioner, from, limit);
  }
  std::optional<store::ExternalAccountKey> find_external_account_key(const std::string& id) override {
    return inner_->find_external_account_key(id);
  }
  std::optional<store::ExternalAccountKey> find_external_account_key(const std::string& provisioner,
                                                                     const std::string& reference) override {
    return inner_->find_external_account_key(provisioner, reference);
  }
  std::vector<store::ChangeRecord> recent_changes(int limit) override {
    return inner_->recent_changes(limit);
  }
  bool is_persistent() const override { return inner_->is_persistent(); }
  std::size_t prune() override { return inner_->prune(); }
  void close() override { inner_->close(); }

 private:
  std::unique_ptr<store::Store> inner_;
};

struct Identity {
  std::vector<Bytes> chain;
  std::shared_ptr<const Signer> key;
};

class RunningApi {
 public:
  explicit RunningApi(TestCaOptions options = {})
      : ca(std::move(options)), server(net::ServerOptions{2, 2, {}, &in_flight, {}}) {
    store::StoreOptions where;
    where.type = "sqlite";
    where.data_source = ca.folder / "test.db";
    store = std::make_shared<FailingStore>(store::open_store(where));
    authority::Dependencies dependencies;
    dependencies.store = store;
    dependencies.started = newel::test::test_now() - std::chrono::hours(1);
    const auto config = config::load(ca.config_file());
    authority =
        std::make_shared<const authority::Authority>(config, authority::Passwords{}, std::move(dependencies));
    auto state = std::make_shared<State>();
    state->authority = authority;
    if (authority->management() != nullptr) {
      administration = std::make_shared<authority::Administration>(authority);
      state->administration = administration;
    }
    state->observer = recorder;
    state->background = [](std::function<void()> task) { std::thread(std::move(task)).detach(); };
    state->in_flight = &in_flight;

    const auto identity = authority->issue_tls_identity();
    net::TlsServerSettings tls;
    for (const auto& c : identity.chain) tls.chain.push_back(to_bytes(c.der()));
    tls.key = identity.key;
    tls.client_authorities = {to_bytes(ca.root.der()), to_bytes(ca.intermediate.der())};
    const auto chains = std::make_shared<const x509::ClientChains>(
        std::vector{ca.root, ca.intermediate}, x509::ClientChains::strong_rsa_bits, authority->clock());
    tls.client_judge = [chains](const auto& presented) { return chains->verify(presented); };
    base = "https://" + server.listen({"main", "127.0.0.1:0", std::make_shared<net::TlsServerContext>(tls),
                                       make_handler(state), -1});
    insecure_base =
        "http://" + server.listen({"insecure", "127.0.0.1:0", nullptr, make_insecure_handler(state), -1});
  }
  ~RunningApi() {
    server.drain(std::chrono::seconds(10));
    server.stop();
    store->close();
  }

  net::ClientOptions client_options(const Identity* identity = nullptr) const {
    net::ClientOptions options;
    options.trust = net::ClientOptions::Trust::roots;
    options.roots = {to_bytes(ca.root.der())};
    if (identity) {
      options.client_chain = identity->chain;
      options.client_key = identity->key;
    }
    return options;
  }
  net::Response send(const std::string& method, const std::string& path, const std::string& body = {},
                     net::Headers headers = {}, const Identity* identity = nullptr) const {
    net::Client client(client_options(identity));
    return client.send({method, base + path, std::move(headers), body});
  }
  net::Response get(const std::string& path) const { return send("GET", path); }
  net::Response post(const std::string& path, const json::Value& body,
                     const Identity* identity = nullptr) const {
    return send("POST", path, json::write(body), {}, identity);
  }

  json::Object sign_body(const std::string& name, const std::string& token, const PrivateKey& key) const {
    return {{"csr", json::text(TestCa::request(key, name).pem())}, {"ott", json::text(token)}};
  }
  net::Response sign(const std::string& name, const std::string& token) const {
    return post("/1.0/sign", sign_body(name, token, PrivateKey::generate_ec(Curve::p256)));
  }
  /// A certificate with its key, as a client would hold it.
  Identity identity(const std::string& name) const {
    const auto key = PrivateKey::generate_ec(Curve::p256);
    const auto response = post("/sign", sign_body(name, ca.token(name), key));
    EXPECT_EQ(response.status, 201) << response.body;
    return identity_of(response, key);
  }
  static Identity identity_of(const net::Response& response, const PrivateKey& key) {
    Identity out;
    out.key = std::make_shared<PrivateKey>(key);
    for (const auto& c : chain_of(response)) out.chain.push_back(to_bytes(c.der()));
    return out;
  }
  static std::vector<x509::Certificate> chain_of(const net::Response& response) {
    const auto body = messages::SignResponse::from_json(*json::parse(response.body));
    return *x509::parse_certificates_pem(body.chain_pem());
  }

  TestCa ca;
  std::shared_ptr<FailingStore> store;
  std::shared_ptr<Recorder> recorder = std::make_shared<Recorder>();
  std::shared_ptr<const authority::Authority> authority;
  std::shared_ptr<authority::Administration> administration;  ///< with authority.enableAdmin
  std::atomic<int> in_flight{0};
  std::string base, insecure_base;
  net::Server server;
};

inline std::string message_of(const net::Response& response) {
  const auto body = json::parse(response.body);
  if (!body || !body->is_object()) return "<" + response.body + ">";
  const auto& object = body->get_object();
  EXPECT_EQ(object.at("status"), response.status);
  return json::as_string(json::find(object, "message")).value_or("<none>");
}

inline std::string header_of(const net::Response& response, std::string_view name) {
  const std::string* value = net::find_header(response.headers, name);
  return value ? *value : "<absent>";
}

}  // namespace newel::api::test
