// A certificate as the rules see it: read as far as it can be read. Where x509::Certificate refuses what it
// could not rely on, this keeps the defect, for a rule to name it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/time.h"
#include "lint/asn1.h"
#include "lint/general_names.h"
#include "lint/subject.h"

namespace newel::lint {

/// Signature algorithms, also those nobody should use any more.
enum class SignatureKind {
  unknown,
  md2_rsa,
  md5_rsa,
  sha1_rsa,
  sha256_rsa,
  sha384_rsa,
  sha512_rsa,
  sha256_rsa_pss,
  sha384_rsa_pss,
  sha512_rsa_pss,
  dsa_sha1,
  dsa_sha256,
  ecdsa_sha1,
  ecdsa_sha256,
  ecdsa_sha384,
  ecdsa_sha512,
  ed25519,
};
SignatureKind read_signature_algorithm(const Element& algorithm_identifier);

enum class KeyKind { unknown, rsa, dsa, ec, ed25519, x25519 };

struct KeyView {
  KeyKind kind = KeyKind::unknown;
  std::string curve;  ///< dotted OID; empty when it is spelled out or missing
  struct Rsa {
    Integer modulus, exponent;
  };
  std::optional<Rsa> rsa;  ///< when both numbers can be read
  struct Dsa {
    Integer p, q, g, y;
  };
  std::optional<Dsa> dsa;  ///< numbers that cannot be read are zero
};
KeyView read_key(ByteView spki);

/// One of the two dates.
struct DateView {
  unsigned tag = 0;  ///< tag_utc_time or tag_generalized_time
  std::string text;
  std::optional<Time> time;
  bool is_utc() const { return tag == tag_utc_time; }
  bool is_generalized() const { return tag == tag_generalized_time; }
  bool ends_with_z() const { return text.ends_with('Z'); }
};
DateView read_date(const Element& element);

struct ExtensionView {
  std::string oid;
  bool critical = false;
  ByteView value;
};

struct PolicyView {
  std::string oid;
  std::vector<std::string> qualifiers;  ///< their OIDs
  std::vector<Element> explicit_texts;  ///< those that are not empty
  bool has_notice_reference = false;
};

/// Views into `der`, which it owns; not copyable, for that reason.
class CertificateView {
 public:
  /// Fails only when the outer shape is not a certificate's, so that there is nothing to judge.
  static Expected<CertificateView> parse(ByteView der);
  CertificateView(CertificateView&&) = default;
  CertificateView& operator=(CertificateView&&) = default;

  int version = 1;
  Integer serial;
  SignatureKind signature_kind = SignatureKind::unknown;
  Subject issuer, subject;
  DateView not_before, not_after;
  KeyView key;
  bool has_unique_id = false;
  bool self_signed = false;
  std::vector<ExtensionView> extensions;

  // What the extensions say; of two with one OID the last decides, as for the reference.
  unsigned key_usage = 0;  ///< x509::KeyUsage
  bool has_basic_constraints = false;
  bool is_ca = false;
  GeneralNamesView san, ian;
  SubtreesView constraints;
  std::vector<std::string> crl_urls, ocsp_urls, issuer_urls;
  bool has_authority_key_id = false;
  std::vector<std::string> usages;  ///< extended key usages that have a name
  std::vector<PolicyView> policies;

  const ExtensionView* extension(std::string_view oid) const;  ///< the first
  bool has(std::string_view oid) const { return extension(oid) != nullptr; }
  bool is_critical(std::string_view oid) const;
  bool is_root() const { return is_ca && self_signed; }
  bool is_sub_ca() const { return is_ca && !self_signed; }
  bool is_subscriber() const { return !is_ca && !self_signed; }
  bool has_usage(std::string_view oid) const;
  /// TLS servers may use it: no extended usage with a name, or one of server authentication and any.
  bool is_for_servers() const;
  bool has_policy(std::string_view oid) const;
  /// notBefore and notAfter; year 1 when one cannot be read.
  Time starts() const { return not_before.time.value_or(Time{}); }
  Time ends() const { return not_after.time.value_or(Time{}); }

 private:
  CertificateView() = default;
  friend struct CertificateReader;
  Bytes der_;
};

/// Fills what the extensions say.
void read_extensions(CertificateView& view);
/// The certificate's own key made its signature.
bool verifies_itself(SignatureKind kind, ByteView spki, ByteView tbs, ByteView signature);

}  // namespace newel::lint
