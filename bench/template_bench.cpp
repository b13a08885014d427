// What a certificate template costs: the default document as a template, one with twenty functions, and the
// way the server goes for a provisioner without a template, which runs none.
#include <benchmark/benchmark.h>

#include "authority/leaf.h"
#include "crypto/private_key.h"
#include "template/certificate_template.h"
#include "template/default_templates.h"

namespace {

using namespace newel;
using namespace newel::templates;

constexpr std::string_view twenty_functions = R"({
  "subject": {"commonName": {{ .Subject.CommonName | lower | trim | toJson }},
    "organization": {{ list "Acme" (upper "ops") (title "team one") | uniq | toJson }},
    "organizationalUnit": {{ .Insecure.User.unit | default "none" | trunc 20 | quote }}},
  "sans": {{ toJson .SANs }},
  {{- $days := add 1 (mul 2 3) }}
  "dnsNames": [{{ range $i, $n := splitList "," "a.test,b.test" }}{{ if gt $i 0 }},{{ end }}{{ printf "%s.%d" $n $days | toJson }}{{ end }}],
  "keyUsage": {{ ternary (list "digitalSignature") (list "keyEncipherment") (hasKey .Token "sub") | toJson }},
  "extKeyUsage": ["serverAuth", "clientAuth"],
  "extensions": [{"id": "1.2.3.4", "value": {{ asn1Seq (asn1Enc "int:7") (asn1Enc (print "utf8:" (sha256sum .Subject.CommonName))) | toJson }}},
    {"id": "1.2.3.5", "value": {{ regexReplaceAll "[^a-z]" (.Token.sub | replace "." "-") "" | b64enc | toJson }}}]
})";

struct World {
  PrivateKey key = PrivateKey::generate_ec(Curve::p256);
  x509::CertificateRequest request = make_request();
  CertificateData data = make_data();

  x509::CertificateRequest make_request() const {
    x509::RequestTemplate what;
    what.subject = x509::Name::from_common_name("svc.example.com");
    what.names.dns = {"svc.example.com"};
    return x509::create_request(what, key);
  }
  static CertificateData make_data() {
    CertificateData out;
    out.subject.emplace().common_name = "svc.example.com";
    out.sans = split_alternative_names({"svc.example.com", "10.0.0.1"});
    out.token = json::Object{{"sub", "svc.example.com"}, {"iss", "joe"}, {"exp", 1800000300}};
    out.user = json::Object{{"unit", "Engineering"}};
    return out;
  }
};
const World& world() {
  static const World one;
  return one;
}

void run(benchmark::State& state, const CertificateTemplateText& text) {
  for (auto _ : state) {
    const Value root = certificate_root(world().data, world().request);
    benchmark::DoNotOptimize(
        to_certificate(execute_certificate_template(text, root), world().key.public_key()));
  }
}

void default_leaf_as_template(benchmark::State& state) {
  run(state, default_certificate_template(DefaultDocument::leaf));
}
BENCHMARK(default_leaf_as_template);

void template_with_twenty_functions(benchmark::State& state) {
  static const auto text = CertificateTemplateText::parse(std::string(twenty_functions));
  run(state, text);
}
BENCHMARK(template_with_twenty_functions);

void parse_template_with_twenty_functions(benchmark::State& state) {
  for (auto _ : state)
    benchmark::DoNotOptimize(CertificateTemplateText::parse(std::string(twenty_functions)));
}
BENCHMARK(parse_template_with_twenty_functions);

// What the server does when there is no template: the same certificate, filled in as values.
void default_leaf_as_values(benchmark::State& state) {
  provisioner::SignOptions options;
  options.tmpl.common_name = "svc.example.com";
  options.tmpl.names = {"svc.example.com", "10.0.0.1"};
  for (auto _ : state) benchmark::DoNotOptimize(authority::default_leaf(world().request, options));
}
BENCHMARK(default_leaf_as_values);

}  // namespace
