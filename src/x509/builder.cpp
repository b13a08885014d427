// Issuing: a template becomes extensions, the TBSCertificate is written back to front into one buffer,
// signed, and the result is read again by the parser before anyone gets it. What does not change from one
// certificate to the next (issuer name, algorithm) is copied as octets; the subject's key is copied from its
// SubjectPublicKeyInfo. OpenSSL only sees the octets to sign: building the same leaf with its X509 objects
// costs ten times the signature.
#include "x509/builder.h"

#include <algorithm>

#include "crypto/signature_scheme.h"
#include "x509/extension_list.h"
#include "x509/oids.h"
#include "x509/signed_object.h"

namespace newel::x509 {
namespace {

using SA = SignatureAlgorithm;

bool is_rsa(SA algorithm) {
  switch (algorithm) {
    case SA::sha256_rsa:
    case SA::sha384_rsa:
    case SA::sha512_rsa:
    case SA::sha256_rsa_pss:
    case SA::sha384_rsa_pss:
    case SA::sha512_rsa_pss:
      return true;
    default:
      return false;
  }
}

// SHA-1 is left out on purpose: an issuer that was signed with it long ago must not make more of it.
SA issuing_algorithm(const Certificate& issuer, const PublicKey& key) {
  if (key.type() == KeyType::rsa && is_rsa(issuer.signature_algorithm())) return issuer.signature_algorithm();
  return default_signature_algorithm(key);
}

const PublicKey& subject_key(const CertificateTemplate& what) {
  if (!what.public_key) throw Error("x509: the certificate template has no public key");
  return *what.public_key;
}

/// Adds generated extensions, but for those that the template brings itself.
class ExtensionCollector {
 public:
  explicit ExtensionCollector(const std::vector<Extension>& own) : own_(own) {
    list_.reserve(own.size() + 8);
  }
  bool wants(std::string_view oid) const { return find_extension(own_, oid) == nullptr; }
  void add(Extension extension) { list_.push_back(std::move(extension)); }
  std::vector<Extension> finish() {
    list_.insert(list_.end(), own_.begin(), own_.end());
    return std::move(list_);
  }

