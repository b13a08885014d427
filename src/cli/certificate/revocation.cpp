#include "cli/certificate/revocation.h"

#include "base/clock.h"
#include "base/random.h"
#include "cli/engine/output_file.h"
#include "crypto/pem.h"
#include "net/client.h"
#include "x509/crl_check.h"
#include "x509/ocsp.h"

namespace newel::cli::certificate {
namespace {

constexpr std::size_t nonce_octets = 16;

net::Client client_for(const std::vector<x509::Certificate>& roots) {
  net::ClientOptions options;
  options.timeout = std::chrono::seconds(60);  // revocation lists may be tens of megabytes
  if (!roots.empty()) {
    options.trust = net::ClientOptions::Trust::roots;
    for (const x509::Certificate& root : roots) options.roots.push_back(to_bytes(root.der()));
  }
  return net::Client(std::move(options));
}

// An endpoint that was asked in vain; the next one may know more.
struct Useless {
  std::string why;
};

// What `ask` returns ends the search; what it throws as Useless goes on to the next endpoint.
template <class Ask>
std::string first_answer(const std::vector<std::string>& endpoints, bool verbose, const char* none, Ask ask) {
  std::string last;
  for (const std::string& endpoint : endpoints) {
    try {
      ask(endpoint);
      return endpoint;
    } catch (const Useless& useless) {
      if (verbose) print(useless.why + "\n");
      last = useless.why;
    }
  }
  throw Error(none);
}

std::vector<std::string> endpoints_of(const std::string& given, const std::vector<std::string>& named,
                                      const char* none) {
  if (!given.empty()) return {given};
  if (named.empty()) throw Error(none);
  return named;
}

x509::RevocationList fetch_list(net::Client& client, const std::string& url) {
  net::Response response;
  try {
    response = client.send({.method = "GET", .url = url, .headers = {}, .body = {}});
  } catch (const Error& e) {
    throw Useless{"error downloading crl: Get \"" + url + "\": " + e.text()};
  }
  if (response.status >= 400)
    throw Useless{"error downloading crl: status code " + std::to_string(response.status)};
  // RFC 5280 section 4.2.1.13 wants DER; some serve PEM.
  std::string_view body = response.body;
  Bytes der = to_bytes(as_bytes(body));
  if (looks_like_pem(body)) {
    if (auto block = pem_next(body)) der = std::move(block->der);
  }
  auto list = x509::RevocationList::parse(der);
  if (!list) throw Useless{"error parsing crl: " + list.error().text};
  return *list;
}

x509::OcspResponse ask_responder(net::Client& client, const std::string& url, const Bytes& request) {
  net::Response response;
  try {
    response = client.send(
        {.method = "POST",
         .url = url,
         .headers = {{"Content-Type", "application/ocsp-request"}, {"Accept", "application/ocsp-response"}},
         .body = to_text(request)});
  } catch (const Error& e) {
    throw Useless{"error contacting OCSP server: " + url + ": " + e.text()};
  }
  if (response.status >= 400)
    throw Useless{"error contacting OCSP server: " + url + ": status code " +
                  std::to_string(response.status)};
  auto parsed = x509::OcspResponse::parse(as_bytes(response.body));
  if (!parsed) throw Useless{"error parsing response from OCSP server: " + url + ": " + parsed.error().text};
  return std::move(*parsed);
}

}  // namespace

std::string check_revocation_lists(const RevocationQuestion& question) {
  const auto endpoints = endpoints_of(question.endpoint, question.subject.crl_distribution_points(),
                                      "CRL distribution endpoint not found in certificate");
  net::Client client = client_for(question.roots);
  return first_answer(
      endpoints, question.verbose, "could not verify certificate against CRL distribution point(s)",
      [&](const std::string& url) {
        const x509::RevocationList list = fetch_list(client, url);
        x509::CrlCheckOptions options;
        options.at = system_clock().now();
        options.fetched_from = url;
        options.check_signature = question.check_signature;
        const auto entry = x509::check_crl(list, question.subject, question.issuer, options);
        if (!entry) throw Useless{"error validating the CRL against the CA issuer: " + entry.error().text};
        if (*entry) throw Error("certificate marked as revoked in CRL " + url);
      });
}

std::string check_ocsp_responders(const RevocationQuestion& question) {
  const auto endpoints = endpoints_of(question.endpoint, question.subject.authority_info_access().ocsp,
                                      "no OCSP AIA extension found");
  const Bytes nonce = system_random().bytes(nonce_octets);
  const Bytes request = x509::create_ocsp_request(question.subject, question.issuer, nonce);
  net::Client client = client_for(question.roots);
  return first_answer(
      endpoints, question.verbose, "could not verify certificate against OCSP server(s)",
      [&](const std::string& url) {
        const x509::OcspResponse response = ask_responder(client, url, request);
        const auto answer = x509::check_ocsp_response(response, question.subject, question.issuer, nonce,
                                                      system_clock().now());
        if (!answer)
          throw Useless{"error parsing response from OCSP server: " + url + ": " + answer.error().text};
        if (answer->status == x509::OcspStatus::revoked)
          throw Error("certificate has been revoked according to OCSP " + url);
        if (answer->status == x509::OcspStatus::unknown)
          throw Error("certificate status is unknown according to OCSP " + url);
      });
}

x509::Certificate download_issuer(const x509::Certificate& subject,
                                  const std::vector<x509::Certificate>& roots) {
  const auto& urls = subject.authority_info_access().issuers;
  if (urls.empty())
    throw Error("could not get the issuing CA from the cert and no issuing CA certificate provided");
  net::Client client = client_for(roots);
  net::Response response;
  try {
    response = client.send({.method = "GET", .url = urls.front(), .headers = {}, .body = {}});
  } catch (const Error& e) {
    throw e.wrapped("failed to download the issuing CA");
  }
  if (response.status >= 400)
    throw Error("failed to download the issuing CA: status code " + std::to_string(response.status));
  return value_or_throw(x509::Certificate::parse(as_bytes(response.body)), "failed to parse the issuing CA");
}

}  // namespace newel::cli::certificate
