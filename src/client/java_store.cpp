#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "base/files.h"
#include "base/text.h"
#include "client/application_stores.h"
#include "client/captured_run.h"

namespace newel::client {
namespace {

// Java's own default: whoever has not changed it has no secret in the store.
constexpr const char* store_password = "changeit";

struct Java {
  std::string keytool, keystore;
};

std::optional<Java> java_in(const std::string& home) {
  const std::string keytool = join_path(home, "bin/keytool");
  if (!find_program(keytool)) return std::nullopt;
  for (const char* place : {"lib/security/cacerts", "jre/lib/security/cacerts"}) {
    std::string keystore = join_path(home, place);
    if (file_exists(keystore)) return Java{keytool, std::move(keystore)};
  }
  return std::nullopt;
}

std::optional<Java> find_java() {
  if (const auto home = environment("JAVA_HOME"); home && !home->empty()) return java_in(*home);
  const auto keytool = find_program("keytool");
  if (!keytool) return std::nullopt;
  std::error_code failed;
  const auto real = std::filesystem::canonical(*keytool, failed);
  return failed ? std::nullopt : java_in(real.parent_path().parent_path().string());
}

StoreChange skipped() {
  const auto home = environment("JAVA_HOME");
  StoreChange out;
  out.skipped = home && !home->empty() ? "there is no keytool and no keystore cacerts in JAVA_HOME " + *home
                                       : "JAVA_HOME is not set and there is no keytool on PATH";
  return out;
}

std::vector<std::string> command(const Java& java, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), java.keytool);
  arguments.insert(arguments.end(), {"-keystore", java.keystore, "-storepass", store_password});
  return arguments;
}

// With sudo when the store is not ours to write.
void change(const Java& java, const std::vector<std::string>& arguments, const std::string& input) {
  std::vector<std::string> all = command(java, arguments);
  if (::access(java.keystore.c_str(), W_OK) != 0 && ::geteuid() != 0 && find_program("sudo"))
    all.insert(all.begin(), {"sudo", "--"});
  run_or_throw(all, input);
}

bool holds(const Java& java, const x509::Certificate& root, const std::string& name) {
  const CapturedRun run = run_captured(command(java, {"-list", "-rfc", "-alias", name}));
  if (run.result.status != 0) return false;
  const auto found = x509::parse_certificates_pem(run.output);
  return found && std::find(found->begin(), found->end(), root) != found->end();
}

}  // namespace

StoreChange install_root_java(const x509::Certificate& root, const std::string& name) {
  const auto java = find_java();
  if (!java) return skipped();
  StoreChange done;
  if (holds(*java, root, name)) {
    done.unchanged = 1;
    return done;
  }
  change(*java, {"-importcert", "-noprompt", "-alias", name}, root.pem());
  if (!holds(*java, root, name))
    throw Error("the certificate is not in " + java->keystore + " after it was written");
  done.changed = 1;
  return done;
}

StoreChange uninstall_root_java(const x509::Certificate& root, const std::string& name) {
  const auto java = find_java();
  if (!java) return skipped();
  StoreChange done;
  if (!holds(*java, root, name)) {
    done.unchanged = 1;
    return done;
  }
  change(*java, {"-delete", "-alias", name}, {});
  if (holds(*java, root, name)) throw Error("the certificate still is in " + java->keystore);
  done.changed = 1;
  return done;
}

}  // namespace newel::client
