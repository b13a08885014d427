// urlParse and urlJoin; and getHostByName, which is refused: templates reach nothing outside their data.
#include "template/function.h"
#include "template/go_url.h"

namespace newel::templates {
namespace {

Value url_parse(Call&, Args a) {
  const auto url = parse_go_url(a[0].as_string());
  if (!url) throw Error("unable to parse url: " + url.error().text);
  const MapPtr out = new_map();
  out->entries = {{"scheme", url->scheme},     {"host", url->host},           {"hostname", url->host_name()},
                  {"path", url->path},         {"query", url->query},         {"opaque", url->opaque},
                  {"fragment", url->fragment}, {"userinfo", url->user_text()}};
  return Value::map(out);
}

std::string member(const Value& map, std::string_view key) {
  const Value value = map_entry(map, key);
  if (value.is_missing()) return {};
  if (value.kind() != Kind::string) {
    if (value.is_nil()) throw Error("the value of " + std::string(key) + " is nil");
    throw Error("unable to parse " + std::string(key) + " key, must be of type string, but " +
                std::string(kind_name(value.kind())) + " found");
  }
  return value.as_string();
}

Value url_join(Call&, Args a) {
  GoUrl url;
  url.scheme = member(a[0], "scheme");
  url.host = member(a[0], "host");
  url.path = member(a[0], "path");
  url.query = member(a[0], "query");
  url.opaque = member(a[0], "opaque");
  url.fragment = member(a[0], "fragment");
  if (const std::string user = member(a[0], "userinfo"); !user.empty()) {
    const auto parsed = parse_go_url("proto://" + user + "@host");
    if (!parsed) throw Error("unable to parse userinfo in dict: " + parsed.error().text);
    url.user = parsed->user;
    url.password = parsed->password;
  }
  return url.to_string();
}

Value get_host_by_name(Call&, Args a) {
  throw Error("templates have no access to the network: the name " + a[0].as_string() + " is not looked up");
}

constexpr Function table[] = {
    {"urlParse", "s", url_parse},
    {"urlJoin", "m", url_join},
    {"getHostByName", "s", get_host_by_name},
};

}  // namespace

std::span<const Function> url_functions() { return table; }

}  // namespace newel::templates
