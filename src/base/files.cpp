#include "base/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "base/random.h"
#include "base/text.h"

namespace newel {
namespace {

std::string failed(std::string_view operation, const std::string& path, std::string_view reason) {
  return std::string(operation) + " " + path + " failed: " + std::string(reason);
}

std::string failed(std::string_view operation, const std::string& path, int number) {
  return failed(operation, path, reason_of(number));
}

tl::unexpected<FileFailure> file_failure(std::string operation, const std::string& path, std::string reason) {
  std::string text = failed(operation, path, reason);
  return tl::unexpected(FileFailure{{std::move(text)}, std::move(operation), path, std::move(reason)});
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }
  bool ok() const { return fd_ >= 0; }
  int close() {
    const int result = fd_ >= 0 ? ::close(fd_) : 0;
    fd_ = -1;
    return result;
  }

 private:
  int fd_;
};

template <class Buffer>
FileExpected<Buffer> read_descriptor(int fd, const std::string& name, std::size_t limit) {
  Buffer out;
  std::size_t used = 0;
  for (;;) {
    out.resize(used + 65536);
    const ssize_t n = ::read(fd, out.data() + used, out.size() - used);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return file_failure("read", name, reason_of(errno));
    used += static_cast<std::size_t>(n);
    if (used > limit)
      return file_failure("read", name, "file is larger than " + std::to_string(limit) + " bytes");
    if (n == 0) break;
  }
  out.resize(used);
  return out;
}

template <class Buffer>
FileExpected<Buffer> read_path(const std::string& path, std::size_t limit) {
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.ok()) return file_failure("open", path, reason_of(errno));
  return read_descriptor<Buffer>(file.get(), path, limit);
}

void write_all(int fd, ByteView content, const std::string& path) {
  while (!content.empty()) {
    const ssize_t n = ::write(fd, content.data(), content.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw Error(failed("write", path, errno));
    content = content.subspan(static_cast<std::size_t>(n));
  }
}

// The file a chain of symbolic links ends at, whether or not it exists yet.
std::string link_target(std::string path) {
  char buffer[4096];
  for (int depth = 0; depth < 40; ++depth) {
    const ssize_t n = ::readlink(path.c_str(), buffer, sizeof buffer);
    if (n <= 0) return path;
    const std::string target(buffer, static_cast<std::size_t>(n));
    path = target.starts_with('/') ? target : join_path(directory_of(path), target);
  }
  return path;
}

void sync_directory(const std::string& path) {
  Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.ok()) ::fsync(folder.get());  // best effort: some file systems refuse it
}

bool is_replaceable(const struct stat& status) { return S_ISREG(status.st_mode); }

void write_in_place(const std::string& path, ByteView content) {
  Descriptor file(::open(path.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC));
  if (!file.ok()) throw Error(failed("open", path, errno));
  write_all(file.get(), content, path);
}

enum class Holds { anything, secret };

// The owner, group and mode of the file that is replaced, for the new one; ownership only where we are
// allowed to give it.
void inherit(int fd, const struct stat& old, Holds holds, const std::string& name) {
  bool same_group = ::fchown(fd, old.st_uid, old.st_gid) == 0;
  if (!same_group && errno == EPERM) same_group = ::fchown(fd, static_cast<uid_t>(-1), old.st_gid) == 0;
  if (!same_group && errno != EPERM) throw Error(failed("chown", name, errno));
  mode_t mode = old.st_mode & 07777;
  if (holds == Holds::secret) mode = secret_mode(mode) & (same_group ? 0660 : 0600);
  if (::fchmod(fd, mode) != 0) throw Error(failed("chmod", name, errno));
}

void replace_file(const std::string& name, ByteView content, mode_t mode, Holds holds) {
  const std::string path = link_target(name);
  struct stat old {};
  const bool exists = ::stat(path.c_str(), &old) == 0;
  if (exists && S_ISDIR(old.st_mode)) throw Error("open " + name + " failed: is a directory");
  if (exists && !is_replaceable(old)) return write_in_place(path, content);  // a pipe, a device
  const std::string temporary = path + ".tmp-" + system_random().alphanumeric(8);
  Descriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
  if (!file.ok()) throw Error(failed("open", name, errno));
  try {
    if (exists) inherit(file.get(), old, holds, name);
    write_all(file.get(), content, name);
    if (::fsync(file.get()) != 0 || file.close() != 0) throw Error(failed("write", name, errno));
    if (::rename(temporary.c_str(), path.c_str()) != 0) throw Error(failed("rename", name, errno));
  } catch (...) {
    ::unlink(temporary.c_str());
    throw;
  }
  sync_directory(directory_of(path));
}

}  // namespace

std::string reason_of(int error_number) {
  std::string text = std::strerror(error_number);
  if (!text.empty()) text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
  return text;
}

FileExpected<std::string> read_file(const std::string& path, std::size_t limit) {
  return read_path<std::string>(path, limit);
}

FileExpected<SecretBytes> read_secret_file(const std::string& path, std::size_t limit) {
  return read_path<SecretBytes>(path, limit);
}

FileExpected<std::string> read_stdin(std::size_t limit) {
  return read_descriptor<std::string>(0, "-", limit);
}

Expected<Secret> read_password_file(const std::string& path) {
  auto content = read_secret_file(path);
  if (!content) return failure(content.error().text);
  return Secret(trim_right_space(as_text({content->data(), content->size()})));
}

void write_file(const std::string& path, ByteView content, mode_t mode) {
  replace_file(path, content, mode, Holds::anything);
}

void write_secret_file(const std::string& path, ByteView content, mode_t mode) {
  replace_file(path, content, secret_mode(mode), Holds::secret);
}

bool file_exists(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0;
}

bool is_directory(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

void make_directories(const std::string& path, mode_t mode) {
  if (path.empty() || is_directory(path)) return;
  const std::string parent = directory_of(path);
  if (parent != path) make_directories(parent, mode);
  if (::mkdir(path.c_str(), mode) != 0 && errno != EEXIST) throw Error(failed("mkdir", path, errno));
  if (!is_directory(path)) throw Error("mkdir " + path + " failed: not a directory");
}

std::string clean_path(std::string_view path) {
  const bool rooted = path.starts_with('/');
  std::vector<std::string> kept;
  for (std::string& part : split(path, '/')) {
    if (part.empty() || part == ".") continue;
    if (part == ".." && !kept.empty() && kept.back() != "..") {
      kept.pop_back();
    } else if (part != ".." || !rooted) {
      kept.push_back(std::move(part));
    }
  }
  std::string out = (rooted ? "/" : "") + join(kept, "/");
  return out.empty() ? "." : out;
}

std::string join_path(std::string_view a, std::string_view b) {
  if (a.empty()) return b.empty() ? "" : clean_path(b);
  return clean_path(std::string(a) + "/" + std::string(b));
}

std::string absolute_path(std::string_view path) {
  if (path.starts_with('/')) return clean_path(path);
  char buffer[4096];
  if (::getcwd(buffer, sizeof buffer) == nullptr) throw Error("getcwd failed: " + reason_of(errno));
  return join_path(buffer, path);
}

std::string base_name(std::string_view path) {
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  const auto slash = path.rfind('/');
  return std::string(slash == std::string_view::npos || path == "/" ? path : path.substr(slash + 1));
}

std::string directory_of(std::string_view path) {
  const auto slash = path.rfind('/');
  if (slash == std::string_view::npos) return ".";
  return slash == 0 ? "/" : std::string(path.substr(0, slash));
}

std::optional<std::string> environment(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr) return std::nullopt;
  return value;
}

}  // namespace newel
