// step crypto rand: random text, numbers, words.
#include <openssl/bn.h>

#include <charconv>
#include <sstream>

#include "base/encoding.h"
#include "base/files.h"
#include "base/random.h"
#include "base/text.h"
#include "cli/crypto/crypto.h"
#include "cli/engine/invocation.h"
#include "cli/engine/output_file.h"
#include "cli/shared/fingerprint_format.h"

namespace newel::cli::crypto {
namespace {

constexpr auto flags =
    flag_list(Flag{"format", Kind::string,
                   "The <format> of the output: ascii, alphanumeric, alphabet, lower, upper, hex, dec, uuid, "
                   "emoji, raw, dice or prime.",
                   "ascii"},
              Flag{"dictionary,dict", Kind::string, "A <file> with one word a line, to choose words from."});

constexpr std::string_view lower = "abcdefghijklmnopqrstuvwxyz", upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
                           digits = "0123456789";

std::string printable_ascii() {
  std::string out;
  for (char c = 33; c < 127; ++c) out.push_back(c);
  return out;
}

std::string prime(int bits) {
  if (bits < 2) throw Error("crypto/rand: prime size must be at least 2-bit");
  BIGNUM* number = BN_new();
  const bool done = BN_generate_prime_ex(number, bits, 0, nullptr, nullptr, nullptr) == 1;
  char* text = done ? BN_bn2dec(number) : nullptr;
  const std::string out = text == nullptr ? "" : text;
  OPENSSL_free(text);
  BN_free(number);
  if (out.empty()) throw Error("crypto/rand: no prime of " + std::to_string(bits) + " bits could be made");
  return out;
}

std::string words(const std::string& file, std::size_t count) {
  auto content = read_file(file);
  if (!content) throw Error(content.error().short_text());
  std::istringstream in(std::move(*content));
  std::vector<std::string> list;
  for (std::string line; std::getline(in, line);) {
    if (line.size() >= 65536)
      throw Error("error reading " + file + ": line " + std::to_string(list.size() + 1) + " is too long");
    list.emplace_back(trim(line));
  }
  if (list.empty()) throw Error("error reading " + file + ": the dictionary has no words");
  std::vector<std::string> chosen;
  for (std::size_t i = 0; i < count; ++i) chosen.push_back(list[system_random().below(list.size())]);
  return join(chosen, "-");
}

std::string generate(const std::string& format, std::size_t length) {
  const Random& random = system_random();
  const auto from = [&](const std::string& alphabet) { return random.text(length, alphabet); };
  if (format == "ascii") return from(printable_ascii());
  if (format == "alphanumeric") return random.alphanumeric(length);
  if (format == "alphabet") return from(std::string(upper) + std::string(lower));
  if (format == "lower") return from(std::string(lower));
  if (format == "upper") return from(std::string(upper));
  if (format == "hex" || format == "hexadecimal") return from("0123456789abcdef");
  if (format == "dec" || format == "decimal") return from(std::string(digits));
  if (format == "uuid") return random.uuid();
  if (format == "emoji") return format_fingerprint(random.bytes(length), "emoji");
  if (format == "raw") return to_text(random.bytes(length));
  if (format == "die" || format == "dice") return std::to_string(1 + random.below(length));
  if (format == "prime") return prime(static_cast<int>(length));
  throw invalid_flag_value("format", format);
}

std::size_t length_of(const Invocation& in, std::size_t standard) {
  if (in.arg_count() == 0) return standard;
  const std::string& text = in.arg(0);
  std::int64_t length = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), length);
  if (parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size()) {
    throw Error("positional argument <length> " + quote(text) + " is not a valid number");
  }
  if (length <= 0) throw Error("positional argument <length> " + quote(text) + " must be greater than 0");
  if (length > (1 << 24))
    throw Error("positional argument <length> " + quote(text) + " must not be greater than 16777216");
  return static_cast<std::size_t>(length);
}

int run(Invocation& in) {
  in.expect_args(0, 1);
  const std::string dictionary = in.string("dictionary");
  if (in.is_set("format") && in.is_set("dictionary")) throw incompatible_flags("format", "dictionary");
  const std::string format = to_lower(in.string("format"));
  const bool few = !dictionary.empty() || format == "die" || format == "dice";
  const std::size_t length = length_of(in, few ? 6 : 32);
  if (!dictionary.empty()) {
    print(words(dictionary, length) + "\n");
    return 0;
  }
  print(generate(format, length) + (format == "raw" ? "" : "\n"));
  return 0;
}

}  // namespace

constexpr Command rand_command{
    .name = "rand",
    .usage = "generate random strings, numbers and words",
    .usage_text = "**step crypto rand** [<length>] [**--format**=<format>] [**--dictionary**=<file>]",
    .description = R"(**step crypto rand** prints random data from the system's secure generator.

## POSITIONAL ARGUMENTS

<length>
: How many characters, octets or words; for *dice* the number of sides, for *prime* the number of bits. 32 by default, 6 for
words and dice.

## EXAMPLES

A password:
```
$ step crypto rand
```

A passphrase of five words:
```
$ step crypto rand 5 --dictionary words.txt
```

A 2048-bit prime:
```
$ step crypto rand 2048 --format prime
```

Throw a die:
```
$ step crypto rand --format dice
```)",
    .action = run,
    .flags = flags,
};

}  // namespace newel::cli::crypto
