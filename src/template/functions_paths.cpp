// Slash-separated paths.
#include "base/text.h"
#include "template/function.h"

namespace newel::templates {
namespace {

std::string clean(const std::string& path) {
  if (path.empty()) return ".";
  const bool rooted = path[0] == '/';
  std::vector<std::string> kept;
  for (const std::string& part : split(path, '/')) {
    if (part.empty() || part == ".") continue;
    if (part != "..")
      kept.push_back(part);
    else if (!kept.empty() && kept.back() != "..")
      kept.pop_back();
    else if (!rooted)
      kept.push_back(part);
  }
  const std::string out = (rooted ? "/" : "") + join(kept, "/");
  return out.empty() ? "." : out;
}

std::string base(std::string path) {
  if (path.empty()) return ".";
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  if (path == "/") return path;
  return path.substr(path.rfind('/') + 1);
}

std::string extension(const std::string& path) {
  const std::string last = path.substr(path.rfind('/') + 1);
  const auto dot = last.rfind('.');
  return dot == std::string::npos ? "" : last.substr(dot);
}

Value base_of(Call&, Args a) { return base(a[0].as_string()); }
Value dir_of(Call&, Args a) { return clean(a[0].as_string().substr(0, a[0].as_string().rfind('/') + 1)); }
Value clean_of(Call&, Args a) { return clean(a[0].as_string()); }
Value ext_of(Call&, Args a) { return extension(a[0].as_string()); }
Value is_absolute(Call&, Args a) { return a[0].as_string().starts_with('/'); }

constexpr Function table[] = {
    {"base", "s", base_of},        {"dir", "s", dir_of},        {"clean", "s", clean_of},
    {"ext", "s", ext_of},          {"isAbs", "s", is_absolute}, {"osBase", "s", base_of},
    {"osDir", "s", dir_of},        {"osClean", "s", clean_of},  {"osExt", "s", ext_of},
    {"osIsAbs", "s", is_absolute},
};

}  // namespace

std::span<const Function> path_functions() { return table; }

}  // namespace newel::templates
