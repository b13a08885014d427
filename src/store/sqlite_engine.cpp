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
#include <cstring>
#include <mutex>
#include <thread>

#include "base/files.h"

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

// The file is ours alone from the moment it exists; SQLite gives its log the same mode. An existing file is
// never opened here: closing it again would drop the locks that another connection of this process holds on
// it (POSIX).
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
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0 && errno != EEXIST) {
    refuse(path, std::string("it cannot be created (") + std::strerror(errno) +
                     "); check the permissions of its folder");
  }
  if (fd >= 0) ::close(fd);
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
