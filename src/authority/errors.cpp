#include "authority/errors.h"

namespace newel::authority {

Error forbidden_unless_typed(const Error& error, std::string_view context) {
  if (error.typed()) return error;
  return {403, error.wrapped(context).text(), Error::forbidden(std::string(context)).message()};
}

Error internal_with_message(const Error& error, std::string_view message) {
  return {500, error.wrapped(message).text(), std::string(message)};
}

}  // namespace newel::authority
