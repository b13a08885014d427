// store_bench TYPE DATA_SOURCE [sizes=0,1000000] [clients=1,16,64] [seconds=4] [work=0] [workers=2]
//
// Fills a store to each size in turn and measures there what a server would see: closed-loop clients whose
// transactions (a used token and the certificate it bought) are prepared by a few worker threads and answered
// after the commit. `work` is processor time in µs that a worker burns before each commit, in place of the
// signature.
//
//   store_bench sqlite /var/tmp/bench.db sizes=0,1000000,10000000
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <numeric>
#include <thread>

#include "base/encoding.h"
#include "base/random.h"
#include "base/text.h"
#include "store/store.h"

namespace {

using namespace newel;
using Monotonic = std::chrono::steady_clock;

double seconds_since(Monotonic::time_point start) {
  return std::chrono::duration<double>(Monotonic::now() - start).count();
}

double processor_seconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double resident_megabytes() {
  std::ifstream in("/proc/self/statm");
  double pages = 0;
  in >> pages >> pages;
  return pages * 4096 / (1 << 20);
}

// A row as large as a real one, with a random serial.
store::AddCertificate certificate(Time now) {
  store::CertificateRecord r;
  r.serial = system_random().bytes(16);
  r.serial[0] |= 1;
  r.issuer = "CN=Bench Intermediate CA,O=Bench";
  r.subject = "host-" + hex_encode({r.serial.data(), 6}) + ".internal";
  r.names = {r.subject};
  r.not_before = now - std::chrono::minutes(1);
  r.not_after = now + std::chrono::hours(24);
  r.issued_at = now;
  r.provisioner_id = "bench:ZUvkS3zkBy7KFaOGgmw8ZPF8JJHhqGsiGSfEyW5t3zA";
  r.provisioner_name = "bench";
  r.provisioner_type = "JWK";
  r.der.assign(700, r.serial[1]);
  return {std::move(r)};
}

store::Transaction signing(Time now) {
  store::Transaction t;
  t.add(store::UseToken{system_random().text(64, "0123456789abcdef"), now + std::chrono::minutes(5)});
  t.add(certificate(now));
  return t;
}

void burn(std::chrono::microseconds time) {
  for (const auto end = Monotonic::now() + time; Monotonic::now() < end;) {
  }
}

void fill(store::Store& store, std::size_t rows) {
  constexpr std::size_t window = 2000;
  std::mutex mutex;
  std::condition_variable less;
  std::size_t queued = 0;
  for (std::size_t i = 0; i < rows; ++i) {
    store::Transaction t;
    for (int k = 0; k < 20 && i < rows; ++k, ++i) t.add(certificate(system_clock().now()));
    --i;
    std::unique_lock lock(mutex);
    less.wait(lock, [&] { return queued < window / 20; });
    ++queued;
    lock.unlock();
    store.commit(std::move(t), [&](const store::CommitResult& r) {
      if (!r.ok()) fmt::print(stderr, "fill: {}\n", r.detail);
      std::lock_guard guard(mutex);
      --queued;
      less.notify_one();
    });
  }
  std::unique_lock lock(mutex);
  less.wait(lock, [&] { return queued == 0; });
}

struct Measured {
  std::vector<double> milliseconds;
  double seconds = 0, processor = 0;
  std::size_t failed = 0;
  double percentile(double p) {
    if (milliseconds.empty()) return 0;
    const auto at = static_cast<std::ptrdiff_t>(p * static_cast<double>(milliseconds.size() - 1));
    std::nth_element(milliseconds.begin(), milliseconds.begin() + at, milliseconds.end());
    return milliseconds[static_cast<std::size_t>(at)];
  }
};

/// Clients wait in a queue for a worker, then for their commit, then queue again: as requests do in the
/// server.
class Load {
 public:
  Load(store::Store& store, std::atomic<int>& in_flight, int clients, int workers,
       std::chrono::microseconds work)
      : store_(store), in_flight_(in_flight), clients_(clients), workers_(workers), work_(work) {}

  Measured run(double seconds) {
    const auto start = Monotonic::now();
    const double processor = processor_seconds();
    in_flight_ = clients_;
    for (int i = 0; i < clients_; ++i) turns_.push_back(Monotonic::now());
    std::vector<std::thread> threads;
    for (int i = 0; i < workers_; ++i) threads.emplace_back([this] { serve(); });
    std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
    {
      std::unique_lock lock(mutex_);
      stopping_ = true;
      more_.notify_all();
      idle_.wait(lock, [&] { return waiting_ == 0; });
    }
    for (auto& thread : threads) thread.join();
    in_flight_ = 0;
    result_.seconds = seconds_since(start);
    result_.processor = processor_seconds() - processor;
    return std::move(result_);
  }

