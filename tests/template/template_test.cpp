#include "template/template.h"

#include <gtest/gtest.h>

#include <thread>

#include "template/json_text.h"

namespace {

using namespace newel;
using namespace newel::templates;

std::string rendered(const std::string& text, const Value& data = {}, const Limits& limits = {}) {
  return Template::parse("template", text).execute(data, limits);
}

std::string failure_of(const std::string& text, const Limits& limits = {}) {
  try {
    return "no failure: " + rendered(text, {}, limits);
  } catch (const Error& error) {
    return error.text();
  }
}

TEST(Template, FailIsRememberedApartFromTheEngineText) {
  try {
    rendered(R"({{define "a"}}{{fail (printf "%s!" "no")}}{{end}}{{template "a"}})");
    FAIL();
  } catch (const ExecutionError& error) {
    EXPECT_EQ(error.failure(), "no!");
    EXPECT_NE(error.text().find("error calling fail: no!"), std::string::npos);
  }
}

TEST(Template, BasicSetHasAFailThatIsNotRemembered) {
  try {
    Template::parse("config.tpl", R"({{fail "no"}})", FunctionSet::basic).execute({});
    FAIL();
  } catch (const ExecutionError& error) {
    EXPECT_EQ(error.failure(), "");
    EXPECT_EQ(error.text(),
              R"(template: config.tpl:1:2: executing "config.tpl" at <fail "no">: error calling fail: no)");
  }
}

TEST(Template, FunctionSetsDiffer) {
  EXPECT_NO_THROW(Template::parse("t", "{{asn1Enc \"a\"}}", FunctionSet::certificate));
  EXPECT_THROW(Template::parse("t", "{{asn1Enc \"a\"}}", FunctionSet::ssh_certificate), Error);
  EXPECT_THROW(Template::parse("t", "{{toTime 0}}", FunctionSet::basic), Error);
  EXPECT_THROW(Template::parse("t", "{{upper \"a\"}}", FunctionSet::builtin), Error);
}

TEST(Template, LimitsEndWhatWouldNot) {
  Limits limits;
  limits.output = 1000;
  limits.time = std::chrono::milliseconds(50);
  EXPECT_NE(failure_of("{{repeat 2000 \"a\"}}", limits).find("more than 1000 bytes"), std::string::npos);
  EXPECT_NE(failure_of("{{range 2000}}a{{end}}", limits).find("more than 1000 bytes"), std::string::npos);
  EXPECT_NE(failure_of("{{range 1000000000000}}{{end}}", limits).find("longer than 50ms"), std::string::npos);
  limits.depth = 10;
  EXPECT_NE(failure_of("{{template \"template\"}}", limits).find("exceeded maximum template depth (10)"),
            std::string::npos);
}

TEST(Template, AMapNeverContainsItself) {
  EXPECT_NE(failure_of("{{$d := dict}}{{set $d \"a\" (list $d)}}").find("error calling set"),
            std::string::npos);
  EXPECT_NE(failure_of("{{$d := dict}}{{merge $d (dict \"a\" $d)}}").find("error calling merge"),
            std::string::npos);
}

TEST(Template, NestsDeeply) {
  const std::string open(9000, '(');
  const std::string close(9000, ')');
  EXPECT_EQ(rendered("{{" + open + "1" + close + "}}"), "1");
  EXPECT_NE(failure_of("{{" + std::string(10001, '(') + "1").find("max expression depth exceeded"),
            std::string::npos);
}

TEST(Template, OneTemplateServesManyThreads) {
  const Template shared = Template::parse("template", "{{range $k, $v := .}}{{$k}}={{upper $v}};{{end}}");
  std::vector<std::thread> threads;
  std::vector<std::string> results(4);
  for (std::string& result : results) {
    threads.emplace_back([&] {
      for (int i = 0; i < 100; ++i) result = shared.execute(*from_json(R"({"b":"x","a":"y"})"));
    });
  }
  for (std::thread& t : threads) t.join();
  for (const std::string& result : results) EXPECT_EQ(result, "a=Y;b=X;");
}

}  // namespace
