#include "template/certificate_template.h"

#include "base/encoding.h"
#include "base/text.h"
#include "template/json_text.h"

namespace newel::templates {
namespace {

void put(const MapPtr& map, std::string_view name, Value value) {
  map->entries.insert_or_assign(std::string(name), std::move(value));
}

const Type certificates_type{Kind::slice, "[]*x509.Certificate"};

Value chain_value(const std::vector<x509::Certificate>& chain) {
  List items;
  for (const x509::Certificate& certificate : chain) items.push_back(certificate_value(certificate));
  return Value::list(std::move(items), certificates_type);
}

Value user_value(const json::Value& user) {
  return user.is_object() ? json_value(user) : Value::map(new_map());
}

MapPtr root_members(const CertificateData& data) {
  const MapPtr root = new_map();
  if (data.subject) put(root, "Subject", subject_value(*data.subject));
  if (data.sans) put(root, "SANs", alternative_names_value(*data.sans));
  if (data.token) put(root, "Token", json_value(*data.token));
  if (data.authorization) put(root, "AuthorizationCrt", *data.authorization);
  if (!data.authorization_chain.empty())
    put(root, "AuthorizationChain", chain_value(data.authorization_chain));
  if (data.max_path_len) put(root, "MaxPathLen", Value(*data.max_path_len));
  for (const auto& member : data.template_data) {
    if (member.key() != "Insecure") put(root, member.key(), json_value(member.value()));
  }
  return root;
}

}  // namespace

Value json_value(const json::Value& value) {
  switch (value.kind()) {
    case boost::json::kind::null:
      return {};
    case boost::json::kind::bool_:
      return value.get_bool();
    case boost::json::kind::string:
      return std::string_view(value.get_string().data(), value.get_string().size());
    case boost::json::kind::int64:
      return static_cast<double>(value.get_int64());
    case boost::json::kind::uint64:
      return static_cast<double>(value.get_uint64());
    case boost::json::kind::double_:
      return value.get_double();
    case boost::json::kind::array: {
      List items;
      for (const json::Value& item : value.get_array()) items.push_back(json_value(item));
      return Value::list(std::move(items));
    }
    case boost::json::kind::object: {
      const MapPtr map = new_map();
      for (const auto& member : value.get_object()) put(map, member.key(), json_value(member.value()));
      return Value::map(map);
    }
  }
  return {};
}

Value certificate_root(const CertificateData& data) {
  const MapPtr root = root_members(data);
  const MapPtr insecure = new_map();
  if (data.user) put(insecure, "User", user_value(*data.user));
  if (data.user_is_nil) put(insecure, "User", Value::map(nullptr));
  put(root, "Insecure", Value::map(insecure, types::x509_data));
  return Value::map(root, types::x509_data);
}

Value certificate_root(const CertificateData& data, const x509::CertificateRequest& request) {
  Value root = certificate_root(data);
  put(root.as_map()->entries.at("Insecure").as_map(), "CR", request_value(request));
  return root;
}

Expected<std::string> template_text(std::string_view member) {
  const std::string_view text = newel::trim(member);
  if (text.starts_with('{')) return std::string(text);
  const auto decoded = base64_decode(text);
  if (!decoded) return failure("error decoding template: " + decoded.error().text);
  return newel::to_text(*decoded);
}

CertificateTemplateText CertificateTemplateText::parse(std::string text, FunctionSet set) {
  try {
    return CertificateTemplateText(Template::parse("template", std::move(text), set));
  } catch (const Error& e) {
    throw TemplateFailure(TemplateFailure::Kind::other, "error parsing template: " + e.text());
  }
}

std::string CertificateTemplateText::render(const Value& root, const Limits& limits, const Clock& clock,
                                            const Random& random) const {
  try {
    return template_.execute(root, limits, clock, random);
  } catch (const ExecutionError& e) {
    if (!e.failure().empty()) throw TemplateFailure(TemplateFailure::Kind::asked, e.failure());
    throw TemplateFailure(TemplateFailure::Kind::other, "error executing template: " + e.text());
  }
}

CertificateDocument execute_certificate_template(const CertificateTemplateText& text, const Value& root,
                                                 const Limits& limits, const Clock& clock,
                                                 const Random& random) {
  const std::string rendered = text.render(root, limits, clock, random);
  auto document = parse_certificate_document(rendered);
  if (document) return std::move(*document);
  const std::string& text_of_failure = document.error().text;
  const bool is_document = text_of_failure.starts_with("error unmarshaling certificate: ");
  throw TemplateFailure(is_document ? TemplateFailure::Kind::document : TemplateFailure::Kind::other,
                        text_of_failure);
}

}  // namespace newel::templates
