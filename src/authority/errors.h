// Giving errors of lower floors the status that the API promises.
#pragma once

#include "base/error.h"

namespace newel::authority {

/// A typed error keeps status and message and gains the context in its text; an untyped one becomes 403 with
/// `context` as its public text.
Error forbidden_unless_typed(const Error& error, std::string_view context);
/// 500 with a fixed public message.
Error internal_with_message(const Error& error, std::string_view message);

}  // namespace newel::authority
