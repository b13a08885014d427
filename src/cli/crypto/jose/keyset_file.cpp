#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "base/error.h"
#include "base/files.h"
#include "base/text.h"
#include "cli/crypto/jose/keyset.h"

namespace newel::cli::crypto {

void KeySetFile::fail(std::string_view what, std::string_view reason) {
  if (fd_ >= 0) ::close(fd_);
  throw Error("error " + std::string(what) + " " + path_ + ": " + std::string(reason));
}

std::string KeySetFile::read_all() {
  std::string content;
  char buffer[8192];
  for (;;) {
    const ssize_t n = ::read(fd_, buffer, sizeof buffer);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail("reading", reason_of(errno));
    if (n == 0) return content;
    content.append(buffer, static_cast<std::size_t>(n));
  }
}

KeySetFile::KeySetFile(const std::string& path)
    : path_(path), fd_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
  if (fd_ < 0) throw Error("open " + path + " failed: " + reason_of(errno));
  if (::flock(fd_, LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK) fail("reading", "file is locked");
    fail("locking", reason_of(errno));
  }
  const std::string content = read_all();
  if (content.empty()) {
    document_["keys"] = nullptr;
    return;
  }
  auto parsed = json::parse(content);
  if (!parsed) fail("reading", parsed.error().text);
  if (!parsed->is_object()) fail("reading", "a key set is a JSON object with the member \"keys\"");
  document_ = std::move(parsed->get_object());
  const json::Value* list = json::find(document_, "keys");
  if (list == nullptr) {
    document_["keys"] = nullptr;
  } else if (!list->is_array() && !list->is_null()) {
    fail("reading", "the member \"keys\" is not an array");
  }
}

KeySetFile::~KeySetFile() { ::close(fd_); }

json::Array& KeySetFile::keys() {
  json::Value& list = document_["keys"];
  if (!list.is_array()) list = json::Array();
  return list.get_array();
}

// Members of a private key and of a symmetric one (RFC 7518 section 6).
bool KeySetFile::has_secret() {
  for (const json::Value& key : keys()) {
    const json::Object* members = key.if_object();
    if (members != nullptr && (members->contains("d") || members->contains("k"))) return true;
  }
  return false;
}

void KeySetFile::save() {
  struct stat status {};
  if (has_secret() && ::fstat(fd_, &status) == 0 && S_ISREG(status.st_mode) &&
      ::fchmod(fd_, secret_mode(status.st_mode)) != 0)
    throw Error("error writing " + path_ + ": " + reason_of(errno));
  const std::string content = json::write_indented(document_, "  ");
  if (::ftruncate(fd_, 0) != 0 || ::lseek(fd_, 0, SEEK_SET) != 0)
    throw Error("error writing " + path_ + ": " + reason_of(errno));
  for (std::string_view rest = content; !rest.empty();) {
    const ssize_t n = ::write(fd_, rest.data(), rest.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw Error("error writing " + path_ + ": " + reason_of(errno));
    rest.remove_prefix(static_cast<std::size_t>(n));
  }
  if (::fsync(fd_) != 0 && errno != EINVAL) throw Error("error writing " + path_ + ": " + reason_of(errno));
}

}  // namespace newel::cli::crypto
