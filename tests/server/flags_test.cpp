#include "server/flags.h"

#include <gmock/gmock.h>

#include <cstdlib>

namespace newel::server {
namespace {

TEST(Flags, ComeInEveryForm) {
  const Options options = parse_flags({"-password-file", "p", "ca.json", "--pidfile=x=y", "-quiet",
                                       "--insecure=false", "--acme-http-port", "8080", "--", "--help"});
  EXPECT_EQ(options.password_file, "p");
  EXPECT_EQ(options.pidfile, "x=y");
  EXPECT_TRUE(options.quiet);
  EXPECT_FALSE(options.insecure);
  EXPECT_FALSE(options.help);
  EXPECT_EQ(options.acme_http_port, "8080");
  EXPECT_EQ(options.positionals, (std::vector<std::string>{"ca.json", "--help"}));
  EXPECT_TRUE(parse_flags({"-h"}).help);
  EXPECT_TRUE(parse_flags({"-v"}).version);
  EXPECT_EQ(parse_flags({"-"}).positionals, std::vector<std::string>{"-"});
}

TEST(Flags, RefuseWhatIsWrong) {
  struct Case {
    std::vector<std::string> arguments;
    const char* text;
  };
  const Case cases[] = {
      {{"--nothing"}, "flag provided but not defined: -nothing"},
      {{"--nothing=1"}, "flag provided but not defined: -nothing"},
      {{"--pidfile"}, "flag needs an argument: -pidfile"},
      {{"--quiet=maybe"}, "invalid boolean value \"maybe\" for -quiet: parse error"},
      {{"--acme-tls-port", "https"}, "invalid value \"https\" for flag -acme-tls-port: parse error"},
  };
  for (const Case& c : cases) {
    try {
      parse_flags(c.arguments);
      ADD_FAILURE() << c.text;
    } catch (const UsageError& error) {
      EXPECT_EQ(error.text(), c.text);
    }
  }
}

TEST(Flags, AreCheckedTogether) {
  struct Case {
    std::vector<std::string> arguments;
    const char* text;
  };
  const Case cases[] = {
      {{"--acme-http-port=80"}, "flag '--acme-http-port' requires the '--insecure' flag"},
      {{"--acme-tls-port=443"}, "flag '--acme-tls-port' requires the '--insecure' flag"},
      {{"--acme-tls-port=70000", "--insecure"},
       "invalid value '70000' for flag '--acme-tls-port'; it must be a port, 1 to 65535"},
      {{"--resolver=1.1.1.1"}, "invalid value '1.1.1.1' for flag '--resolver'; it must be host:port"},
      {{"--resolver=1.1.1.1:"}, "invalid value '1.1.1.1:' for flag '--resolver'; it must be host:port"},
  };
  for (const Case& c : cases) {
    try {
      check(parse_flags(c.arguments));
      ADD_FAILURE() << c.text;
    } catch (const Error& error) {
      EXPECT_TRUE(error.text().starts_with(c.text)) << error.text();
    }
  }
  check(parse_flags({"--acme-http-port=0", "--resolver=[::1]:53"}));
  check(parse_flags({"--acme-http-port=8080", "--insecure"}));
}

TEST(Flags, ComeFromThreeVariables) {
  ::setenv("STEP_CA_CONTEXT", "c", 1);
  ::setenv("STEP_CA_QUIET", "true", 1);
  EXPECT_EQ(parse_flags({}).context, "c");
  EXPECT_EQ(parse_flags({"--context=d"}).context, "d");
  EXPECT_TRUE(parse_flags({}).quiet);
  EXPECT_FALSE(parse_flags({"--quiet=0"}).quiet);
  ::unsetenv("STEP_CA_CONTEXT");
  ::unsetenv("STEP_CA_QUIET");
}

}  // namespace
}  // namespace newel::server
