#include "cli/ca/contexts.h"

#include "base/files.h"
#include "cli/engine/output_file.h"

namespace newel::cli::ca {

bool uses_contexts(const Invocation& in) {
  if (in.paths().contexts_enabled()) return true;
  for (const char* flag : {"context", "authority", "profile"}) {
    if (!in.string(flag).empty()) return true;
  }
  return false;
}

void make_context(Invocation& in, const std::string& default_name) {
  StepContext context{
      .name = in.string("context"), .profile = in.string("profile"), .authority = in.string("authority")};
  if (context.name.empty()) context.name = default_name;
  if (context.profile.empty()) context.profile = context.name;
  if (context.authority.empty()) context.authority = context.name;
  in.paths().add(context);
  in.paths().save_current(context.name);
}

void warn_if_configured(const Invocation& in) {
  if (!file_exists(in.paths().in_base("config/ca.json"))) return;
  say("⚠️  It looks like step is already configured to connect to an authority.");
  say("You can use 'contexts' to easily switch between teams and authorities.");
  say("Learn more at https://smallstep.com/docs/step-cli/the-step-command#contexts.");
  say("");
}

}  // namespace newel::cli::ca
