#include "policy/rule_syntax.h"

#include <algorithm>
#include <charconv>

#include "base/idna.h"
#include "base/text.h"
#include "base/url.h"
#include "template/unicode.h"
#include "x509/domain_name.h"

namespace newel::policy {
namespace {

// Trimmed and in lower case, in every alphabet.
std::string folded(const std::string& written) {
  return templates::map_runes(templates::trim_space(written), templates::to_lower_rune);
}

// What domain rules of both kinds demand of dots and asterisks; `subject` begins the message. Nothing if all
// is well.
std::optional<Failure> check_shape(std::string_view text, const std::string& subject) {
  if (text.find("..") != std::string_view::npos) return Failure{subject + " cannot have empty labels"};
  if (text.starts_with('.')) return Failure{subject + " with wildcard should start with *"};
  const auto asterisk = text.rfind('*');
  if (asterisk != std::string_view::npos && asterisk > 0) {
    return Failure{subject + " can only have wildcard as starting character"};
  }
  return std::nullopt;
}

Expected<std::string> common_name_rule(const std::string& written) {
  std::string text = folded(written);
  if (text.empty())
    return failure("constraint " + quote(written) + " can not be empty or white space string");
  if (text == "*") return failure("wildcard constraint " + quote(written) + " is not supported");
  return text;
}

Expected<std::string> dns_rule(const std::string& written) {
  std::string text = folded(written);
  const std::string subject = "domain constraint " + quote(written);
  if (text.empty())
    return failure("constraint " + quote(written) + " can not be empty or white space string");
  if (auto wrong = check_shape(text, subject)) return tl::unexpected<Failure>(std::move(*wrong));
  if (text.size() >= 2 && text[0] == '*' && text[1] != '.') {
    return failure("wildcard character in " + subject + " can only be used to match (full) labels");
  }
  if (text.starts_with("*.")) text.erase(0, 1);
  auto ascii = domain_to_ascii(text);
  if (!ascii) return failure(subject + " can not be converted to ASCII: " + ascii.error().text);
  if (!x509::is_valid_domain(*ascii, true)) return failure("cannot parse " + subject);
  return ascii;
}

Expected<std::string> uri_rule(const std::string& written) {
  std::string text = folded(written);
  const std::string subject = "URI domain constraint " + quote(written);
  if (text.empty()) return failure(subject + " cannot be empty or white space string");
  if (text.find("://") != std::string::npos) return failure(subject + " contains scheme (not supported yet)");
  if (auto wrong = check_shape(text, subject)) return tl::unexpected<Failure>(std::move(*wrong));
  if (text.starts_with("*.")) text.erase(0, 1);
  if (text.find_first_of("[]") != std::string::npos)
    return failure(subject + " contains invalid square brackets");
  if (split_host_port(text)) return failure(subject + " cannot contain port");
  if (parse_ip(text)) return failure(subject + " cannot be an IP");
  auto ascii = domain_to_ascii(text);
  if (!ascii) return failure(subject + " cannot be converted to ASCII: " + ascii.error().text);
  if (!x509::is_valid_domain(*ascii, true)) return failure("cannot parse " + subject);
  return ascii;
}

Expected<std::string> mailbox_rule(const std::string& text, const std::string& subject) {
  // The domain may be in any alphabet here: it is converted before the mailbox is read.
  const auto at = text.rfind('@');
  const auto bad = [&] { return failure("cannot parse " + subject + " as RFC 2821 mailbox"); };
  if (!x509::parse_mailbox(text.substr(0, at) + "@x")) return bad();
  const std::string domain = text.substr(at + 1);
  if (domain.empty() || domain.ends_with('.')) return bad();
  auto ascii = domain_to_ascii(domain);
  if (!ascii) {
    return failure(subject + " domain part " + quote(domain) +
                   " cannot be converted to ASCII: " + ascii.error().text);
  }
  const auto mailbox = x509::parse_mailbox(text.substr(0, at + 1) + *ascii);
  if (!mailbox) return bad();
  return mailbox->local + "@" + mailbox->domain;
}

Expected<std::string> email_rule(const std::string& written) {
  std::string text = folded(written);
  const std::string subject = "email constraint " + quote(written);
  const auto empty = [&] { return failure(subject + " can not be empty or white space string"); };
  if (text.empty()) return empty();
  if (text.find('*') != std::string::npos) return failure(subject + " cannot contain asterisk wildcard");
  if (std::count(text.begin(), text.end(), '@') > 1)
    return failure(subject + " contains too many @ characters");
  if (text[0] == '@') text.erase(0, 1);
  if (text.empty()) return empty();
  if (text[0] == '.') return failure(subject + " cannot start with period");
  if (text.find('@') != std::string::npos) {
    auto mailbox = mailbox_rule(text, subject);
    if (mailbox && !x509::is_valid_domain(*mailbox, true))
      return failure("cannot parse email domain constraint " + quote(written));
    return mailbox;
  }
  auto ascii = domain_to_ascii(text);
  if (!ascii) return failure(subject + " cannot be converted to ASCII: " + ascii.error().text);
  if (!x509::is_valid_domain(*ascii, true))
    return failure("cannot parse email domain constraint " + quote(written));
  return ascii;
}

std::string_view kind_text(NameType type) {
  switch (type) {
    case NameType::cn:
      return "common name ";
    case NameType::dns:
      return "domain ";
    case NameType::email:
      return "email ";
    case NameType::uri:
      return "URI domain ";
    default:
      return "";
  }
}

}  // namespace

std::optional<IpNetwork> parse_network(std::string_view text) {
  if (const auto ip = parse_ip(text)) return IpNetwork{*ip, Bytes(ip->octets.size(), 0xff)};
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto ip = parse_ip(text.substr(0, slash));
  if (!ip || !ip->is_v4() || text.find(':') == std::string_view::npos) return parse_cidr(text);
  // IPv4 written as IPv6: 96 bits of the prefix are the mapping. A shorter prefix is a network of IPv6 that
  // holds no IPv4 address.
  unsigned ones = 0;
  const std::string_view digits = text.substr(slash + 1);
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), ones);
  if (code != std::errc{} || end != digits.data() + digits.size() || digits.size() > 3 || ones > 128)
    return std::nullopt;
  if (ones >= 96) return parse_cidr(ip->to_string() + "/" + std::to_string(ones - 96));
  IpNetwork out{{Bytes(16)}, Bytes(16)};
  out.address.octets[10] = out.address.octets[11] = 0xff;
  for (unsigned i = 0; i < ones; ++i) out.mask[i / 8] = static_cast<Byte>(out.mask[i / 8] | 0x80 >> (i % 8));
  for (std::size_t i = 0; i < 16; ++i) out.address.octets[i] &= out.mask[i];
  return out;
}

