#include "cli/certificate/remote.h"

#include <map>

#include "base/clock.h"
#include "base/text.h"
#include "base/url.h"
#include "cli/certificate/root_pool.h"
#include "net/client.h"
#include "x509/oids.h"
#include "x509/verify.h"

namespace newel::cli::certificate {
namespace {

// Schemes that mean "connect and speak TLS at once", with their ports.
const std::map<std::string, std::string, std::less<>> remote_schemes = {
    {"tcp", "443"}, {"tls", "443"}, {"https", "443"}, {"smtps", "465"}, {"ldaps", "636"}};

std::string scheme_of(std::string_view name) {
  const auto end = name.find("://");
  return end == std::string_view::npos ? "" : to_lower(name.substr(0, end));
}

struct Endpoint {
  std::string host, port;
};

Endpoint parse_endpoint(const std::string& name) {
  const auto url = parse_url(name);
  if (!url) throw Error("error parsing URL '" + name + "': " + url.error().text);
  const auto scheme = remote_schemes.find(to_lower(url->scheme));
  if (scheme == remote_schemes.end())
    throw Error("error parsing URL '" + name +
                "': a server's URL begins with https://, tls://, tcp://, smtps:// or ldaps://");
  if (url->host_name().empty()) throw Error("error parsing URL '" + name + "': it names no host");
  const std::string port = url->port();
  return {url->host_name(), port.empty() ? scheme->second : port};
}

// The handshake is carried to its end, so that the server has shown that it holds the key of its certificate;
// nothing is sent behind it. Who asks for no proof (`insecure`) also sees what a server presents that then
// wants a certificate of ours.
std::vector<Bytes> presented_chain(const Endpoint& endpoint, const std::string& server_name, bool insecure) {
  std::vector<Bytes> chain;
  net::ClientOptions options;
  options.trust = net::ClientOptions::Trust::none;
  options.timeout = std::chrono::seconds(30);
  options.handshake_only = true;
  options.check_chain = [&](const std::vector<Bytes>& presented) {
    chain = presented;
    return true;
  };
  if (!server_name.empty()) options.connect_to = join_host_port(endpoint.host, endpoint.port);
  const std::string host = server_name.empty() ? endpoint.host : server_name;
  try {
    net::Client(options).send({.method = "GET",
                               .url = "https://" + join_host_port(host, endpoint.port) + "/",
                               .headers = {},
                               .body = {}});
  } catch (const Error& e) {
    if (!insecure || chain.empty()) throw Error("failed to connect: " + e.text());
  }
  return chain;
}

std::vector<x509::Certificate> trusted_roots(const std::string& roots) {
  try {
    return load_roots(roots);
  } catch (const Error& e) {
    throw e.wrapped("failure to load root certificate pool from input path '" + roots + "'");
  }
}

void verify(const std::vector<x509::Certificate>& chain, const std::string& host,
            std::vector<x509::Certificate> roots) {
  x509::VerifyOptions options;
  options.roots = std::move(roots);
  if (options.roots.empty())
    throw Error("failed to connect: x509: failed to load system roots and no roots provided");
  options.intermediates.assign(chain.begin() + 1, chain.end());
  options.at = system_clock().now();
  options.host = host;
  options.extended_key_usage = {std::string(x509::oids::server_auth)};
  if (const auto verified = x509::verify_chain(chain.front(), options); !verified) {
    throw Error("failed to connect: tls: failed to verify certificate: " + verified.error().text);
  }
}

}  // namespace

bool is_remote(std::string_view name) { return remote_schemes.contains(scheme_of(name)); }

std::vector<x509::Certificate> fetch_remote(const std::string& url, const std::string& roots,
                                            const std::string& server_name, bool insecure) {
  const Endpoint endpoint = parse_endpoint(url);
  // What is wrong with a flag is said before anybody is called.
  std::vector<x509::Certificate> trusted;
  if (!insecure) trusted = trusted_roots(roots);
  std::vector<x509::Certificate> chain;
  for (const Bytes& der : presented_chain(endpoint, server_name, insecure)) {
    chain.push_back(
        value_or_throw(x509::Certificate::parse(der), "failed to connect: the server's certificate"));
  }
  if (!insecure) verify(chain, server_name.empty() ? endpoint.host : server_name, std::move(trusted));
  return chain;
}

std::vector<x509::Certificate> fetch_remote(const Invocation& in, const std::string& url) {
  return fetch_remote(url, in.string("roots"), in.string("servername"), in.boolean("insecure"));
}

}  // namespace newel::cli::certificate
