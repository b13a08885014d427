// The "extensions" object: known extensions under their names in a fixed order, all others listed behind it.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/encoding.h"
#include "x509/extended_usage_names.h"
#include "x509/inspect_json_parts.h"
#include "x509/oids.h"
#include "x509/policy_information.h"
#include "x509/sct_list.h"

namespace newel::x509 {
namespace {

constexpr std::string_view issuer_alt_name = "2.5.29.18", ct_poison = "1.3.6.1.4.1.11129.2.4.3",
                           sct_list = "1.3.6.1.4.1.11129.2.4.2";

// For extensions that were decoded when the certificate was read.
template <class T>
T sound(Expected<T>&& value) {
  return value_or_throw(std::move(value));
}

void write_key_usage(JsonText& out, const Extension& extension) {
  static constexpr const char* names[] = {"digital_signature", "content_commitment", "key_encipherment",
                                          "data_encipherment", "key_agreement",      "certificate_sign",
                                          "crl_sign",          "encipher_only",      "decipher_only"};
  const unsigned usage = sound(decode_key_usage(extension.value));
  out.begin_object();
  for (unsigned i = 0; i < std::size(names); ++i) out.optional_true(names[i], (usage >> i & 1) != 0);
  out.member_number("value", usage);
  out.end_object();
}

void write_basic_constraints(JsonText& out, const Extension& extension) {
  const auto constraints = sound(decode_basic_constraints(extension.value));
  out.begin_object();
  out.member_boolean("is_ca", constraints.is_ca);
  if (constraints.max_path_len) out.member_number("max_path_len", *constraints.max_path_len);
  out.end_object();
}

void write_directory_names(JsonText& out, const std::vector<Bytes>& names) {
  if (names.empty()) return;
  out.key("directory_names");
  out.begin_array();
  for (const Bytes& der : names) write_json_name(out, sound(Name::parse(der)));
  out.end_array();
}

void write_other_names(JsonText& out, const std::vector<OtherName>& names) {
  if (names.empty()) return;
  out.key("other_names");
  out.begin_array();
  for (const OtherName& name : names) {
    out.begin_object();
    out.member("id", name.type_id);
    out.member_base64("value", name.value);
    out.end_object();
  }
  out.end_array();
}

void write_alt_names(JsonText& out, const Extension& extension) {
  const auto names = sound(decode_subject_alt_names(extension.value));
  out.begin_object();
  write_directory_names(out, names.directory_names);
  out.optional_strings("dns_names", names.dns);
  out.optional_strings("email_addresses", names.emails);
  out.optional_strings("ip_addresses", ip_texts(names.ips));
  write_other_names(out, names.other_names);
  out.optional_strings("registered_ids", names.registered_ids);
  out.optional_strings("uniform_resource_identifiers", names.uris);
  out.end_object();
}

void write_networks(JsonText& out, std::string_view name, const std::vector<IpNetwork>& networks) {
  if (networks.empty()) return;
  out.key(name);
  out.begin_array();
  for (const IpNetwork& network : networks) {
    IpAddress begin = network.address, end = network.address;
    for (std::size_t i = 0; i < network.mask.size(); ++i) {
      begin.octets[i] = static_cast<Byte>(begin.octets[i] & network.mask[i]);
      end.octets[i] = static_cast<Byte>(end.octets[i] | ~network.mask[i]);
    }
    out.begin_object();
    out.member("cidr", network.to_string());
    out.member("begin", begin.to_string());
    out.member("end", end.to_string());
    out.member("mask", IpAddress{network.mask}.to_string());
    out.end_object();
  }
  out.end_array();
}

void write_name_constraints(JsonText& out, const Extension& extension) {
  const auto c = sound(decode_name_constraints(extension.value, extension.critical));
  out.begin_object();
  // Whatever the extension says: that is how the form has always been written.
  out.member_boolean("critical", false);
  out.optional_strings("permitted_names", c.permitted_dns);
  out.optional_strings("permitted_email_addresses", c.permitted_emails);
  write_networks(out, "permitted_ip_addresses", c.permitted_ips);
  out.optional_strings("excluded_names", c.excluded_dns);
  out.optional_strings("excluded_email_addresses", c.excluded_emails);
  write_networks(out, "excluded_ip_addresses", c.excluded_ips);
  out.end_object();
}

void write_extended_usage(JsonText& out, const Extension& extension) {
  const auto list = sound(decode_extended_key_usage(extension.value));
  std::vector<std::string> unknown;
  for (const std::string& oid : list) {
    const auto known = [&](const ExtendedUsageName& usage) { return usage.oid == oid; };
    if (std::none_of(std::begin(extended_usage_names), std::end(extended_usage_names), known))
      unknown.push_back(oid);
  }
  out.begin_object();
  for (const ExtendedUsageName& usage : extended_usage_names) {
    out.optional_true(usage.name, std::find(list.begin(), list.end(), usage.oid) != list.end());
  }
  out.optional_strings("unknown", unknown);
  out.end_object();
}

void write_notice(JsonText& out, const UserNotice& notice) {
  out.begin_object();
  out.optional_member("explicit_text", notice.explicit_text);
  if (notice.has_reference) {
    out.key("notice_reference");
    out.begin_array();
    out.begin_object();
    out.optional_member("organization", notice.organization);
    if (!notice.notice_numbers.empty()) {
      out.key("notice_numbers");
      out.begin_array();
      for (std::int64_t number : notice.notice_numbers) out.number(number);
      out.end_array();
    }
    out.end_object();
    out.end_array();
  }
  out.end_object();
}

void write_policies(JsonText& out, const Extension& extension) {
  out.begin_array();
  for (const PolicyInformation& policy : sound(decode_policy_information(extension.value))) {
    out.begin_object();
    out.member("id", policy.oid);
    out.optional_strings("cps", policy.cps);
    if (!policy.notices.empty()) {
      out.key("user_notice");
      out.begin_array();
      for (const UserNotice& notice : policy.notices) write_notice(out, notice);
      out.end_array();
    }
    out.end_object();
  }
  out.end_array();
}

void write_access(JsonText& out, const Extension& extension) {
  const auto access = sound(decode_authority_info_access(extension.value));
  out.begin_object();
  out.optional_strings("ocsp_urls", access.ocsp);
  out.optional_strings("issuer_urls", access.issuers);
  out.end_object();
}

void write_timestamps(JsonText& out, const Extension& extension) {
  out.begin_array();
  for (const SignedTimestamp& sct : sound(decode_sct_list(extension.value))) {
    out.begin_object();
    out.member_number("version", sct.version);
    out.member_base64("log_id", sct.log_id);
    if (sct.milliseconds >= 1000)
      out.member_number("timestamp", static_cast<std::int64_t>(sct.milliseconds / 1000));
    if (!sct.extensions.empty()) out.member_base64("extensions", sct.extensions);
    out.member_base64("signature", sct.signature_struct);
    out.end_object();
  }
  out.end_array();
}

std::string provisioner_type(int type) {
  static constexpr const char* names[] = {"JWK", "OIDC", "GCP", "AWS", "Azure", "ACME", "X5C", "K8sSA"};
  if (type >= 1 && static_cast<std::size_t>(type) <= std::size(names)) return names[type - 1];
  return fmt::format("Unknown ({:#x})", type);
}

void write_provisioner(JsonText& out, const Extension& extension) {
  const auto provisioner = sound(decode_step_provisioner(extension.value));
  std::map<std::string, std::string> members = {{"type", provisioner_type(provisioner.type)},
                                                {"name", provisioner.name}};
  if (!provisioner.credential_id.empty()) members["credentialID"] = provisioner.credential_id;
  const auto& pairs = provisioner.key_values;
  for (std::size_t i = 0; i < pairs.size(); i += 2) {
    std::string key = pairs[i];
    if (!key.empty() && key[0] >= 'A' && key[0] <= 'Z') key[0] = static_cast<char>(key[0] + 32);
    members[key] = i + 1 < pairs.size() ? pairs[i + 1] : "-";
  }
  out.begin_object();
  for (const auto& [name, value] : members) out.member(name, value);
  out.end_object();
}

using Write = void (*)(JsonText&, const Extension&);
struct Known {
  std::string_view oid, name;
  Write write;
  bool (*is_written)(const Extension&) = nullptr;  ///< none: always
};

bool has_usage(const Extension& e) { return sound(decode_key_usage(e.value)) != 0; }
bool has_points(const Extension& e) { return !sound(decode_crl_distribution_points(e.value)).empty(); }
bool has_id(const Extension& e) { return !sound(decode_authority_key_id(e.value)).empty(); }
bool has_timestamps(const Extension& e) {
  const auto list = decode_sct_list(e.value);
  return list && !list->empty();
}
bool has_provisioner(const Extension& e) { return decode_step_provisioner(e.value).has_value(); }
bool has_alt_names(const Extension& e) { return decode_subject_alt_names(e.value).has_value(); }

const Known known_extensions[] = {
    {oids::key_usage, "key_usage", write_key_usage, has_usage},
    {oids::basic_constraints, "basic_constraints", write_basic_constraints},
    {oids::subject_alt_name, "subject_alt_name", write_alt_names},
    {issuer_alt_name, "issuer_alt_name", write_alt_names, has_alt_names},
    {oids::name_constraints, "name_constraints", write_name_constraints},
    {oids::crl_distribution_points, "crl_distribution_points",
     [](auto& out, auto& e) { out.strings(sound(decode_crl_distribution_points(e.value))); }, has_points},
    {oids::authority_key_id, "authority_key_id",
     [](auto& out, auto& e) { out.string(hex_encode(sound(decode_authority_key_id(e.value)))); }, has_id},
    {oids::subject_key_id, "subject_key_id",
     [](auto& out, auto& e) { out.string(hex_encode(sound(decode_subject_key_id(e.value)))); }},
    {oids::extended_key_usage, "extended_key_usage", write_extended_usage},
    {oids::certificate_policies, "certificate_policies", write_policies},
    {oids::authority_info_access, "authority_info_access", write_access},
    {ct_poison, "ct_poison", [](auto& out, auto&) { out.boolean(true); }},
    {sct_list, "signed_certificate_timestamps", write_timestamps, has_timestamps},
    {oids::step_provisioner, "step_provisioner", write_provisioner, has_provisioner},
};

bool is_known(const Extension& extension) {
  return std::any_of(std::begin(known_extensions), std::end(known_extensions),
                     [&](const Known& known) { return known.oid == extension.oid; });
}

}  // namespace

void write_json_extensions(JsonText& out, const std::vector<Extension>& extensions) {
  out.key("extensions");
  out.begin_object();
  for (const Known& known : known_extensions) {
    const Extension* extension = find_extension(extensions, known.oid);
    if (extension == nullptr || (known.is_written != nullptr && !known.is_written(*extension))) continue;
    out.key(known.name);
    known.write(out, *extension);
  }
  out.end_object();
  if (std::all_of(extensions.begin(), extensions.end(), is_known)) return;
  out.key("unknown_extensions");
  out.begin_array();
  for (const Extension& extension : extensions) {
    if (!is_known(extension)) write_json_extension(out, extension);
  }
  out.end_array();
}

}  // namespace newel::x509
