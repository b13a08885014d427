// Certificates, differentially: whatever our reader accepts OpenSSL must accept, and both must see the same.
#include <openssl/bn.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "x509/certificate.h"

namespace {

void demand(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "%s\n", what);
  std::abort();
}

std::string decimal(const ASN1_INTEGER* number) {
  BIGNUM* big = ASN1_INTEGER_to_BN(number, nullptr);
  char* text = BN_bn2dec(big);
  std::string out(text);
  OPENSSL_free(text);
  BN_free(big);
  return out;
}

// We read past an otherName without [0], which OpenSSL does not.
bool has_loose_other_name(const newel::x509::Certificate& certificate) {
  for (const auto& other : certificate.names().other_names) {
    if (other.value.empty()) return true;
  }
  return false;
}

// Extensions that were decoded must decode there, too.
void compare_extensions(const newel::x509::Certificate& ours, X509* theirs) {
  demand(X509_get_ext_count(theirs) == static_cast<int>(ours.extensions().size()),
         "different number of extensions");
  for (int nid : {NID_key_usage, NID_ext_key_usage, NID_basic_constraints, NID_subject_alt_name,
                  NID_name_constraints, NID_subject_key_identifier, NID_authority_key_identifier,
                  NID_info_access, NID_crl_distribution_points, NID_certificate_policies}) {
    int status = 0;
    void* decoded = X509_get_ext_d2i(theirs, nid, &status, nullptr);
    if (nid == NID_subject_alt_name && has_loose_other_name(ours)) {
      if (decoded != nullptr) GENERAL_NAMES_free(static_cast<GENERAL_NAMES*>(decoded));
      continue;
    }
    demand(decoded != nullptr || status == -1, OBJ_nid2sn(nid));
    if (decoded != nullptr)
      ASN1_item_free(static_cast<ASN1_VALUE*>(decoded), ASN1_ITEM_ptr(X509V3_EXT_get_nid(nid)->it));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto ours = newel::x509::Certificate::parse({data, size});
  if (!ours) return 0;
  const unsigned char* p = data;
  X509* theirs = d2i_X509(nullptr, &p, static_cast<long>(size));
  demand(theirs != nullptr && p == data + size, "OpenSSL refuses it");
  demand(X509_get_version(theirs) + 1 == ours->version(), "version");
  demand(decimal(X509_get0_serialNumber(theirs)) == ours->serial().decimal(), "serial");
  demand(
      X509_NAME_entry_count(X509_get_subject_name(theirs)) >= static_cast<int>(ours->subject().rdns.size()),
      "subject");
  demand(ASN1_TIME_cmp_time_t(X509_get0_notBefore(theirs), newel::unix_seconds(ours->not_before())) == 0,
         "notBefore");
  demand(ASN1_TIME_cmp_time_t(X509_get0_notAfter(theirs), newel::unix_seconds(ours->not_after())) == 0,
         "notAfter");
  compare_extensions(*ours, theirs);
  X509_free(theirs);
  return 0;
}
