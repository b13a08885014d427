// load: drives a running CA and prints one line of JSON a mode.
//
//   load --ca-json FILE --password-file FILE --port N --pid N [--clients N] [--seconds N] MODE...
//
// Modes: health, sign (kept-alive connections), sign-new (a connection each), renew (mTLS, a connection
// each), and handshake-floor, which needs no server: what TLS 1.3 with a client certificate costs a server in
// CPU, in memory. The rate that counts is requests per second of the *server's* CPU: the client may be the
// slower of the two.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <ctime>
#include <fstream>
#include <map>
#include <thread>

#include "base/clock.h"
#include "base/encoding.h"
#include "base/files.h"
#include "base/random.h"
#include "base/text.h"
#include "base/url.h"
#include "jose/jwe.h"
#include "jose/jwt.h"
#include "load/tls_connection.h"
#include "x509/request.h"

namespace newel::bench {
namespace {

using SteadyClock = std::chrono::steady_clock;

struct Options {
  std::string ca_json, password_file, host = "127.0.0.1";
  int port = 9000, pid = 0, clients = 64, seconds = 5;
  std::vector<std::string> modes;
};

Options parse_options(int argc, char** argv) {
  Options o;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const auto value = [&] {
      return ++i < argc ? std::string(argv[i]) : throw Error(word + " needs a value");
    };
    if (word == "--ca-json")
      o.ca_json = value();
    else if (word == "--password-file")
      o.password_file = value();
    else if (word == "--port")
      o.port = std::stoi(value());
    else if (word == "--pid")
      o.pid = std::stoi(value());
    else if (word == "--clients")
      o.clients = std::stoi(value());
    else if (word == "--seconds")
      o.seconds = std::stoi(value());
    else
      o.modes.push_back(word);
  }
  return o;
}

/// What the clients know of the CA: its root and the key of its first JWK provisioner.
class CaFixture {
 public:
  explicit CaFixture(const Options& options)
      : document_(value_or_throw(json::parse(value_or_throw(read_file(options.ca_json)))).as_object()),
        root_(x509::load_certificates(*json::as_string(&document_.at("root"))).at(0)),
        provisioner_(document_.at("authority").at("provisioners").at(0).as_object()),
        key_(decrypt_key(options)),
        subject_key_(PrivateKey::generate_ec(Curve::p256)) {
    x509::RequestTemplate request;
    request.subject = x509::Name::from_common_name("load.internal");
    request.names.dns = {"load.internal"};
    csr_pem_ = x509::create_request(request, subject_key_).pem();
    audience_ = "https://" + *json::as_string(&document_.at("dnsNames").at(0)) + "/1.0/sign";
  }

  const x509::Certificate& root() const { return root_; }
  const PrivateKey& subject_key() const { return subject_key_; }

  /// The body of a sign request with a fresh token.
  std::string sign_body() const {
    const auto now = unix_seconds(system_clock().now());
    json::Object claims{{"aud", audience_},
                        {"exp", now + 300},
                        {"iat", now},
                        {"iss", *json::as_string(&provisioner_.at("name"))},
                        {"jti", hex_encode(system_random().bytes(32))},
                        {"nbf", now},
                        {"sans", json::Array{"load.internal"}},
                        {"sub", "load.internal"}};
    const std::string token = jose::sign_compact({{"kid", key_.kid}, {"typ", "JWT"}},
                                                 as_bytes(json::write(claims)), key_.private_key(), "ES256");
    return json::write(json::Object{{"csr", csr_pem_}, {"ott", token}});
  }

 private:
  jose::Jwk decrypt_key(const Options& options) const {
    const Secret password = value_or_throw(read_password_file(options.password_file));
    const auto plain = value_or_throw(
        jose::decrypt_with_password(*json::as_string(&provisioner_.at("encryptedKey")), password));
    return value_or_throw(jose::Jwk::parse(as_text({plain.data(), plain.size()})));
  }

