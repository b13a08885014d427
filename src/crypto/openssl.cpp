#include "crypto/openssl.h"

#include <array>

#include "base/error.h"

namespace newel::openssl {
namespace {

constexpr std::array<const char*, 6> names{"SHA1", "SHA2-224", "SHA2-256", "SHA2-384", "SHA2-512", "MD5"};

}  // namespace

const char* digest_name(Hash hash) { return names[static_cast<std::size_t>(hash)]; }

const EVP_MD* digest(Hash hash) {
  // Never freed: worker threads may hash until the very end of the process.
  static const auto fetched = [] {
    std::array<EVP_MD*, names.size()> all{};
    for (std::size_t i = 0; i < names.size(); ++i) all[i] = EVP_MD_fetch(nullptr, names[i], nullptr);
    ERR_clear_error();
    return all;
  }();
  const EVP_MD* found = fetched[static_cast<std::size_t>(hash)];
  if (found == nullptr)
    throw Error(std::string("this system's OpenSSL lacks the digest ") + digest_name(hash));
  return found;
}

std::string take_error() {
  const unsigned long code = ERR_get_error();
  ERR_clear_error();
  if (code == 0) return "unknown failure of OpenSSL";
  const char* reason = ERR_reason_error_string(code);
  return reason != nullptr ? reason : "OpenSSL error " + std::to_string(code);
}

void check(bool ok, const char* what) {
  if (!ok) throw Error(std::string(what) + ": " + take_error());
}

}  // namespace newel::openssl
