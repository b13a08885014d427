#include "authority/request_checks.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/name_kind.h"
#include "base/text.h"
#include "base/url.h"
#include "crypto/digest.h"

namespace newel::authority {
namespace {

using provisioner::SanRule;
using provisioner::SignOptions;
using Names = std::vector<std::string>;

void check_fingerprint(const x509::CertificateRequest& request, const std::string& wanted) {
  if (wanted.empty()) return;
  const auto digest = base64_decode(wanted, Base64::url_raw);
  if (!digest) throw Error::forbidden("error decoding fingerprint");
  if (!equal_constant_time(*digest, sha256(request.der()))) {
    throw Error::forbidden("certificate request fingerprint does not match " + quote(wanted));
  }
}

void check_common_name(const std::string& name, const Names& allowed) {
  if (allowed.empty() || name.empty()) return;
  if (std::find(allowed.begin(), allowed.end(), name) != allowed.end()) return;
  const std::string want = allowed.size() == 1 ? allowed.front() : go_list(allowed);
  throw Error::forbidden("certificate request does not contain the valid common name - got " + name +
                         ", want " + want);
}

void check_key(const x509::CertificateRequest& request, int min_rsa_bits) {
  const auto& key = request.public_key();
  if (!key || key->type() == KeyType::x25519) {
    const std::string type = key ? std::string(key_type_name(key->type())) : "unknown";
    throw Error::bad_request("certificate request key of type '" + type + "' is not supported");
  }
  // Counted in octets of the modulus, as the reference counts.
  if (key->type() == KeyType::rsa && (key->bits() + 7) / 8 < min_rsa_bits / 8) {
    throw Error::forbidden("certificate request RSA key must be at least " + std::to_string(min_rsa_bits) +
                           " bits (" + std::to_string(min_rsa_bits / 8) + " bytes)");
  }
}

bool same_set(Names a, Names b) {
  for (Names* list : {&a, &b}) {
    std::sort(list->begin(), list->end());
    list->erase(std::unique(list->begin(), list->end()), list->end());
  }
  return a == b;
}

// A request may leave a kind of names out; if it has one, it must be the wanted ones.
void check_kind(const Names& got, const Names& want, std::string_view kind) {
  if (got.empty() || got == want || same_set(got, want)) return;
  throw Error::forbidden("certificate request does not contain the valid " + std::string(kind) + " - got " +
                         go_list(got) + ", want " + go_list(want));
}

Names texts(const std::vector<IpAddress>& ips) {
  Names out;
  for (const IpAddress& ip : ips) out.push_back(ip.to_string());
  return out;
}

Names normalized(const Names& uris) {
  Names out;
  for (const std::string& uri : uris) {
    const auto url = parse_url(uri);
    out.push_back(url ? url->to_string() : uri);
  }
  return out;
}

void check_exact_names(const x509::SubjectAltNames& got, const SignOptions& options) {
  if (got.dns.empty() && got.emails.empty() && got.ips.empty() && got.uris.empty()) return;
  const SplitNames want = split_names(options.sans);
  check_kind(got.dns, want.dns, "DNS names");
  check_kind(got.emails, want.emails, "email addresses");
  if (!got.ips.empty()) check_kind(texts(got.ips), texts(want.ips), "IP addresses");
  if (!got.uris.empty() && !options.ignore_uris) check_kind(normalized(got.uris), want.uris, "URIs");
}

bool all_in(const Names& some, const Names& all) {
  return std::all_of(some.begin(), some.end(), [&](const std::string& name) {
    return std::find(all.begin(), all.end(), name) != all.end();
  });
}

void check_instance_names(const x509::SubjectAltNames& got, const SignOptions& options) {
  const SplitNames allowed = split_names(options.sans);
  if (!all_in(got.dns, allowed.dns)) {
    throw Error::forbidden("certificate request contains unauthorized DNS names - got " + go_list(got.dns) +
                           ", allowed " + go_list(allowed.dns));
  }
  check_kind(texts(got.ips), texts(allowed.ips), "IP addresses");
  check_kind(got.emails, {}, "email addresses");
  if (!options.ignore_uris) check_kind(normalized(got.uris), {}, "URIs");
}

void check_node_names(const x509::SubjectAltNames& got, const SignOptions& options) {
  const SplitNames allowed = split_names(options.sans);
  check_kind(got.dns, allowed.dns, "DNS names");
  check_kind(got.emails, allowed.emails, "email addresses");
  check_kind(normalized(got.uris), allowed.uris, "URIs");
  const Names ips = texts(got.ips), allowed_ips = texts(allowed.ips);
  if (all_in(ips, allowed_ips)) return;
  throw Error::forbidden("certificate request contains invalid IP addresses - got " + go_list(ips) +
                         ", want " + go_list(allowed_ips));
}

}  // namespace

void check_request(const x509::CertificateRequest& request, const SignOptions& options) {
  check_fingerprint(request, options.csr_fingerprint);
  check_common_name(request.subject().common_name(), options.common_names);
  check_key(request, options.min_rsa_bits);
  switch (options.san_rule) {
    case SanRule::any:
      break;
    case SanRule::exact:
      check_exact_names(request.names(), options);
      break;
    case SanRule::instance:
      check_instance_names(request.names(), options);
      break;
    case SanRule::node:
      check_node_names(request.names(), options);
      break;
  }
}

}  // namespace newel::authority
