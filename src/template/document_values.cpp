#include "template/document_values.h"

#include <algorithm>

#include "base/idna.h"
#include "base/text.h"
#include "template/go_url.h"
#include "x509/extensions.h"

namespace newel::templates {
namespace {

struct Usage {
  std::string_view name;
  unsigned bit;
};
constexpr Usage key_usages[] = {
    {"digitalSignature", x509::digital_signature},
    {"contentCommitment", x509::content_commitment},
    {"keyEncipherment", x509::key_encipherment},
    {"dataEncipherment", x509::data_encipherment},
    {"keyAgreement", x509::key_agreement},
    {"certSign", x509::cert_sign},
    {"crlSign", x509::crl_sign},
    {"encipherOnly", x509::encipher_only},
    {"decipherOnly", x509::decipher_only},
    {"nonRepudiation", x509::content_commitment},
};
constexpr std::size_t distinct_key_usages = std::size(key_usages) - 1;

struct ExtendedUsage {
  std::string_view name, oid;
};
// In the order of Go's numbers, which begin at 0.
constexpr ExtendedUsage extended_usages[] = {
    {"any", "2.5.29.37.0"},
    {"serverAuth", "1.3.6.1.5.5.7.3.1"},
    {"clientAuth", "1.3.6.1.5.5.7.3.2"},
    {"codeSigning", "1.3.6.1.5.5.7.3.3"},
    {"emailProtection", "1.3.6.1.5.5.7.3.4"},
    {"ipsecEndSystem", "1.3.6.1.5.5.7.3.5"},
    {"ipsecTunnel", "1.3.6.1.5.5.7.3.6"},
    {"ipsecUser", "1.3.6.1.5.5.7.3.7"},
    {"timeStamping", "1.3.6.1.5.5.7.3.8"},
    {"ocspSigning", "1.3.6.1.5.5.7.3.9"},
    {"microsoftServerGatedCrypto", "1.3.6.1.4.1.311.10.3.3"},
    {"netscapeServerGatedCrypto", "2.16.840.1.113730.4.1"},
    {"microsoftCommercialCodeSigning", "1.3.6.1.4.1.311.2.1.22"},
    {"microsoftKernelCodeSigning", "1.3.6.1.4.1.311.61.1.1"},
};

constexpr std::string_view algorithm_names[] = {
    "",           "MD2-RSA",       "MD5-RSA",       "SHA1-RSA",      "SHA256-RSA", "SHA384-RSA",
    "SHA512-RSA", "SHA256-RSAPSS", "SHA384-RSAPSS", "SHA512-RSAPSS", "DSA-SHA1",   "DSA-SHA256",
    "ECDSA-SHA1", "ECDSA-SHA256",  "ECDSA-SHA384",  "ECDSA-SHA512",  "Ed25519",
};

constexpr SignatureAlgorithm signing_algorithms[] = {
    SignatureAlgorithm::sha1_rsa,       SignatureAlgorithm::sha256_rsa,
    SignatureAlgorithm::sha384_rsa,     SignatureAlgorithm::sha512_rsa,
    SignatureAlgorithm::sha256_rsa_pss, SignatureAlgorithm::sha384_rsa_pss,
    SignatureAlgorithm::sha512_rsa_pss, SignatureAlgorithm::ecdsa_sha1,
    SignatureAlgorithm::ecdsa_sha256,   SignatureAlgorithm::ecdsa_sha384,
    SignatureAlgorithm::ecdsa_sha512,   SignatureAlgorithm::ed25519,
};

// "KEY_ENCIPHERMENT" is keyEncipherment.
std::string plain_name(std::string_view name) {
  std::string out = to_lower(name);
  out.erase(std::remove(out.begin(), out.end(), '_'), out.end());
  return out;
}

bool is_same_name(std::string_view known, const std::string& plain) { return to_lower(known) == plain; }

// One digit more: magnitude * base + digit.
void push_digit(Bytes& magnitude, unsigned base, unsigned digit) {
  unsigned carry = digit;
  for (auto octet = magnitude.rbegin(); octet != magnitude.rend(); ++octet) {
    carry += *octet * base;
    *octet = static_cast<Byte>(carry);
    carry >>= 8;
  }
  if (carry != 0) magnitude.insert(magnitude.begin(), static_cast<Byte>(carry));
}

unsigned digit_value(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? static_cast<unsigned>(lower - 'a' + 10) : 99;
}

// "0x", "0o", "0b" or a plain leading zero, taken away. An underscore may follow a prefix.
unsigned take_base(std::string_view& text, bool& underscore_allowed) {
  if (text.size() < 2 || text[0] != '0') return 10;
  underscore_allowed = true;
  const char letter = static_cast<char>(text[1] | 0x20);
  const unsigned base = letter == 'x' ? 16 : letter == 'o' ? 8 : letter == 'b' ? 2 : 0;
  text.remove_prefix(base == 0 ? 1 : 2);
  return base == 0 ? 8 : base;
}

}  // namespace

unsigned key_usage_of(const std::vector<std::string>& names) {
  unsigned out = 0;
  for (const std::string& name : names) {
    const auto known = std::find_if(std::begin(key_usages), std::end(key_usages), [&](const Usage& usage) {
      return is_same_name(usage.name, plain_name(name));
    });
    if (known == std::end(key_usages)) throw Error("unsupported keyUsage " + name);
    out |= known->bit;
  }
  return out;
}

std::vector<std::string> key_usage_names(unsigned usage) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < distinct_key_usages; ++i) {
    if ((usage & key_usages[i].bit) != 0) out.emplace_back(key_usages[i].name);
  }
  return out;
}

