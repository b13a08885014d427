// Where the file comes from, and how its write-ahead log stays short.
//
// A commit only appends to the log. Somebody must copy the pages into the database file (a checkpoint), and
// only when everything is copied does the log start over. If the writer did it, every client would wait for
// thousands of random page writes. So a thread copies in the background (PASSIVE: it waits for nobody). Under
// steady load that alone never ends, for the writer has meanwhile appended more. Therefore the thread hands
// over: when it has copied what it saw, the writer copies the short rest between two batches, and the log
// starts over. Should the thread starve, the writer does the whole work before the log grows beyond
// `forced_pages`.
#include "store/sqlite_engine.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <thread>

#include "base/clock.h"
#include "base/files.h"
#include "store/migrations.h"

namespace newel::store {
namespace {

constexpr int copy_pages = 4000;     // 16 MB of log: the thread begins to copy
constexpr int forced_pages = 40000;  // 160 MB of log: the writer makes it start over, whoever waits

class SqliteEngine final : public Engine {
 public:
  explicit SqliteEngine(SqliteSettings settings) : settings_(std::move(settings)) {}
  ~SqliteEngine() override { stop(); }

  std::unique_ptr<Session> connect(Access access) override;
  Dialect dialect() const override { return Dialect::sqlite; }
  std::string name() const override { return "SQLite database " + settings_.path; }
  void committed(Session& session) override;
  void stop() override;

 private:
  enum class Copying { idle, asked, running, finished };

  void prepare_file() const;
  void make_file() const;
  void copy_in_background();

  const SqliteSettings settings_;
  std::atomic<Copying> copying_ = Copying::idle;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

[[noreturn]] void refuse(const std::string& path, const std::string& why) {
  throw SqlError(Fault::refused, "SQLite database " + path + ": " + why);
}

// An existing file is never opened here: closing it again would drop the locks that another connection of
// this process holds on it (POSIX).
void SqliteEngine::prepare_file() const {
  const std::string& path = settings_.path;
  if (path.empty()) refuse("\"\"", "the path is empty; set db.dataSource to a file");
  if (is_directory(path)) refuse(path, "this is a directory; set db.dataSource to a file");
  if (file_exists(path)) return;
  try {
    make_directories(directory_of(path), 0700);
  } catch (const Error& error) {
    refuse(path, "its folder cannot be made: " + error.text());
  }
  make_file();
}

/// A file under a name of its own, gone with this unless it was given its final one.
class UnfinishedFile {
 public:
  explicit UnfinishedFile(const std::string& path) : name_(path + ".new-XXXXXX") {
    fd_ = ::mkostemp(name_.data(), O_CLOEXEC);  // 0600
    if (fd_ < 0) {
      refuse(path, std::string("it cannot be created (") + std::strerror(errno) +
                       "); check the permissions of its folder");
    }
  }
  ~UnfinishedFile() {
    ::unlink(name_.c_str());
    ::close(fd_);
  }
  UnfinishedFile(const UnfinishedFile&) = delete;
  UnfinishedFile& operator=(const UnfinishedFile&) = delete;
  const std::string& name() const { return name_; }
  int fd() const { return fd_; }

 private:
  std::string name_;
  int fd_ = -1;
};

void sync_folder_of(const std::string& path) {
  const int fd = ::open(directory_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return;
  ::fsync(fd);
  ::close(fd);
}

// Unlike rename(), does not replace what another process has put there meanwhile: that one is as good as
// ours.
bool give_name(const std::string& from, const std::string& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return true;
  if (errno != EINVAL && errno != ENOSYS) return false;
  return ::link(from.c_str(), to.c_str()) == 0;  // file systems that cannot do the first can do this
}

// A new database, schema included, costs a dozen fsyncs when SQLite makes it where it is to stay. Under
// another name nothing of it has to survive a crash, so it is made without any, then written out whole, once,
// and only then gets its name: whoever sees the file sees a complete one. It is ours alone from the moment it
// exists, and SQLite gives its log the same mode.
void SqliteEngine::make_file() const {
  const UnfinishedFile file(settings_.path);
  SqliteSettings building = settings_;
  building.path = file.name();
  building.building = true;
  try {
    const auto session = open_sqlite_session(building, Access::write);
    migrate(*session, dialect(), name(), system_clock());
  } catch (const SqlError& error) {
    std::string text = error.text;  // speaks of a file that the operator has never heard of
    if (const auto at = text.find(file.name()); at != std::string::npos)
      text.replace(at, file.name().size(), settings_.path);
    throw SqlError(error.fault, text);
  }  // closing has copied the log into the file and removed it
  if (::fsync(file.fd()) != 0) {
    refuse(settings_.path,
           std::string("it cannot be written (") + std::strerror(errno) + "); check the disk");
  }
  if (!give_name(file.name(), settings_.path) && errno != EEXIST) {
    refuse(settings_.path, std::string("it cannot be created (") + std::strerror(errno) +
                               "); check the permissions of its folder");
  }
  sync_folder_of(settings_.path);
}

std::unique_ptr<Session> SqliteEngine::connect(Access access) {
  if (access == Access::create) prepare_file();
  auto session = open_sqlite_session(settings_, access);
  if (access == Access::create) {
    thread_ = std::thread([this] { copy_in_background(); });
    pthread_setname_np(thread_.native_handle(), "store-copy");
  }
  return session;
}

void SqliteEngine::committed(Session& session) {
  auto& file = static_cast<SqliteSession&>(session);
  const Copying copying = copying_.load();
  if (copying == Copying::finished) {
    file.checkpoint(SqliteSession::Checkpoint::passive);
    copying_ = Copying::idle;
  } else if (copying == Copying::idle && file.log_pages() >= copy_pages) {
    {
      std::lock_guard lock(mutex_);
      copying_ = Copying::asked;
    }
    wake_.notify_one();
  } else if (file.log_pages() >= forced_pages) {
    file.checkpoint(SqliteSession::Checkpoint::restart);
  }
}

void SqliteEngine::copy_in_background() {
  std::unique_ptr<SqliteSession> session;
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [&] { return stopping_ || copying_ == Copying::asked; });
    if (stopping_) return;
    copying_ = Copying::running;
    lock.unlock();
    try {
      if (!session) session = open_sqlite_session(settings_, Access::write);
      session->checkpoint(SqliteSession::Checkpoint::passive);
    } catch (const SqlError&) {
      session.reset();  // the writer meets the same trouble and tells it
    }
    lock.lock();
    copying_ = Copying::finished;
  }
}

void SqliteEngine::stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

}  // namespace

std::unique_ptr<Engine> make_sqlite_engine(SqliteSettings settings) {
  return std::make_unique<SqliteEngine>(std::move(settings));
}

}  // namespace newel::store
