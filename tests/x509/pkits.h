// The objects and cases of NIST's PKITS (tests/data/x509/pkits).
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "base/text.h"
#include "crypto/pem.h"
#include "data_files.h"
#include "x509/crl.h"
#include "x509/verify.h"

namespace newel::x509::testing {

/// Blocks of a PEM text by the line before each.
inline std::map<std::string, Bytes> named_blocks(const std::string& file) {
  const std::string text = newel::test::data_file(file);
  std::map<std::string, Bytes> out;
  for (std::string_view rest = text; !rest.empty();) {
    const std::string name(rest.substr(0, rest.find('\n')));
    const auto block = pem_next(rest);
    if (!block) break;
    out[name] = block->der;
  }
  return out;
}

struct PkitsCase {
  std::string section, end_entity;
  bool valid = false;
  PolicyOptions policy;
};

inline std::vector<PkitsCase> pkits_cases() {
  std::vector<PkitsCase> out;
  for (const std::string& line : split(newel::test::data_file("x509/pkits/cases.txt"), '\n')) {
    if (line.empty() || line[0] == '#') continue;
    const auto words = split(line, ' ');
    PkitsCase one{words.at(0), words.at(1), words.at(2) == "valid", {}};
    for (std::size_t i = 3; i < words.size(); ++i) {
      if (words[i].starts_with("policy=")) one.policy.policies = split(words[i].substr(7), ',');
      if (words[i] == "explicit") one.policy.require_explicit = true;
      if (words[i] == "inhibit-mapping") one.policy.inhibit_mapping = true;
      if (words[i] == "inhibit-any") one.policy.inhibit_any = true;
    }
    out.push_back(std::move(one));
  }
  return out;
}

/// Sections in which we differ from the suite, with the reason.
inline std::map<std::string, std::string> pkits_differences(const std::string& file) {
  std::map<std::string, std::string> out;
  for (const std::string& line : split(newel::test::data_file("x509/pkits/" + file), '\n')) {
    if (line.empty() || line[0] == '#') continue;
    const auto blank = line.find(' ');
    out[line.substr(0, blank)] = line.substr(blank + 1);
  }
  return out;
}

/// Everything path building may use: the suite's certificates but its trust anchor. None of them is left out,
/// so the builder also has to find its way.
struct PkitsCertificates {
  std::map<std::string, Certificate> by_name;
  std::map<std::string, std::string> unreadable;  ///< name to reason

  PkitsCertificates() {
    for (const auto& [name, der] : named_blocks("x509/pkits/certificates.pem")) {
      auto certificate = Certificate::parse(der);
      if (certificate) {
        by_name.emplace(name, std::move(*certificate));
      } else {
        unreadable[name] = certificate.error().text;
      }
    }
  }

  VerifyOptions options(const PolicyOptions& policy) const {
    VerifyOptions out;
    for (const auto& [name, certificate] : by_name) {
      if (name == "TrustAnchorRootCertificate") {
        out.roots.push_back(certificate);
      } else if (!name.ends_with("EE")) {
        out.intermediates.push_back(certificate);
      }
    }
    out.at = from_unix(1'700'000'000);  // November 2023, within the suite's twenty years
    out.policy = policy;
    return out;
  }
};

}  // namespace newel::x509::testing
