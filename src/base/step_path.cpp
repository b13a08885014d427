#include "base/step_path.h"

#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "base/error.h"
#include "base/files.h"
#include "base/text.h"

namespace newel {
namespace {

std::string home_folder() {
  if (auto home = environment("HOME"); home && !home->empty()) return *home;
  if (const passwd* entry = ::getpwuid(::getuid()); entry != nullptr && entry->pw_dir != nullptr) {
    if (*entry->pw_dir != '\0') return entry->pw_dir;
  }
  throw Error("error obtaining home directory, please define environment variable HOME");
}

// A file with one JSON object; nothing if there is no such file.
std::optional<json::Object> read_object(const std::string& path) {
  if (!file_exists(path)) return std::nullopt;
  const std::string text = value_or_throw(read_file(path));
  auto value = json::parse(text);
  if (!value) throw Error("error parsing " + path + ": " + value.error().text);
  if (!value->is_object()) throw Error("error parsing " + path + ": it must hold one JSON object");
  return value->get_object();
}

std::string member_text(const json::Object& object, std::string_view name) {
  return json::as_string(json::find_ci(object, name)).value_or("");
}

void check_complete(const StepContext& context) {
  for (auto [what, value] : {std::pair{"authority", &context.authority}, {"profile", &context.profile}}) {
    if (!value->empty()) continue;
    throw Error("error in context '" + context.name + "': context cannot have an empty " + what +
                " value; check your $STEPPATH/contexts.json file");
  }
}

}  // namespace

StepPaths::StepPaths(std::string base, std::string home)
    : base_(clean_path(base)), home_(home.empty() ? home : clean_path(home)) {}

StepPaths StepPaths::load() {
  const std::string home = home_folder();
  auto step_path = environment("STEPPATH");
  StepPaths paths(step_path && !step_path->empty() ? *step_path : join_path(home, ".step"), home);
  paths.read_contexts();
  return paths;
}

void StepPaths::read_contexts() {
  auto entries = read_object(in_base("contexts.json"));
  if (!entries) return;
  for (const auto& [name, value] : *entries) {
    StepContext context{std::string(name), {}, {}};
    if (value.is_object()) {
      context.profile = member_text(value.get_object(), "profile");
      context.authority = member_text(value.get_object(), "authority");
    }
    check_complete(context);
    contexts_[context.name] = context;
  }
  if (auto chosen = read_object(in_base("current-context.json"))) {
    const std::string name = member_text(*chosen, "context");
    if (!name.empty()) select(name);
  }
}

void StepPaths::write_contexts() const {
  json::Object all;
  for (const auto& [name, context] : contexts_) {
    all[name] = json::Object{{"profile", context.profile}, {"authority", context.authority}};
  }
  make_directories(base_, 0700);
  write_file(in_base("contexts.json"), json::write_indented(all, "    ") + "\n", 0600);
}

std::string StepPaths::path() const {
  return current_ ? join_path(join_path(base_, "authorities"), current_->authority) : base_;
}

std::string StepPaths::profile_path() const {
  return current_ ? join_path(join_path(base_, "profiles"), current_->profile) : base_;
}

std::string StepPaths::in(std::string_view relative) const { return join_path(path(), relative); }
std::string StepPaths::in_base(std::string_view relative) const { return join_path(base_, relative); }
std::string StepPaths::profile_defaults_file() const {
  return join_path(profile_path(), "config/defaults.json");
}

std::string StepPaths::absolute(std::string_view path) const {
  if (path.starts_with('/')) return std::string(path);
  if (path.starts_with("~/")) return join_path(home_, path.substr(2));
  if (path.starts_with("./") || path.starts_with("../")) return absolute_path(path);
  return in(path);
}

void StepPaths::select(const std::string& name) {
  auto found = contexts_.find(name);
  if (found == contexts_.end()) throw Error("could not load context '" + name + "'");
  current_ = found->second;
}

void StepPaths::save_current(const std::string& name) {
  select(name);
  write_file(in_base("current-context.json"), json::write(json::Object{{"context", name}}), 0644);
}

void StepPaths::add(const StepContext& context) {
  check_complete(context);
  contexts_[context.name] = context;
  write_contexts();
}

std::vector<std::string> StepPaths::folders_only_of(const std::string& name) const {
  auto found = contexts_.find(name);
  if (found == contexts_.end()) return {};
  const StepContext& doomed = found->second;
  auto shared = [&](std::string StepContext::*member) {
    return std::any_of(contexts_.begin(), contexts_.end(), [&](const auto& entry) {
      return entry.first != name && entry.second.*member == doomed.*member;
    });
  };
  std::vector<std::string> folders;
  if (!shared(&StepContext::authority)) folders.push_back(in_base("authorities/" + doomed.authority));
  if (!shared(&StepContext::profile)) folders.push_back(in_base("profiles/" + doomed.profile));
  return folders;
}

void StepPaths::remove(const std::string& name) {
  for (const std::string& folder : folders_only_of(name)) {
    std::error_code error;
    std::filesystem::remove_all(folder, error);
    if (error) throw Error("error removing " + folder + ": " + error.message());
  }
  contexts_.erase(name);
  write_contexts();
}

json::Object StepPaths::defaults(const std::optional<std::string>& config_file) const {
  if (!contexts_enabled()) {
    if (!config_file) return read_object(in_base("config/defaults.json")).value_or(json::Object{});
    // A file named on the command line is a preference: one that cannot be read gives none.
    auto text = read_file(*config_file);
    auto value = text ? json::parse(*text) : failure(text.error().text);
    return value && value->is_object() ? value->get_object() : json::Object{};
  }
  if (!current_) return {};
  json::Object merged = read_object(defaults_file()).value_or(json::Object{});
  for (const auto& [name, value] : read_object(profile_defaults_file()).value_or(json::Object{})) {
    merged[name] = value;
  }
  for (const char* name : {"context", "profile", "authority"}) {
    if (merged.erase(name) > 0 && warn)
      warn("cannot set '" + std::string(name) + "' attribute in config files");
  }
  return merged;
}

}  // namespace newel
