#include "api/router.h"

#include <gtest/gtest.h>

namespace newel::api {
namespace {

void first(Exchange&) {}
void second(Exchange&) {}

Router sample() {
  Router router;
  router.add_versioned("GET", "/roots", first);
  router.add_versioned("GET", "/root/{}", first);
  router.add_versioned("GET", "/provisioners/{}/encrypted-key", second);
  router.add_versioned("POST", "/sign", second);
  return router;
}

TEST(Router, FindsHandlersByMethodAndPath) {
  const Router router = sample();
  struct Case {
    const char *method, *path;
    Handle handle;
    bool known;
    const char* parameter;
  };
  const Case cases[] = {
      {"GET", "/roots", first, true, ""},
      {"GET", "/1.0/roots", first, true, ""},
      {"HEAD", "/roots", first, true, ""},
      {"POST", "/sign", second, true, ""},
      {"GET", "/root/ab", first, true, "ab"},
      {"GET", "/1.0/root/ab", first, true, "ab"},
      {"GET", "/provisioners/k/encrypted-key", second, true, "k"},
      {"POST", "/roots", nullptr, true, ""},
      {"GET", "/sign", nullptr, true, ""},
      {"DELETE", "/1.0/sign", nullptr, true, ""},
      {"PURGE", "/nothing", nullptr, true, ""},
      {"GET", "/roots/", nullptr, false, ""},
      {"GET", "/ROOTS", nullptr, false, ""},
      {"GET", "/2.0/roots", nullptr, false, ""},
      {"GET", "/1.0", nullptr, false, ""},
      {"GET", "/", nullptr, false, ""},
      {"GET", "", nullptr, false, ""},
      {"GET", "/root/", nullptr, false, ""},
      {"GET", "/root/a/b", nullptr, false, ""},
      {"GET", "/provisioners//encrypted-key", nullptr, false, ""},
      {"GET", "/%72oots", nullptr, false, ""},
  };
  for (const Case& c : cases) {
    const auto match = router.find(c.method, c.path);
    EXPECT_EQ(match.handle, c.handle) << c.method << " " << c.path;
    EXPECT_EQ(match.known_path, c.known) << c.method << " " << c.path;
    if (c.handle) {
      EXPECT_EQ(match.parameter, c.parameter) << c.path;
    }
  }
}

TEST(Router, NamesTheAllowedMethods) {
  Router router = sample();
  router.add("POST", "/roots", second);
  EXPECT_EQ(router.find("PUT", "/roots").allowed, (std::vector<std::string_view>{"GET", "POST"}));
  EXPECT_TRUE(router.find("PURGE", "/roots").allowed.empty());
}

}  // namespace
}  // namespace newel::api
