// Reading a certificate template as its author's second pair of eyes: what it uses, and what will not work.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace newel::templates {

enum class CertificateKind { x509, ssh };

struct Finding {
  enum class Level : std::uint8_t { error, warning } level = Level::error;
  int line = 0;    ///< from 1
  int column = 0;  ///< in octets, from 1
  std::string text;
};

struct Examination {
  std::vector<std::string> variables;  ///< ".Subject.CommonName": each once, sorted
  std::vector<std::string> functions;  ///< each once, sorted
  std::vector<Finding> findings;       ///< in the order of the text

  bool has_errors() const;
};

/// Never throws for what is wrong with the text.
Examination examine_template(const std::string& text, CertificateKind kind);

/// The known name that is nearest to this one; "" when none is near.
std::string nearest(std::string_view name, const std::vector<std::string_view>& known);

}  // namespace newel::templates
