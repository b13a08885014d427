// step-ca onboard: a CA set up by the hosted onboarding service.
#pragma once

#include <string>
#include <vector>

#include "base/step_path.h"

namespace newel::server {

int onboard_command(const std::vector<std::string>& arguments, const StepPaths& paths);

}  // namespace newel::server