 private:
  void serve() {
    std::unique_lock lock(mutex_);
    for (;;) {
      more_.wait(lock, [&] { return stopping_ || !turns_.empty(); });
      if (stopping_) return;
      const auto since = turns_.front();
      turns_.pop_front();
      ++waiting_;
      lock.unlock();
      auto transaction = signing(system_clock().now());
      store_.is_token_used(std::get<store::UseToken>(transaction.operations[0]).id);
      burn(work_);
      store_.commit(std::move(transaction),
                    [this, since](const store::CommitResult& r) { answered(since, r); });
      lock.lock();
    }
  }
  void answered(Monotonic::time_point since, const store::CommitResult& r) {
    std::lock_guard lock(mutex_);
    result_.milliseconds.push_back(seconds_since(since) * 1000);
    if (!r.ok() && result_.failed++ == 0) fmt::print(stderr, "commit: {}\n", r.detail);
    turns_.push_back(Monotonic::now());
    if (--waiting_ == 0) idle_.notify_all();
    more_.notify_one();
  }

  store::Store& store_;
  std::atomic<int>& in_flight_;
  const int clients_, workers_;
  const std::chrono::microseconds work_;
  std::mutex mutex_;
  std::condition_variable more_, idle_;
  std::deque<Monotonic::time_point> turns_;  // since when the client waits
  int waiting_ = 0;                          // for a commit
  bool stopping_ = false;
  Measured result_;
};

std::vector<std::size_t> numbers(const std::string& text) {
  std::vector<std::size_t> out;
  for (const std::string& part : split(text, ',')) out.push_back(std::stoull(part));
  return out;
}

double megabytes_of(const std::string& path) {
  std::error_code none;
  const auto size = std::filesystem::file_size(path, none);
  return none ? 0 : static_cast<double>(size) / (1 << 20);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    fmt::print(stderr,
               "usage: store_bench TYPE DATA_SOURCE [sizes=0,1000000] [clients=1,16,64] [seconds=4] [work=0] "
               "[workers=2]\n");
    return 1;
  }
  std::map<std::string, std::string> settings = {
      {"sizes", "0,1000000"}, {"clients", "1,16,64"}, {"seconds", "4"}, {"work", "0"}, {"workers", "2"}};
  for (int i = 3; i < argc; ++i) {
    const std::string setting = argv[i];
    settings[setting.substr(0, setting.find('='))] = setting.substr(setting.find('=') + 1);
  }
  std::atomic<int> in_flight = 0;
  const store::StoreOptions options{.type = argv[1], .data_source = argv[2], .in_flight = &in_flight};
  fmt::print("{:>10} {:>8} {:>9} {:>8} {:>8} {:>8} {:>9} {:>8} {:>8} {:>8} {:>8}\n", "rows", "clients",
             "tx/s", "p50 ms", "p99 ms", "max ms", "cpu us/tx", "rss MB", "db MB", "wal MB", "open ms");
  std::size_t rows = 0;
  for (const std::size_t size : numbers(settings["sizes"])) {
    if (size > rows) {
      const auto store = store::open_store(options);
      const auto start = Monotonic::now();
      fill(*store, size - rows);
      fmt::print("# filled {} rows at {:.0f}/s\n", size - rows,
                 static_cast<double>(size - rows) / seconds_since(start));
      rows = size;
    }
    const auto before_open = Monotonic::now();
    const auto store = store::open_store(options);
    const double open_ms = seconds_since(before_open) * 1000;
    for (const std::size_t clients : numbers(settings["clients"])) {
      Load load(*store, in_flight, static_cast<int>(clients), std::stoi(settings["workers"]),
                std::chrono::microseconds(std::stoi(settings["work"])));
      Measured m = load.run(std::stod(settings["seconds"]));
      const auto count = static_cast<double>(m.milliseconds.size());
      fmt::print(
          "{:>10} {:>8} {:>9.0f} {:>8.2f} {:>8.2f} {:>8.2f} {:>9.1f} {:>8.1f} {:>8.0f} {:>8.0f} {:>8.2f}\n",
          rows, clients, count / m.seconds, m.percentile(0.5), m.percentile(0.99), m.percentile(1),
          m.processor / count * 1e6, resident_megabytes(), megabytes_of(options.data_source),
          megabytes_of(options.data_source + "-wal"), open_ms);
      std::fflush(stdout);
      rows += m.milliseconds.size();
    }
  }
  return 0;
}
