#include "net/tls_errors.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <cstring>
#include <ctime>
#include <memory>
#include <system_error>
#include <vector>

#include "base/clock.h"
#include "base/ip.h"
#include "base/text.h"

namespace newel::net {
namespace {

// RFC 8446 section 6 and its predecessors; the words are those of Go's alert table.
const char* alert_text(int alert) {
  switch (alert) {
    case 10:
      return "unexpected message";
    case 20:
      return "bad record MAC";
    case 21:
      return "decryption failed";
    case 22:
      return "record overflow";
    case 30:
      return "decompression failure";
    case 40:
      return "handshake failure";
    case 42:
      return "bad certificate";
    case 43:
      return "unsupported certificate";
    case 44:
      return "revoked certificate";
    case 45:
      return "expired certificate";
    case 46:
      return "unknown certificate";
    case 47:
      return "illegal parameter";
    case 48:
      return "unknown certificate authority";
    case 49:
      return "access denied";
    case 50:
      return "error decoding message";
    case 51:
      return "error decrypting message";
    case 60:
      return "export restriction";
    case 70:
      return "protocol version not supported";
    case 71:
      return "insufficient security level";
    case 80:
      return "internal error";
    case 86:
      return "inappropriate fallback";
    case 90:
      return "user canceled";
    case 100:
      return "no renegotiation";
    case 109:
      return "missing extension";
    case 110:
      return "unsupported extension";
    case 112:
      return "unrecognized name";
    case 113:
      return "bad certificate status response";
    case 115:
      return "unknown PSK identity";
    case 116:
      return "certificate required";
    case 120:
      return "no application protocol";
    default:
      return nullptr;
  }
}

std::string rfc3339(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return "?";
  return format_rfc3339(from_unix(timegm(&parts)));
}

std::string validity_text(const X509* certificate, int error) {
  const std::string now = format_rfc3339(floor_seconds(system_clock().now()));
  const bool before = error == X509_V_ERR_CERT_NOT_YET_VALID;
  return "x509: certificate has expired or is not yet valid: current time " + now +
         (before ? " is before " + rfc3339(X509_get0_notBefore(certificate))
                 : " is after " + rfc3339(X509_get0_notAfter(certificate)));
}

struct SubjectNames {
  bool present = false;
  std::vector<std::string> dns, ips;
};

SubjectNames subject_names(const X509* leaf) {
  SubjectNames names;
  auto* list = static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(leaf, NID_subject_alt_name, nullptr, nullptr));
  if (list == nullptr) return names;
  names.present = true;
  for (int i = 0; i < sk_GENERAL_NAME_num(list); ++i) {
    int type = 0;
    auto* value =
        static_cast<const ASN1_STRING*>(GENERAL_NAME_get0_value(sk_GENERAL_NAME_value(list, i), &type));
    if (type != GEN_DNS && type != GEN_IPADD) continue;
    const ByteView octets(ASN1_STRING_get0_data(value), static_cast<std::size_t>(ASN1_STRING_length(value)));
    if (type == GEN_DNS) {
      names.dns.push_back(printable(as_text(octets)));
    } else if (const auto ip = ip_from_octets(octets)) {
      names.ips.push_back(ip->to_string());
    }
  }
  GENERAL_NAMES_free(list);
  return names;
}

bool names_host(const X509* leaf, const std::string& host, bool is_ip, unsigned flags) {
  auto* certificate = const_cast<X509*>(leaf);  // X509_check_* fill a cache inside and take no const pointer
  return is_ip ? X509_check_ip_asc(certificate, host.c_str(), 0) == 1
               : X509_check_host(certificate, host.data(), host.size(), flags, nullptr) == 1;
}

}  // namespace

