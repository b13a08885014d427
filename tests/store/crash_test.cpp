// kill -9 under load: what was acknowledged is there afterwards.
#include <sys/wait.h>

#include <csignal>
#include <random>
#include <thread>

#include "store_support.h"

namespace newel::store {
namespace {

// The child: eight clients that commit a token and a certificate, and write the number down the pipe once it
// is acknowledged. A pipe write of eight octets is atomic.
[[noreturn]] void commit_until_killed(const std::string& path, std::uint64_t first, int pipe) {
  const auto store = open_sqlite(path);
  std::vector<std::thread> clients;
  for (std::uint64_t c = 0; c < 8; ++c) {
    clients.emplace_back([&, c] {
      for (std::uint64_t n = first + c;; n += 8) {
        const auto result =
            store->commit(transaction(token(std::to_string(n)), AddCertificate{certificate(n)}));
        if (!result.ok() || ::write(pipe, &n, sizeof n) != sizeof n) ::_exit(3);
      }
    });
  }
  for (auto& client : clients) client.join();
  ::_exit(0);
}

TEST(Crash, NothingAcknowledgedIsLost) {
  TemporaryFolder folder;
  const std::string path = folder / "ca.db";
  std::mt19937 random(std::random_device{}());
  std::size_t acknowledged = 0;
  for (int round = 0; round < 20; ++round) {
    int pipe[2];
    ASSERT_EQ(::pipe(pipe), 0);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) commit_until_killed(path, static_cast<std::uint64_t>(round) << 32, pipe[1]);
    ::close(pipe[1]);
    // Killed after so many acknowledgements, in the middle of whatever it is doing.
    const std::size_t limit = 1 + random() % 400;
    std::vector<std::uint64_t> numbers;
    std::uint64_t number = 0;
    while (numbers.size() < limit && ::read(pipe[0], &number, sizeof number) == sizeof number)
      numbers.push_back(number);
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the child ended by itself, status " << status;
    while (::read(pipe[0], &number, sizeof number) == sizeof number) numbers.push_back(number);
    ::close(pipe[0]);

    const auto store = open_sqlite(path);
    for (const std::uint64_t n : numbers) {
      ASSERT_TRUE(store->is_token_used(std::to_string(n))) << "round " << round;
      ASSERT_TRUE(store->find_certificate(serial_of(n))) << "round " << round;
    }
    acknowledged += numbers.size();
  }
  RecordProperty("acknowledged", static_cast<int>(acknowledged));
  EXPECT_GT(acknowledged, 20u);
}

}  // namespace
}  // namespace newel::store
