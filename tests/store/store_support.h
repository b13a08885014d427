// What the tests of the store share: records, transactions, folders that go away.
#pragma once

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "store/store.h"

namespace newel::store {

inline Time at(std::int64_t seconds) { return from_unix(1'800'000'000 + seconds); }

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "newel-store-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// A serial of 16 octets that is spread like a random one but the same in every run.
inline Bytes serial_of(std::uint64_t number) {
  Bytes out;
  std::uint64_t x = number * 2;
  for (int half = 0; half < 2; ++half) {
    std::uint64_t z = (++x) * 0x9e3779b97f4a7c15;  // splitmix64
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    z ^= z >> 31;
    for (int i = 0; i < 8; ++i) out.push_back(static_cast<Byte>(z >> (8 * i)));
  }
  out[0] |= 1;  // no leading zero
  return out;
}

inline CertificateRecord certificate(std::uint64_t number) {
  CertificateRecord r;
  r.serial = serial_of(number);
  r.issuer = "CN=Test Intermediate CA,O=Newel";
  r.subject = "host" + std::to_string(number) + ".example.com";
  r.names = {r.subject, "10.0.0.1"};
  r.not_before = at(0);
  r.not_after = at(86400);
  r.issued_at = at(60);
  r.provisioner_id = "acme/id";
  r.provisioner_name = "name";
  r.provisioner_type = "JWK";
  r.der = Bytes(900, static_cast<Byte>(number));
  return r;
}

inline RevocationRecord revocation(std::uint64_t number) {
  RevocationRecord r;
  r.serial = serial_of(number);
  r.provisioner_id = "acme/id";
  r.reason_code = 4;
  r.reason = "superseded";
  r.revoked_at = at(static_cast<std::int64_t>(number));
  r.expires_at = at(86400);
  r.token_id = "token";
  r.mtls = true;
  return r;
}

inline CrlRecord crl(const std::string& number) { return {number, at(0), at(3600), Bytes(500, 7)}; }

template <class... Operations>
Transaction transaction(Operations... operations) {
  Transaction out;
  (out.add(std::move(operations)), ...);
  return out;
}

inline UseToken token(const std::string& id, Time expires_at = at(300)) { return {id, expires_at}; }

/// The text of the Error that `action` throws, "" if it throws none.
template <class Action>
std::string error_of(Action action) {
  try {
    action();
  } catch (const Error& error) {
    return error.text();
  }
  return "";
}

inline std::unique_ptr<Store> open_sqlite(const std::string& path) {
  return open_store({.type = "sqlite", .data_source = path});
}

}  // namespace newel::store
