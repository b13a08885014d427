// step crypto hash: digests of files, and of folders with everything in them (reference:
// command/crypto/hash/hash.go).
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

#include "base/encoding.h"
#include "base/files.h"
#include "base/text.h"
#include "cli/crypto/crypto.h"
#include "cli/engine/invocation.h"
#include "cli/engine/output_file.h"
#include "cli/shared/json_output.h"
#include "crypto/file_digest.h"

namespace newel::cli::crypto {
namespace {

constexpr auto flags = flag_list(Flag{"alg", Kind::string,
                                      "The hash <algorithm>: sha1 (or sha), sha224, sha256, sha384, sha512, "
                                      "sha512-224, sha512-256, or md5, which requires "
                                      "**--insecure**.",
                                      "sha256"},
                                 json_flag, insecure_flag.hide());

// OpenSSL's name of the algorithm.
std::string algorithm_of(const Invocation& in) {
  const std::string name = to_lower(in.string("alg"));
  if (name == "md5" && !in.boolean("insecure")) throw required_insecure_value("alg", "md5");
  if (name == "sha" || name == "sha1") return "SHA1";
  if (name == "sha224" || name == "sha256" || name == "sha384" || name == "sha512" || name == "md5")
    return to_upper(name);
  if (name == "sha512-224") return "SHA512-224";
  if (name == "sha512-256") return "SHA512-256";
  throw invalid_flag_value("alg", in.string("alg"));
}

// Go's portable mode bits: permissions as they are, kinds in the high bits.
std::uint32_t portable_mode(const struct stat& status) {
  std::uint32_t mode = status.st_mode & 0777;
  switch (status.st_mode & S_IFMT) {
    case S_IFDIR:
      mode |= 1u << 31;
      break;
    case S_IFLNK:
      mode |= 1u << 27;
      break;
    case S_IFBLK:
      mode |= 1u << 26;
      break;
    case S_IFCHR:
      mode |= 1u << 26 | 1u << 21;
      break;
    case S_IFIFO:
      mode |= 1u << 25;
      break;
    case S_IFSOCK:
      mode |= 1u << 24;
      break;
    case S_IFREG:
      break;
    default:
      mode |= 1u << 19;
  }
  if ((status.st_mode & S_ISUID) != 0) mode |= 1u << 23;
  if ((status.st_mode & S_ISGID) != 0) mode |= 1u << 22;
  if ((status.st_mode & S_ISVTX) != 0) mode |= 1u << 20;
  return mode;
}

struct stat status_of(const std::string& path, bool follow) {
  struct stat status {};
  if ((follow ? ::stat(path.c_str(), &status) : ::lstat(path.c_str(), &status)) != 0)
    throw file_error("stat", path, errno);
  return status;
}

void add_mode(StreamDigest& digest, std::uint32_t mode) {
  const Byte octets[4] = {static_cast<Byte>(mode), static_cast<Byte>(mode >> 8),
                          static_cast<Byte>(mode >> 16), static_cast<Byte>(mode >> 24)};
  digest.update(octets);
}

/// A link is followed; the caller has put its own mode into the digest already.
Bytes digest_of(const std::string& path, const std::string& algorithm);

Bytes digest_of_folder(const std::string& path, const struct stat& status, const std::string& algorithm) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(path))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  StreamDigest digest(algorithm);
  add_mode(digest, portable_mode(status));
  for (const std::string& name : names) {
    const std::string inside = join_path(path, name);
    const struct stat entry = status_of(inside, false);
    if (!S_ISDIR(entry.st_mode)) add_mode(digest, portable_mode(entry));
    digest.update(digest_of(inside, algorithm));
  }
  return digest.finish();
}

Bytes digest_of(const std::string& path, const std::string& algorithm) {
  const struct stat status = status_of(path, true);
  if (S_ISDIR(status.st_mode)) return digest_of_folder(path, status, algorithm);
  return value_or_throw(digest_file(path, algorithm));
}

int run_digest(Invocation& in) {
  if (in.arg_count() == 0) throw in.too_few();
  const std::string algorithm = algorithm_of(in);
  json::Array list;
  for (const std::string& path : in.args()) {
    const std::string digest = hex_encode(digest_of(path, algorithm));
    if (in.boolean("json")) {
      list.push_back(json::Object{{"file", path}, {"algorithm", to_lower(algorithm)}, {"digest", digest}});
    } else {
      print(digest + "  " + path + "\n");
    }
  }
  if (in.boolean("json")) print_json(list);
  return 0;
}

Bytes expected_digest(const std::string& hex) {
  if (auto bytes = hex_decode(hex)) return std::move(*bytes);
  const auto bad = std::find_if(hex.begin(), hex.end(),
                                [](char c) { return !std::isxdigit(static_cast<unsigned char>(c)); });
  if (bad == hex.end()) throw Error("error decoding " + hex + ": : odd length hex string");
  char code[16];
  std::snprintf(code, sizeof code, "U+%04X", static_cast<unsigned char>(*bad));
  throw Error("error decoding " + hex + ": : " + code + " '" + *bad + "'");
}

int run_compare(Invocation& in) {
  in.expect_args(2);
  const std::string algorithm = algorithm_of(in);
  const Bytes expected = expected_digest(in.arg(0));
  const bool same = equal_constant_time(expected, digest_of(in.arg(1), algorithm));
  return answer(in, same, "match", "ok", "fail");
}

constexpr Command digest_command{
    .name = "digest",
    .usage = "generate a hash digest of a file or directory",
    .usage_text = "**step crypto hash digest** <file-or-directory>...\n[**--alg**=<algorithm>] [**--json**]",
    .description =
        R"(**step crypto hash digest** prints the digest of each file or folder. The digest of a folder covers the names' order, the
modes and the contents of everything below it.

## POSITIONAL ARGUMENTS

<file-or-directory>
: What to digest; symbolic links are followed.

## EXAMPLES

```
$ step crypto hash digest --alg sha512 disk.img
```)",
    .action = run_digest,
    .flags = flags,
};

constexpr Command compare_command{
    .name = "compare",
    .usage = "verify the hash digest for a file or directory matches an expected value",
    .usage_text =
        "**step crypto hash compare** <hash> <file-or-directory>\n[**--alg**=<algorithm>] [**--json**]",
    .description = R"(**step crypto hash compare** prints *ok* if the file or folder has the digest.

## POSITIONAL ARGUMENTS

<hash>
: The expected digest in hexadecimal.

<file-or-directory>
: What to digest.

## EXIT CODES

The exit status is 0 if they are equal, and 1 otherwise.

## EXAMPLES

```
$ step crypto hash compare 1d14bfeab8532f0fca6220f6a870d069496798e92520c4437e13b9921a3cb7f3 file.txt
```)",
    .action = run_compare,
    .flags = flags,
};

constexpr const Command* subcommands[] = {&digest_command, &compare_command};

}  // namespace

constexpr Command hash_group{
    .name = "hash",
    .usage = "generate and check hashes of files and directories",
    .usage_text = "**step crypto hash** <subcommand> [arguments] [global-flags] [subcommand-flags]",
    .description = R"(**step crypto hash** digests files and folders, and compares them with digests.)",
    .subcommands = subcommands,
};

}  // namespace newel::cli::crypto
