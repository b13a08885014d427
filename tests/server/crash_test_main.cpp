// Kills step-ca with SIGKILL while clients get and revoke certificates, again and again, and then looks for
// everything that was acknowledged: every certificate must be in the database, every token must be spent,
// every revocation must hold.
//
//   crash_test [rounds] [clients] [milliseconds of load per round]
#include <fmt/format.h>

#include <atomic>
#include <mutex>

#include "http/test_ca.h"
#include "messages/messages.h"
#include "net/client.h"
#include "server/process.h"
#include "store/store.h"

namespace newel::test {
namespace {

struct Acknowledged {
  Bytes serial;
  std::string token_id;
};

struct Ledger {
  std::mutex mutex;
  std::vector<Acknowledged> certificates;
  std::vector<Bytes> revocations;
};

net::ClientOptions trusting(const TestCa& ca) {
  net::ClientOptions options;
  options.trust = net::ClientOptions::Trust::roots;
  options.roots = {to_bytes(ca.root.der())};
  return options;
}

void load(const TestCa& ca, const std::string& base, const std::atomic<bool>& stop, Ledger& ledger) {
  const auto key = PrivateKey::generate_ec(Curve::p256);
  net::Client client(trusting(ca));
  for (int i = 0; !stop; ++i) {
    const json::Object claims = ca.claims("crash.test");
    const std::string id(claims.at("jti").as_string());
    const json::Object body{{"csr", json::text(TestCa::request(key, "crash.test").pem())},
                            {"ott", json::text(ca.sign_token(claims))}};
    try {
      const auto response = client.send({"POST", base + "/sign", {}, json::write(body)});
      if (response.status != 201) continue;
      const auto answer = messages::SignResponse::from_json(*json::parse(response.body));
      const auto serial = x509::parse_certificates_pem(answer.chain_pem())->front().serial();
      {
        const std::lock_guard lock(ledger.mutex);
        ledger.certificates.push_back({serial.magnitude, id});
      }
      if (i % 4) continue;
      json::Object revoke{{"passive", true}};
      revoke["serial"] = json::text(serial.decimal());
      revoke["ott"] = json::text(ca.revoke_token(serial.decimal()));
      if (client.send({"POST", base + "/revoke", {}, json::write(revoke)}).status != 200) continue;
      const std::lock_guard lock(ledger.mutex);
      ledger.revocations.push_back(serial.magnitude);
    } catch (const Error&) {
      return;  // killed under our hands: what was asked is not acknowledged
    }
  }
}

int crash_test(int rounds, int clients, int milliseconds) {
  const TestCa ca;
  Ledger ledger;
  for (int round = 0; round < rounds; ++round) {
    Process process(ca.folder.path(), {ca.config_file()});
    const std::string address = process.address();
    if (address.empty()) {
      fmt::print("round {}: step-ca does not start after a crash:\n{}\n", round, process.err());
      return 1;
    }
    std::atomic<bool> stop{false};
    std::vector<std::thread> threads;
    for (int i = 0; i < clients; ++i) {
      threads.emplace_back([&] { load(ca, "https://" + address, stop, ledger); });
    }
    // Not always at the same point of the work.
    std::this_thread::sleep_for(std::chrono::milliseconds(
        milliseconds / 2 +
        static_cast<int>(system_random().below(static_cast<std::uint64_t>(milliseconds)))));
    process.signal(SIGKILL);
    process.wait();
    stop = true;
    for (auto& thread : threads) thread.join();
  }

  store::StoreOptions where;
  where.type = "sqlite";
  where.data_source = ca.database_file();
  const auto store = store::open_store(where);
  std::size_t lost_certificates = 0, lost_tokens = 0, lost_revocations = 0;
  for (const auto& one : ledger.certificates) {
    lost_certificates += !store->find_certificate(one.serial);
    lost_tokens += !store->is_token_used(one.token_id);
  }
  for (const auto& serial : ledger.revocations) lost_revocations += !store->is_revoked(serial);
  fmt::print(
      "{} rounds of kill -9: {} certificates acknowledged, {} lost; {} tokens used, {} lost; {} revocations, "
      "{} lost\n",
      rounds, ledger.certificates.size(), lost_certificates, ledger.certificates.size(), lost_tokens,
      ledger.revocations.size(), lost_revocations);
  return ledger.certificates.empty() || lost_certificates || lost_tokens || lost_revocations ? 1 : 0;
}

}  // namespace
}  // namespace newel::test

int main(int argc, char** argv) {
  const auto number = [&](int at, int otherwise) { return argc > at ? std::atoi(argv[at]) : otherwise; };
  return newel::test::crash_test(number(1, 50), number(2, 16), number(3, 500));
}
