#include "provisioner/audiences.h"

#include <algorithm>

#include "base/url.h"

namespace newel::provisioner {
namespace {

constexpr std::string_view legacy_audience = "step-certificate-authority";

std::string bracketed(const std::string& host) {
  if (host.find(':') == std::string::npos || host.starts_with('[')) return host;
  return "[" + host + "]";
}

void add_urls(std::vector<std::string>& to, const std::string& host, std::string_view path) {
  to.push_back("https://" + host + "/1.0/" + std::string(path));
  to.push_back("https://" + host + "/" + std::string(path));
}

}  // namespace

Audiences Audiences::for_dns_names(const std::vector<std::string>& dns_names) {
  Audiences out;
  out.sign.emplace_back(legacy_audience);
  out.revoke.emplace_back(legacy_audience);
  for (const std::string& name : dns_names) {
    const std::string host = bracketed(name);
    add_urls(out.sign, host, "sign");
    add_urls(out.sign, host, "ssh/sign");
    add_urls(out.renew, host, "renew");
    add_urls(out.revoke, host, "revoke");
    add_urls(out.ssh_sign, host, "ssh/sign");
    add_urls(out.ssh_sign, host, "sign");
    add_urls(out.ssh_revoke, host, "ssh/revoke");
    add_urls(out.ssh_renew, host, "ssh/renew");
    add_urls(out.ssh_rekey, host, "ssh/rekey");
  }
  return out;
}

Audiences Audiences::with_fragment(std::string_view fragment) const {
  // Resolving a fragment against a relative reference gives it a leading slash, as Go's url.ResolveReference
  // does.
  const auto add = [&](const std::vector<std::string>& from) {
    std::vector<std::string> out;
    for (const std::string& audience : from) {
      const bool absolute = audience.find("://") != std::string::npos;
      out.push_back((absolute ? "" : "/") + audience + "#" + std::string(fragment));
    }
    return out;
  };
  return {add(sign), add(renew), add(revoke), add(ssh_sign), add(ssh_revoke), add(ssh_renew), add(ssh_rekey)};
}

const std::vector<std::string>& Audiences::of(Method method) const {
  switch (method) {
    case Method::revoke:
      return revoke;
    case Method::renew:
      return renew;
    case Method::ssh_sign:
      return ssh_sign;
    case Method::ssh_revoke:
      return ssh_revoke;
    case Method::ssh_renew:
      return ssh_renew;
    case Method::ssh_rekey:
      return ssh_rekey;
    case Method::sign:
    case Method::sign_identity:
      break;
  }
  return sign;
}

std::vector<std::string> Audiences::all() const {
  std::vector<std::string> out;
  for (const auto* list : {&sign, &renew, &revoke, &ssh_sign, &ssh_revoke, &ssh_renew, &ssh_rekey}) {
    out.insert(out.end(), list->begin(), list->end());
  }
  return out;
}

std::string strip_port(std::string_view audience) {
  auto url = parse_url(audience);
  if (!url) return std::string(audience);
  url->host = url->host_name();
  return url->to_string();
}

bool matches_audience(const std::vector<std::string>& got, const std::vector<std::string>& allowed) {
  return AudienceMatcher(allowed).matches_any(got);
}

AudienceMatcher::AudienceMatcher(const std::vector<std::string>& allowed) : exact_(allowed) {
  for (const std::string& audience : allowed) without_port_.push_back(strip_port(audience));
  std::sort(exact_.begin(), exact_.end());
  std::sort(without_port_.begin(), without_port_.end());
}

bool AudienceMatcher::matches(std::string_view got) const {
  return std::binary_search(exact_.begin(), exact_.end(), got) ||
         std::binary_search(without_port_.begin(), without_port_.end(), strip_port(got));
}

bool AudienceMatcher::matches_any(const std::vector<std::string>& got) const {
  return std::any_of(got.begin(), got.end(), [&](const std::string& one) { return matches(one); });
}

}  // namespace newel::provisioner
