// The HTTP client over libcurl.
//
// libcurl moves the bytes; what decides about trust, proxies and redirects is here. Redirects are followed by
// ourselves, so that the host a server must prove to be is always the one of the URL at hand, and so that a
// token is not carried to another host.
#include "net/client.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "base/text.h"
#include "base/url.h"
#include "crypto/signer_key.h"
#include "net/address.h"
#include "net/client_errors.h"
#include "net/client_tls.h"
#include "net/curl_library.h"
#include "net/proxy.h"
#include "net/sigpipe.h"

namespace newel::net {
namespace {

constexpr int max_redirects = 10;

long milliseconds(Duration d) {
  return static_cast<long>(std::chrono::ceil<std::chrono::milliseconds>(d).count());
}

// What the callbacks of one transfer write to.
struct Transfer {
  Response response;
  std::size_t max_response = 0;
  bool headers_seen = false;
  bool too_large = false;
  std::string dialled;  // the address tried last, IPv4 preferred
  bool dialled_v4 = false;
};

std::size_t on_header(char* data, std::size_t, std::size_t size, void* user) noexcept {
  auto& transfer = *static_cast<Transfer*>(user);
  try {
    const std::string_view line = trim({data, size});
    if (line.starts_with("HTTP/")) {  // a new message: what went before was interim
      transfer.response.headers.clear();
      return size;
    }
    if (line.empty()) return transfer.headers_seen = true, size;
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return size;
    transfer.response.headers.emplace_back(std::string(line.substr(0, colon)),
                                           std::string(trim(line.substr(colon + 1))));
  } catch (...) {
    return 0;
  }
  return size;
}

std::size_t on_body(char* data, std::size_t, std::size_t size, void* user) noexcept {
  auto& transfer = *static_cast<Transfer*>(user);
  if (transfer.response.body.size() + size > transfer.max_response) return transfer.too_large = true, 0;
  try {
    transfer.response.body.append(data, size);
  } catch (...) {
    return 0;
  }
  return size;
}

curl_socket_t open_socket(void* user, curlsocktype, curl_sockaddr* address) noexcept {
  auto& transfer = *static_cast<Transfer*>(user);
  try {
    sockaddr_storage storage{};
    std::memcpy(&storage, &address->addr, std::min<std::size_t>(address->addrlen, sizeof storage));
    const bool v4 = address->family == AF_INET;
    if (!transfer.dialled_v4 || v4) {
      transfer.dialled = address_text(storage);
      transfer.dialled_v4 = v4;
    }
  } catch (...) {
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

CURLcode configure_tls(CURL*, void* ctx, void* user) noexcept {
  auto& tls = *static_cast<ClientTls*>(user);
  try {
    tls.configure(static_cast<SSL_CTX*>(ctx));
    return CURLE_OK;
  } catch (const std::exception& error) {
    try {
      tls.set_error(error.what());
    } catch (...) {
    }
  } catch (...) {
  }
  return CURLE_SSL_CERTPROBLEM;
}

bool is_redirect(int status) { return (status >= 301 && status <= 303) || status == 307 || status == 308; }

// RFC 3986 section 5.2, for the forms that occur in Location.
Url resolve(const Url& base, const std::string& location) {
  if (location.starts_with("//")) return value_or_throw(parse_url(base.scheme + ":" + location));
  if (location.find("://") != std::string::npos) return value_or_throw(parse_url(location));
  const std::string origin = base.scheme + "://" + base.host;
  if (location.starts_with('/')) return value_or_throw(parse_url(origin + location));
  const std::string path = base.path.empty() ? "/" : base.path;
  if (location.starts_with('?')) return value_or_throw(parse_url(origin + path + location));
  return value_or_throw(parse_url(origin + path.substr(0, path.rfind('/') + 1) + location));
}

void follow(ClientRequest& request, const Url& from, const Url& to, int status) {
  request.url = to.to_string();
  if (status <= 303 && request.method != "GET" && request.method != "HEAD") {
    request.method = "GET";
    request.body.clear();
    std::erase_if(request.headers,
                  [](const auto& field) { return equal_ignoring_case(field.first, "Content-Type"); });
  }
  if (from.host == to.host && from.scheme == to.scheme) return;
  std::erase_if(request.headers, [](const auto& field) {
    return equal_ignoring_case(field.first, "Authorization") || equal_ignoring_case(field.first, "Cookie");
  });
}

void check_field(const std::string& name, const std::string& value) {
  const auto bad = [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\t'; };
  if (name.empty() ||
      std::any_of(name.begin(), name.end(), [&](char c) { return bad(c) || c == ':' || c == ' '; })) {
    throw Error("net/http: invalid header field name " + quote(name));
  }
  if (std::any_of(value.begin(), value.end(), bad)) {
    throw Error("net/http: invalid header field value for " + quote(name));
  }
}

}  // namespace

struct Client::Impl {
  explicit Impl(ClientOptions o)
      : options(std::move(o)), tls(options), curl(CurlLibrary::get()), handle(curl.easy_init()) {
    if (handle == nullptr) throw Error("libcurl is out of memory");
  }
  ~Impl() {
    const SigpipeBlocked quiet;  // closing says goodbye on connections the server may have closed
    curl.easy_cleanup(handle);
  }

  const ClientOptions options;
  ClientTls tls;
  const CurlLibrary& curl;
  CURL* const handle;
  char detail[CURL_ERROR_SIZE] = {};

  template <class T>
  void set(CURLoption option, T value) {
    if (curl.easy_setopt(handle, option, value) != CURLE_OK) {
      throw Error("libcurl refuses option " + std::to_string(option) + ": is it too old?");
    }
  }
  template <class T>
  T info(CURLINFO which) const {
    T value{};
    curl.easy_getinfo(handle, which, &value);
    return value;
  }

  Response perform(const ClientRequest& request, const Url& url, Duration timeout);
  void set_transport(const Url& url, const std::string& proxy, Duration timeout, Transfer& transfer);
  void set_message(const ClientRequest& request, curl_slist* headers);
  curl_slist* header_list(const ClientRequest& request) const;
  curl_slist* dialled_instead() const;
  [[noreturn]] void fail(CURLcode code, const Url& url, const std::string& proxy,
                         const Transfer& transfer) const;
};

void Client::Impl::set_transport(const Url& url, const std::string& proxy, Duration timeout,
                                 Transfer& transfer) {
  set(CURLOPT_URL, url.to_string().c_str());
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_TIMEOUT_MS, milliseconds(timeout));
  set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds(options.connect_timeout));
  set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  set(CURLOPT_PROXY, proxy.c_str());  // empty: none, and the environment is not asked again
  set(CURLOPT_NOPROXY, "");
  set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  set(CURLOPT_ERRORBUFFER, detail);
  set(CURLOPT_HEADERFUNCTION, &on_header);
  set(CURLOPT_HEADERDATA, &transfer);
  set(CURLOPT_WRITEFUNCTION, &on_body);
  set(CURLOPT_WRITEDATA, &transfer);
  set(CURLOPT_OPENSOCKETFUNCTION, &open_socket);
  set(CURLOPT_OPENSOCKETDATA, &transfer);
  // Trust is ours (ClientTls); libcurl must bring neither roots nor remembered sessions of its own.
  set(CURLOPT_CAINFO, static_cast<char*>(nullptr));
  set(CURLOPT_CAPATH, static_cast<char*>(nullptr));
  set(CURLOPT_SSL_SESSIONID_CACHE, 0L);
  set(CURLOPT_SSL_VERIFYPEER, 1L);
  set(CURLOPT_SSL_VERIFYHOST, options.trust == ClientOptions::Trust::none ? 0L : 2L);
  set(CURLOPT_SSL_CTX_FUNCTION, &configure_tls);
  set(CURLOPT_SSL_CTX_DATA, &tls);
}

curl_slist* Client::Impl::header_list(const ClientRequest& request) const {
  for (const auto& [name, value] : request.headers) check_field(name, value);
  curl_slist* list = nullptr;
  const auto add = [&](const std::string& line) {
    curl_slist* longer = curl.slist_append(list, line.c_str());
    if (longer == nullptr) {
      curl.slist_free_all(list);
      throw Error("libcurl is out of memory");
    }
    list = longer;
  };
  for (const auto& [name, value] : request.headers) add(value.empty() ? name + ";" : name + ": " + value);
  // What libcurl would add of its own accord.
  for (const char* name : {"Expect", "Content-Type", "Accept"}) {
    if (find_header(request.headers, name) == nullptr) add(std::string(name) + ":");
  }
  return list;
}

// "::host:port": whatever the URL names, this is connected to.
curl_slist* Client::Impl::dialled_instead() const {
  return options.connect_to.empty() ? nullptr
                                    : curl.slist_append(nullptr, ("::" + options.connect_to).c_str());
}

void Client::Impl::set_message(const ClientRequest& request, curl_slist* headers) {
  set(CURLOPT_HTTPHEADER, headers);
  if (!options.user_agent.empty()) set(CURLOPT_USERAGENT, options.user_agent.c_str());
  if (request.method == "HEAD") {
    set(CURLOPT_NOBODY, 1L);
  } else if (!request.body.empty() || request.method == "POST" || request.method == "PUT") {
    set(CURLOPT_POST, 1L);
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    set(CURLOPT_POSTFIELDS, request.body.c_str());
  } else {
    set(CURLOPT_HTTPGET, 1L);
  }
  if (request.method != "HEAD") set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
}

Response Client::Impl::perform(const ClientRequest& request, const Url& url, Duration timeout) {
  Transfer transfer;
  transfer.max_response = options.max_response;
  const std::string proxy = options.handshake_only ? "" : proxy_for(url, process_environment);
  struct List {
    const CurlLibrary& curl;
    curl_slist* head;
    ~List() { curl.slist_free_all(head); }
  } const headers{curl, header_list(request)}, via{curl, dialled_instead()};
  curl.easy_reset(handle);  // options only: open connections stay
  set_transport(url, proxy, timeout, transfer);
  if (via.head != nullptr) set(CURLOPT_CONNECT_TO, via.head);
  if (options.handshake_only) {
    set(CURLOPT_CONNECT_ONLY, 1L);
    set(CURLOPT_SSL_ENABLE_ALPN, 0L);
  }
  set_message(request, headers.head);
  tls.expect_host(url.host_name());
  tls.set_error({});
  detail[0] = '\0';
  take_signer_failure();
  const SigpipeBlocked quiet;
  const CURLcode code = curl.easy_perform(handle);
  if (code != CURLE_OK) fail(code, url, proxy, transfer);
  transfer.response.status = static_cast<int>(info<long>(CURLINFO_RESPONSE_CODE));
  return std::move(transfer.response);
}

void Client::Impl::fail(CURLcode code, const Url& url, const std::string& proxy,
                        const Transfer& transfer) const {
  if (transfer.too_large)
    throw Error("response body is larger than " + std::to_string(options.max_response >> 20) + " MiB");
  if (code == CURLE_SSL_CERTPROBLEM && !tls.error().empty()) throw Error(tls.error());
  if (const std::string why = take_signer_failure(); !why.empty()) throw Error(why);
  TransferFailure f;
  f.code = code;
  f.os_error = static_cast<int>(info<long>(CURLINFO_OS_ERRNO));
  f.detail = detail[0] != '\0' ? detail : curl.easy_strerror(code);
  f.tls_error = tls.error();
  f.through_proxy = !proxy.empty();
  f.host = url.host_name();
  if (f.through_proxy) {
    if (const auto parsed = parse_url(proxy)) f.host = parsed->host_name();
  }
  f.tried = transfer.dialled;
  const char* ip = info<char*>(CURLINFO_LOCAL_IP);
  if (ip != nullptr && *ip != '\0')
    f.local = join_host_port(ip, std::to_string(info<long>(CURLINFO_LOCAL_PORT)));
  f.dialled = !f.local.empty();
  f.connected = info<curl_off_t>(CURLINFO_PRETRANSFER_TIME_T) > 0;
  f.headers_seen = transfer.headers_seen;
  throw Error(transfer_failure_text(f));
}

Client::Client(ClientOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
Client::~Client() = default;

Response Client::send(const ClientRequest& request) {
  ClientRequest current = request;
  // The time is that of the whole request, whatever number of redirects it takes.
  const Duration timeout = request.timeout.value_or(impl_->options.timeout);
  const auto end = std::chrono::steady_clock::now() + timeout;
  for (int hops = 0;; ++hops) {
    const Url url = value_or_throw(parse_url(current.url));
    if (url.scheme != "https" && url.scheme != "http")
      throw Error("unsupported protocol scheme " + quote(url.scheme));
    if (impl_->options.https_only && url.scheme != "https")
      throw Error("refused to go on without TLS, at " + quote(url.host));
    if (url.host_name().empty()) throw Error("http: no Host in request URL");
    Duration left = timeout;
    if (timeout.count() > 0) {
      left = std::chrono::duration_cast<Duration>(end - std::chrono::steady_clock::now());
      if (left.count() <= 0) throw Error("context deadline exceeded");
    }
    Response response = impl_->perform(current, url, left);
    const std::string* location = find_header(response.headers, "Location");
    if (!impl_->options.follow_redirects || !is_redirect(response.status) || location == nullptr)
      return response;
    if (hops == max_redirects) throw Error("stopped after 10 redirects");
    follow(current, url, resolve(url, *location), response.status);
  }
}

}  // namespace newel::net
