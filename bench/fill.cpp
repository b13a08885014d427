// fill CA_JSON ROWS: puts ROWS certificates into the store of a CA that is not running, so that rates and
// start times can be measured at size. Rows are as large as real ones; serials are random, as real ones are.
#include <fmt/format.h>

#include <condition_variable>
#include <mutex>

#include "base/random.h"
#include "config/config.h"
#include "config/database.h"
#include "store/store.h"

namespace {

using namespace newel;

store::CertificateRecord row(Time now) {
  store::CertificateRecord record;
  record.serial = system_random().bytes(16);
  record.serial[0] |= 1;
  record.issuer = "CN=Bench Intermediate CA,O=Bench";
  record.subject = "host-" + system_random().alphanumeric(12) + ".internal";
  record.names = {record.subject};
  record.not_before = now - std::chrono::minutes(1);
  record.not_after = now + std::chrono::hours(24);
  record.issued_at = now;
  record.provisioner_id = "bench:kid";
  record.provisioner_name = "bench";
  record.provisioner_type = "JWK";
  record.der = system_random().bytes(620);
  return record;
}

int run(const std::string& ca_json, long rows) {
  const config::Config config = config::load(ca_json);
  const auto store = store::open_store(config::store_options(config)->options);
  std::mutex mutex;
  std::condition_variable freed;
  long in_flight = 0, failed = 0;
  for (long i = 0; i < rows; ++i) {
    store::Transaction transaction;
    transaction.add(store::AddCertificate{row(system_clock().now())});
    {
      std::unique_lock lock(mutex);
      freed.wait(lock, [&] { return in_flight < 4096; });
      ++in_flight;
    }
    store->commit(std::move(transaction), [&](const store::CommitResult& result) {
      const std::lock_guard lock(mutex);
      --in_flight;
      failed += result.ok() ? 0 : 1;
      freed.notify_one();
    });
    if (i % 100'000 == 99'999) fmt::print("{} of {}\n", i + 1, rows);
  }
  std::unique_lock lock(mutex);
  freed.wait(lock, [&] { return in_flight == 0; });
  if (failed != 0) fmt::print(stderr, "fill: {} rows failed\n", failed);
  return failed == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "usage: fill CA_JSON ROWS\n");
    return 1;
  }
  try {
    return run(argv[1], std::stol(argv[2]));
  } catch (const std::exception& e) {
    fmt::print(stderr, "fill: {}\n", e.what());
    return 1;
  }
}
