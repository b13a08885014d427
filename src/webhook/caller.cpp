#include "webhook/caller.h"

#include <chrono>
#include <thread>

#include "base/encoding.h"
#include "base/text.h"
#include "crypto/digest.h"
#include "net/client.h"

namespace newel::webhook {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t max_idle = 8;  // clients of each kind

// Basic (RFC 7617) and bearer (RFC 6750) credentials.
std::string authorization(const Webhook& webhook) {
  if (!webhook.bearer_token.empty()) return "Bearer " + std::string(webhook.bearer_token.view());
  if (!webhook.basic_auth) return {};
  const BasicAuth& basic = *webhook.basic_auth;
  if (basic.username.empty() && basic.password.empty()) return {};
  return "Basic " + base64_encode(as_bytes(basic.username + ":" + std::string(basic.password.view())));
}

net::ClientRequest request_for(const Webhook& webhook, const std::string& url, const std::string& body,
                               const std::string& request_id) {
  net::ClientRequest out;
  out.method = "POST";
  out.url = url;
  out.body = body;
  out.headers = {{"Content-Type", "application/json"},
                 {"X-Smallstep-Signature", body_signature(webhook.key, body)},
                 {"X-Smallstep-Webhook-ID", webhook.id}};
  if (!request_id.empty()) out.headers.emplace_back("X-Request-Id", request_id);
  if (std::string credentials = authorization(webhook); !credentials.empty())
    out.headers.emplace_back("Authorization", std::move(credentials));
  return out;
}

CallFailed failed(const Webhook& webhook, const std::string& why, const std::string& public_text) {
  const Error shown = Error::forbidden(public_text);
  return CallFailed(403, "webhook " + quote(webhook.name) + " (" + printable(webhook.url) + "): " + why,
                    shown.message());
}

// A server that cannot be asked: what lies between us and it is nobody else's business.
CallFailed unreachable(const Webhook& webhook, const std::string& why) {
  return failed(webhook, why, "webhook " + webhook.name + " could not be asked");
}

Answer read_answer(const Webhook& webhook, const net::Response& response) {
  if (response.status >= 400) {
    const std::string text = "Webhook server responded with " + std::to_string(response.status);
    throw failed(webhook, text, text);
  }
  auto answer = parse_answer(response.body);
  if (!answer) {
    throw failed(webhook, "cannot read its answer: " + printable(answer.error().text),
                 "webhook " + webhook.name + " gave no answer that can be read");
  }
  return std::move(*answer);
}

}  // namespace

std::string body_signature(const Secret& key, std::string_view body) {
  return hex_encode(hmac(Hash::sha256, key.bytes(), as_bytes(body)));
}

// A client for one call. It goes back to the idle ones, with its open connections, unless the CA's own
// certificate has been replaced meanwhile.
class Caller::Lease {
 public:
  Lease(const Caller& caller, bool with_certificate) : caller_(caller), with_certificate_(with_certificate) {
    const std::lock_guard lock(caller_.mutex_);
    if (with_certificate_ && caller_.identity_is_old()) {
      caller_.identity_ = caller_.settings_.identity();
      caller_.idle_[1].clear();
      ++caller_.generation_;
    }
    generation_ = caller_.generation_;
    auto& idle = caller_.idle_[with_certificate_ ? 1 : 0];
    if (idle.empty()) {
      client_ = caller_.make_client(with_certificate_);
    } else {
      client_ = std::move(idle.back());
      idle.pop_back();
    }
  }
  ~Lease() {
    const std::lock_guard lock(caller_.mutex_);
    auto& idle = caller_.idle_[with_certificate_ ? 1 : 0];
    if (generation_ == caller_.generation_ && idle.size() < max_idle) idle.push_back(std::move(client_));
  }
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;

  net::Client& client() { return *client_; }

 private:
  const Caller& caller_;
  const bool with_certificate_;
  unsigned long generation_ = 0;
  std::unique_ptr<net::Client> client_;
};

Caller::Caller(CallerSettings settings) : settings_(std::move(settings)) {}
Caller::~Caller() = default;

bool Caller::identity_is_old() const {
  return settings_.identity && (!identity_ || settings_.clock->now() >= identity_->replace_at);
}

std::unique_ptr<net::Client> Caller::make_client(bool with_certificate) const {
  net::ClientOptions options;
  options.roots = settings_.roots;
  options.timeout = settings_.deadline;
  options.max_response = settings_.max_answer;
  options.https_only = true;
  if (with_certificate && identity_) {
    options.client_chain = identity_->chain;
    options.client_key = identity_->key;
  }
  return std::make_unique<net::Client>(std::move(options));
}

Answer Caller::call(const Webhook& webhook, const std::string& url, const std::string& body,
                    const std::string& request_id) const {
  const SteadyClock::time_point end = SteadyClock::now() + settings_.deadline;
  net::ClientRequest request = request_for(webhook, url, body, request_id);
  try {
    Lease lease(*this, !webhook.disable_tls_client_auth);
    for (bool last = false;; last = true) {
      std::string why;
      request.timeout = std::chrono::duration_cast<Duration>(end - SteadyClock::now());
      try {
        if (request.timeout->count() <= 0) throw Error("context deadline exceeded");
        const net::Response response = lease.client().send(request);
        if (response.status < 500 || last) return read_answer(webhook, response);
      } catch (const CallFailed&) {
        throw;
      } catch (const Error& e) {
        // What took all the time is not tried again.
        if (last || SteadyClock::now() + settings_.retry_pause >= end) throw unreachable(webhook, e.text());
      }
      if (SteadyClock::now() + settings_.retry_pause >= end)
        throw unreachable(webhook, "context deadline exceeded");
      std::this_thread::sleep_for(settings_.retry_pause);
    }
  } catch (const CallFailed&) {
    throw;
  } catch (const Error& e) {
    throw unreachable(webhook, e.text());
  }
}

}  // namespace newel::webhook
