// Lint of a bundle: 10,000 certificates of subscribers, read and judged by every rule. Ten kinds of them, so
// that no cache of names flatters the figure.
#include <benchmark/benchmark.h>

#include "crypto/private_key.h"
#include "lint/lint.h"
#include "x509/profiles.h"

namespace {

using namespace newel;

std::vector<Bytes> bundle(std::size_t count) {
  const Time now = from_unix(1704164645);
  const auto key = std::make_shared<const PrivateKey>(PrivateKey::generate_ec(Curve::p256));
  const auto validity = x509::validity_from(now, x509::default_ca_validity);
  const x509::Certificate root = x509::issue_self_signed(
      x509::root_profile(x509::organization_name("Acme", "Acme Root CA"), key->public_key(), validity), *key);
  const x509::Issuer issuer(root, key);
  std::vector<Bytes> kinds;
  for (int i = 0; i < 10; ++i) {
    const std::string host = "svc" + std::to_string(i) + ".example.co.uk";
    x509::SubjectAltNames names;
    names.dns = {host, "www." + host};
    const auto leaf = x509::leaf_profile(x509::Name::from_common_name(host), names, key->public_key(),
                                         x509::validity_from(now, x509::default_leaf_validity));
    kinds.push_back(to_bytes(x509::issue(leaf, issuer).der()));
  }
  std::vector<Bytes> out;
  for (std::size_t i = 0; i < count; ++i) out.push_back(kinds[i % kinds.size()]);
  return out;
}

void lint_bundle(benchmark::State& state) {
  const auto count = static_cast<std::size_t>(state.range(0));
  const std::vector<Bytes> certificates = bundle(count);
  for (auto _ : state) {
    for (const Bytes& der : certificates) {
      const auto view = lint::CertificateView::parse(der);
      benchmark::DoNotOptimize(lint::report_json(lint::lint_certificate(*view), from_unix(0)));
    }
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(lint_bundle)->Arg(10000)->Unit(benchmark::kMillisecond);

}  // namespace
