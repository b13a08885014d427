#include "cli/certificate/root_pool.h"

#include <algorithm>
#include <filesystem>

#include "base/files.h"
#include "base/text.h"
#include "crypto/pem.h"
#include "x509/file_contents.h"

namespace newel::cli::certificate {
namespace {

// Where distributions keep the bundle: Debian, Fedora, openSUSE, RHEL, Alpine.
constexpr const char* usual_bundles[] = {
    "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "/etc/ssl/cert.pem"};

std::vector<std::string> entries_of(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failed))
    files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  return files;
}

void add_certificates(const std::string& file, std::vector<x509::Certificate>& pool) {
  const auto content = read_file(file);
  if (!content) throw Error("error reading cert pool: " + content.error().short_text());
  const x509::FileContents found = x509::read_contents(*content);
  if (found.problem && (found.wrapped || found.form == x509::FileContents::Form::pem))
    throw Error("error reading cert pool: " + file + ": " + found.problem->text);
  pool.insert(pool.end(), found.certificates.begin(), found.certificates.end());
}

void add_readable(const std::string& file, std::vector<x509::Certificate>& pool) {
  const auto content = read_file(file);
  if (!content) return;
  for (const PemBlock& block : pem_decode_all(*content)) {
    if (block.label != "CERTIFICATE") continue;
    if (auto certificate = x509::Certificate::parse(block.der)) pool.push_back(std::move(*certificate));
  }
}

}  // namespace

std::vector<x509::Certificate> load_root_pool(const std::string& roots) {
  std::vector<x509::Certificate> pool;
  if (is_directory(roots)) {
    for (const std::string& file : entries_of(roots)) add_certificates(file, pool);
  } else {
    for (const std::string& file : split(roots, ',')) add_certificates(std::string(trim(file)), pool);
  }
  if (pool.empty()) throw Error("error reading cert pool: not certificates found");
  return pool;
}

std::vector<x509::Certificate> load_system_roots() {
  std::vector<x509::Certificate> pool;
  const auto file = environment("SSL_CERT_FILE");
  const auto folders = environment("SSL_CERT_DIR");
  if (file && !file->empty()) {
    add_readable(*file, pool);
  } else if (!folders || folders->empty()) {
    for (const char* bundle : usual_bundles) {
      if (!file_exists(bundle)) continue;
      add_readable(bundle, pool);
      break;
    }
  }
  if (folders) {
    for (const std::string& folder : split(*folders, ':')) {
      for (const std::string& entry : entries_of(folder)) add_readable(entry, pool);
    }
  }
  return pool;
}

std::vector<x509::Certificate> load_roots(const std::string& roots) {
  return roots.empty() ? load_system_roots() : load_root_pool(roots);
}

}  // namespace newel::cli::certificate
