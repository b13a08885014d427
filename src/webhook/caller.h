// Asking webhook servers over HTTPS.
//
// A call waits for somebody else: ten seconds at most, a retry included. Callers see to it that nobody waits
// with them. TLS trusts the system's roots and the CA's own certificates, and presents the CA's certificate
// to a server that asks for one. What a server answers is bounded, and read as strictly as any outside bytes.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "base/clock.h"
#include "crypto/signer.h"
#include "webhook/answer.h"
#include "webhook/webhook.h"

namespace newel::net {
class Client;
}

namespace newel::webhook {

/// The CA's own certificate, for servers that want to see one.
struct Identity {
  std::vector<Bytes> chain;  ///< DER, leaf first
  std::shared_ptr<const Signer> key;
  Time replace_at{};  ///< when another one is to be made
};

struct CallerSettings {
  std::vector<Bytes> roots;            ///< DER, trusted beside the system's
  std::function<Identity()> identity;  ///< called at the first call, and again when its time has come
  const Clock* clock = &system_clock();
  Duration deadline = std::chrono::seconds(10);
  Duration retry_pause = std::chrono::seconds(1);
  std::size_t max_answer = 1u << 20;
};

/// The call did not come to an answer. The text is for the log, the message names the webhook alone.
struct CallFailed : Error {
  using Error::Error;
};

/// Thread-safe; connections are kept for the next call.
class Caller {
 public:
  explicit Caller(CallerSettings settings);
  ~Caller();

  /// POSTs `body`, exactly these octets, twice when the first attempt fails on the way or with a status of
  /// 500 and more. Throws CallFailed.
  Answer call(const Webhook& webhook, const std::string& url, const std::string& body,
              const std::string& request_id) const;

 private:
  class Lease;
  std::unique_ptr<net::Client> make_client(bool with_certificate) const;
  bool identity_is_old() const;

  const CallerSettings settings_;
  mutable std::mutex mutex_;
  mutable std::optional<Identity> identity_;
  mutable unsigned long generation_ = 0;  ///< of the identity: clients of an older one are not kept
  mutable std::vector<std::unique_ptr<net::Client>> idle_[2];  ///< without and with client certificate
};

/// Lower-case hexadecimal HMAC-SHA-256 of a body.
std::string body_signature(const Secret& key, std::string_view body);

}  // namespace newel::webhook
