#include "policy/policy.h"

#include "base/name_kind.h"
#include "base/text.h"

namespace newel::policy {
namespace {

Decision unexpected(std::string text) {
  Decision out;
  out.basis = Decision::Basis::unexpected;
  out.name = std::move(text);
  return out;
}

std::string kind_text(SshKind kind) { return kind == SshKind::user ? "user" : "host"; }

std::string list_text(const std::vector<IpAddress>& ips) {
  std::vector<std::string> texts;
  for (const IpAddress& ip : ips) texts.push_back(ip.to_string());
  return go_list(texts);
}

// Principals by kind: what is no address and no e-mail address is a host in a host certificate and a login in
// a user certificate. Texts end in a space, as the reference's do.
Expected<Names> principals_by_kind(SshKind kind, const std::vector<std::string>& principals) {
  SplitNames split = split_names(principals);
  const std::string where = " not expected in SSH " + kind_text(kind) + " certificate ";
  if (!split.uris.empty()) return failure("URL principals " + go_list(split.uris) + where);
  Names out;
  out.emails = std::move(split.emails);
  if (kind == SshKind::user) {
    if (!split.ips.empty()) return failure("IP principals " + list_text(split.ips) + where);
    out.principals = std::move(split.dns);
  } else {
    out.ips = std::move(split.ips);
    out.dns = std::move(split.dns);
  }
  return out;
}

// What a policy without rules says of each name.
std::vector<Decision> unrestricted(const Names& names) {
  std::vector<Decision> out;
  const auto add = [&](NameType type, const std::vector<std::string>& list) {
    for (const std::string& name : list) out.push_back({Decision::Basis::no_policy, type, name, type, {}});
  };
  add(NameType::dns, names.dns);
  for (const IpAddress& ip : names.ips) add(NameType::ip, {ip.to_string()});
  add(NameType::email, names.emails);
  add(NameType::uri, names.uris);
  add(NameType::principal, names.principals);
  if (!names.common_name.empty()) add(NameType::cn, {names.common_name});
  return out;
}

}  // namespace

Policy::Policy(const Rules& rules, Level level, const std::string& path) : level_(level) {
  if (!rules.x509.empty()) x509_.emplace(rules.x509, path + ".x509");
  if (!rules.ssh_user.empty()) user_.emplace(rules.ssh_user, path + ".ssh.user");
  if (!rules.ssh_host.empty()) host_.emplace(rules.ssh_host, path + ".ssh.host");
}

std::optional<Decision> Policy::check_x509(const Names& names) const {
  return x509_ ? x509_->first_refusal(names) : std::nullopt;
}

Decision Policy::kind_refused(SshKind kind) const {
  if (level_ == Level::provisioner)
    return unexpected("SSH " + kind_text(kind) + " certificate not authorized");
  const std::string other = kind_text(kind == SshKind::user ? SshKind::host : SshKind::user);
  return unexpected("authority not allowed to sign SSH " + kind_text(kind) + " certificates when SSH " +
                    other + " certificate policy is active");
}

std::optional<Decision> Policy::check_ssh(SshKind kind, const std::vector<std::string>& principals) const {
  if (!restricts_ssh()) return std::nullopt;
  if (!engine(kind)) return kind_refused(kind);
  const auto names = principals_by_kind(kind, principals);
  if (!names) return unexpected(names.error().text);
  return engine(kind)->first_refusal(*names);
}

std::vector<Decision> Policy::explain_x509(const Names& names) const {
  return x509_ ? x509_->explain(names) : unrestricted(names);
}

std::vector<Decision> Policy::explain_ssh(SshKind kind, const std::vector<std::string>& principals) const {
  if (restricts_ssh() && !engine(kind)) return {kind_refused(kind)};
  const auto names = principals_by_kind(kind, principals);
  if (restricts_ssh() && !names) return {unexpected(names.error().text)};
  if (restricts_ssh()) return engine(kind)->explain(*names);
  Names plain;
  plain.principals = principals;
  return unrestricted(plain);
}

Names sorted_names(const std::vector<std::string>& names) {
  SplitNames split = split_names(names);
  Names out;
  out.dns = std::move(split.dns);
  out.ips = std::move(split.ips);
  out.emails = std::move(split.emails);
  out.uris = std::move(split.uris);
  return out;
}

}  // namespace newel::policy
