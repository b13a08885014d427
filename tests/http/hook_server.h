// A webhook server for tests: HTTPS with a certificate of the test CA, and whatever handler the test gives
// it.
#pragma once

#include <condition_variable>
#include <mutex>

#include "base/name_kind.h"
#include "http/test_ca.h"
#include "net/server.h"
#include "x509/client_chains.h"
#include "x509/oids.h"

namespace newel::test {

/// A server certificate for localhost, signed by the test CA's intermediate.
struct HookIdentity {
  std::vector<Bytes> chain;
  std::shared_ptr<PrivateKey> key = std::make_shared<PrivateKey>(PrivateKey::generate_ec(Curve::p256));

  explicit HookIdentity(const TestCa& ca) {
    x509::CertificateTemplate what;
    what.subject = x509::Name::from_common_name("localhost");
    what.names.dns = {"localhost"};
    what.names.ips = {*parse_ip("127.0.0.1")};
    what.not_before = test_now() - std::chrono::hours(1);
    what.not_after = test_now() + std::chrono::hours(1);
    what.public_key = key->public_key();
    what.key_usage = x509::digital_signature;
    what.extended_key_usage = {std::string(x509::oids::server_auth)};
    const x509::Issuer issuer(ca.intermediate, std::make_shared<PrivateKey>(ca.issuer_key));
    chain = {to_bytes(x509::issue(what, issuer).der()), to_bytes(ca.intermediate.der())};
  }
};

/// Remembers what it was asked. Thread-safe.
class HookServer {
 public:
  using Answer = std::function<void(const net::Request&, net::Respond)>;

  /// `trusted`: the CA whose client certificates are asked for; nullptr: none are.
  HookServer(const HookIdentity& identity, const TestCa* trusted, Answer answer)
      : answer_(std::move(answer)), server_({.io_threads = 1, .worker_threads = 2}) {
    net::TlsServerSettings settings;
    settings.chain = identity.chain;
    settings.key = identity.key;
    if (trusted != nullptr) {
      settings.client_authorities = {to_bytes(trusted->root.der())};
      const auto chains = std::make_shared<const x509::ClientChains>(std::vector{trusted->root});
      settings.client_judge = [chains](const auto& presented) { return chains->verify(presented); };
    }
    net::Listener listener;
    listener.name = "hook";
    listener.address = "127.0.0.1:0";
    listener.tls = std::make_shared<net::TlsServerContext>(settings);
    listener.handler = [this](std::shared_ptr<const net::Request> request, net::Respond respond) {
      {
        const std::lock_guard lock(mutex_);
        requests_.push_back(request);
      }
      changed_.notify_all();
      answer_(*request, std::move(respond));
    };
    const std::string bound = server_.listen(std::move(listener));
    url_ = "https://localhost" + bound.substr(bound.rfind(':'));
  }
  ~HookServer() { server_.stop(); }

  const std::string& url() const { return url_; }
  std::vector<std::shared_ptr<const net::Request>> requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
  }
  /// Waits, 20 s at most, until it was asked so often.
  bool wait_for(std::size_t count) const {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(20), [&] { return requests_.size() >= count; });
  }

 private:
  Answer answer_;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::vector<std::shared_ptr<const net::Request>> requests_;
  std::string url_;
  net::Server server_;
};

inline net::Response json_answer(std::string body, int status = 200) {
  return {status, {{"Content-Type", "application/json"}}, std::move(body)};
}
/// The same answer to everything.
inline HookServer::Answer always(net::Response response) {
  return [response](const net::Request&, net::Respond respond) { respond(response); };
}

}  // namespace newel::test