std::vector<std::string> extended_usages_of(const std::vector<std::string>& names) {
  std::vector<std::string> out;
  for (const std::string& name : names) {
    const auto known =
        std::find_if(std::begin(extended_usages), std::end(extended_usages),
                     [&](const ExtendedUsage& usage) { return is_same_name(usage.name, plain_name(name)); });
    if (known == std::end(extended_usages)) throw Error("unsupported extKeyUsage " + name);
    out.emplace_back(known->oid);
  }
  return out;
}

std::optional<int> extended_usage_number(std::string_view oid) {
  for (std::size_t i = 0; i < std::size(extended_usages); ++i) {
    if (extended_usages[i].oid == oid) return static_cast<int>(i);
  }
  return std::nullopt;
}

std::optional<std::string_view> extended_usage_name(std::string_view oid) {
  const auto number = extended_usage_number(oid);
  if (!number) return std::nullopt;
  return extended_usage_name_of(*number);
}

std::string_view extended_usage_name_of(int number) {
  return extended_usages[static_cast<std::size_t>(number)].name;
}

std::optional<std::string> signature_algorithm_of(std::string_view name) {
  for (const std::string_view known : algorithm_names) {
    if (equal_ignoring_case(known, name)) return std::string(known);
  }
  return std::nullopt;
}

SignatureAlgorithm signing_algorithm(std::string_view name) {
  if (name.empty()) return SignatureAlgorithm::unknown;
  if (name == "MD2-RSA") throw Error("x509: unknown SignatureAlgorithm");
  if (name == "MD5-RSA") throw Error("x509: signing with MD5 is not supported");
  for (const SignatureAlgorithm algorithm : signing_algorithms) {
    if (signature_algorithm_name(algorithm) == name) return algorithm;
  }
  throw Error("x509: requested SignatureAlgorithm does not match private key type");
}

std::optional<BigInteger> parse_big_integer(std::string_view text) {
  constexpr std::size_t most = 4096;
  BigInteger out;
  if (text.starts_with('-') || text.starts_with('+')) {
    out.negative = text[0] == '-';
    text.remove_prefix(1);
  }
  bool underscore_allowed = false, digits = text.size() > 1 && text[0] == '0';
  const bool with_prefix = digits && std::string_view("xXoObB").find(text[1]) != std::string_view::npos;
  const unsigned base = take_base(text, underscore_allowed);
  if (with_prefix) digits = false;
  if (text.size() > most) return std::nullopt;
  out.magnitude = {0};
  for (const char c : text) {
    if (c == '_') {
      if (!underscore_allowed) return std::nullopt;
      underscore_allowed = false;
      continue;
    }
    const unsigned digit = digit_value(c);
    if (digit >= base) return std::nullopt;
    push_digit(out.magnitude, base, digit);
    digits = underscore_allowed = true;
  }
  if (!digits || text.ends_with('_')) return std::nullopt;
  const auto first =
      std::find_if(out.magnitude.begin(), out.magnitude.end() - 1, [](Byte octet) { return octet != 0; });
  out.magnitude.erase(out.magnitude.begin(), first);
  if (out.magnitude == Bytes{0}) out.negative = false;
  return out;
}

Expected<std::string> normal_uri(std::string_view text) {
  const auto url = parse_go_url(text);
  if (!url) return tl::unexpected(url.error());
  return url->to_string();
}

std::optional<std::string> normal_policy(std::string_view text) {
  std::string out;
  std::vector<std::string> arcs = split(text, '.');
  if (arcs.size() < 2) return std::nullopt;
  for (std::string& arc : arcs) {
    if (arc.empty() || arc.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
    arc.erase(0, std::min(arc.find_first_not_of('0'), arc.size() - 1));
    out += (out.empty() ? "" : ".") + arc;
  }
  if (arcs[0].size() > 1 || arcs[0] > "2") return std::nullopt;
  if (arcs[0] != "2" && (arcs[1].size() > 2 || (arcs[1].size() == 2 && arcs[1] >= "40"))) return std::nullopt;
  return out;
}

Expected<std::string> lookup_name(std::string_view domain) {
  auto name = domain_to_ascii(domain);
  if (!name) return failure("server name contains invalid character");
  return name;
}

}  // namespace newel::templates
