// Setting up a context: `ca init` and `ca bootstrap` both make one when contexts are in use.
#pragma once

#include <string>

#include "cli/engine/invocation.h"

namespace newel::cli::ca {

/// Contexts are used already, or --context, --authority or --profile asks for one.
bool uses_contexts(const Invocation& in);

/// Adds the context (--context or `default_name`; --authority and --profile default to its name) and makes it
/// current.
void make_context(Invocation& in, const std::string& default_name);

/// Warns when BASE is configured for a CA already and contexts would keep both.
void warn_if_configured(const Invocation& in);

}  // namespace newel::cli::ca
