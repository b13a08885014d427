#include "x509/inspect_names.h"

#include <fmt/format.h>

#include <charconv>

#include "base/encoding.h"
#include "base/text.h"
#include "x509/der_reader.h"

namespace newel::x509 {
namespace {

constexpr std::string_view dsa_oid = "1.2.840.10040.4.1", post_quantum_arc = "2.16.840.1.101.3.4.3.";

struct NamedOid {
  std::string_view oid, name;
};
// Certificates we can describe but neither make nor verify.
constexpr NamedOid old_algorithms[] = {
    {"1.2.840.113549.1.1.2", "MD2-RSA"},
    {"1.2.840.113549.1.1.4", "MD5-RSA"},
    {"1.2.840.10040.4.3", "DSA-SHA1"},
    {"2.16.840.1.101.3.4.3.2", "DSA-SHA256"},
};

// FIPS 204 and 205: pure variants from 17 and 20, pre-hashed ones in the same order from 32 and 35.
std::string post_quantum_name(std::string_view oid) {
  static constexpr const char* lattice[] = {"44", "65", "87"};
  static constexpr const char* hash_based[] = {"SHA2-128s",  "SHA2-128f",  "SHA2-192s",  "SHA2-192f",
                                               "SHA2-256s",  "SHA2-256f",  "SHAKE-128s", "SHAKE-128f",
                                               "SHAKE-192s", "SHAKE-192f", "SHAKE-256s", "SHAKE-256f"};
  if (!oid.starts_with(post_quantum_arc)) return {};
  const std::string_view last = oid.substr(post_quantum_arc.size());
  int number = 0;
  const auto [end, code] = std::from_chars(last.data(), last.data() + last.size(), number);
  if (code != std::errc{} || end != last.data() + last.size()) return {};
  if (number >= 17 && number <= 19) return fmt::format("ML-DSA-{}", lattice[number - 17]);
  if (number >= 20 && number <= 31) return fmt::format("SLH-DSA-{}", hash_based[number - 20]);
  if (number >= 32 && number <= 34) return fmt::format("HashML-DSA-{}", lattice[number - 32]);
  if (number >= 35 && number <= 46) return fmt::format("HashSLH-DSA-{}", hash_based[number - 35]);
  return {};
}

std::string name_or_oid(const std::string& oid) {
  const std::string name = post_quantum_name(oid);
  return name.empty() ? oid : name;
}

// Dss-Parms ::= SEQUENCE { p, q, g }, key INTEGER (RFC 3279 section 2.3.2)
std::optional<KeyDescription::Dsa> read_dsa(DerReader parameters, ByteView key) {
  const auto list = parameters.expect(Tag::sequence);
  if (!list) return std::nullopt;
  DerReader numbers(list->content), inside(key);
  const auto p = numbers.positive_integer(), q = numbers.positive_integer(), g = numbers.positive_integer();
  const auto y = inside.positive_integer();
  if (!p || !q || !g || !y) return std::nullopt;
  return KeyDescription::Dsa{to_bytes(*y), to_bytes(*p), to_bytes(*q), to_bytes(*g)};
}

// Go's strconv.IsPrint without its tables: what is refused are controls, spaces other than U+0020, invisible
// format characters, surrogates, private use and non-characters.
bool is_printing(char32_t c) {
  struct Range {
    char32_t first, last;
  };
  static constexpr Range hidden[] = {
      {0x00, 0x1f},       {0x7f, 0xa0},     {0xad, 0xad},       {0x600, 0x605},     {0x61c, 0x61c},
      {0x6dd, 0x6dd},     {0x70f, 0x70f},   {0x1680, 0x1680},   {0x180e, 0x180e},   {0x2000, 0x200f},
      {0x2028, 0x202f},   {0x205f, 0x206f}, {0x3000, 0x3000},   {0xd800, 0xf8ff},   {0xfeff, 0xfeff},
      {0xfff0, 0xfffb},   {0xfffd, 0xffff}, {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a}, {0xe0000, 0xe0fff},
      {0xf0000, 0x10ffff}};
  for (const Range& range : hidden) {
    if (c >= range.first && c <= range.last) return false;
  }
  return true;
}

// Length and value of the character at the front; length 1 and U+FFFD for what is not UTF-8.
std::pair<std::size_t, char32_t> next_character(std::string_view text) {
  const auto first = static_cast<Byte>(text[0]);
  const std::size_t length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (length > text.size() || !is_valid_utf8(text.substr(0, length))) return {1, 0xfffd};
  char32_t c = length == 1 ? first : first & (0x7f >> length);
  for (std::size_t i = 1; i < length; ++i) c = c << 6 | (static_cast<Byte>(text[i]) & 63);
  return {length, c};
}

}  // namespace

std::string signature_algorithm_label(SignatureAlgorithm algorithm, ByteView algorithm_der) {
  if (algorithm != SignatureAlgorithm::unknown) return std::string(signature_algorithm_name(algorithm));
  const auto contents = der_contents(algorithm_der, Tag::sequence);
  if (!contents) return "Unknown";
  const auto oid = DerReader(*contents).object_identifier();
  if (!oid) return "Unknown";
  for (const NamedOid& old : old_algorithms) {
    if (*oid == old.oid) return std::string(old.name);
  }
  return name_or_oid(*oid);
}

bool is_old_signature_algorithm(std::string_view label) {
  for (const NamedOid& old : old_algorithms) {
    if (old.name == label) return true;
  }
  return false;
}

KeyDescription describe_key(ByteView spki, const Expected<PublicKey>& key) {
  KeyDescription out;
  if (key && key->type() != KeyType::x25519) {
    out.algorithm = std::string(key_type_name(key->type()));
    out.key = *key;
    out.raw = to_bytes(key->subject_public_key());
    return out;
  }
  const auto contents = der_contents(spki, Tag::sequence);
  if (!contents) return out;
  DerReader fields(*contents);
  const auto identifier = fields.expect(Tag::sequence);
  const auto bits = fields.expect(Tag::bit_string);
  if (!identifier || !bits || bits->content.empty()) return out;
  out.raw = to_bytes(bits->content.subspan(1));
  DerReader algorithm(identifier->content);
  const auto oid = algorithm.object_identifier();
  if (!oid) return out;
  if (*oid == dsa_oid) out.dsa = read_dsa(algorithm, out.raw);
  out.algorithm = out.dsa ? "DSA" : name_or_oid(*oid);
  return out;
}

bool is_self_signed(const Certificate& certificate) {
  if (!certificate.is_self_issued()) return false;
  const auto& key = certificate.public_key();
  return key && certificate.is_signed_by(*key);
}

std::vector<std::string> key_usage_labels(unsigned usage) {
  static constexpr const char* labels[] = {"Digital Signature", "Content Commitment", "Key Encipherment",
                                           "Data Encipherment", "Key Agreement",      "Certificate Sign",
                                           "CRL Sign",          "Encipher Only",      "Decipher Only"};
  std::vector<std::string> out;
  for (unsigned i = 0; i < std::size(labels); ++i) {
    if ((usage >> i & 1) != 0) out.push_back(labels[i]);
  }
  return out;
}

std::string provisioner_type_label(int type) {
  static constexpr const char* labels[] = {"NOOP", "JWK", "OIDC",  "GCP",    "AWS",  "Azure",
                                           "ACME", "X5C", "K8sSA", "SSHPOP", "SCEP", "Nebula"};
  if (type >= 0 && static_cast<std::size_t>(type) < std::size(labels)) return labels[type];
  return std::to_string(type) + " (unknown)";
}

std::string colon_hex(ByteView octets, bool upper) {
  const std::string digits = upper ? hex_encode_upper(octets) : hex_encode(octets);
  std::string out;
  out.reserve(octets.size() * 3);
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    if (i != 0) out.push_back(':');
    out.append(digits, i, 2);
  }
  return out;
}

std::string printable_dump(ByteView octets, bool* changed) {
  std::string out;
  for (std::string_view rest = as_text(octets); !rest.empty();) {
    const auto [length, character] = next_character(rest);
    const bool prints = is_printing(character);
    if (prints) {
      out += rest.substr(0, length);
    } else {
      out.push_back('.');
      if (changed != nullptr) *changed = true;
    }
    rest.remove_prefix(length);
  }
  return out;
}

ByteView without_leading_zeros(ByteView magnitude) {
  while (!magnitude.empty() && magnitude[0] == 0) magnitude = magnitude.subspan(1);
  return magnitude;
}

}  // namespace newel::x509
