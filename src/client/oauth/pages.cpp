#include "client/oauth/pages.h"

#include "base/html.h"

namespace newel::client::oauth {
namespace {

constexpr std::string_view style = R"(
  :root { color-scheme: light dark; --ink: #1f2733; --soft: #5b6675; --paper: #f4f6f9; --card: #ffffff; }
  @media (prefers-color-scheme: dark) {
    :root { --ink: #e8ecf2; --soft: #9aa6b5; --paper: #14181e; --card: #1d232c; }
  }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--paper);
         color: var(--ink); font: 18px/1.6 system-ui, "Segoe UI", Roboto, sans-serif; }
  main { background: var(--card); border-radius: 16px; padding: 40px 48px; max-width: 30em; text-align: center;
         box-shadow: 0 8px 30px rgb(0 0 0 / .12); }
  svg { width: 56px; height: 56px; }
  h1 { font-size: 26px; margin: 12px 0 4px; }
  p { margin: 0; color: var(--soft); overflow-wrap: anywhere; }
)";

constexpr std::string_view tick =
    R"(<svg viewBox="0 0 56 56" fill="none" stroke-width="4" stroke-linecap="round" aria-hidden="true">)"
    R"(<circle cx="28" cy="28" r="24" stroke="#2f9e5b"/><path d="M18 29l7 7 14-15" stroke="#2f9e5b"/></svg>)";
constexpr std::string_view cross =
    R"(<svg viewBox="0 0 56 56" fill="none" stroke-width="4" stroke-linecap="round" aria-hidden="true">)"
    R"(<circle cx="28" cy="28" r="24" stroke="#d0453e"/><path d="M20 20l16 16M36 20L20 36" stroke="#d0453e"/></svg>)";

// The page holds no secret, but what is behind it does: nothing is kept, framed, or sent on.
net::Response page(int status, std::string_view title, std::string_view body,
                   std::string_view scripts = "'none'") {
  net::Response out;
  out.status = status;
  out.headers = {{"Content-Type", "text/html; charset=utf-8"},
                 {"Cache-Control", "no-store"},
                 {"Referrer-Policy", "no-referrer"},
                 {"X-Content-Type-Options", "nosniff"},
                 {"Content-Security-Policy",
                  "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors "
                  "'none'; script-src " +
                      std::string(scripts)}};
  out.body =
      "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>" + std::string(title) +
      "</title>\n<meta name=\"viewport\" content=\"width=device-width\">\n<style>" + std::string(style) +
      "</style></head>\n<body><main>" + std::string(body) + "</main></body>\n</html>\n";
  return out;
}

}  // namespace

net::Response success_page() {
  return page(200, "OAuth Request Successful",
              std::string(tick) +
                  "<h1>Success</h1><p>OAuth Request Successful.<br>Look for the token on the "
                  "command line.</p>");
}

net::Response failure_page(std::string_view what) {
  return page(400, "OAuth Request Unsuccessful",
              std::string(cross) + "<h1>Failure</h1><p>" + escape_html(what) + "</p>");
}

net::Response fragment_page() {
  return page(
      200, "Processing OAuth Request",
      "<h1>One moment</h1><p>The login is handed over to the command line. This needs JavaScript.</p>"
      "<script>location.replace(location.pathname + '?urlhash=true&' + location.hash.slice(1));</script>",
      "'unsafe-inline'");
}

}  // namespace newel::client::oauth
