// step-ca as its users meet it: exit codes and texts, signals, reload under load.
#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <sys/socket.h>

#include <atomic>

#include "http/test_ca.h"
#include "net/client.h"
#include "server/process.h"

namespace newel::test {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

net::ClientOptions trusting(const TestCa& ca) {
  net::ClientOptions options;
  options.trust = net::ClientOptions::Trust::roots;
  options.roots = {to_bytes(ca.root.der())};
  return options;
}

std::string sign_body(const TestCa& ca, const std::string& name, const PrivateKey& key) {
  return json::write(json::Object{{"csr", json::text(TestCa::request(key, name).pem())},
                                  {"ott", json::text(ca.token(name))}});
}

void change_config(const TestCa& ca, const std::function<void(json::Object&)>& edit) {
  json::Object document = json::parse(*read_file(ca.config_file()))->get_object();
  edit(document);
  ca.write_config(document);
}

TEST(StepCa, ReportsWrongUsage) {
  const TemporaryFolder folder;
  struct Case {
    std::vector<std::string> arguments;
    int code;
    std::string out, err;
  };
  const Case cases[] = {
      {{"a", "b"},
       1,
       "",
       "too many positional arguments were provided in 'step-ca <config> [--password-file=<file>]'\n"},
      {{"--nothing"},
       1,
       "Incorrect Usage. flag provided but not defined: -nothing\n",
       "flag provided but not defined: -nothing\n"},
      {{"--acme-http-port=80"}, 1, "", "flag '--acme-http-port' requires the '--insecure' flag\n"},
      {{"--context", "x"}, 1, "", "context \"x\" not found\n"},
      {{"--token", "x"}, 1, "", "flag '--token' asks for a CA that is linked"},
      {{"missing.json"}, 1, "step-ca can't find or open the configuration file for your CA.\n", ""},
      {{}, 1, "step-ca can't find or open the configuration file for your CA.\n", ""},
      {{"version"}, 0, "Smallstep CA/", ""},
      {{"--version"}, 0, "Smallstep CA/", ""},
      {{"help"}, 0, "NAME\n  step-ca", ""},
      {{"export"}, 1, "", "not enough positional arguments were provided in 'step-ca export"},
      {{"onboard"}, 1, "", "not enough positional arguments were provided in 'step-ca onboard"},
  };
  for (const Case& c : cases) {
    const auto result = run_step_ca(folder.path(), c.arguments);
    EXPECT_EQ(result.code, c.code) << testing::PrintToString(c.arguments);
    EXPECT_THAT(result.out, StartsWith(c.out)) << testing::PrintToString(c.arguments);
    EXPECT_THAT(result.err, StartsWith(c.err)) << testing::PrintToString(c.arguments);
  }
  const auto onboard =
      run_step_ca(folder.path(), {"onboard", "token"}, {{"STEP_CA_ONBOARDING_URL", "http://127.0.0.1:1/"}});
  EXPECT_EQ(onboard.code, 1);
  EXPECT_THAT(onboard.err,
              StartsWith("error connecting to the onboarding service at http://127.0.0.1:1/token: "));
}

// Everything that must keep a CA from starting: exit code 2 and one line that names the culprit.
TEST(StepCa, ReportsWhatKeepsItFromStarting) {
  struct Case {
    std::string what;
    std::function<std::vector<std::string>(TestCa&)> prepare;  // more arguments
    std::string text;
  };
  const Case cases[] = {
      {"truncated",
       [](TestCa& ca) {
         return write_file(ca.config_file(), "{\"root\":", 0600), std::vector<std::string>{};
       },
       "error parsing "},
      {"binary",
       [](TestCa& ca) {
         return write_file(ca.config_file(), std::string_view("\x00\x01\xff\xfe", 4), 0600),
                std::vector<std::string>{};
       },
       "error parsing "},
      {"no address",
       [](TestCa& ca) {
         return change_config(ca, [](auto& d) { d.erase("address"); }), std::vector<std::string>{};
       },
       "address cannot be empty"},
      {"missing root",
       [](TestCa& ca) { return ::unlink(ca.root_file().c_str()), std::vector<std::string>{}; },
       "root_ca.crt"},
      {"key of another certificate",
       [](TestCa& ca) {
         return write_file(ca.key_file(), write_private_key(PrivateKey::generate_ec(Curve::p256)), 0600),
                std::vector<std::string>{};
       },
       "is not the key of the first certificate in "},
      {"unknown database",
       [](TestCa& ca) {
         return change_config(ca, [](auto& d) { d["db"].as_object()["type"] = "oracle"; }),
                std::vector<std::string>{};
       },
       "oracle database not supported"},
      {"unwritable database",
       [](TestCa& ca) {
         return change_config(ca, [](auto& d) { d["db"].as_object()["dataSource"] = "/proc/nothing/db"; }),
                std::vector<std::string>{};
       },
       "/proc/nothing"},
      {"missing password file",
       [](TestCa& ca) {
         return std::vector<std::string>{"--password-file", ca.folder / "none"};
       },
       "error reading "},
      {"unwritable pidfile",
       [](TestCa&) {
         return std::vector<std::string>{"--pidfile", "/proc/nothing"};
       },
       "error writing pidfile: "},
      {"bad logger",
       [](TestCa& ca) {
         return change_config(ca,
                              [](auto& d) {
                                d["logger"] = json::Object{{"format", "xml"}};
                              }),
                std::vector<std::string>{};
       },
       "unsupported logger.format 'xml'"},
  };
  for (const Case& c : cases) {
    TestCa ca;
    auto arguments = c.prepare(ca);
    arguments.insert(arguments.begin(), ca.config_file());
    const auto result = run_step_ca(ca.folder.path(), arguments);
    EXPECT_EQ(result.code, 2) << c.what << "\n" << result.err;
    EXPECT_THAT(result.err, HasSubstr(c.text)) << c.what;
  }
}

TEST(StepCa, OpensAnEncryptedKeyOnlyWithItsPassword) {
  TestCa ca({.password = "right"});
  write_file(ca.folder / "right", "right \n", 0600);
  write_file(ca.folder / "wrong", "wrong\n", 0600);
  const auto wrong =
      run_step_ca(ca.folder.path(), {ca.config_file(), "--password-file", ca.folder / "wrong"});
  EXPECT_EQ(wrong.code, 2);
  EXPECT_THAT(wrong.err, HasSubstr(ca.key_file()));
  const auto none = run_step_ca(ca.folder.path(), {ca.config_file()});
  EXPECT_EQ(none.code, 2);
  EXPECT_THAT(none.err, HasSubstr("error allocating terminal: open /dev/tty: no such device or address"));

  Process process(ca.folder.path(),
                  {ca.config_file(), "--password-file", ca.folder / "right", "--pidfile", ca.folder / "pid"});
  ASSERT_NE(process.address(), "") << process.err();
  EXPECT_EQ(*read_file(ca.folder / "pid"), std::to_string(process.pid()) + "\n");
  process.signal(SIGTERM);
  const auto result = process.wait();
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.err, HasSubstr("shutting down ..."));
  EXPECT_FALSE(file_exists(ca.folder / "pid"));
}

