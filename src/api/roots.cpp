// The certificates a client needs to trust this CA.
#include <algorithm>
#include <set>

#include "api/handlers.h"
#include "base/text.h"

namespace newel::api {
namespace {

// 201 for a list that was only read is the reference's habit, and clients compare it.
constexpr int list_status = 201;

json::Value pem_list(const std::vector<x509::Certificate>& certificates) {
  json::Array list;
  for (const auto& certificate : certificates) list.emplace_back(certificate.pem());
  return json::Object{{"crts", std::move(list)}};
}

net::Response pem_file(const std::vector<x509::Certificate>& certificates) {
  return {200, {{"Content-Type", "application/x-pem-file"}}, x509::certificates_to_pem(certificates)};
}

const std::vector<x509::Certificate>& known_intermediates(const Exchange& exchange) {
  const auto& intermediates = exchange.authority().intermediates();
  if (intermediates.empty())
    throw Error::not_implemented("error getting intermediates: method not implemented");
  return intermediates;
}

}  // namespace

void get_root(Exchange& exchange) {
  std::string fingerprint = to_lower(exchange.parameter);
  fingerprint.erase(std::remove(fingerprint.begin(), fingerprint.end(), '-'), fingerprint.end());
  const x509::Certificate* root = exchange.authority().root(fingerprint);
  if (!root) {
    throw Error::verbatim(404, "root certificate with fingerprint \"" + fingerprint + "\" was not found");
  }
  exchange.answer_json(200, json::Object{{"ca", root->pem()}});
}

void get_roots(Exchange& exchange) {
  exchange.answer_json(list_status, pem_list(exchange.authority().roots()));
}

void get_roots_pem(Exchange& exchange) { exchange.answer(pem_file(exchange.authority().roots())); }

void get_intermediates(Exchange& exchange) {
  exchange.answer_json(list_status, pem_list(known_intermediates(exchange)));
}

void get_intermediates_pem(Exchange& exchange) { exchange.answer(pem_file(known_intermediates(exchange))); }

void get_federation(Exchange& exchange) {
  std::vector<x509::Certificate> all;
  std::set<std::string> seen;
  for (const auto* list : {&exchange.authority().roots(), &exchange.authority().federated_roots()}) {
    for (const auto& certificate : *list) {
      if (seen.insert(certificate.fingerprint()).second) all.push_back(certificate);
    }
  }
  exchange.answer_json(list_status, pem_list(all));
}

}  // namespace newel::api