 private:
  const std::vector<Extension>& own_;
  std::vector<Extension> list_;
};

Serial random_serial(const Random& random) {
  Byte octets[16];
  random.fill(octets);
  const auto first = std::find_if(std::begin(octets), std::end(octets) - 1, [](Byte b) { return b != 0; });
  return Serial{Bytes(first, std::end(octets))};
}

void write_validity(DerWriter& writer, Time not_before, Time not_after) {
  const auto mark = writer.mark();
  writer.time(not_after);
  writer.time(not_before);
  writer.close(Tag::sequence, mark);
}

struct Issuing {
  ByteView issuer_name;
  ByteView issuer_key_id;
  ByteView algorithm_der;
  SA algorithm;
  const Signer& signer;
};

// TBSCertificate, last field first.
void write_tbs(DerWriter& writer, const CertificateTemplate& what, const Issuing& by, ByteView subject,
               ByteView serial) {
  const auto extensions = certificate_extensions(what, by.issuer_key_id);
  if (!extensions.empty()) {
    write_extension_list(writer, extensions);
    writer.close(context_constructed(3), 0);
  }
  writer.raw(subject_key(what).spki());
  writer.raw(subject);
  write_validity(writer, what.not_before, what.not_after);
  writer.raw(by.issuer_name);
  writer.raw(by.algorithm_der);
  writer.positive_integer(serial);
  const auto version = writer.mark();
  writer.integer(2);
  writer.close(context_constructed(0), version);
  writer.close(Tag::sequence, 0);
}

Certificate sign_certificate(const CertificateTemplate& what, const Issuing& by, ByteView subject,
                             const Random& random) {
  if (what.not_after < what.not_before)
    throw Error("x509: notAfter of the certificate is before its notBefore");
  const Serial serial = what.serial ? *what.serial : random_serial(random);
  DerWriter tbs(2048);
  write_tbs(tbs, what, by, subject, serial.magnitude);
  const Bytes der = sign_object(tbs.view(), by.algorithm_der, by.algorithm, by.signer);
  return value_or_throw(Certificate::parse(der), "error parsing created certificate");
}

}  // namespace

std::vector<Extension> certificate_extensions(const CertificateTemplate& what, ByteView issuer_key_id) {
  if (what.only_extra) return what.extra;
  ExtensionCollector out(what.extra);
  if (what.key_usage != 0 && out.wants(oids::key_usage)) out.add(encode_key_usage(what.key_usage));
  if (!what.extended_key_usage.empty() && out.wants(oids::extended_key_usage)) {
    out.add(encode_extended_key_usage(what.extended_key_usage));
  }
  if (what.basic_constraints && out.wants(oids::basic_constraints)) {
    out.add(encode_basic_constraints(*what.basic_constraints));
  }
  if (out.wants(oids::subject_key_id)) {
    const Bytes id = what.subject_key_id ? *what.subject_key_id : subject_key(what).key_id();
    if (!id.empty()) out.add(encode_subject_key_id(id));
  }
  if (issuer_key_id.empty() && what.authority_key_id) issuer_key_id = *what.authority_key_id;
  if (!issuer_key_id.empty() && out.wants(oids::authority_key_id))
    out.add(encode_authority_key_id(issuer_key_id));
  const AuthorityInfoAccess& access = what.authority_info_access;
  if (!(access.ocsp.empty() && access.issuers.empty()) && out.wants(oids::authority_info_access)) {
    out.add(encode_authority_info_access(access));
  }
  if (!what.names.empty() && out.wants(oids::subject_alt_name)) {
    out.add(encode_subject_alt_names(what.names, what.subject.empty()));
  }
  if (!what.policies.empty() && out.wants(oids::certificate_policies)) {
    out.add(encode_certificate_policies(what.policies));
  }
  if (what.name_constraints && out.wants(oids::name_constraints)) {
    out.add(encode_name_constraints(*what.name_constraints));
  }
  if (!what.crl_distribution_points.empty() && out.wants(oids::crl_distribution_points)) {
    out.add(encode_crl_distribution_points(what.crl_distribution_points));
  }
  return out.finish();
}

namespace {

// An algorithm that somebody asked for by name must be one of the key's; SHA-1 is only verified, never made.
void check_algorithm(SA algorithm, const PublicKey& key) {
  const auto scheme = signature_scheme(algorithm);
  if (!scheme || scheme->key != key.type())
    throw Error("x509: requested SignatureAlgorithm does not match private key type");
  if (scheme->hash == Hash::sha1 && key.type() != KeyType::ed25519)
    throw Error("x509: signing with SHA-1 is not supported");
}

}  // namespace

Issuer::Issuer(Certificate certificate, std::shared_ptr<const Signer> signer)
    : certificate_(std::move(certificate)), signer_(std::move(signer)) {
  const PublicKey& key = signer_->public_key();
  if (!equal(key.spki(), certificate_.spki())) {
    // The same key may be written in two ways (RSA with and without NULL); only then is it worth decoding.
    const auto& issuer_key = certificate_.public_key();
    if (!issuer_key || !(*issuer_key == key))
      throw Error("x509: provided PrivateKey doesn't match parent's PublicKey");
  }
  algorithm_ = issuing_algorithm(certificate_, key);
  algorithm_der_ = encode_signature_algorithm(algorithm_);
}

Certificate issue(const CertificateTemplate& what, const Issuer& issuer, const Random& random) {
  const Bytes subject = what.subject.encode();
  const Certificate& parent = issuer.certificate();
  const bool self_issued = equal(subject, parent.subject().raw);
  const bool own_algorithm =
      what.signature_algorithm != SA::unknown && what.signature_algorithm != issuer.algorithm();
  if (own_algorithm) check_algorithm(what.signature_algorithm, issuer.signer().public_key());
  const Bytes own_der = own_algorithm ? encode_signature_algorithm(what.signature_algorithm) : Bytes();
  const Issuing by{parent.subject().raw, self_issued ? ByteView() : ByteView(parent.subject_key_id()),
                   own_algorithm ? ByteView(own_der) : issuer.algorithm_der(),
                   own_algorithm ? what.signature_algorithm : issuer.algorithm(), issuer.signer()};
  return sign_certificate(what, by, subject, random);
}

Certificate issue_self_signed(const CertificateTemplate& what, const Signer& signer, const Random& random) {
  if (!(subject_key(what) == signer.public_key())) {
    throw Error("x509: provided PrivateKey doesn't match parent's PublicKey");
  }
  const Bytes subject = what.subject.encode();
  const SA algorithm = what.signature_algorithm != SA::unknown
                           ? what.signature_algorithm
                           : default_signature_algorithm(signer.public_key());
  check_algorithm(algorithm, signer.public_key());
  const Bytes algorithm_der = encode_signature_algorithm(algorithm);
  return sign_certificate(what, {subject, {}, algorithm_der, algorithm, signer}, subject, random);
}

}  // namespace newel::x509