TEST(StepCa, RefusesAnExpiredIntermediate) {
  TestCa ca({.intermediate_ends = test_now() - std::chrono::hours(1)});
  const auto result = run_step_ca(ca.folder.path(), {ca.config_file()});
  EXPECT_EQ(result.code, 2) << result.err;
  EXPECT_THAT(result.err, HasSubstr(ca.intermediate_file()));
}

// Neither bytes that are not TLS nor clients that leave in the middle of a request disturb the others.
TEST(StepCa, SurvivesClientsThatMisbehave) {
  TestCa ca;
  Process process(ca.folder.path(), {ca.config_file()});
  const std::string address = process.address();
  ASSERT_NE(address, "");
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  to.sin_port = htons(static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1))));
  const std::string hello("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11);
  for (const std::string& bytes :
       {std::string(), std::string("GET / HTTP/1.1\r\n\r\n"), hello, std::string(100'000, '\0')}) {
    const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
    ASSERT_EQ(::connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof to), 0);
    [[maybe_unused]] const ssize_t sent = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    ::close(fd);
  }
  for (int i = 0; i < 20; ++i) {
    net::ClientOptions options = trusting(ca);
    options.timeout = std::chrono::milliseconds(1 + i);  // gone before the answer, at another point each time
    net::Client client(options);
    try {
      client.send({"POST", "https://" + address + "/sign", {}, sign_body(ca, "a.test", ca.issuer_key)});
    } catch (const Error&) {
    }
  }
  net::Client client(trusting(ca));
  EXPECT_EQ(client.send({"GET", "https://" + address + "/health", {}, {}}).status, 200);
  process.signal(SIGTERM);
  EXPECT_EQ(process.wait().code, 0);
}

TEST(StepCa, FailsFastWhenAnAddressIsTaken) {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ASSERT_EQ(::bind(fd, reinterpret_cast<sockaddr*>(&address), size), 0);
  ASSERT_EQ(::listen(fd, 1), 0);
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  const std::string taken = "127.0.0.1:" + std::to_string(ntohs(address.sin_port));
  for (const char* member : {"address", "metricsAddress"}) {
    TestCa ca({.edit = [&](json::Object& d) { d[member] = json::text(taken); }});
    const auto result = run_step_ca(ca.folder.path(), {ca.config_file()});
    EXPECT_EQ(result.code, 2);
    EXPECT_THAT(result.err, HasSubstr("listen tcp " + taken + ": bind: address already in use; that is " +
                                      member + " in the configuration"))
        << member;
  }
  ::close(fd);
}

TEST(StepCa, LosesNoRequestAndNoConnectionInAReload) {
  TestCa ca({.edit = [](json::Object& d) { d["logger"] = json::Object{{"format", "json"}}; }});
  Process process(ca.folder.path(), {ca.config_file()});
  const std::string base = "https://" + process.address();
  ASSERT_NE(base, "https://") << process.err();
  const std::string early = sign_body(ca, "early.test", PrivateKey::generate_ec(Curve::p256));

  std::atomic<bool> stop{false};
  std::atomic<int> good{0}, bad{0};
  std::vector<std::thread> clients;
  for (int i = 0; i < 4; ++i) {
    clients.emplace_back([&, i] {
      const auto key = PrivateKey::generate_ec(Curve::p256);
      net::Client kept(trusting(ca));
      while (!stop) {
        try {
          // Every other client makes a connection for each request.
          net::Client fresh(trusting(ca));
          net::Client& client = i % 2 ? kept : fresh;
          ++(client.send({"POST", base + "/sign", {}, sign_body(ca, "a.test", key)}).status == 201 ? good
                                                                                                   : bad);
        } catch (const Error& error) {
          ADD_FAILURE() << error.text();
          ++bad;
        }
      }
    });
  }
  for (int reload = 1; reload <= 5; ++reload) {
    const int before = good;
    change_config(ca, [&](json::Object& d) { d["commonName"] = json::text("CA " + std::to_string(reload)); });
    process.signal(SIGHUP);
    EXPECT_TRUE(process.wait_for("reloading ...", reload));
    while (good < before + 20 && bad == 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  stop = true;
  for (auto& client : clients) client.join();
  EXPECT_EQ(bad, 0);
  // The start time is that of the process: a token from before the reloads is still good.
  net::Client client(trusting(ca));
  EXPECT_EQ(client.send({"POST", base + "/sign", {}, early}).status, 201);
  process.signal(SIGTERM);
  EXPECT_EQ(process.wait().code, 0);
}

TEST(StepCa, OpensAndClosesListenersAsTheNewFileSays) {
  TestCa ca;
  Process process(ca.folder.path(), {ca.config_file()});
  const std::string main = process.address();
  ASSERT_NE(main, "");
  change_config(ca, [](json::Object& d) { d["metricsAddress"] = "127.0.0.1:0"; });
  process.signal(SIGHUP);
  const std::string metrics = process.address("HTTP");
  ASSERT_NE(metrics, "") << process.err();
  net::Client client(trusting(ca));
  EXPECT_THAT(client.send({"GET", "http://" + metrics + "/metrics", {}, {}}).body,
              HasSubstr("step_ca_uptime_seconds "));
  EXPECT_EQ(client.send({"GET", "https://" + main + "/health", {}, {}}).status, 200);

  change_config(ca, [](json::Object& d) { d.erase("metricsAddress"); });
  process.signal(SIGHUP);
  ASSERT_TRUE(process.wait_for("reloading ...", 2));
  for (int i = 0; i < 1000; ++i) {
    try {
      net::Client(trusting(ca)).send({"GET", "http://" + metrics + "/metrics", {}, {}});
    } catch (const Error&) {
      return SUCCEED();
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  FAIL() << "the metrics listener is still open";
}

TEST(StepCa, KeepsServingWhenAReloadFails) {
  TestCa ca;
  Process process(ca.folder.path(), {ca.config_file()});
  const std::string base = "https://" + process.address();
  const json::Object good = json::parse(*read_file(ca.config_file()))->get_object();
  net::Client client(trusting(ca));

  write_file(ca.config_file(), "{", 0600);
  process.signal(SIGHUP);
  EXPECT_TRUE(process.wait_for("error reloading server: error reloading ca configuration: error parsing "))
      << process.err();

  ca.write_config(good);
  change_config(ca, [](json::Object& d) { d["db"].as_object()["dataSource"] = "/elsewhere"; });
  process.signal(SIGHUP);
  EXPECT_TRUE(process.wait_for("Reload failed because the database configuration has changed."));
  EXPECT_TRUE(
      process.wait_for("error reloading server: error reloading ca: database configuration cannot change"));

  ca.write_config(good);
  change_config(ca, [](json::Object& d) { d["key"] = "/missing"; });
  process.signal(SIGHUP);
  EXPECT_TRUE(
      process.wait_for("Reload failed because the CA with new configuration could not be initialized."));

  ca.write_config(good);
  change_config(ca, [](json::Object& d) { d["metricsAddress"] = "192.0.2.1:1"; });
  process.signal(SIGHUP);
  EXPECT_TRUE(process.wait_for("Reload failed because server could not be replaced."));
  EXPECT_TRUE(process.wait_for("Continuing to run with the original configuration.", 3));
  EXPECT_EQ(client.send({"GET", base + "/health", {}, {}}).status, 200);
}

TEST(StepCa, ExportsItsConfigurationWithoutClearKeys) {
  TestCa ca({.password = "p"});
  const auto result = run_step_ca(ca.folder.path(), {"export", ca.config_file()});
  ASSERT_EQ(result.code, 0) << result.err;
  const auto document = json::parse(result.out)->get_object();
  EXPECT_EQ(document.at("intermediateKey"), "intermediate_ca_key");
  const auto& files = document.at("files").as_object();
  EXPECT_EQ(to_text(*base64_decode(std::string(files.at("certs/root_ca.crt").as_string()))), ca.root.pem());
  EXPECT_EQ(document.at("authority").as_object().at("provisioners").as_array().size(), 1u);

  const TestCa clear;
  const auto refused = run_step_ca(clear.folder.path(), {"export", clear.config_file()});
  EXPECT_EQ(refused.code, 1);
  EXPECT_THAT(refused.err, HasSubstr("the private key is not encrypted"));
}

}  // namespace
}  // namespace newel::test