std::string verify_error_text(X509_STORE_CTX* ctx) {
  const int error = X509_STORE_CTX_get_error(ctx);
  const X509* at = X509_STORE_CTX_get_current_cert(ctx);
  switch (error) {
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_CERT_UNTRUSTED:
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
      return "x509: certificate signed by unknown authority";
    case X509_V_ERR_CERT_HAS_EXPIRED:
    case X509_V_ERR_CERT_NOT_YET_VALID:
      if (at != nullptr) return validity_text(at, error);
      return "x509: certificate has expired or is not yet valid";
    case X509_V_ERR_INVALID_PURPOSE:
      return "x509: certificate specifies an incompatible key usage";
    case X509_V_ERR_INVALID_CA:
      return "x509: certificate is not authorized to sign other certificates";
    case X509_V_ERR_PATH_LENGTH_EXCEEDED:
      return "x509: too many intermediates for path length constraint";
    case X509_V_ERR_PERMITTED_VIOLATION:
    case X509_V_ERR_EXCLUDED_VIOLATION:
      return "x509: a root or intermediate certificate is not authorized to sign for this name";
    case X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION:
      return "x509: unhandled critical extension";
    default:
      return std::string("x509: ") + X509_verify_cert_error_string(error);
  }
}

std::string host_mismatch_text(const X509* leaf, const std::string& host) {
  const bool is_ip = parse_ip(host).has_value();
  const unsigned strict = X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS;
  if (names_host(leaf, host, is_ip, strict | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT)) return {};
  const SubjectNames names = subject_names(leaf);
  if (!names.present && !is_ip &&
      names_host(leaf, host, false, strict | X509_CHECK_FLAG_ALWAYS_CHECK_SUBJECT)) {
    return "x509: certificate relies on legacy Common Name field, use SANs instead";
  }
  if (is_ip && names.ips.empty()) {
    return "x509: cannot validate certificate for " + host + " because it doesn't contain any IP SANs";
  }
  const auto& valid = is_ip ? names.ips : names.dns;
  if (valid.empty()) return "x509: certificate is not valid for any names, but wanted to match " + host;
  return "x509: certificate is valid for " + join(valid, ", ") + ", not " + host;
}

std::string openssl_error_text(unsigned long code) {
  if (code == 0) return {};
  const int reason = ERR_GET_REASON(code);
  if (ERR_GET_LIB(code) == ERR_LIB_SSL) {
    if (reason > SSL_AD_REASON_OFFSET && reason < SSL_AD_REASON_OFFSET + 256) {
      const int alert = reason - SSL_AD_REASON_OFFSET;
      const char* text = alert_text(alert);
      return "remote error: tls: " + (text != nullptr ? text : "alert(" + std::to_string(alert) + ")");
    }
    switch (reason) {
      case SSL_R_NO_SHARED_CIPHER:
        return "tls: no cipher suite supported by both client and server";
      case SSL_R_UNSUPPORTED_PROTOCOL:
      case SSL_R_VERSION_TOO_LOW:
      case SSL_R_VERSION_TOO_HIGH:
        return "tls: client offered only unsupported versions";
      case SSL_R_NO_APPLICATION_PROTOCOL:
        return "tls: client requested unsupported application protocols";
      case SSL_R_WRONG_VERSION_NUMBER:
      case SSL_R_BAD_RECORD_TYPE:
        return "tls: first record does not look like a TLS handshake";
      case SSL_R_HTTP_REQUEST:
        return "client sent an HTTP request to an HTTPS server";
      case SSL_R_UNEXPECTED_EOF_WHILE_READING:
        return "EOF";
      default:
        break;
    }
  }
  const char* text = ERR_reason_error_string(code);
  return text != nullptr ? std::string("tls: ") + text : "tls: error " + std::to_string(code);
}

std::string take_openssl_error() {
  const unsigned long code = ERR_get_error();
  ERR_clear_error();
  return openssl_error_text(code);
}

std::string errno_text(int error) {
  // Linux names them as Go does, but for the capitals of the first word.
  std::string text = std::system_category().message(error);
  if (error == ETIMEDOUT) return "connection timed out";
  if (text.size() > 1 && text[1] >= 'a' && text[1] <= 'z') text[0] = to_lower(text.substr(0, 1))[0];
  return text;
}

}  // namespace newel::net
