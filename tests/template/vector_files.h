// Vectors: one JSON document per line, with the files beside them.
#pragma once

#include <string>
#include <string_view>

#include "template/json_tree.h"

namespace newel::template_vectors {

/// A member of an object; nullptr when there is none.
const templates::JsonNode* member(const templates::JsonNode& node, std::string_view name);
std::string text(const templates::JsonNode& node, std::string_view name);  ///< "" when absent

/// Equal as JSON: members in any order.
bool same_json(const templates::JsonNode& a, const templates::JsonNode& b);

struct Verdict {
  bool passed = false;
  std::string want, got;
};
inline Verdict pass() { return {true, {}, {}}; }
inline Verdict differ(std::string want, std::string got) { return {false, std::move(want), std::move(got)}; }

/// How a vector that must fail is judged.
Verdict judge_failure(const templates::JsonNode& vector, const std::string& got, bool strict);

/// `fixtures` is the document beside the vectors.
Verdict run_engine_vector(const templates::JsonNode& vector, bool strict);
Verdict run_x509_vector(const templates::JsonNode& vector, const templates::JsonNode& fixtures, bool strict);
Verdict run_ssh_vector(const templates::JsonNode& vector, const templates::JsonNode& fixtures, bool strict);

}  // namespace newel::template_vectors
