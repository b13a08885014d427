#include "net/ticket_keys.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <array>
#include <chrono>
#include <cstring>
#include <mutex>
#include <optional>

namespace newel::net {
namespace {

constexpr auto key_lifetime = std::chrono::hours(12);

struct TicketKey {
  std::array<unsigned char, 16> name;
  std::array<unsigned char, 32> cipher;
  std::array<unsigned char, 32> mac;
};

class TicketKeys {
 public:
  TicketKeys() : cipher_(EVP_CIPHER_fetch(nullptr, "AES-256-CBC", nullptr)) {}

  static TicketKeys& instance() {
    static TicketKeys* keys = new TicketKeys;  // connections may outlive static destruction
    return *keys;
  }

  const EVP_CIPHER* cipher() const { return cipher_; }

  std::optional<TicketKey> current() {
    const std::lock_guard lock(mutex_);
    const auto now = std::chrono::steady_clock::now();
    if (!current_ || now - made_ > key_lifetime) {
      TicketKey fresh;
      if (RAND_bytes(fresh.name.data(), static_cast<int>(fresh.name.size())) != 1 ||
          RAND_priv_bytes(fresh.cipher.data(), static_cast<int>(fresh.cipher.size())) != 1 ||
          RAND_priv_bytes(fresh.mac.data(), static_cast<int>(fresh.mac.size())) != 1) {
        return std::nullopt;
      }
      previous_ = current_;
      current_ = fresh;
      made_ = now;
    }
    return current_;
  }

  std::optional<TicketKey> find(const unsigned char* name, bool& is_old) {
    const std::lock_guard lock(mutex_);
    const auto is = [&](const std::optional<TicketKey>& key) {
      return key && std::memcmp(key->name.data(), name, key->name.size()) == 0;
    };
    is_old = is(previous_);
    return is_old ? previous_ : is(current_) ? current_ : std::nullopt;
  }

 private:
  EVP_CIPHER* const cipher_;
  std::mutex mutex_;
  std::optional<TicketKey> current_, previous_;
  std::chrono::steady_clock::time_point made_;
};

int init_mac(EVP_MAC_CTX* mac, TicketKey& key) {
  char digest[] = "SHA256";
  const OSSL_PARAM params[] = {
      OSSL_PARAM_construct_octet_string(OSSL_MAC_PARAM_KEY, key.mac.data(), key.mac.size()),
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
      OSSL_PARAM_construct_end(),
  };
  return EVP_MAC_CTX_set_params(mac, params);
}

// The contract of SSL_CTX_set_tlsext_ticket_key_evp_cb: 1 done, 2 done but renew the ticket, 0 unknown key,
// -1 error.
int ticket_key(SSL*, unsigned char* name, unsigned char* iv, EVP_CIPHER_CTX* cipher, EVP_MAC_CTX* mac,
               int encrypting) noexcept {
  TicketKeys& keys = TicketKeys::instance();
  if (encrypting == 1) {
    auto key = keys.current();
    if (!key || RAND_bytes(iv, EVP_CIPHER_get_iv_length(keys.cipher())) != 1) return -1;
    std::memcpy(name, key->name.data(), key->name.size());
    return EVP_EncryptInit_ex(cipher, keys.cipher(), nullptr, key->cipher.data(), iv) == 1 &&
                   init_mac(mac, *key) == 1
               ? 1
               : -1;
  }
  bool is_old = false;
  auto key = keys.find(name, is_old);
  if (!key) return 0;
  if (EVP_DecryptInit_ex(cipher, keys.cipher(), nullptr, key->cipher.data(), iv) != 1 ||
      init_mac(mac, *key) != 1) {
    return -1;
  }
  return is_old ? 2 : 1;
}

int accept_new_ticket(SSL*, void*) noexcept { return 1; }

SSL_TICKET_RETURN use_ticket(SSL*, SSL_SESSION* session, const unsigned char*, std::size_t,
                             SSL_TICKET_STATUS status, void*) noexcept {
  switch (status) {
    case SSL_TICKET_SUCCESS:
    case SSL_TICKET_SUCCESS_RENEW:
      if (SSL_SESSION_get0_peer(session) != nullptr) return SSL_TICKET_RETURN_IGNORE;
      return status == SSL_TICKET_SUCCESS ? SSL_TICKET_RETURN_USE : SSL_TICKET_RETURN_USE_RENEW;
    default:
      return SSL_TICKET_RETURN_IGNORE_RENEW;
  }
}

}  // namespace

void use_process_ticket_keys(SSL_CTX* ctx) {
  SSL_CTX_set_tlsext_ticket_key_evp_cb(ctx, ticket_key);
  SSL_CTX_set_session_ticket_cb(ctx, accept_new_ticket, use_ticket, nullptr);
}

}  // namespace newel::net
