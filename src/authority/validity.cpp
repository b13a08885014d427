#include "authority/validity.h"

namespace newel::authority {

Validity resolve_validity(const ValidityRequest& request, Time now, Duration backdate) {
  Duration shift(0);
  Time begin;
  if (request.not_before.is_set()) {
    begin = request.not_before.resolve(now);
  } else if (request.template_not_before) {
    begin = *request.template_not_before;
  } else {
    begin = now;
    shift = backdate;
  }
  const auto& window = request.window;
  if (window && begin < window->begin) {
    throw Error::forbidden("requested certificate notBefore (" + format_go_time(begin) +
                           ") is before the active validity window of the provisioning credential (" +
                           format_go_time(window->begin) + ")");
  }
  Time end;
  if (request.not_after.is_set()) {
    end = request.not_after.resolve(begin);
  } else if (request.template_not_after) {
    end = *request.template_not_after;
  } else {
    end = begin + (request.standard.count() != 0 ? request.standard : Duration(std::chrono::hours(24)));
    if (window) end = std::min(end, window->end);
  }
  if (window && end > window->end) {
    throw Error::forbidden("requested certificate notAfter (" + format_go_time(end) +
                           ") is after the expiration of the provisioning credential (" +
                           format_go_time(window->end) + ")");
  }
  return {floor_seconds(begin - shift), floor_seconds(end)};
}

void check_validity(const Validity& validity, const provisioner::DurationLimits& limits, Time now,
                    Duration backdate) {
  const auto [begin, end] = validity;
  if (end < floor_seconds(now))
    throw Error::bad_request("notAfter cannot be in the past; na=" + format_go_time(end));
  if (end < begin) {
    throw Error::bad_request("notAfter cannot be before notBefore; na=" + format_go_time(end) +
                             ", nb=" + format_go_time(begin));
  }
  const Duration length = end - begin;
  if (length < limits.min) {
    throw Error::forbidden("requested duration of " + format_duration(length) +
                           " is less than the authorized minimum certificate duration of " +
                           format_duration(limits.min));
  }
  if (length > limits.max + backdate) {
    throw Error::forbidden("requested duration of " + format_duration(length) +
                           " is more than the authorized maximum certificate duration of " +
                           format_duration(limits.max + backdate));
  }
}

}  // namespace newel::authority
