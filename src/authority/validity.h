// From when until when a certificate is valid (reference: provisioner/sign_options.go).
#pragma once

#include "provisioner/sign_options.h"

namespace newel::authority {

/// Whole seconds.
struct Validity {
  Time not_before{}, not_after{};
};

/// What was asked for, the template's own times (absent when it has none), else the provisioner's default.
/// `backdate` counts only when nobody named a notBefore. Throws Error 403 when the result leaves the window
/// of the credential.
struct ValidityRequest {
  provisioner::TimeOrDuration not_before, not_after;
  std::optional<Time> template_not_before, template_not_after;
  Duration standard{};
  std::optional<provisioner::CredentialWindow> window;
};
Validity resolve_validity(const ValidityRequest& request, Time now, Duration backdate);

/// Throws Error 400 for times that make no sense, 403 for a length outside the limits. `backdate` is granted
/// on top of the maximum, used or not.
void check_validity(const Validity& validity, const provisioner::DurationLimits& limits, Time now,
                    Duration backdate);

}  // namespace newel::authority
