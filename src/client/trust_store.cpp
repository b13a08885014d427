#include "client/trust_store.h"

#include <unistd.h>

#include <algorithm>
#include <array>

#include "base/files.h"
#include "base/text.h"
#include "client/captured_run.h"
#include "crypto/pem.h"

namespace newel::client {
namespace {

void run_as_root(std::vector<std::string> command, std::string_view input = {}) {
  if (::geteuid() != 0 && find_program("sudo")) command.insert(command.begin(), {"sudo", "--"});
  run_or_throw(command, input);
}

bool bundle_holds(const TrustStore& store, const x509::Certificate& root) {
  const auto bundle = read_file(store.bundle);
  if (!bundle) return false;
  for (std::string_view rest = *bundle; const auto block = pem_next(rest);) {
    if (equal(block->der, root.der())) return true;
  }
  return false;
}

std::string file_in(const TrustStore& store, const x509::Certificate& root, const std::string& prefix) {
  std::string name = trust_store_name(root, prefix);
  // A common name is outside text: it must not lead out of the folder.
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == ' ' || c == '/' || c == '\0'; }, '_');
  return join_path(store.folder, name + store.extension);
}

}  // namespace

TrustStore system_trust_store() {
  const std::array<TrustStore, 5> known{{
      {"/etc/pki/ca-trust/source/anchors/", ".pem", {"update-ca-trust", "extract"}, {}},
      {"/usr/local/share/ca-certificates/",
       ".crt",
       {"update-ca-certificates"},
       "/etc/ssl/certs/ca-certificates.crt"},
      {"/usr/share/pki/trust/anchors/", ".crt", {"update-ca-certificates"}, {}},
      {"/etc/ca-certificates/trust-source/anchors/", ".crt", {"trust", "extract-compat"}, {}},
      {"/etc/ssl/certs/", ".crt", {"trust", "extract-compat"}, {}},
  }};
  for (const TrustStore& store : known) {
    if (is_directory(store.folder)) return store;
  }
  throw Error("install is not supported on this system");
}

std::string trust_store_name(const x509::Certificate& root, const std::string& prefix) {
  const std::string serial = root.serial().decimal();
  if (!prefix.empty()) return prefix + serial;
  const std::string name = root.subject().common_name();
  return (name.empty() ? "Smallstep Development CA" : name) + " " + serial;
}

void install_root(const x509::Certificate& root, const TrustStore& store, const std::string& prefix) {
  const std::string file = file_in(store, root, prefix);
  const std::string pem = root.pem();
  run_as_root({"tee", file}, pem);
  const auto written = read_file(file);
  if (!written || *written != pem)
    throw Error("failed to install " + file + ": its content is not what was written");
  run_as_root(store.refresh);
  if (!store.bundle.empty() && !bundle_holds(store, root)) {
    throw Error("failed to install " + file + ": " + store.refresh.front() + " has not put it into " +
                store.bundle);
  }
}

void uninstall_root(const x509::Certificate& root, const TrustStore& store, const std::string& prefix) {
  run_as_root({"rm", "-f", file_in(store, root, prefix)});
  run_as_root(store.refresh);
  if (!store.bundle.empty() && bundle_holds(store, root)) {
    throw Error("the certificate still is in " + store.bundle +
                ": another file of the trust store holds it, too");
  }
}

}  // namespace newel::client