Expected<Rule> parse_rule(NameType type, const std::string& written) {
  Rule out{written, written, {}};
  Expected<std::string> value = written;
  switch (type) {
    case NameType::cn:
      value = common_name_rule(written);
      break;
    case NameType::dns:
      value = dns_rule(written);
      break;
    case NameType::email:
      value = email_rule(written);
      break;
    case NameType::uri:
      value = uri_rule(written);
      break;
    case NameType::ip: {
      const auto network = parse_network(written);
      if (!network) return failure("neither an IP address nor a network");
      out.network = *network;
      value = network->to_string();
      break;
    }
    case NameType::principal:
      break;
  }
  if (!value) return tl::unexpected<Failure>(value.error());
  out.value = std::move(*value);
  return out;
}

std::vector<Rule> parse_rules(NameType type, const std::vector<std::string>& written, bool deny) {
  std::vector<Rule> out;
  for (const std::string& one : written) {
    auto rule = parse_rule(type, one);
    if (!rule) {
      const std::string what = std::string("cannot parse ") + (deny ? "excluded " : "permitted ") +
                               std::string(kind_text(type)) + "constraint " + quote(one);
      throw Error(what + (type == NameType::ip ? " as IP nor CIDR" : ": " + rule.error().text));
    }
    const bool known =
        std::any_of(out.begin(), out.end(), [&](const Rule& other) { return other.value == rule->value; });
    if (!known) out.push_back(std::move(*rule));
  }
  return out;
}

}  // namespace newel::policy
