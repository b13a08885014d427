#include "provisioner/claims.h"

#include <array>

namespace newel::provisioner {
namespace {

struct DurationMember {
  std::string_view name;
  DurationClaims Claims::*group;
  std::optional<Duration> DurationClaims::*value;
};
constexpr std::array duration_members = {
    DurationMember{"minTLSCertDuration", &Claims::tls, &DurationClaims::min},
    DurationMember{"maxTLSCertDuration", &Claims::tls, &DurationClaims::max},
    DurationMember{"defaultTLSCertDuration", &Claims::tls, &DurationClaims::standard},
    DurationMember{"minUserSSHCertDuration", &Claims::ssh_user, &DurationClaims::min},
    DurationMember{"maxUserSSHCertDuration", &Claims::ssh_user, &DurationClaims::max},
    DurationMember{"defaultUserSSHCertDuration", &Claims::ssh_user, &DurationClaims::standard},
    DurationMember{"minHostSSHCertDuration", &Claims::ssh_host, &DurationClaims::min},
    DurationMember{"maxHostSSHCertDuration", &Claims::ssh_host, &DurationClaims::max},
    DurationMember{"defaultHostSSHCertDuration", &Claims::ssh_host, &DurationClaims::standard},
};

struct BoolMember {
  std::string_view name;
  std::optional<bool> Claims::*value;
};
constexpr std::array bool_members = {
    BoolMember{"enableSSHCA", &Claims::enable_ssh_ca},
    BoolMember{"disableRenewal", &Claims::disable_renewal},
    BoolMember{"allowRenewalAfterExpiry", &Claims::allow_renewal_after_expiry},
    BoolMember{"disableSmallstepExtensions", &Claims::disable_smallstep_extensions},
};

DurationLimits merge(const DurationLimits& inherited, const DurationClaims& own) {
  DurationLimits out = inherited;
  if (own.standard) {
    out.standard = *own.standard;
    out.min = std::min(out.min, *own.standard);
    out.max = std::max(out.max, *own.standard);
  }
  if (own.min) out.min = *own.min;
  if (own.max) out.max = *own.max;
  return out;
}

}  // namespace

std::string json_kind(const json::Value& value) {
  if (value.is_object()) return "object";
  if (value.is_array()) return "array";
  if (value.is_string()) return "string";
  if (value.is_bool()) return "bool";
  return value.is_null() ? "null" : "number";
}

Expected<Duration> duration_from_json(const json::Value& value) {
  const auto text = json::as_string(&value);
  if (!text) {
    return failure("error unmarshaling " + json::write(value) + ": json: cannot unmarshal " +
                   json_kind(value) + " into Go value of type string");
  }
  const auto parsed = parse_duration(*text);
  if (!parsed) return failure("error parsing " + *text + " as duration: " + parsed.error().text);
  return *parsed;
}

Expected<Claims> Claims::from_json(const json::Object& object) {
  Claims out;
  for (const DurationMember& member : duration_members) {
    const json::Value* value = json::find_ci(object, member.name);
    if (value == nullptr || value->is_null()) continue;
    const auto duration = duration_from_json(*value);
    if (!duration) return tl::unexpected(duration.error());
    (out.*member.group).*member.value = *duration;
  }
  for (const BoolMember& member : bool_members) {
    const json::Value* value = json::find_ci(object, member.name);
    if (value == nullptr || value->is_null()) continue;
    if (!value->is_bool()) {
      return failure("json: cannot unmarshal " + json_kind(*value) + " into Go struct field Claims." +
                     std::string(member.name) + " of type bool");
    }
    out.*member.value = value->get_bool();
  }
  return out;
}

json::Object Claims::to_json() const {
  json::Object out;
  for (const DurationMember& member : duration_members) {
    if (const auto& duration = (this->*member.group).*member.value) {
      out[{member.name.data(), member.name.size()}] = format_duration(*duration);
    }
  }
  for (const BoolMember& member : bool_members) {
    if (this->*member.value) out[{member.name.data(), member.name.size()}] = *(this->*member.value);
  }
  return out;
}

std::vector<std::string_view> claim_names() {
  std::vector<std::string_view> out;
  for (const DurationMember& member : duration_members) out.push_back(member.name);
  for (const BoolMember& member : bool_members) out.push_back(member.name);
  return out;
}

bool Claims::empty() const { return to_json().empty(); }

EffectiveClaims EffectiveClaims::merged_with(const Claims& own) const {
  EffectiveClaims out = *this;
  out.tls = merge(tls, own.tls);
  out.ssh_user = merge(ssh_user, own.ssh_user);
  out.ssh_host = merge(ssh_host, own.ssh_host);
  out.enable_ssh_ca = own.enable_ssh_ca.value_or(enable_ssh_ca);
  out.disable_renewal = own.disable_renewal.value_or(disable_renewal);
  out.allow_renewal_after_expiry = own.allow_renewal_after_expiry.value_or(allow_renewal_after_expiry);
  out.disable_smallstep_extensions = own.disable_smallstep_extensions.value_or(disable_smallstep_extensions);
  return out;
}

Expected<void> EffectiveClaims::validate() const {
  const Duration none(0);
  const std::string min = format_duration(tls.min), max = format_duration(tls.max),
                    standard = format_duration(tls.standard);
  if (tls.min <= none) return failure("claims: MinTLSCertDuration must be greater than 0");
  if (tls.max <= none) return failure("claims: MaxTLSCertDuration must be greater than 0");
  if (tls.standard <= none) return failure("claims: DefaultTLSCertDuration must be greater than 0");
  if (tls.max < tls.min) {
    return failure("claims: MaxCertDuration cannot be less than MinCertDuration: MaxCertDuration - " + max +
                   ", MinCertDuration - " + min);
  }
  if (tls.standard < tls.min) {
    return failure("claims: DefaultCertDuration cannot be less than MinCertDuration: DefaultCertDuration - " +
                   standard + ", MinCertDuration - " + min);
  }
  if (tls.max < tls.standard) {
    return failure("claims: MaxCertDuration cannot be less than DefaultCertDuration: MaxCertDuration - " +
                   max + ", DefaultCertDuration - " + standard);
  }
  return {};
}

}  // namespace newel::provisioner