  json::Object document_;
  x509::Certificate root_;
  json::Object provisioner_;
  jose::Jwk key_;
  PrivateKey subject_key_;
  std::string csr_pem_, audience_;
};

double server_cpu_seconds(int pid) {
  std::ifstream file(fmt::format("/proc/{}/stat", pid));
  std::string text{std::istreambuf_iterator<char>(file), {}};
  const auto fields = split(text.substr(std::min(text.size(), text.rfind(')') + 2)), ' ');
  if (fields.size() < 14) return 0;
  return static_cast<double>(std::stoll(fields[11]) + std::stoll(fields[12])) /
         static_cast<double>(sysconf(_SC_CLK_TCK));
}

std::int64_t resident_kilobytes(int pid) {
  std::ifstream file(fmt::format("/proc/{}/status", pid));
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("VmRSS:")) return std::stoll(line.substr(6));
  }
  return 0;
}

struct Tally {
  std::vector<double> latencies;  // seconds
  std::int64_t errors = 0;
  std::string first_error;
};

using Work = std::function<void(std::unique_ptr<TlsConnection>& kept)>;

Tally run_client(const Work& work, SteadyClock::time_point end) {
  Tally tally;
  std::unique_ptr<TlsConnection> kept;
  while (SteadyClock::now() < end) {
    const auto start = SteadyClock::now();
    try {
      work(kept);
      tally.latencies.push_back(std::chrono::duration<double>(SteadyClock::now() - start).count());
    } catch (const std::exception& e) {
      kept.reset();
      if (tally.errors++ == 0) tally.first_error = e.what();
    }
  }
  return tally;
}

Tally run_clients(const Work& work, int clients, int seconds) {
  const auto end = SteadyClock::now() + std::chrono::seconds(seconds);
  std::vector<Tally> tallies(static_cast<std::size_t>(clients));
  std::vector<std::thread> threads;
  for (Tally& tally : tallies) threads.emplace_back([&] { tally = run_client(work, end); });
  for (std::thread& thread : threads) thread.join();
  Tally sum;
  for (Tally& tally : tallies) {
    sum.latencies.insert(sum.latencies.end(), tally.latencies.begin(), tally.latencies.end());
    sum.errors += tally.errors;
    if (sum.first_error.empty()) sum.first_error = tally.first_error;
  }
  std::sort(sum.latencies.begin(), sum.latencies.end());
  return sum;
}

void expect_created(const Answer& answer) {
  if (answer.status != 201) throw Error(fmt::format("status {}: {}", answer.status, answer.body));
}

Work make_work(const std::string& mode, const Options& o, const CaFixture& ca, const TlsClient& plain,
               const TlsClient& mutual) {
  if (mode == "health") {
    return [&](auto& kept) {
      if (!kept) kept = std::make_unique<TlsConnection>(plain, o.host, o.port);
      if (const Answer a = kept->request("GET", "/health", ""); a.status != 200)
        throw Error(fmt::format("status {}", a.status));
    };
  }
  if (mode == "sign") {
    return [&](auto& kept) {
      if (!kept) kept = std::make_unique<TlsConnection>(plain, o.host, o.port);
      expect_created(kept->request("POST", "/1.0/sign", ca.sign_body()));
    };
  }
  if (mode == "sign-new") {
    return [&](auto&) {
      expect_created(TlsConnection(plain, o.host, o.port).request("POST", "/1.0/sign", ca.sign_body()));
    };
  }
  if (mode == "renew") {
    return [&](auto&) {
      expect_created(TlsConnection(mutual, o.host, o.port).request("POST", "/1.0/renew", ""));
    };
  }
  throw Error("unknown mode " + mode);
}

/// One certificate from the CA, for the connections that present one.
std::vector<x509::Certificate> enroll(const Options& o, const CaFixture& ca, const TlsClient& plain) {
  const Answer answer = TlsConnection(plain, o.host, o.port).request("POST", "/1.0/sign", ca.sign_body());
  expect_created(answer);
  const json::Value body = value_or_throw(json::parse(answer.body));
  std::string pem;
  for (const json::Value& certificate : body.at("certChain").as_array())
    pem += *json::as_string(&certificate);
  return value_or_throw(x509::parse_certificates_pem(pem));
}

