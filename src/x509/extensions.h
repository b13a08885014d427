// Certificate extensions (RFC 5280 section 4.2) as values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/error.h"
#include "base/ip.h"

namespace newel::x509 {

struct Extension {
  std::string oid;
  bool critical = false;
  Bytes value;  ///< contents of the OCTET STRING
};

/// Bits in the order of RFC 5280 section 4.2.1.3; bit i has value 1 << i.
enum KeyUsage : unsigned {
  digital_signature = 1,
  content_commitment = 2,
  key_encipherment = 4,
  data_encipherment = 8,
  key_agreement = 16,
  cert_sign = 32,
  crl_sign = 64,
  encipher_only = 128,
  decipher_only = 256,
};

struct BasicConstraints {
  bool is_ca = false;
  std::optional<int> max_path_len;
};

struct OtherName {
  std::string type_id;
  Bytes value;  ///< DER inside the [0] EXPLICIT; empty: it lacks that
};

struct SubjectAltNames {
  std::vector<std::string> dns, emails, uris;
  std::vector<IpAddress> ips;
  std::vector<OtherName> other_names;
  std::vector<Bytes> directory_names;  ///< DER Name
  std::vector<std::string> registered_ids;
  bool empty() const;
  /// Only dns, emails, ips, uris.
  bool only_plain() const { return other_names.empty() && directory_names.empty() && registered_ids.empty(); }
};

struct NameConstraints {
  bool critical = false;
  std::vector<std::string> permitted_dns, excluded_dns, permitted_emails, excluded_emails, permitted_uris,
      excluded_uris;
  std::vector<IpNetwork> permitted_ips, excluded_ips;
  std::vector<Bytes> permitted_directories, excluded_directories;  ///< DER Name
  /// Kinds of names under constraints that we do not apply: no such name is allowed below.
  bool constrains_other_names = false, constrains_registered_ids = false;
  /// There are subtrees we can do nothing with (bounds, X.400 addresses, EDI parties): if critical, no path
  /// may use it.
  bool has_unsupported = false;
};

struct AuthorityInfoAccess {
  std::vector<std::string> ocsp, issuers;
};

// Encoders give the extension value; order inside SAN: DNS, e-mail, IP, URI, then the rest.
Extension encode_key_usage(unsigned usage);
Extension encode_extended_key_usage(const std::vector<std::string>& oids);
Extension encode_basic_constraints(const BasicConstraints& constraints);
Extension encode_subject_key_id(ByteView id);
Extension encode_authority_key_id(ByteView id);
Extension encode_subject_alt_names(const SubjectAltNames& names, bool critical);
Extension encode_name_constraints(const NameConstraints& constraints);
Extension encode_authority_info_access(const AuthorityInfoAccess& access);
Extension encode_crl_distribution_points(const std::vector<std::string>& urls);
Extension encode_certificate_policies(const std::vector<std::string>& oids);

Expected<unsigned> decode_key_usage(ByteView value);
Expected<std::vector<std::string>> decode_extended_key_usage(ByteView value);
Expected<BasicConstraints> decode_basic_constraints(ByteView value);
Expected<Bytes> decode_subject_key_id(ByteView value);
Expected<Bytes> decode_authority_key_id(ByteView value);  ///< empty if it has no keyIdentifier
Expected<SubjectAltNames> decode_subject_alt_names(ByteView value);
Expected<NameConstraints> decode_name_constraints(ByteView value, bool critical);
Expected<AuthorityInfoAccess> decode_authority_info_access(ByteView value);
Expected<std::vector<std::string>> decode_crl_distribution_points(ByteView value);
Expected<std::vector<std::string>> decode_certificate_policies(ByteView value);

/// The reference's provisioner extension (oids::step_provisioner).
struct StepProvisioner {
  int type = 0;
  std::string name;
  std::string credential_id;
  std::vector<std::string> key_values;  ///< k1, v1, k2, v2 ...
};
Extension encode_step_provisioner(const StepProvisioner& provisioner);
Expected<StepProvisioner> decode_step_provisioner(ByteView value);

const Extension* find_extension(const std::vector<Extension>& list, std::string_view oid);

}  // namespace newel::x509
