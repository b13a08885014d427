// TLS as openssl s_client, curl and our own client see it.
#include "net/tls.h"

#include <gmock/gmock.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>

#include <cstdlib>
#include <fstream>

#include "net/fixtures.h"

namespace newel::net::test {
namespace {

using testing::HasSubstr;

std::string run(const std::string& command) {
  FILE* pipe = ::popen((command + " 2>&1 </dev/null").c_str(), "r");
  std::string out;
  char buffer[4096];
  for (std::size_t n = 0; (n = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) out.append(buffer, n);
  ::pclose(pipe);
  return out;
}

std::string send_error(const ClientOptions& options, const std::string& url) {
  try {
    Client(options).send({.url = url});
  } catch (const Error& error) {
    return error.text();
  }
  return {};
}

class TempDir {
 public:
  TempDir() {
    char name[] = "/tmp/newel-tls-XXXXXX";
    path_ = ::mkdtemp(name);
  }
  ~TempDir() {
    const std::string command = "rm -r '" + path_ + "'";
    if (std::system(command.c_str()) != 0) ADD_FAILURE() << command;
  }
  std::string path(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

struct Case {
  std::string name;
  Identity identity;
  std::vector<Bytes> more;  // sent behind the leaf
  std::string alert;        // what the client is told; empty: accepted
  std::string logged;       // what the server says
};

TEST(ClientCertificates, AreVerifiedWhenGiven) {
  const Pki& pki = Pki::get();
  const Identity foreign_root = make_identity({.common_name = "Foreign", .ca = true});
  const auto leaf = [](const std::string& usage, long from, long to) {
    return CertificateSpec{.common_name = "x",
                           .sans = "DNS:x",
                           .usage = usage,
                           .ca = false,
                           .not_before = from,
                           .not_after = to};
  };
  const Identity no_usage = make_identity(leaf("", -10, 100), &pki.intermediate);
  const std::vector<Case> cases = {
      {"leaf alone", pki.client, {}, "", ""},
      {"leaf and intermediate", pki.client, {pki.intermediate.der()}, "", ""},
      {"no usage at all", no_usage, {}, "", ""},
      {"any usage", make_identity(leaf("anyExtendedKeyUsage", -10, 100), &pki.intermediate), {}, "", ""},
      {"issued by the root", make_identity(leaf("clientAuth", -10, 100), &pki.root), {}, "", ""},
      {"server usage only",
       make_identity(leaf("serverAuth", -10, 100), &pki.intermediate),
       {},
       "remote error: tls: ",
       "tls: failed to verify certificate: x509: certificate specifies an incompatible key usage"},
      {"expired",
       make_identity(leaf("clientAuth", -200, -100), &pki.intermediate),
       {},
       "remote error: tls: ",
       "tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time "},
      {"not yet valid",
       make_identity(leaf("clientAuth", 100, 200), &pki.intermediate),
       {},
       "remote error: tls: ",
       " is before "},
      {"foreign",
       make_identity(leaf("clientAuth", -10, 100), &foreign_root),
       {foreign_root.der()},
       "remote error: tls: ",
       "tls: failed to verify certificate: x509: certificate signed by unknown authority"},
      {"issued by a leaf",
       make_identity(leaf("clientAuth", -10, 100), &no_usage),
       {no_usage.der()},
       "remote error: tls: ",
       "x509: "},
  };
  for (const TlsVersion version : {TlsVersion::tls12, TlsVersion::tls13}) {
    TlsServerSettings settings = server_settings();
    settings.max_version = version;
    TestServer server(std::make_shared<TlsServerContext>(settings));
    for (const Case& c : cases) {
      ClientOptions options = client_with(c.identity);
      options.client_chain.insert(options.client_chain.end(), c.more.begin(), c.more.end());
      const std::string error = send_error(options, server.url("/"));
      if (c.alert.empty()) {
        EXPECT_EQ(error, "") << c.name;
      } else {
        EXPECT_THAT(error, HasSubstr(c.alert)) << c.name;
        EXPECT_TRUE(server.errors.wait_for(c.logged))
            << c.name << testing::PrintToString(server.errors.all());
        EXPECT_THAT(server.errors.all().back(),
                    testing::StartsWith("http: TLS handshake error from 127.0.0.1:"))
            << c.name;
      }
    }
    EXPECT_EQ(send_error(trusting_client(), server.url("/")), "");  // and none is fine
  }
}

// A certificate is public; only the private key makes it somebody's.
TEST(ClientCertificates, NeedTheirPrivateKey) {
  const Pki& pki = Pki::get();
  // The public half of the client's key with another private one: OpenSSL on the client's side sees no
  // difference.
  const TlsKey other;
  BIGNUM* number = nullptr;
  ASSERT_EQ(EVP_PKEY_get_bn_param(other.tls_key(), OSSL_PKEY_PARAM_PRIV_KEY, &number), 1);
  Byte point[65];
  std::size_t size = 0;
  ASSERT_EQ(EVP_PKEY_get_octet_string_param(pki.client.key->tls_key(), OSSL_PKEY_PARAM_PUB_KEY, point,
                                            sizeof point, &size),
            1);
  OSSL_PARAM_BLD* builder = OSSL_PARAM_BLD_new();
  OSSL_PARAM_BLD_push_utf8_string(builder, OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0);
  OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_PRIV_KEY, number);
  OSSL_PARAM_BLD_push_octet_string(builder, OSSL_PKEY_PARAM_PUB_KEY, point, size);
  OSSL_PARAM* params = OSSL_PARAM_BLD_to_param(builder);
  EVP_PKEY_CTX* context = EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr);
  EVP_PKEY* mixed = nullptr;
  ASSERT_EQ(EVP_PKEY_fromdata_init(context), 1);
  ASSERT_EQ(EVP_PKEY_fromdata(context, &mixed, EVP_PKEY_KEYPAIR, params), 1);

  ClientOptions thief = client_with(pki.client);
  thief.client_key = std::make_shared<TlsKey>(mixed);
  for (const TlsVersion version : {TlsVersion::tls12, TlsVersion::tls13}) {
    TlsServerSettings settings = server_settings();
    settings.max_version = version;
    TestServer server(std::make_shared<TlsServerContext>(settings));
    EXPECT_THAT(send_error(thief, server.url("/")), HasSubstr("remote error: tls: "));
    EXPECT_TRUE(server.errors.wait_for("tls: bad signature")) << testing::PrintToString(server.errors.all());
    EXPECT_EQ(send_error(client_with(pki.client), server.url("/")), "");
  }
  OSSL_PARAM_free(params);
  OSSL_PARAM_BLD_free(builder);
  EVP_PKEY_CTX_free(context);
  BN_free(number);
}

// Whatever the judge does, nobody gets in by it who was not let in.
TEST(ClientCertificates, FailClosed) {
  const std::vector<ClientJudge> judges = {
      [](const std::vector<Bytes>&) -> Expected<std::vector<Bytes>> { return failure("tls: no"); },
      [](const std::vector<Bytes>&) -> Expected<std::vector<Bytes>> { return std::vector<Bytes>(); },
      [](const std::vector<Bytes>&) -> Expected<std::vector<Bytes>> { throw Error("broken"); },
  };
  for (const ClientJudge& judge : judges) {
    TlsServerSettings settings = server_settings();
    settings.client_judge = judge;
    TestServer server(std::make_shared<TlsServerContext>(settings));
    EXPECT_THAT(send_error(client_with(Pki::get().client), server.url("/")),
                HasSubstr("remote error: tls: "));
    EXPECT_TRUE(server.errors.wait_for("TLS handshake error from 127.0.0.1:"));
    EXPECT_EQ(send_error(trusting_client(), server.url("/")), "");
  }
}

// The alerts of RFC 8446 section 6.2, as clients report them.
TEST(ClientCertificates, AreRefusedWithTheRightAlert) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"tls: failed to verify certificate: x509: certificate has expired or is not yet valid: now",
       "expired certificate"},
      {"tls: failed to verify certificate: x509: certificate signed by unknown authority",
       "unknown certificate authority"},
      {"tls: failed to verify certificate: x509: certificate specifies an incompatible key usage",
       "unsupported certificate"},
      {"tls: failed to parse client certificate: x509: malformed certificate", "bad certificate"},
  };
  for (const auto& [refusal, alert] : cases) {
    TlsServerSettings settings = server_settings();
    settings.client_judge = [text = refusal](const std::vector<Bytes>&) -> Expected<std::vector<Bytes>> {
      return failure(text);
    };
    TestServer server(std::make_shared<TlsServerContext>(settings));
    EXPECT_THAT(send_error(client_with(Pki::get().client), server.url("/")), HasSubstr(alert));
    EXPECT_TRUE(server.errors.wait_for(refusal));
  }
}

