// Certificate documents: data -> rendered text -> document -> certificate or request.
#include "base/encoding.h"
#include "crypto/private_key.h"
#include "template/certificate_template.h"
#include "template/default_templates.h"
#include "template/document_request.h"
#include "template/json_text.h"
#include "vector_files.h"
#include "x509/builder.h"

namespace newel::template_vectors {
namespace {

using namespace templates;

Bytes fixture(const JsonNode& fixtures, std::string_view group, std::string_view name) {
  const JsonNode* list = member(fixtures, group);
  return value_or_throw(base64_decode(list->is_string() ? list->text : text(*list, name)));
}

PrivateKey key_fixture(const JsonNode& fixtures, std::string_view name) {
  return value_or_throw(PrivateKey::from_pkcs8(fixture(fixtures, "csr_keys_pkcs8_b64", name)));
}

json::Value dynamic(const JsonNode& node) {
  return value_or_throw(json::parse(to_json(*dynamic_value(node)).value()));
}

std::vector<std::string> texts(const JsonNode& node) {
  std::vector<std::string> out;
  for (const JsonNode& item : node.items) out.push_back(item.text);
  return out;
}

CertificateData data_of(const JsonNode& vector, const JsonNode& fixtures) {
  CertificateData out;
  const JsonNode& data = *member(vector, "data");
  if (const JsonNode* subject = member(data, "subject")) {
    out.subject = to_fields(decode_name(*subject));
  } else if (const JsonNode* name = member(data, "commonName")) {
    out.subject.emplace().common_name = name->text;
  }
  if (const JsonNode* sans = member(data, "sans")) out.sans = split_alternative_names(texts(*sans));
  if (const JsonNode* sans = member(data, "sanObjects")) {
    out.sans.emplace();
    for (const JsonNode& san : sans->items) {
      DocumentSan& made = out.sans->emplace_back();
      made.type = text(san, "type");
      made.value = text(san, "value");
      if (const JsonNode* value = member(san, "asn1Value")) made.asn1_value = *value;
    }
  }
  if (const JsonNode* token = member(data, "token")) out.token = dynamic(*token);
  if (const JsonNode* user = member(data, "user")) out.user = dynamic(*user);
  if (const JsonNode* all = member(data, "templateData")) out.template_data = dynamic(*all).get_object();
  if (const JsonNode* webhooks = member(data, "webhooks")) out.template_data["Webhooks"] = dynamic(*webhooks);
  if (const JsonNode* name = member(data, "authorizationCrt")) {
    out.authorization = certificate_value(
        value_or_throw(x509::Certificate::parse(fixture(fixtures, "certificates_der_b64", name->text))));
  }
  return out;
}

void set_root(const Value& root, const JsonNode& vector) {
  const JsonNode* set = member(*member(vector, "data"), "set");
  if (set == nullptr) return;
  for (const auto& [name, value] : set->members) {
    Value made = *dynamic_value(value);
    if (name == "MaxPathLen") made = Value::integer(static_cast<std::int64_t>(made.as_float()));
    root.as_map()->entries.insert_or_assign(name, made);
  }
}

std::optional<Verdict> check_rendered(const JsonNode& vector, const std::string& rendered) {
  if (const JsonNode* want = member(vector, "rendered")) {
    if (want->text != rendered) return differ(want->text, rendered);
  }
  if (const JsonNode* want = member(vector, "rendered_json")) {
    const auto got = parse_json(rendered);
    if (!got || !same_json(*want, *got)) return differ("rendered_json", rendered);
  }
  return std::nullopt;
}

std::string extension_lines(const std::vector<x509::Extension>& list) {
  std::string out;
  for (const x509::Extension& e : list)
    out += "\n    " + e.oid + (e.critical ? " critical " : " ") + hex_encode(e.value);
  return out;
}

std::string wanted_extension_lines(const JsonNode& list) {
  std::string out;
  for (const JsonNode& e : list.items)
    out +=
        "\n    " + text(e, "oid") + (member(e, "critical")->flag ? " critical " : " ") + text(e, "value_hex");
  return out;
}

Verdict check_result(const JsonNode& vector, const x509::Certificate& made) {
  const JsonNode& want = *member(vector, "result");
  const std::string wanted = text(want, "subject_der_hex") + " " + text(want, "serial") + " " +
                             text(want, "not_before") + " " + text(want, "not_after") +
                             wanted_extension_lines(*member(want, "extensions"));
  const std::string got = hex_encode(made.subject().raw) + " " + made.serial().decimal() + " " +
                          format_rfc3339(made.not_before()) + " " + format_rfc3339(made.not_after()) +
                          extension_lines(made.extensions());
  if (wanted != got) return differ(wanted, got);
  const std::string der = text(want, "der_b64");
  if (!der.empty() && der != base64_encode(made.der())) return differ(der, base64_encode(made.der()));
  return pass();
}

CertificateDocument made_document(const JsonNode& vector, const JsonNode& fixtures,
                                  const x509::CertificateRequest& request, std::optional<Verdict>& wrong) {
  const std::string name = text(vector, "template_name");
  if (member(vector, "template") == nullptr && name.empty()) return leaf_document(request);
  const std::string source =
      name.empty() ? text(vector, "template") : std::string(default_text(*default_document(name)));
  const auto tmpl = CertificateTemplateText::parse(source);
  const Value root = certificate_root(data_of(vector, fixtures), request);
  set_root(root, vector);
  const std::string rendered = tmpl.render(root);
  wrong = check_rendered(vector, rendered);
  return value_or_throw(parse_certificate_document(rendered));
}

x509::Certificate sign(const JsonNode& vector, const JsonNode& fixtures, DocumentCertificate made) {
  x509::CertificateTemplate& what = made.certificate;
  if (!what.serial) what.serial = *x509::parse_serial("0x1234567890");
  what.not_before = made.not_before.value_or(*parse_rfc3339("2024-07-01T00:00:00Z"));
  what.not_after = made.not_after.value_or(*parse_rfc3339("2024-07-02T00:00:00Z"));
  try {
    made.finish();
  } catch (const UnparsableName&) {
    throw;
  }
  if (text(vector, "parent") == "self") return x509::issue_self_signed(what, key_fixture(fixtures, "ed"));
  const auto ca = value_or_throw(x509::Certificate::parse(fixture(fixtures, "ca_der_b64", "")));
  auto key = std::make_shared<const PrivateKey>(
      value_or_throw(PrivateKey::from_pkcs8(fixture(fixtures, "ca_key_pkcs8_b64", ""))));
  return x509::issue(what, x509::Issuer(ca, key));
}

// The step in which it failed is part of what must agree.
Verdict judge_stage(const JsonNode& vector, const std::string& stage, const std::string& failure,
                    bool strict) {
  const std::string wanted = text(vector, "stage");
  if (wanted != stage)
    return differ(wanted.empty() ? "a certificate" : wanted + " failure: " + text(vector, "error_contains"),
                  stage + " failure: " + failure);
  return judge_failure(vector, failure, strict);
}

Verdict run_certificate(const JsonNode& vector, const JsonNode& fixtures, bool strict) {
  const auto request =
      value_or_throw(x509::CertificateRequest::parse(fixture(fixtures, "csrs_der_b64", text(vector, "csr"))));
  CertificateDocument document;
  std::optional<Verdict> wrong;
  try {
    document = made_document(vector, fixtures, request, wrong);
  } catch (const Error& e) {
    return wrong ? *wrong : judge_stage(vector, "template", e.text(), strict);
  }
  if (wrong) return *wrong;
  if (text(vector, "stage") == "template") return differ(text(vector, "error_contains"), "a document");
  if (const JsonNode* want = member(vector, "certificate_json")) {
    const std::string got = to_json_text(document);
    if (!same_json(*want, *parse_json(got))) return differ("certificate_json", got);
  }
  try {
    const auto made = sign(vector, fixtures, to_certificate(document, *request.public_key()));
    if (!text(vector, "stage").empty()) return differ(text(vector, "error_contains"), "a certificate");
    return check_result(vector, made);
  } catch (const UnparsableName& e) {
    return judge_stage(vector, "create", "error parsing certificate: " + e.text(), strict);
  } catch (const Error& e) {
    const std::string parsing = "error parsing created certificate: ";
    const std::string failure = e.text().starts_with(parsing)
                                    ? "error parsing certificate: " + e.text().substr(parsing.size())
                                    : "error creating certificate: " + e.text();
    return judge_stage(vector, "create", failure, strict);
  }
}

Verdict run_request(const JsonNode& vector, const JsonNode& fixtures, bool strict) {
  const PrivateKey key = key_fixture(fixtures, text(vector, "csr"));
  const std::string name = text(vector, "template_name");
  try {
    const std::string source =
        name.empty() ? text(vector, "template") : std::string(default_text(*default_document(name)));
    // The request that the template sees says nothing but the key.
    const x509::CertificateRequest plain = x509::create_request({}, key);
    const Value root = certificate_root(data_of(vector, fixtures), plain);
    const std::string rendered = CertificateTemplateText::parse(source).render(root);
    if (const auto wrong = check_rendered(vector, rendered)) return *wrong;
    const auto document = value_or_throw(parse_request_document(rendered));
    const x509::CertificateRequest made = x509::create_request(to_request(document), key);
    if (!text(vector, "stage").empty()) return differ(text(vector, "error_contains"), "a request");
    const JsonNode& want = *member(vector, "result");
    const std::string wanted =
        text(want, "subject_der_hex") + wanted_extension_lines(*member(want, "extensions"));
    const std::string got = hex_encode(made.subject().raw) + extension_lines(made.extensions());
    if (wanted != got) return differ(wanted, got);
    const std::string der = text(want, "der_b64");
    if (!der.empty() && der != base64_encode(made.der())) return differ(der, base64_encode(made.der()));
    return pass();
  } catch (const Error& e) {
    return judge_failure(vector, e.text(), strict);
  }
}

}  // namespace

Verdict run_x509_vector(const JsonNode& vector, const JsonNode& fixtures, bool strict) {
  return text(vector, "kind") == "csr" ? run_request(vector, fixtures, strict)
                                       : run_certificate(vector, fixtures, strict);
}

}  // namespace newel::template_vectors
