// Private instances of the real database servers: in a folder of their own, on a socket in it, as an ordinary
// user, without the durability that a test does not need. Started when a test first asks, stopped when the
// program ends.
#pragma once

#include <arpa/inet.h>
#include <fcntl.h>
#include <glob.h>
#include <grp.h>
#include <netinet/in.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <csignal>
#include <cstring>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <vector>

#include "store_support.h"

namespace newel::store {

/// The newest program that matches; throws with the package to install.
inline std::string find_program(const std::vector<std::string>& patterns, const std::string& package) {
  for (const std::string& pattern : patterns) {
    glob_t found{};
    const bool any = ::glob(pattern.c_str(), 0, nullptr, &found) == 0;
    const std::string last = any ? found.gl_pathv[found.gl_pathc - 1] : "";
    ::globfree(&found);
    if (any) return last;
  }
  throw std::runtime_error("no " + patterns.front() + ": install the package " + package +
                           " (./dev test does)");
}

class Server {
 public:
  Server() {
    ::chmod(folder_.path().c_str(), 0755);
    if (const passwd* user = ::getuid() == 0 ? ::getpwnam("nobody") : nullptr) {
      user_ = user->pw_uid;
      group_ = user->pw_gid;
    }
    std::filesystem::create_directory(home());
    if (user_) [[maybe_unused]]
      const int ignored = ::chown(home().c_str(), *user_, group_);
  }
  ~Server() { stop(SIGTERM); }

  std::string home() const { return folder_ / "home"; }

  /// Starts the program as the ordinary user; it dies with us.
  pid_t spawn(const std::vector<std::string>& command) {
    std::vector<char*> argv;
    for (const std::string& word : command) argv.push_back(const_cast<char*>(word.c_str()));
    argv.push_back(nullptr);
    const std::string log = folder_ / "log";
    const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    const pid_t parent = ::getpid();
    const pid_t child = ::fork();
    if (child == 0) {
      ::dup2(out, 1);
      ::dup2(out, 2);
      if (user_ && (::setgroups(0, nullptr) != 0 || ::setgid(group_) != 0 || ::setuid(*user_) != 0))
        ::_exit(126);
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      if (::getppid() != parent || ::chdir(home().c_str()) != 0) ::_exit(126);
      ::execv(argv[0], argv.data());
      ::_exit(127);
    }
    ::close(out);
    return child;
  }
  void run(const std::vector<std::string>& command) {
    int status = 0;
    ::waitpid(spawn(command), &status, 0);
    if (status != 0) throw std::runtime_error(command[0] + " failed:\n" + log());
  }
  void start() {
    server_ = spawn(command_);
    for (int i = 0; i < 600; ++i) {
      if (accepts()) return;
      if (::waitpid(server_, nullptr, WNOHANG) == server_) break;
      ::usleep(50'000);
    }
    throw std::runtime_error(command_[0] + " does not start:\n" + log());
  }
  /// The end without notice: what is not on disk or with the system is lost.
  void crash() { stop(crash_signal_); }
  void stop(int signal) {
    if (server_ <= 0) return;
    ::kill(server_, signal);
    ::waitpid(server_, nullptr, 0);
    server_ = 0;
  }
  std::string log() const {
    std::ifstream in(folder_ / "log");
    return {std::istreambuf_iterator<char>(in), {}};
  }

 protected:
  /// True once a store can be opened.
  bool accepts() const {
    const std::string error = error_of([&] { open_store(probe_); });
    if (error.empty()) return true;
    if (error.find("cannot connect") == std::string::npos) throw std::runtime_error(error);
    return false;
  }

  TemporaryFolder folder_;
  std::vector<std::string> command_;
  StoreOptions probe_;
  pid_t server_ = 0;
  int crash_signal_ = SIGKILL;
  std::optional<uid_t> user_;
  gid_t group_ = 0;
};

inline int free_port() {
  const int s = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ::bind(s, reinterpret_cast<sockaddr*>(&address), size);
  ::getsockname(s, reinterpret_cast<sockaddr*>(&address), &size);
  ::close(s);
  return ntohs(address.sin_port);
}

class PostgresServer : public Server {
 public:
  PostgresServer() : port_(free_port()) {
    const std::string postgres =
        find_program({"/usr/lib/postgresql/*/bin/postgres", "/usr/bin/postgres"}, "postgresql");
    const std::string bin = postgres.substr(0, postgres.rfind('/'));
    run({bin + "/initdb", "-D", home() + "/data", "-U", "newel", "-A", "trust", "-E", "UTF8", "--locale=C",
         "--no-sync"});
    command_ = {postgres,
                "-D",
                home() + "/data",
                "-k",
                home(),
                "-h",
                "127.0.0.1",
                "-p",
                std::to_string(port_),
                "-c",
                "fsync=off",
                "-c",
                "max_connections=100"};
    probe_ = options("probe");
    // Immediate shutdown, which is a crash to the data. SIGKILL would leave the children, who work on for a
    // while.
    crash_signal_ = SIGQUIT;
    start();
  }
  /// Over the socket.
  StoreOptions options(const std::string& database) const {
    return {.type = "postgresql",
            .data_source = "host=" + home() + " port=" + std::to_string(port_) + " user=newel",
            .database = database};
  }
  std::string url(const std::string& database) const {
    return "postgresql://newel@127.0.0.1:" + std::to_string(port_) + "/" + database +
           "?sslmode=disable&pool_max_conns=10";
  }

 private:
  int port_;
};

class MariadbServer : public Server {
 public:
  MariadbServer() : port_(free_port()) {
    const std::string server = find_program({"/usr/sbin/mariadbd", "/usr/sbin/mysqld"}, "mariadb-server");
    const std::string install =
        find_program({"/usr/bin/mariadb-install-db", "/usr/bin/mysql_install_db"}, "mariadb-server");
    run({install, "--no-defaults", "--datadir=" + home() + "/data",
         "--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve"});
    command_ = {server,
                "--no-defaults",
                "--datadir=" + home() + "/data",
                "--socket=" + home() + "/sock",
                "--pid-file=" + home() + "/pid",
                "--bind-address=127.0.0.1",
                "--port=" + std::to_string(port_),
                "--innodb-flush-log-at-trx-commit=2",
                "--innodb-buffer-pool-size=32M",
                "--skip-name-resolve",
                "--max-allowed-packet=16M"};
    probe_ = options("probe");
    start();
  }
  StoreOptions options(const std::string& database) const {
    return {.type = "mysql", .data_source = "root@unix(" + home() + "/sock)/" + database};
  }
  std::string tcp(const std::string& database) const {
    return "root:@tcp(127.0.0.1:" + std::to_string(port_) + ")/" + database +
           "?parseTime=true&timeout=3s&lock_wait_timeout=20";
  }

 private:
  int port_;
};

inline PostgresServer& postgres_server() {
  static PostgresServer server;
  return server;
}
inline MariadbServer& mariadb_server() {
  static MariadbServer server;
  return server;
}

/// A database name that no test has used.
inline std::string fresh_name() {
  static int number = 0;
  return "newel_" + std::to_string(++number);
}

}  // namespace newel::store
