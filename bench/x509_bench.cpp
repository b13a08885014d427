// What certificates cost beside the signature: reading, writing, issuing.
#include <benchmark/benchmark.h>

#include "crypto/private_key.h"
#include "x509/crl.h"
#include "x509/profiles.h"
#include "x509/request.h"
#include "x509/verify.h"

namespace {

using namespace newel;
using namespace newel::x509;

const Time now = from_unix(1704164645);

struct World {
  std::shared_ptr<const PrivateKey> root_key =
      std::make_shared<const PrivateKey>(PrivateKey::generate_ec(Curve::p256));
  std::shared_ptr<const PrivateKey> key =
      std::make_shared<const PrivateKey>(PrivateKey::generate_ec(Curve::p256));
  PrivateKey leaf_key = PrivateKey::generate_ec(Curve::p256);
  Validity validity = validity_from(now, default_ca_validity);
  Certificate root = issue_self_signed(
      root_profile(organization_name("Acme", "Acme Root CA"), root_key->public_key(), validity), *root_key);
  Certificate intermediate = issue(
      intermediate_profile(organization_name("Acme", "Acme Intermediate CA"), key->public_key(), validity),
      Issuer(root, root_key));
  Issuer issuer{intermediate, key};
  CertificateTemplate leaf = make_leaf();

  CertificateTemplate make_leaf() const {
    SubjectAltNames names;
    names.dns = {"svc.example.com", "svc"};
    auto out = leaf_profile(Name::from_common_name("svc.example.com"), names, leaf_key.public_key(),
                            validity_from(now, default_leaf_validity));
    out.extra = {
        encode_step_provisioner({1, "admin@example.com", "kvPj79hrAnrQywrVy-oFmye4foHq1rdUg55nxsuCvkI", {}})};
    return out;
  }
};
const World& world() {
  static const World one;
  return one;
}

void raw_signature(benchmark::State& state) {
  const Bytes message(600, 7);
  for (auto _ : state) benchmark::DoNotOptimize(world().key->sign(SignatureAlgorithm::ecdsa_sha256, message));
}
BENCHMARK(raw_signature);

void issue_leaf(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(issue(world().leaf, world().issuer));
}
BENCHMARK(issue_leaf);

void parse_certificate(benchmark::State& state) {
  const Certificate leaf = issue(world().leaf, world().issuer);
  for (auto _ : state) benchmark::DoNotOptimize(Certificate::parse(leaf.der()));
}
BENCHMARK(parse_certificate);

CertificateRequest make_request() {
  RequestTemplate what;
  what.subject = Name::from_common_name("svc.example.com");
  what.names.dns = {"svc.example.com", "svc"};
  return create_request(what, world().leaf_key);
}

void parse_request(benchmark::State& state) {
  const CertificateRequest request = make_request();
  for (auto _ : state) benchmark::DoNotOptimize(CertificateRequest::parse(request.der()));
}
BENCHMARK(parse_request);

void parse_and_verify_request(benchmark::State& state) {
  const CertificateRequest request = make_request();
  for (auto _ : state) benchmark::DoNotOptimize(CertificateRequest::parse(request.der())->verify_signature());
}
BENCHMARK(parse_and_verify_request);

void verify_path(benchmark::State& state) {
  const Certificate leaf = issue(world().leaf, world().issuer);
  const VerifyOptions options{{world().root}, {world().intermediate}, now, "svc.example.com", {}};
  for (auto _ : state) benchmark::DoNotOptimize(verify_chain(leaf, options));
}
BENCHMARK(verify_path);

CrlTemplate crl_template(std::int64_t entries) {
  CrlTemplate what;
  what.number = {1};
  what.this_update = now;
  what.next_update = now + default_leaf_validity;
  for (std::int64_t i = 0; i < entries; ++i) {
    Serial serial{Bytes(16, 0x55)};
    for (int k = 0; k < 8; ++k)
      serial.magnitude[static_cast<std::size_t>(15 - k)] = static_cast<Byte>(i >> (8 * k));
    what.entries.push_back({std::move(serial), now, static_cast<int>(i % 7)});
  }
  return what;
}

void write_crl(benchmark::State& state) {
  const CrlTemplate what = crl_template(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(create_crl(what, world().issuer));
}
BENCHMARK(write_crl)->Arg(1000)->Arg(100000);

void parse_crl(benchmark::State& state) {
  const Bytes der = create_crl(crl_template(state.range(0)), world().issuer);
  for (auto _ : state) benchmark::DoNotOptimize(RevocationList::parse(der));
}
BENCHMARK(parse_crl)->Arg(1000)->Arg(100000);

}  // namespace
