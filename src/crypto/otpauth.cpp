#include "crypto/otpauth.h"

#include <fmt/format.h>

#include <charconv>
#include <map>

#include "base/text.h"
#include "base/url.h"

namespace newel {
namespace {

constexpr int most_digits = 10, most_period = 86'400;
constexpr std::string_view scheme = "otpauth://";

using Query = std::map<std::string, std::string>;

Expected<Query> query_of(const std::string& query) {
  Query values;
  for (const std::string& pair : split(query, '&')) {
    const auto equals = pair.find('=');
    if (equals == std::string::npos) continue;
    const auto value = percent_decode(pair.substr(equals + 1));
    if (!value) return failure("error parsing TOTP key from URL: " + value.error().text);
    values[pair.substr(0, equals)] = *value;
  }
  return values;
}

Expected<std::optional<int>> number_of(const Query& query, const std::string& name, int most) {
  const auto found = query.find(name);
  if (found == query.end() || found->second.empty()) return std::nullopt;
  const std::string& text = found->second;
  int value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = parsed.ec == std::errc{} && parsed.ptr == text.data() + text.size();
  if (whole && value >= 1 && value <= most) return std::optional<int>(value);
  return failure(
      fmt::format("error parsing {} from url: {} is not a number from 1 to {}", name, quote(text), most));
}

Expected<OtpSecret> parse_url_secret(std::string_view text) {
  const auto url = parse_url(text);
  if (!url) return failure("error parsing TOTP key from URL: " + url.error().text);
  const auto query = query_of(url->query);
  if (!query) return tl::unexpected(query.error());
  OtpSecret out;
  const auto period = number_of(*query, "period", most_period);
  if (!period) return tl::unexpected(period.error());
  const auto digits = number_of(*query, "digits", most_digits);
  if (!digits) return tl::unexpected(digits.error());
  out.period = *period;
  out.digits = *digits;
  if (const auto algorithm = query->find("algorithm"); algorithm != query->end()) {
    out.hash = otp_hash(algorithm->second);
    if (!out.hash)
      return failure("error parsing algorithm from url: " + quote(algorithm->second) +
                     " is not SHA1, SHA256 or SHA512");
  }
  const auto secret = query->find("secret");
  if (secret == query->end()) return failure("error parsing TOTP key from URL: it has no secret");
  out.base32 = secret->second;
  return out;
}

// Percent-encoding that keeps letters, digits and what is named.
std::string escape(std::string_view text, std::string_view kept) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       kept.find(c) != std::string_view::npos;
    if (plain) {
      out.push_back(c);
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

std::string_view hash_name(Hash hash) {
  return hash == Hash::sha512 ? "SHA512" : hash == Hash::sha256 ? "SHA256" : "SHA1";
}

}  // namespace

std::optional<Hash> otp_hash(std::string_view name) {
  const std::string upper = to_upper(name);
  if (upper == "SHA1") return Hash::sha1;
  if (upper == "SHA256") return Hash::sha256;
  if (upper == "SHA512") return Hash::sha512;
  return std::nullopt;
}

Expected<OtpSecret> parse_otp_secret(std::string_view text) {
  const std::string_view trimmed = trim(text);
  if (trimmed.starts_with(scheme)) return parse_url_secret(trimmed);
  return OtpSecret{std::string(trimmed), {}, {}, {}};
}

std::string otpauth_url(const OtpAccount& whose, const TotpParameters& parameters,
                        const std::string& base32) {
  constexpr std::string_view in_path = "-_.~:@$&+=", in_query = "-_.~";
  return fmt::format("otpauth://totp/{}:{}?algorithm={}&digits={}&issuer={}&period={}&secret={}",
                     escape(whose.issuer, in_path), escape(whose.account, in_path),
                     hash_name(parameters.hash), parameters.digits, escape(whose.issuer, in_query),
                     parameters.period, base32);
}

}  // namespace newel