TEST(ClientCertificates, AreNotAskedForWithoutAJudge) {
  TlsServerSettings settings = server_settings();
  settings.client_judge = nullptr;
  TestServer server(std::make_shared<TlsServerContext>(settings));
  Client client(client_with(Pki::get().client));
  EXPECT_EQ(*find_header(client.send({.url = server.url("/")}).headers, "x-peers"), "0");
}

TEST(TlsServer, KeepsToVersionsAndCipherSuites) {
  TlsServerSettings settings = server_settings();
  settings.max_version = TlsVersion::tls12;
  settings.cipher_suites = {"TLS_NO_SUCH_SUITE", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                            "TLS_AES_128_GCM_SHA256"};
  TestServer server(std::make_shared<TlsServerContext>(settings));
  const std::string connect = "openssl s_client -connect " + server.address;
  EXPECT_THAT(run(connect), HasSubstr("Cipher is ECDHE-ECDSA-AES256-GCM-SHA384"));
  EXPECT_THAT(run(connect + " -tls1_3"), HasSubstr("alert protocol version"));
  EXPECT_THAT(run(connect + " -cipher ECDHE-ECDSA-AES128-GCM-SHA256"), HasSubstr("handshake failure"));
  EXPECT_TRUE(server.errors.wait_for(": tls: no cipher suite supported by both client and server"));
  EXPECT_TRUE(server.errors.wait_for(": tls: client offered only unsupported versions"));

  TestServer defaults(server_context());
  EXPECT_THAT(run("openssl s_client -tls1_3 -connect " + defaults.address), HasSubstr("TLSv1.3"));
  EXPECT_THAT(run("openssl s_client -tls1_1 -cipher ALL:@SECLEVEL=0 -connect " + defaults.address),
              HasSubstr("alert protocol version"));
  settings.cipher_suites.clear();
  settings.min_version = TlsVersion::tls10;
  settings.max_version = TlsVersion::tls11;
  settings.cipher_suites = {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"};
  TestServer old(std::make_shared<TlsServerContext>(settings));
  EXPECT_THAT(run("openssl s_client -tls1_1 -cipher ALL:@SECLEVEL=0 -connect " + old.address),
              HasSubstr("Cipher is ECDHE-ECDSA-AES128-SHA"));
}

TEST(TlsServer, NamesSuitesAsGoDoes) {
  EXPECT_STREQ(openssl_cipher_name("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"), "ECDHE-RSA-AES128-GCM-SHA256");
  EXPECT_STREQ(openssl_cipher_name("TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305"),
               "ECDHE-ECDSA-CHACHA20-POLY1305");
  EXPECT_STREQ(openssl_cipher_name("TLS_AES_256_GCM_SHA384"), "TLS_AES_256_GCM_SHA384");
  EXPECT_EQ(openssl_cipher_name("tls_aes_256_gcm_sha384"), nullptr);
}

TEST(TlsServer, NegotiatesTheProtocol) {
  TestServer server(server_context());
  const std::string connect = "openssl s_client -connect " + server.address;
  EXPECT_THAT(run(connect + " -alpn http/1.1,h2"), HasSubstr("ALPN protocol: h2"));
  EXPECT_THAT(run(connect + " -alpn http/1.1"), HasSubstr("ALPN protocol: http/1.1"));
  EXPECT_THAT(run(connect), HasSubstr("No ALPN negotiated"));
  EXPECT_THAT(run(connect + " -alpn foo"), HasSubstr("no application protocol"));
  // HTTP/2 never over block-mode suites.
  TlsServerSettings settings = server_settings();
  settings.cipher_suites = {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"};
  TestServer cbc(std::make_shared<TlsServerContext>(settings));
  EXPECT_THAT(run("openssl s_client -tls1_2 -alpn h2,http/1.1 -connect " + cbc.address),
              HasSubstr("ALPN protocol: http/1.1"));
}

TEST(TlsServer, ResumesAcrossAChangeOfCertificateButNeverWithAClientCertificate) {
  const TempDir dir;
  const Pki& pki = Pki::get();
  {
    FILE* file = std::fopen(dir.path("client.pem").c_str(), "w");
    PEM_write_X509(file, pki.client.certificate.get());
    PEM_write_PrivateKey(file, pki.client.key->tls_key(), nullptr, nullptr, 0, nullptr, nullptr);
    std::fclose(file);
  }
  for (const std::string version : {" -tls1_2", " -tls1_3"}) {
    TestServer server(server_context());
    // The request makes the client read until the ticket has come.
    const auto connect = [&](const std::string& options) {
      return run("printf 'GET / HTTP/1.0\\r\\n\\r\\n' | timeout 10 openssl s_client -ign_eof -connect " +
                 server.address + version + options + " 2>&1; true");
    };
    const auto session = dir.path("session");
    EXPECT_THAT(connect(" -sess_out " + session), HasSubstr("\nNew, TLSv1."));
    EXPECT_THAT(connect(" -sess_in " + session), HasSubstr("\nReused, TLSv1."));
    server->replace("main", echo_handler(), server_context());
    EXPECT_THAT(connect(" -sess_in " + session), HasSubstr("\nReused, TLSv1."));

    const std::string with_certificate =
        " -cert " + dir.path("client.pem") + " -key " + dir.path("client.pem");
    const auto mutual = dir.path("mutual");
    EXPECT_THAT(connect(with_certificate + " -sess_out " + mutual), HasSubstr("X-Peers: 2"));
    if (std::ifstream(mutual).good()) {  // TLS 1.3 gives no ticket at all
      const std::string again = connect(with_certificate + " -sess_in " + mutual);
      EXPECT_THAT(again, HasSubstr("\nNew, TLSv1."));
      EXPECT_THAT(again, HasSubstr("X-Peers: 2"));
    }
  }
}

TEST(TlsServer, TellsWhatWentWrongInTheHandshake) {
  ServerLimits limits;
  limits.header_timeout = std::chrono::milliseconds(150);
  TestServer server(server_context(), limits);
  RawConnection plain(server.port());
  plain.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(plain.read_to_end(),
            "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n");
  EXPECT_TRUE(server.errors.wait_for(": client sent an HTTP request to an HTTPS server"));
  RawConnection garbage(server.port());
  garbage.send("\x01garbage that is no TLS record at all");
  garbage.read_to_end();
  EXPECT_TRUE(server.errors.wait_for(": tls: first record does not look like a TLS handshake"));
  RawConnection(server.port()).close();
  EXPECT_TRUE(server.errors.wait_for(": EOF"));
  RawConnection silent(server.port());
  silent.read_to_end();
  EXPECT_TRUE(server.errors.wait_for(": read tcp " + server.address + "->127.0.0.1:"));
  EXPECT_TRUE(server.errors.wait_for(": i/o timeout"));
  ClientOptions untrusting;
  untrusting.trust = ClientOptions::Trust::roots;
  send_error(untrusting, server.url("/"));
  EXPECT_TRUE(server.errors.wait_for(": remote error: tls: "));
}

TEST(TlsServer, RefusesSettingsThatCannotServe) {
  const auto error = [](const TlsServerSettings& settings) -> std::string {
    try {
      const TlsServerContext context(settings);
    } catch (const Error& e) {
      return e.text();
    }
    return {};
  };
  TlsServerSettings settings = server_settings();
  settings.key = Pki::get().client.key;
  EXPECT_EQ(error(settings), "tls: private key does not match public key");
  settings = server_settings();
  settings.chain[0] = to_bytes("junk");
  EXPECT_EQ(error(settings), "TLS certificate is not a DER certificate");
  settings.chain.clear();
  EXPECT_EQ(error(settings), "tls: no certificate given");
  settings.key = nullptr;
  EXPECT_EQ(error(settings), "tls: no private key given");
}

}  // namespace
}  // namespace newel::net::test
