#include "api/paging.h"

#include <charconv>

#include "base/error.h"
#include "base/form.h"

namespace newel::api {

int limit_of(std::string_view query) {
  const std::string text = form_value(query, "limit").value_or("");
  if (text.empty()) return 0;
  std::string_view digits = text;
  if (digits.starts_with('+') && digits.size() > 1 && digits[1] != '-') digits.remove_prefix(1);
  int limit = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), limit);
  if (error != std::errc() || end != digits.data() + digits.size()) {
    throw Error::bad_request("limit '" + text + "' is not an integer");
  }
  return limit;
}

}  // namespace newel::api