void measure(const std::string& mode, const Options& o, const Work& work) {
  run_clients(work, o.clients, 1);  // warm up
  const double cpu_before = server_cpu_seconds(o.pid);
  const auto start = SteadyClock::now();
  const Tally tally = run_clients(work, o.clients, o.seconds);
  const double wall = std::chrono::duration<double>(SteadyClock::now() - start).count();
  const double cpu = server_cpu_seconds(o.pid) - cpu_before;
  const double count = static_cast<double>(tally.latencies.size());
  const auto percentile = [&](double p) {
    return tally.latencies.empty() ? 0 : tally.latencies[static_cast<std::size_t>(p * (count - 1))] * 1e3;
  };
  fmt::print(
      "{{\"mode\":\"{}\",\"clients\":{},\"requests\":{},\"rate\":{:.0f},\"p50_ms\":{:.2f},\"p99_ms\":{:.2f},"
      "\"cpu_us\":{:.1f},\"rate_per_core\":{:.0f},\"rss_kb\":{},\"errors\":{},\"first_error\":{}}}\n",
      mode, o.clients, tally.latencies.size(), count / wall, percentile(0.5), percentile(0.99),
      cpu / count * 1e6, count / cpu, resident_kilobytes(o.pid), tally.errors,
      json::write_string(tally.first_error));
  std::fflush(stdout);
}

double thread_cpu() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

/// Both ends over memory; only the server's steps are timed.
void measure_handshake(const std::vector<x509::Certificate>& chain, const PrivateKey& key,
                       const x509::Certificate& root) {
  const TlsClient client(root, chain, &key);
  const TlsClient identity(root, chain, &key);  // its context only lends the certificate
  SSL_CTX* server = SSL_CTX_new(TLS_server_method());
  SSL_CTX_use_certificate(server, SSL_CTX_get0_certificate(identity.context()));
  STACK_OF(X509)* extra = nullptr;
  SSL_CTX_get_extra_chain_certs(identity.context(), &extra);
  for (int i = 0; i < sk_X509_num(extra); ++i) SSL_CTX_add1_chain_cert(server, sk_X509_value(extra, i));
  SSL_CTX_use_PrivateKey(server, key.tls_key());
  SSL_CTX_set1_verify_cert_store(server, SSL_CTX_get_cert_store(client.context()));
  SSL_CTX_set_verify(server, SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_num_tickets(server, 0);
  double spent = 0;
  const int rounds = 1000;
  for (int i = 0; i < rounds; ++i) {
    SSL *s = SSL_new(server), *c = SSL_new(client.context());
    BIO *a = BIO_new(BIO_s_mem()), *b = BIO_new(BIO_s_mem());
    BIO_up_ref(a), BIO_up_ref(b);
    SSL_set_bio(s, a, b);
    SSL_set_bio(c, b, a);
    SSL_set_accept_state(s);
    SSL_set_connect_state(c);
    while (!SSL_is_init_finished(s)) {
      SSL_do_handshake(c);
      const double before = thread_cpu();
      SSL_do_handshake(s);
      spent += thread_cpu() - before;
    }
    SSL_free(s);
    SSL_free(c);
  }
  SSL_CTX_free(server);
  fmt::print("{{\"mode\":\"handshake-floor\",\"cpu_us\":{:.1f}}}\n", spent / rounds * 1e6);
}

int run(int argc, char** argv) {
  const Options options = parse_options(argc, argv);
  const CaFixture ca(options);
  const TlsClient plain(ca.root(), {}, nullptr);
  const auto chain = enroll(options, ca, plain);
  const TlsClient mutual(ca.root(), chain, &ca.subject_key());
  for (const std::string& mode : options.modes) {
    if (mode == "handshake-floor") {
      measure_handshake(chain, ca.subject_key(), ca.root());
    } else {
      measure(mode, options, make_work(mode, options, ca, plain, mutual));
    }
  }
  return 0;
}

}  // namespace
}  // namespace newel::bench

int main(int argc, char** argv) {
  try {
    return newel::bench::run(argc, argv);
  } catch (const std::exception& e) {
    fmt::print(stderr, "load: {}\n", e.what());
    return 1;
  }
}
