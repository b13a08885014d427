// Sign and rekey: the request and the certificate chain that answers it.
#include "messages/fields.h"
#include "messages/messages.h"

namespace newel::messages {
namespace {

// A present member must be a request, even the empty text: so the reference's decoder has it.
std::optional<x509::CertificateRequest> read_csr(const Fields& fields, std::string& pem) {
  if (!fields.any("csr")) return std::nullopt;
  pem = fields.text("csr");
  auto csr = x509::CertificateRequest::parse_pem(pem);
  if (!csr) throw decoding_error("error decoding csr: " + csr.error().text);
  return std::move(*csr);
}

provisioner::TimeOrDuration read_time(const Fields& fields, std::string_view name) {
  auto parsed = provisioner::TimeOrDuration::parse(fields.text(name));
  if (!parsed) throw decoding_error(parsed.error().text);
  return *parsed;
}

}  // namespace

json::Value SignRequest::to_json() const {
  json::Object out{{"csr", csr_pem}, {"ott", ott}};
  if (options.not_after.is_set()) out["notAfter"] = options.not_after.to_string();
  if (options.not_before.is_set()) out["notBefore"] = options.not_before.to_string();
  if (!options.template_data.is_null()) out["templateData"] = options.template_data;
  return out;
}

SignRequest SignRequest::from_json(const json::Value& value) {
  const Fields fields(value);
  SignRequest out;
  out.csr = read_csr(fields, out.csr_pem);
  out.ott = fields.text("ott");
  out.options.not_before = read_time(fields, "notBefore");
  out.options.not_after = read_time(fields, "notAfter");
  if (const json::Value* data = fields.any("templateData")) out.options.template_data = *data;
  return out;
}

json::Value SignResponse::to_json() const {
  json::Object out;
  out["crt"] = chain.empty() ? json::Value(nullptr) : json::Value(chain.front());
  out["ca"] = chain.size() < 2 ? json::Value(nullptr) : json::Value(chain[1]);
  out["certChain"] = json::Array(chain.begin(), chain.end());
  out["tlsOptions"] = tls_options;
  return out;
}

SignResponseWriter::SignResponseWriter(const std::vector<std::string>& issuers_pem,
                                       const json::Object& tls_options) {
  middle_ = ",\"ca\":" + (issuers_pem.empty() ? "null" : json::write_string(issuers_pem.front())) +
            ",\"certChain\":[";
  for (const std::string& pem : issuers_pem) rest_ += "," + json::write_string(pem);
  rest_ += "],\"tlsOptions\":" + json::write(tls_options) + "}";
}

std::string SignResponseWriter::write(std::string_view leaf_pem) const {
  static constexpr std::string_view begin = "{\"crt\":";
  const std::string leaf = json::write_string(leaf_pem);
  std::string out;
  out.reserve(begin.size() + 2 * leaf.size() + middle_.size() + rest_.size() + 1);
  return out.append(begin).append(leaf).append(middle_).append(leaf).append(rest_);
}

SignResponse SignResponse::from_json(const json::Value& value) {
  const Fields fields(value);
  SignResponse out;
  out.chain = fields.texts("certChain");
  if (out.chain.empty()) {
    for (const char* name : {"crt", "ca"}) {
      if (auto pem = fields.text(name); !pem.empty()) out.chain.push_back(std::move(pem));
    }
  }
  if (const json::Value* options = fields.any("tlsOptions"); options && options->is_object()) {
    out.tls_options = options->get_object();
  }
  return out;
}

std::string SignResponse::chain_pem() const {
  std::string out;
  for (const std::string& pem : chain) out += pem;
  return out;
}

json::Value RekeyRequest::to_json() const { return json::Object{{"csr", csr_pem}}; }

RekeyRequest RekeyRequest::from_json(const json::Value& value) {
  const Fields fields(value);
  RekeyRequest out;
  out.csr = read_csr(fields, out.csr_pem);
  return out;
}

}  // namespace newel::messages
