// step crl inspect: what a revocation list says, and whether its CA says it.
#include "base/clock.h"
#include "base/text.h"
#include "cli/certificate/remote.h"
#include "cli/certificate/root_pool.h"
#include "cli/crl/crl.h"
#include "cli/engine/output_file.h"
#include "cli/shared/key_password.h"
#include "cli/shared/named_key.h"
#include "crypto/pem.h"
#include "net/client.h"
#include "x509/crl_inspect.h"

namespace newel::cli::crl {
namespace {

constexpr const char* pem_label = "X509 CRL";

constexpr auto flags = flag_list(
    Flag{"format", Kind::string, "The output <format>: text, json or pem.", "text"},
    Flag{"ca", Kind::string, "The certificate <file> that the list is checked with."},
    Flag{"from", Kind::boolean,
         "The argument is a server's URL or a certificate: its first CRL distribution point is fetched."},
    Flag{"roots", Kind::strings,
         "The <roots> that servers must lead to: a file, a comma-separated list of files, or a "
         "folder. The system's otherwise."},
    insecure_flag);

bool is_url(std::string_view name) {
  const std::string lower = to_lower(name);
  return lower.starts_with("http://") || lower.starts_with("https://");
}

// What a server presents. Any port may speak TLS, so http:// means the same as https:// here.
std::vector<x509::Certificate> presented(const std::string& url, const std::string& roots) {
  const std::string address = to_lower(url).starts_with("http://") ? "https://" + url.substr(7) : url;
  try {
    return certificate::fetch_remote(address, roots, "", false);
  } catch (const Error& e) {
    constexpr std::string_view prefix = "failed to connect: ";
    std::string_view text = e.text();
    if (text.starts_with(prefix)) text.remove_prefix(prefix.size());
    throw Error("error connecting " + url + ": " + std::string(text));
  }
}

std::string download(const std::string& url, const std::string& roots) {
  net::ClientOptions options;
  options.timeout = std::chrono::minutes(2);
  options.max_response = 512u << 20;  // lists of large CAs have hundreds of thousands of entries
  if (!roots.empty()) {
    options.trust = net::ClientOptions::Trust::roots;
    for (const auto& root : certificate::load_root_pool(roots)) options.roots.push_back(to_bytes(root.der()));
  }
  net::Response response;
  try {
    response = net::Client(std::move(options)).send({.method = "GET", .url = url, .headers = {}, .body = {}});
  } catch (const Error& e) {
    throw Error("error downloading crl: Get \"" + url + "\": " + e.text());
  }
  if (response.status >= 400)
    throw Error("error downloading crl: status code " + std::to_string(response.status));
  return std::move(response.body);
}

/// A list and the certificates that may vouch for it.
struct Source {
  std::string content;
  std::vector<x509::Certificate> authorities;
};

Source read_source(const Invocation& in) {
  const std::string name = in.arg_count() == 0 ? "-" : in.arg(0);
  const std::string roots = join(in.strings("roots"), ",");
  Source source;
  if (!in.string("ca").empty())
    source.authorities = load_certificate_file(in.string("ca"), file_password_prompt());
  if (!in.boolean("from")) {
    source.content = is_url(name) ? download(name, roots) : read_input(name);
    return source;
  }
  const auto chain =
      is_url(name) ? presented(name, roots) : load_certificate_file(name, file_password_prompt());
  if (chain.front().crl_distribution_points().empty()) {
    throw Error("failed to get CRL distribution points from " + name);
  }
  source.authorities.insert(source.authorities.end(), chain.begin() + 1, chain.end());
  if (source.authorities.empty() && !in.boolean("insecure")) throw in.insecure_command();
  source.content = download(chain.front().crl_distribution_points().front(), roots);
  return source;
}

x509::RevocationList parse(const std::string& content) {
  Bytes der = to_bytes(content);
  if (looks_like_pem(content)) {
    for (PemBlock& block : pem_decode_all(content)) {
      if (block.label == pem_label) {
        der = std::move(block.der);
        break;
      }
    }
  }
  return value_or_throw(x509::RevocationList::parse(der), "error parsing crl: error parsing crl");
}

int run(Invocation& in) {
  in.expect_args(0, 1);
  const bool checks = in.boolean("from") || !in.string("ca").empty();
  if (!checks && !in.boolean("insecure")) throw in.insecure_command();
  const Source source = read_source(in);
  const x509::RevocationList list = parse(source.content);
  x509::CrlVerdict verdict;
  if (!source.authorities.empty()) {
    verdict = x509::check_crl_against(list, source.authorities, system_clock().now());
  }
  const std::string format = in.string("format");
  if (format == "json") {
    print(x509::crl_json(list, verdict));
  } else if (format == "pem") {
    print(pem_encode(pem_label, list.der()));
  } else {
    print(x509::crl_text(list, verdict));
  }
  if (verdict.valid || in.boolean("insecure")) return 0;
  throw Error("the CRL is not valid: " + verdict.reason);
}

}  // namespace

constexpr Command inspect_command{
    .name = "inspect",
    .usage = "print the details of a certificate revocation list",
    .usage_text =
        "**step crl inspect** <file|url>\n"
        "[**--format**=<format>] [**--ca**=<file>] [**--from**] [**--roots**=<roots>] [**--insecure**]",
    .description =
        R"(**step crl inspect** checks a certificate revocation list and prints it. A list is valid when its signature is that of the CA,
and neither the CA nor the list has expired. Without **--ca** or **--from** nothing is checked, which needs **--insecure**.

## POSITIONAL ARGUMENTS

<file|url>
: A list in PEM or DER, or its http or https URL. With **--from** a certificate, or the https URL of a server, that says
where its list is. Without it, standard input is read.

## EXIT CODES

This command returns 0 when the list is valid, or was printed with **--insecure**, and \>0 otherwise.

## EXAMPLES

Print a list without checking it:
```
$ step crl inspect --insecure http://ca.example.com/crls/exampleca.crl
```

Check it, too:
```
$ step crl inspect --ca ca.crt exampleca.crl
```

The serial numbers that are revoked:
```
$ step crl inspect --ca ca.crt --format json exampleca.crl | jq -r '.revoked_certificates[].serial_number'
```

The list that a server's certificate points to:
```
$ step crl inspect --from https://www.google.com
```)",
    .action = run,
    .flags = flags,
};

}  // namespace newel::cli::crl
