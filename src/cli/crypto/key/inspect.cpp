// step crypto key inspect: the numbers of a key.
#include <fmt/format.h>

#include "base/encoding.h"
#include "cli/crypto/key/key.h"
#include "cli/engine/output_file.h"
#include "cli/shared/json_output.h"

namespace newel::cli::crypto {
namespace {

constexpr auto flags = flag_list(key_password_flag, json_flag);

// "<name>:", then 16 octets a line. Short numbers are filled with zeros to `size`.
std::string block(std::string_view name, ByteView number, std::size_t size = 0) {
  std::string hex(number.size() < size ? 2 * (size - number.size()) : 0, '0');
  hex += hex_encode(number);
  std::string out = fmt::format("{}:", name);
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    out += i % 32 == 0 ? "\n    " : "";
    out.append(hex, i, 2);
    if (i + 2 < hex.size()) out += ':';
  }
  return out + "\n";
}

std::string exponent(std::string_view name, const PublicKey& key) {
  unsigned long value = 0;
  for (const Byte octet : key.rsa_exponent()) value = value << 8 | octet;
  return fmt::format("{}: {} ({:#x})\n", name, value, value);
}

std::string curve_line(const PublicKey& key) { return fmt::format("Curve: {}\n", curve_name(key.curve())); }

std::string describe(const PublicKey& key) {
  switch (key.type()) {
    case KeyType::rsa: {
      const Bytes n = key.rsa_modulus();
      return fmt::format("RSA Public-Key: ({} bit)\n", n.size() * 8) + block("Modulus", n) +
             exponent("Exponent", key);
    }
    case KeyType::ec:
      return fmt::format("EC Public-Key: ({} bit)\n", key.bits()) + block("X", key.ec_x()) +
             block("Y", key.ec_y()) + curve_line(key);
    case KeyType::ed25519:
      return "Ed25519 Public-Key: (256 bit)\n" + block("Public", key.raw());
    case KeyType::x25519:
      break;
  }
  throw Error("unsupported key type 'X25519'");
}

std::string describe(const PrivateKey& key) {
  const PublicKey& half = key.public_key();
  switch (half.type()) {
    case KeyType::rsa: {
      const auto s = key.rsa_secrets();
      const Bytes n = half.rsa_modulus();
      return fmt::format("RSA Private-Key: ({} bit)\n", n.size() * 8) + block("Modulus", n) +
             exponent("Public Exponent", half) + block("Private Exponent", s.d, n.size()) +
             block("Prime #1", s.p) + block("Prime #2", s.q) + block("Exponent #1", s.dp) +
             block("Exponent #2", s.dq) + block("Coefficient", s.qi);
    }
    case KeyType::ec:
      // "PrivateKey-Key" is how the reference has it, and scripts look for it.
      return fmt::format("EC PrivateKey-Key: ({} bit)\n", half.bits()) + block("X", half.ec_x()) +
             block("Y", half.ec_y()) + block("D", key.ec_scalar()) + curve_line(half);
    case KeyType::ed25519:
      return "Ed25519 Private-Key: (512 bit)\n" + block("Public", half.raw()) +
             block("Private", key.ed25519_seed());
    case KeyType::x25519:
      break;
  }
  throw Error("unsupported key type 'X25519'");
}

// ---- the same for programs: numbers as hexadecimal without separators, big-endian

void add_public(json::Object& out, const PublicKey& key) {
  switch (key.type()) {
    case KeyType::rsa:
      out["modulus"] = hex_encode(key.rsa_modulus());
      out["publicExponent"] = hex_encode(key.rsa_exponent());
      return;
    case KeyType::ec:
      out["curve"] = curve_name(key.curve());
      out["x"] = hex_encode(key.ec_x());
      out["y"] = hex_encode(key.ec_y());
      return;
    case KeyType::ed25519:
    case KeyType::x25519:
      out["public"] = hex_encode(key.raw());
      return;
  }
}

void add_private(json::Object& out, const PrivateKey& key) {
  switch (key.public_key().type()) {
    case KeyType::rsa: {
      const auto s = key.rsa_secrets();
      out["privateExponent"] = hex_encode(s.d);
      out["primes"] = json::Array{hex_encode(s.p), hex_encode(s.q)};
      out["exponents"] = json::Array{hex_encode(s.dp), hex_encode(s.dq)};
      out["coefficient"] = hex_encode(s.qi);
      return;
    }
    case KeyType::ec:
      out["d"] = hex_encode(key.ec_scalar());
      return;
    case KeyType::ed25519:
      out["seed"] = hex_encode(key.ed25519_seed());
      return;
    case KeyType::x25519:
      out["scalar"] = hex_encode(key.x25519_scalar());
      return;
  }
}

json::Object as_json(const Key& key) {
  const auto* whole = std::get_if<PrivateKey>(&key);
  const PublicKey half = public_half(key);
  json::Object out;
  out["type"] = half.type() == KeyType::ec ? "EC" : std::string(key_type_name(half.type()));
  out["private"] = whole != nullptr;
  out["bits"] = half.bits();
  add_public(out, half);
  if (whole != nullptr) add_private(out, *whole);
  return out;
}

int run(Invocation& in) {
  const std::string input = key_argument(in);
  const AnyKey have = read_any_key(in, read_input(input), input, Blocks::first);
  if (in.boolean("json")) {
    print_json(as_json(have.key));
    return 0;
  }
  print(std::visit([](const auto& key) { return describe(key); }, have.key));
  return 0;
}

}  // namespace

constexpr Command key_inspect_command{
    .name = "inspect",
    .usage = "print the numbers of a key",
    .usage_text = "**step crypto key inspect** <key-file>\n[**--password-file**=<file>] [**--json**]",
    .description =
        R"(**step crypto key inspect** prints what a public or private key consists of, in hexadecimal. Private numbers are
printed too: mind who looks at the screen.

## POSITIONAL ARGUMENTS

<key-file>
: The key, or a certificate or request for its public key. Standard input when it is missing or **-**.

## EXAMPLES

```
$ step crypto key inspect server.pub
```

For a program:
```
$ step crypto key inspect --json server.pub | jq .bits
```)",
    .action = run,
    .flags = flags,
};

}  // namespace newel::cli::crypto
