#include "template/ssh_document.h"

#include "base/encoding.h"
#include "template/document_time.h"
#include "template/json_decode.h"
#include "template/numbers.h"

namespace newel::templates {
namespace {

constexpr std::string_view no_time = "0001-01-01T00:00:00Z";

ssh::CertificateType read_type(const JsonNode& node) {
  std::string text;
  try {
    text = text_value(node);
  } catch (const Error& e) {
    throw Error("error unmarshaling certificate type: " + e.text());
  }
  const auto type = ssh::parse_certificate_type(text);
  if (!type) throw Error("error unmarshaling '" + text + "' as a certificate type");
  return *type;
}

void read_serial(const JsonPlace& place, const JsonNode& node, std::uint64_t& out) {
  if (node.is_null()) return;
  if (node.kind != JsonNode::Kind::number) return place.mismatch("serial", node, "uint64");
  if (parse_uint(node.text, 10, out) != NumberError::none) {
    out = 0;
    place.mismatch("serial", node, "uint64", true);
  }
}

void read_principals(const JsonPlace& place, const JsonNode& node, Texts& out) {
  if (node.is_null()) return out.reset();
  if (node.kind != JsonNode::Kind::array) return place.mismatch("principals", node, "[]string");
  out.emplace();
  for (const JsonNode& item : node.items) {
    if (!item.is_null() && !item.is_string()) place.mismatch("principals", item, "string");
    out->push_back(item.is_string() ? item.text : "");
  }
}

void read_map(const JsonPlace& place, std::string_view name, const JsonNode& node,
              std::optional<TextMap>& out) {
  if (node.is_null()) return out.reset();
  if (node.kind != JsonNode::Kind::object) return place.mismatch(name, node, "map[string]string");
  if (!out) out.emplace();
  for (const auto& [key, value] : node.members) {
    if (!value.is_null() && !value.is_string()) place.mismatch(name, value, "string");
    (*out)[key] = value.is_string() ? value.text : "";
  }
}

const JsonMember<SshDocument> members[] = {
    {"nonce",
     [](SshDocument& d, const JsonPlace& p, const JsonNode& n) { read_octets(p, "nonce", n, d.nonce); }},
    {"serial", [](SshDocument& d, const JsonPlace& p, const JsonNode& n) { read_serial(p, n, d.serial); }},
    {"type", [](SshDocument& d, const JsonPlace&, const JsonNode& n) { d.type = read_type(n); }},
    {"keyId",
     [](SshDocument& d, const JsonPlace& p, const JsonNode& n) { read_text(p, "keyId", n, d.key_id); }},
    {"principals",
     [](SshDocument& d, const JsonPlace& p, const JsonNode& n) { read_principals(p, n, d.principals); }},
    {"validAfter",
     [](SshDocument& d, const JsonPlace&, const JsonNode& n) { d.valid_after = read_document_time(n); }},
    {"validBefore",
     [](SshDocument& d, const JsonPlace&, const JsonNode& n) { d.valid_before = read_document_time(n); }},
    {"criticalOptions", [](SshDocument& d, const JsonPlace& p,
                           const JsonNode& n) { read_map(p, "criticalOptions", n, d.critical_options); }},
    {"extensions", [](SshDocument& d, const JsonPlace& p,
                      const JsonNode& n) { read_map(p, "extensions", n, d.extensions); }},
    {"reserved", [](SshDocument& d, const JsonPlace& p,
                    const JsonNode& n) { read_octets(p, "reserved", n, d.reserved); }},
};

SshDocument decode(std::string_view text) {
  SshDocument out;
  const JsonNode node = value_or_throw(parse_first_json(text));
  if (node.is_null()) return out;
  if (node.kind != JsonNode::Kind::object) {
    throw Error("json: cannot unmarshal " + std::string(json_kind(node)) +
                " into Go value of type sshutil.Certificate");
  }
  std::optional<std::string> mismatch;
  read_members<SshDocument>(out, JsonPlace("Certificate", mismatch), node, members);
  if (mismatch) throw Error(*mismatch);
  return out;
}

json::Value octets(const std::optional<Bytes>& bytes) {
  return bytes ? json::Value(base64_encode(*bytes)) : json::Value(nullptr);
}
json::Value text_map(const std::optional<TextMap>& map) {
  if (!map) return nullptr;
  json::Object out;
  for (const auto& [name, value] : *map) out[name] = value;
  return out;
}
json::Value time_text(const DocumentTime& time) {
  return json::Value(time.time ? std::string_view(time.text) : no_time);
}

std::uint64_t validity(const DocumentTime& time) {
  if (!time.time) return 0;
  const std::int64_t seconds = unix_seconds(*time.time);
  if (seconds < 0) throw Error("error unmarshaling certificate: " + time.text + " is before 1970");
  return static_cast<std::uint64_t>(seconds);
}

}  // namespace

Expected<SshDocument> parse_ssh_document(std::string_view text) {
  try {
    return decode(text);
  } catch (const Error& e) {
    return failure("error unmarshaling certificate: " + e.text());
  }
}

json::Object to_json(const SshDocument& d) {
  json::Object out;
  out["nonce"] = octets(d.nonce);
  out["serial"] = d.serial;
  out["type"] = std::string(ssh::certificate_type_name(d.type));
  out["keyId"] = d.key_id;
  if (d.principals) {
    json::Array list;
    for (const std::string& principal : *d.principals) list.emplace_back(principal);
    out["principals"] = std::move(list);
  } else {
    out["principals"] = nullptr;
  }
  out["validAfter"] = time_text(d.valid_after);
  out["validBefore"] = time_text(d.valid_before);
  out["criticalOptions"] = text_map(d.critical_options);
  out["extensions"] = text_map(d.extensions);
  out["reserved"] = octets(d.reserved);
  return out;
}

ssh::CertificateFields to_ssh_certificate(const SshDocument& document) {
  ssh::CertificateFields out;
  out.nonce = document.nonce.value_or(Bytes());
  out.serial = document.serial;
  out.type = document.type;
  out.key_id = document.key_id;
  out.principals = document.principals.value_or(std::vector<std::string>());
  out.valid_after = validity(document.valid_after);
  out.valid_before = validity(document.valid_before);
  out.critical_options = document.critical_options.value_or(TextMap());
  out.extensions = document.extensions.value_or(TextMap());
  out.reserved = document.reserved.value_or(Bytes());
  return out;
}

SshDocument execute_ssh_template(const CertificateTemplateText& text, const Value& root, const Limits& limits,
                                 const Clock& clock, const Random& random) {
  auto document = parse_ssh_document(text.render(root, limits, clock, random));
  if (!document) throw TemplateFailure(TemplateFailure::Kind::document, document.error().text);
  return std::move(*document);
}

}  // namespace newel::templates
