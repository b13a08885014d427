#include <algorithm>
#include <filesystem>

#include "base/files.h"
#include "client/application_stores.h"
#include "client/captured_run.h"

namespace newel::client {
namespace {

constexpr const char* no_certutil = "certutil is not installed (on Debian: apt-get install libnss3-tools)";
constexpr const char* no_database =
    "there is no profile of Firefox and no database of Chromium in the home folder";

// With the prefix that tells certutil the kind of database; "" for a folder that holds none.
std::string database_in(const std::string& folder) {
  if (file_exists(join_path(folder, "cert9.db"))) return "sql:" + folder;
  if (file_exists(join_path(folder, "cert8.db"))) return "dbm:" + folder;
  return {};
}

std::vector<std::string> databases() {
  const std::string home = environment("HOME").value_or("");
  std::vector<std::string> folders;
  for (const char* profiles : {".mozilla/firefox", "snap/firefox/common/.mozilla/firefox"}) {
    std::error_code failed;
    for (const auto& entry : std::filesystem::directory_iterator(join_path(home, profiles), failed))
      folders.push_back(entry.path().string());
  }
  std::sort(folders.begin(), folders.end());
  folders.push_back(join_path(home, ".pki/nssdb"));
  std::vector<std::string> out;
  for (const std::string& folder : folders) {
    if (std::string database = database_in(folder); !database.empty()) out.push_back(std::move(database));
  }
  return out;
}

bool holds(const std::string& database, const x509::Certificate& root, const std::string& name) {
  const CapturedRun run = run_captured({"certutil", "-L", "-d", database, "-n", name, "-a"});
  if (run.result.status != 0) return false;
  const auto found = x509::parse_certificates_pem(run.output);
  return found && std::find(found->begin(), found->end(), root) != found->end();
}

// Trusted to issue for TLS servers, which `-V -u L` asks for.
bool trusts(const std::string& database, const x509::Certificate& root, const std::string& name) {
  return holds(database, root, name) &&
         run_captured({"certutil", "-V", "-d", database, "-u", "L", "-n", name}).result.status == 0;
}

template <class Change>
StoreChange in_every_database(Change change) {
  StoreChange done;
  if (!find_program("certutil")) {
    done.skipped = no_certutil;
    return done;
  }
  const auto list = databases();
  if (list.empty()) done.skipped = no_database;
  for (const std::string& database : list) ++(change(database) ? done.changed : done.unchanged);
  return done;
}

}  // namespace

StoreChange install_root_nss(const x509::Certificate& root, const std::string& name) {
  return in_every_database([&](const std::string& database) {
    if (trusts(database, root, name)) return false;
    run_or_throw({"certutil", "-A", "-d", database, "-t", "C,,", "-n", name, "-a"}, root.pem());
    if (!holds(database, root, name))
      throw Error("the certificate is not in " + database + " after it was written");
    return true;
  });
}

StoreChange uninstall_root_nss(const x509::Certificate& root, const std::string& name) {
  return in_every_database([&](const std::string& database) {
    if (!holds(database, root, name)) return false;
    run_or_throw({"certutil", "-D", "-d", database, "-n", name});
    if (holds(database, root, name)) throw Error("the certificate still is in " + database);
    return true;
  });
}

}  // namespace newel::client
