#include "crypto/password_hash.h"

#include <argon2.h>
#include <crypt.h>
#include <fmt/format.h>
#include <openssl/evp.h>

#include <charconv>
#include <map>

#include "base/encoding.h"
#include "base/random.h"
#include "base/text.h"

namespace newel {
namespace {

// A parameter's spelling, its range and what it is when the hash does not say.
struct Range {
  std::string_view name;
  std::uint32_t low, high, standard;
};
constexpr Range scrypt_ranges[] = {{"ln", 1, 20, 16}, {"r", 1, 32, 8}, {"p", 1, 32, 1}};
constexpr Range argon2_ranges[] = {{"t", 1, 128, 3}, {"m", 8, 16777216, 12}, {"p", 1, 32, 1}};

/// "$id[$v=19][$k=v,...]$salt$hash".
struct Phc {
  std::string id, version;
  std::map<std::string, std::string, std::less<>> parameters;
  Bytes salt, hash;
};

using Numbers = std::map<std::string, std::uint32_t, std::less<>>;

tl::unexpected<Failure> unknown_method(const std::string& id) {
  return failure("invalid or unsupported hash method with id '" + id + "'");
}

Expected<Phc> parse_phc(std::string_view text) {
  const auto bad = [] { return failure("error decoding hash: cannot decode password hash"); };
  auto fields = split(text, '$');
  if (fields.size() < 3 || !fields[0].empty() || fields[1].empty()) return bad();
  Phc phc;
  phc.id = fields[1];
  if (phc.id != "scrypt" && phc.id != "argon2i" && phc.id != "argon2id") return unknown_method(phc.id);
  std::size_t at = 2;
  if (at < fields.size() && fields[at].starts_with("v=")) phc.version = fields[at++].substr(2);
  if (at < fields.size() && fields[at].find('=') != std::string::npos) {
    for (const std::string& pair : split(fields[at++], ',')) {
      const auto equals = pair.find('=');
      if (equals == std::string::npos) return bad();
      phc.parameters[pair.substr(0, equals)] = pair.substr(equals + 1);
    }
  }
  if (fields.size() != at + 2) return bad();
  auto salt = base64_decode(fields[at], Base64::standard_raw);
  auto hash = base64_decode(fields[at + 1], Base64::standard_raw);
  if (!salt || !hash) return bad();
  phc.salt = std::move(*salt);
  phc.hash = std::move(*hash);
  return phc;
}

Expected<Numbers> read_numbers(const Phc& phc, std::span<const Range> ranges, std::string_view algorithm) {
  Numbers numbers;
  for (const Range& range : ranges) {
    const auto given = phc.parameters.find(range.name);
    if (given == phc.parameters.end()) {
      numbers[std::string(range.name)] = range.standard;
      continue;
    }
    const std::string& text = given->second;
    std::uint32_t value = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    if (parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size() || value < range.low ||
        value > range.high) {
      return failure(fmt::format("invalid {} parameter {}={}", algorithm, range.name, text));
    }
    numbers[std::string(range.name)] = value;
  }
  return numbers;
}

Expected<Bytes> derive_scrypt(const Secret& password, ByteView salt, const Numbers& n, std::size_t length) {
  Bytes out(length);
  const std::uint64_t cost = std::uint64_t{1} << n.at("ln");
  // 128 * N * r octets and a little: the bound OpenSSL wants to be told.
  const std::uint64_t memory = 128 * cost * n.at("r") + 128ull * n.at("r") * n.at("p") + (1u << 20);
  const std::string_view text = password.view();
  if (EVP_PBE_scrypt(text.data(), text.size(), salt.data(), salt.size(), cost, n.at("r"), n.at("p"), memory,
                     out.data(), out.size()) != 1) {
    return failure("error deriving password: scrypt failed with these parameters");
  }
  return out;
}

Expected<Bytes> derive_argon2(argon2_type type, const Secret& password, ByteView salt, const Numbers& n,
                              std::size_t length) {
  Bytes out(length);
  argon2_context context{};
  context.out = out.data();
  context.outlen = static_cast<std::uint32_t>(out.size());
  context.pwd = const_cast<Byte*>(password.bytes().data());
  context.pwdlen = static_cast<std::uint32_t>(password.size());
  context.salt = const_cast<Byte*>(salt.data());
  context.saltlen = static_cast<std::uint32_t>(salt.size());
  context.t_cost = n.at("t");
  // The memory is at least eight blocks a lane, as RFC 9106 section 3.1 has it.
  context.m_cost = std::max(n.at("m"), 8 * n.at("p"));
  context.lanes = context.threads = n.at("p");
  context.version = ARGON2_VERSION_13;
  const int code = argon2_ctx(&context, type);
  if (code != ARGON2_OK)
    return failure(std::string("error deriving password: ") + argon2_error_message(code));
  return out;
}

// libxcrypt guards "$2a$" against an old mistake in a way that changes some hashes; "$2b$" is the plain
// algorithm, which is what
// "$2a$" means here.
Expected<std::string> derive_bcrypt(const Secret& password, const std::string& setting) {
  if (password.size() > 72)
    return failure("error deriving password: bcrypt: password length exceeds 72 bytes");
  if (password.view().find('\0') != std::string_view::npos) {
    return failure("error deriving password: bcrypt: password contains a NUL octet");
  }
  std::string plain = setting;
  plain[2] = 'b';
  SecretBytes terminated = to_secret(password.bytes());
  terminated.push_back(0);
  crypt_data data{};
  const char* result = crypt_r(reinterpret_cast<const char*>(terminated.data()), plain.c_str(), &data);
  if (result == nullptr || result[0] == '*')
    return failure("error decoding hash: cannot decode password hash");
  std::string out = result;
  out[2] = 'a';
  OPENSSL_cleanse(&data, sizeof data);
  return out;
}

Expected<std::string> new_bcrypt(const Secret& password) {
  char setting[64] = {};
  const Bytes salt = system_random().bytes(16);
  if (crypt_gensalt_rn("$2b$", 10, reinterpret_cast<const char*>(salt.data()), static_cast<int>(salt.size()),
                       setting, sizeof setting) == nullptr) {
    return failure("error deriving password: this system's libcrypt has no bcrypt");
  }
  return derive_bcrypt(password, setting);
}

std::string raw64(ByteView bytes) { return base64_encode(bytes, Base64::standard_raw); }

Expected<std::string> new_argon2(argon2_type type, const char* name, std::uint32_t memory, std::uint32_t time,
                                 const Secret& password) {
  const Bytes salt = system_random().bytes(16);
  const auto hash = derive_argon2(type, password, salt, {{"m", memory}, {"t", time}, {"p", 4}}, 32);
  if (!hash) return tl::unexpected(hash.error());
  return fmt::format("${}$v=19$m={},t={},p=4${}${}", name, memory, time, raw64(salt), raw64(*hash));
}

}  // namespace

Expected<std::string> hash_password(PasswordHash algorithm, const Secret& password) {
  switch (algorithm) {
    case PasswordHash::bcrypt:
      return new_bcrypt(password);
    case PasswordHash::argon2i:
      return new_argon2(Argon2_i, "argon2i", 32768, 3, password);
    case PasswordHash::argon2id:
      return new_argon2(Argon2_id, "argon2id", 65536, 1, password);
    case PasswordHash::scrypt:
      break;
  }
  const Bytes salt = system_random().bytes(16);
  const auto hash = derive_scrypt(password, salt, {{"ln", 15}, {"r", 8}, {"p", 1}}, 32);
  if (!hash) return tl::unexpected(hash.error());
  return fmt::format("$scrypt$ln=15,r=8,p=1${}${}", raw64(salt), raw64(*hash));
}

Expected<std::uint64_t> password_hash_work(std::string_view text) {
  constexpr std::uint64_t bcrypt_state = 4096;
  if (text.starts_with("$2a$")) {
    if (text.size() < 7 || text[4] < '0' || text[4] > '3' || text[5] < '0' || text[5] > '9')
      return failure("error decoding hash: cannot decode password hash");
    return 2 * bcrypt_state << (10 * (text[4] - '0') + (text[5] - '0'));
  }
  const auto phc = parse_phc(text);
  if (!phc) return tl::unexpected(phc.error());
  if (phc->id == "scrypt") {
    return read_numbers(*phc, scrypt_ranges, "scrypt").map([](const Numbers& n) {
      return 128 * std::uint64_t{n.at("r")} * n.at("p") << n.at("ln");
    });
  }
  return read_numbers(*phc, argon2_ranges, "argon2").map([](const Numbers& n) {
    return 1024 * std::uint64_t{n.at("m")} * n.at("t");
  });
}

Expected<bool> check_password(std::string_view text, const Secret& password) {
  if (text.starts_with("$2a$")) {
    const auto again = derive_bcrypt(password, std::string(text));
    if (!again) return tl::unexpected(again.error());
    return equal_constant_time(as_bytes(*again), as_bytes(text));
  }
  const auto phc = parse_phc(text);
  if (!phc) return tl::unexpected(phc.error());
  Expected<Bytes> derived = unknown_method(phc->id);
  if (phc->id == "scrypt") {
    const auto numbers = read_numbers(*phc, scrypt_ranges, "scrypt");
    if (!numbers) return tl::unexpected(numbers.error());
    derived = derive_scrypt(password, phc->salt, *numbers, phc->hash.size());
  } else if (phc->id == "argon2i" || phc->id == "argon2id") {
    if (phc->version != "19") return failure("unsupported argon2 version '" + phc->version + "'");
    const auto numbers = read_numbers(*phc, argon2_ranges, "argon2");
    if (!numbers) return tl::unexpected(numbers.error());
    derived = derive_argon2(phc->id == "argon2i" ? Argon2_i : Argon2_id, password, phc->salt, *numbers,
                            phc->hash.size());
  }
  if (!derived) return tl::unexpected(derived.error());
  return equal_constant_time(*derived, phc->hash);
}

}  // namespace newel
