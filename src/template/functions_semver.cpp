// semver and semverCompare.
#include "base/json.h"
#include "template/function.h"
#include "template/semver.h"

namespace newel::templates {
namespace {

const Version& version(const Value& v) { return v.object_as<Version>(); }
Value value_of(Version v) { return Value::object(types::semver, std::make_shared<Version>(std::move(v))); }
std::string text_of(const Value& v) { return version(v).text(); }
std::string json_of(const Value& v) { return json::write_string(text_of(v)); }

Value incremented(const Value& self, int part) {
  const Version& v = version(self);
  Version out;
  out.major = v.major + (part == 0 ? 1 : 0);
  out.minor = part == 0 ? 0 : v.minor + (part == 1 ? 1 : 0);
  // A pre-release is finished by its own patch.
  out.patch = part < 2 ? 0 : v.patch + (v.prerelease.empty() ? 1 : 0);
  out.original = (v.original.starts_with('v') ? "v" : "") + out.text();
  return value_of(std::move(out));
}

Value with_suffix(const Value& self, const std::string& prerelease, const std::string& metadata) {
  const Version& v = version(self);
  std::string text = std::to_string(v.major) + "." + std::to_string(v.minor) + "." + std::to_string(v.patch);
  if (!prerelease.empty()) text += "-" + prerelease;
  if (!metadata.empty()) text += "+" + metadata;
  return value_of(value_or_throw(parse_version((v.original.starts_with('v') ? "v" : "") + text)));
}

const Method methods[] = {
    {"Major", "", [](Call&, const Value& s, Args) { return Value::uint64(version(s).major); }},
    {"Minor", "", [](Call&, const Value& s, Args) { return Value::uint64(version(s).minor); }},
    {"Patch", "", [](Call&, const Value& s, Args) { return Value::uint64(version(s).patch); }},
    {"Prerelease", "", [](Call&, const Value& s, Args) -> Value { return version(s).prerelease; }},
    {"Metadata", "", [](Call&, const Value& s, Args) -> Value { return version(s).metadata; }},
    {"Original", "", [](Call&, const Value& s, Args) -> Value { return version(s).original; }},
    {"String", "", [](Call&, const Value& s, Args) -> Value { return text_of(s); }},
    {"Compare", "V",
     [](Call&, const Value& s, Args a) -> Value { return version(s).compare(version(a[0])); }},
    {"LessThan", "V",
     [](Call&, const Value& s, Args a) -> Value { return version(s).compare(version(a[0])) < 0; }},
    {"GreaterThan", "V",
     [](Call&, const Value& s, Args a) -> Value { return version(s).compare(version(a[0])) > 0; }},
    {"Equal", "V",
     [](Call&, const Value& s, Args a) -> Value { return version(s).compare(version(a[0])) == 0; }},
    {"IncMajor", "", [](Call&, const Value& s, Args) { return incremented(s, 0); }},
    {"IncMinor", "", [](Call&, const Value& s, Args) { return incremented(s, 1); }},
    {"IncPatch", "", [](Call&, const Value& s, Args) { return incremented(s, 2); }},
    {"SetPrerelease", "s",
     [](Call&, const Value& s, Args a) { return with_suffix(s, a[0].as_string(), version(s).metadata); }},
    {"SetMetadata", "s",
     [](Call&, const Value& s, Args a) { return with_suffix(s, version(s).prerelease, a[0].as_string()); }},
};

Value compare(Call&, Args a) {
  // The constraint is read first: its mistake is the one reported.
  value_or_throw(satisfies(Version(), a[0].as_string()));
  return value_or_throw(satisfies(value_or_throw(parse_version(a[1].as_string())), a[0].as_string()));
}

constexpr Function table[] = {
    {"semver", "s", [](Call&, Args a) { return value_of(value_or_throw(parse_version(a[0].as_string()))); }},
    {"semverCompare", "ss", compare},
};

}  // namespace

namespace types {
const Type semver{Kind::pointer, "*semver.Version", methods, text_of, json_of};
}

std::span<const Function> semver_functions() { return table; }

}  // namespace newel::templates
