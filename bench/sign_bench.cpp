// sign_bench [SECONDS]: how close one core comes to the price of its signatures.
//
// The floor of an issuance is two P-256 verifications (the token's and the request's) and one signature.
// Measured in turns in one process, by thread CPU time: the bare three operations, the whole way from PEM and
// token text to the PEM of the answer with its transaction filled, and its parts. The store is the one in
// memory: what a database costs is measured by bench/run.
#include <fmt/format.h>
#include <stdlib.h>
#include <time.h>

#include <filesystem>
#include <fstream>
#include <functional>

#include "authority/authority.h"
#include "crypto/key_files.h"
#include "jose/jwt_builder.h"

namespace {

using namespace newel;

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// Microseconds of CPU time for one call.
double measure(double seconds, const std::function<void()>& work) {
  for (int i = 0; i < 50; ++i) work();
  const double start = cpu_seconds();
  double spent = 0;
  int count = 0;
  while (spent < seconds) {
    for (int i = 0; i < 50; ++i) work();
    count += 50;
    spent = cpu_seconds() - start;
  }
  return spent / count * 1e6;
}

struct Ca {
  std::string folder;
  PrivateKey provisioner_key = PrivateKey::generate_ec(Curve::p256);
  std::unique_ptr<authority::Authority> authority;

  Ca() {
    std::string pattern = (std::filesystem::temp_directory_path() / "newel-bench-XXXXXX").string();
    folder = mkdtemp(pattern.data());
    const auto key = std::make_shared<const PrivateKey>(PrivateKey::generate_ec(Curve::p256));
    x509::CertificateTemplate what;
    what.subject = x509::Name::from_common_name("Bench CA");
    what.not_before = system_clock().now() - Seconds(60);
    what.not_after = what.not_before + Seconds(86400);
    what.key_usage = x509::cert_sign | x509::crl_sign;
    what.basic_constraints = x509::BasicConstraints{true, {}};
    what.public_key = key->public_key();
    std::ofstream(folder + "/ca.crt") << x509::issue_self_signed(what, *key).pem();
    std::ofstream(folder + "/ca.key") << write_private_key(*key);
    const jose::Jwk jwk{provisioner_key.public_key(), {}, "kid", {}, {}, {}, {}, {}};
    const json::Object document{
        {"root", folder + "/ca.crt"},
        {"crt", folder + "/ca.crt"},
        {"key", folder + "/ca.key"},
        {"address", ":443"},
        {"authority",
         json::Object{{"provisioners", json::Array{json::Object{
                                           {"type", "JWK"}, {"name", "joe"}, {"key", jwk.to_json()}}}}}}};
    authority::Dependencies dependencies;
    dependencies.store = store::open_memory_store();
    authority = std::make_unique<authority::Authority>(config::parse(json::write(document), "ca.json"),
                                                       authority::Passwords{}, dependencies);
  }
  ~Ca() { std::filesystem::remove_all(folder); }

  std::string token() const {
    auto claims = jose::TokenClaims::starting(system_clock().now() + Seconds(1), system_random());
    claims.issuer = "joe";
    claims.subject = "host.test";
    claims.audience = {"https://localhost/1.0/sign"};
    claims.sans = {"host.test", "10.0.0.1"};
    return jose::build_token({{"kid", "kid"}}, claims.to_json(), provisioner_key, "ES256");
  }
};

}  // namespace

int main(int argc, char** argv) {
  const double seconds = argc > 1 ? std::stod(argv[1]) : 2;
  const Ca ca;
  const std::string token = ca.token();
  x509::RequestTemplate what;
  what.subject = x509::Name::from_common_name("host.test");
  what.names.dns = {"host.test"};
  const PrivateKey leaf_key = PrivateKey::generate_ec(Curve::p256);
  const std::string csr = x509::create_request(what, leaf_key).pem();
  const Bytes message(600, 7);
  const Bytes signature = leaf_key.sign(SignatureAlgorithm::ecdsa_sha256, message);
  const Bytes spki = to_bytes(leaf_key.public_key().spki());

  const auto request = value_or_throw(x509::CertificateRequest::parse_pem(csr));
  const auto sign = [&](const x509::CertificateRequest& from) {
    store::Transaction transaction;
    return ca.authority->sign(from, token, {}, transaction);
  };
  for (int round = 0; round < 3; ++round) {
    const double verify = measure(
        seconds, [&] { leaf_key.public_key().verify(SignatureAlgorithm::ecdsa_sha256, message, signature); });
    const double signing =
        measure(seconds, [&] { leaf_key.sign(SignatureAlgorithm::ecdsa_sha256, message); });
    const double fresh = measure(seconds, [&] {
      value_or_throw(PublicKey::from_spki(spki)).verify(SignatureAlgorithm::ecdsa_sha256, message, signature);
    });
    const double parse = measure(seconds, [&] { value_or_throw(x509::CertificateRequest::parse_pem(csr)); });
    const double pipeline = measure(seconds, [&] { sign(request); });
    const double whole = measure(seconds, [&] {
      const auto read = value_or_throw(x509::CertificateRequest::parse_pem(csr));
      if (!read.verify_signature()) std::abort();
      const auto issued = sign(read);
      for (const auto& certificate : issued.chain) certificate.pem();
    });
    const double floor = 2 * verify + signing;
    fmt::print(
        "verify {:.1f} us, sign {:.1f} us: floor {:.1f} us; verify with a new key {:.1f} us; CSR parse "
        "{:.1f} us; ",
        verify, signing, floor, fresh, parse);
    fmt::print(
        "authority sign {:.1f} us ({:.1f} us beside its verify and sign); whole {:.1f} us: {:.0f} % of the "
        "floor\n",
        pipeline, pipeline - verify - signing, whole, 100 * floor / whole);
  }
}
