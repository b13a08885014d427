// Dates: those of sprig, which take anything they do not know for "now", and toTime and its kin.
#include <map>

#include "base/text.h"
#include "base/time.h"
#include "template/cast.h"
#include "template/function.h"
#include "template/time_layout.h"

namespace newel::templates {
namespace {

constexpr std::string_view rfc3339 = "2006-01-02T15:04:05Z07:00";

// A time, or whole seconds since 1970; anything else is now.
Value loose_time(Call& call, const Value& v, bool floats) {
  if (v.type() == &types::time) return v;
  if (v.type() == &types::integer || v.type() == &types::int64) return make_time(v.as_int());
  if (floats && v.kind() == Kind::float64) return make_time(to_int64(v));
  return time_now(call);
}

// In a zone by name; a name that is none counts as UTC.
Value formatted(Call& call, const Value& v, std::string_view layout, const std::string& zone_name) {
  const Value t = loose_time(call, v, false);
  auto zone = TimeZone::load(zone_name);
  if (!zone) zone = TimeZone::load("UTC");
  return format_time(TimeValue(as_time(t).seconds, as_time(t).nanoseconds, zone_at(zone, as_time(t).seconds)),
                     layout);
}

Value modified(Args a, bool must) {
  const auto by = parse_duration(a[0].as_string());
  if (!by && must) throw Error(by.error().text);
  if (!by) return a[1];
  const TimeValue& t = as_time(a[1]);
  const std::int64_t total = t.nanoseconds + by->count() % 1'000'000'000;
  const std::int64_t carry = total < 0 ? -1 : total / 1'000'000'000;
  return make_time(t.seconds + by->count() / 1'000'000'000 + carry,
                   static_cast<int>(total - carry * 1'000'000'000), t.zone);
}

Value ago(Call& call, Args a) {
  const std::int64_t seconds =
      as_time(time_now(call)).seconds - as_time(loose_time(call, a[0], false)).seconds;
  return format_duration(Seconds(seconds));
}

Value duration(Call&, Args a) {
  std::int64_t seconds = 0;
  if (a[0].type() == &types::int64) seconds = a[0].as_int();
  if (a[0].kind() == Kind::string) {
    try {
      std::size_t used = 0;
      const std::int64_t n = std::stoll(a[0].as_string(), &used, 10);
      if (used == a[0].as_string().size() && !std::isspace(static_cast<unsigned char>(a[0].as_string()[0])))
        seconds = n;
    } catch (const std::exception&) {
      seconds = 0;
    }
  }
  return format_duration(
      Duration(static_cast<std::int64_t>(static_cast<std::uint64_t>(seconds) * 1'000'000'000)));
}

Value duration_round(Call& call, Args a) {
  std::int64_t d = 0;
  if (a[0].kind() == Kind::string)
    d = parse_duration(a[0].as_string()).value_or(Duration(0)).count();
  else if (a[0].type() == &types::int64)
    d = a[0].as_int();
  else if (a[0].type() == &types::time)
    d = (as_time(time_now(call)).seconds - as_time(a[0]).seconds) * 1'000'000'000;
  const std::uint64_t u = d < 0 ? 0 - static_cast<std::uint64_t>(d) : static_cast<std::uint64_t>(d);
  constexpr std::uint64_t second = 1'000'000'000;
  constexpr std::pair<std::uint64_t, const char*> units[] = {
      {second * 86400 * 365, "y"}, {second * 86400 * 30, "mo"}, {second * 86400, "d"},
      {second * 3600, "h"},        {second * 60, "m"},          {second, "s"}};
  for (const auto& [size, name] : units) {
    if (u > size) return std::to_string(u / size) + name;
  }
  return "0s";
}

Value to_date(Args a, bool must) {
  auto t = parse_time_text(a[0].as_string(), a[1].as_string(), TimeZone::local());
  if (!t && must) throw Error(t.error().text);
  return t ? *t : zero_time();
}

std::string named_layout(const std::string& name) {
  static const std::map<std::string, std::string, std::less<>> layouts = {
      {"layout", "01/02 03:04:05PM '06 -0700"},
      {"ansic", "Mon Jan _2 15:04:05 2006"},
      {"unixdate", "Mon Jan _2 15:04:05 MST 2006"},
      {"rubydate", "Mon Jan 02 15:04:05 -0700 2006"},
      {"rfc822", "02 Jan 06 15:04 MST"},
      {"rfc822z", "02 Jan 06 15:04 -0700"},
      {"rfc850", "Monday, 02-Jan-06 15:04:05 MST"},
      {"rfc1123", "Mon, 02 Jan 2006 15:04:05 MST"},
      {"rfc1123z", "Mon, 02 Jan 2006 15:04:05 -0700"},
      {"rfc3339", std::string(rfc3339)},
      {"rfc3339nano", "2006-01-02T15:04:05.999999999Z07:00"},
      {"kitchen", "3:04PM"},
      {"stamp", "Jan _2 15:04:05"},
      {"stampmilli", "Jan _2 15:04:05.000"},
      {"stampmicro", "Jan _2 15:04:05.000000"},
      {"stampnano", "Jan _2 15:04:05.000000000"},
      {"datetime", "2006-01-02 15:04:05"},
      {"dateonly", "2006-01-02"},
      {"timeonly", "15:04:05"}};
  const std::string key = to_lower(name.starts_with("time.") ? name.substr(5) : name);
  const auto found = layouts.find(key);
  return found == layouts.end() ? name : found->second;
}

Value must_parse_time(Call& call, Args a) {
  if (a.size() > 3) throw Error("unsupported number of parameters");
  if (a.empty()) return time_now(call);
  std::shared_ptr<const TimeZone> zone;
  if (a.size() == 3) {
    zone = TimeZone::load(a[2].as_string());
    if (!zone) throw Error("unknown time zone " + a[2].as_string());
  }
  const std::string layout = a.size() == 1 ? std::string(rfc3339) : named_layout(a[0].as_string());
  const std::string& text = a[a.size() == 1 ? 0 : 1].as_string();
  return value_or_throw(zone ? parse_time_text(layout, text, zone) : parse_time_text(layout, text));
}

Value parse_time(Call& call, Args a) {
  try {
    return must_parse_time(call, a);
  } catch (const Error&) {
    return zero_time();
  }
}

Value in_zone(Call& c, Args a) { return formatted(c, a[1], a[0].as_string(), a[2].as_string()); }
Value to_time(Call& c, Args a) {
  const Value t = loose_time(c, a[0], true);
  return make_time(as_time(t).seconds, as_time(t).nanoseconds);
}

constexpr Function date_table[] = {
    {"now", "", [](Call& c, Args) { return time_now(c); }},
    {"date", "sa", [](Call& c, Args a) { return formatted(c, a[1], a[0].as_string(), "Local"); }},
    {"dateInZone", "sas", in_zone},
    {"date_in_zone", "sas", in_zone},
    {"htmlDate", "a", [](Call& c, Args a) { return formatted(c, a[0], "2006-01-02", "Local"); }},
    {"htmlDateInZone", "as",
     [](Call& c, Args a) { return formatted(c, a[0], "2006-01-02", a[1].as_string()); }},
    {"dateModify", "st", [](Call&, Args a) { return modified(a, false); }},
    {"date_modify", "st", [](Call&, Args a) { return modified(a, false); }},
    {"mustDateModify", "st", [](Call&, Args a) { return modified(a, true); }},
    {"must_date_modify", "st", [](Call&, Args a) { return modified(a, true); }},
    {"ago", "a", ago},
    {"duration", "a", duration},
    {"durationRound", "a", duration_round},
    {"toDate", "ss", [](Call&, Args a) { return to_date(a, false); }},
    {"mustToDate", "ss", [](Call&, Args a) { return to_date(a, true); }},
    {"unixEpoch", "t", [](Call&, Args a) -> Value { return std::to_string(as_time(a[0]).seconds); }},
};

Value remembered_failure(Call& call, Args a) {
  call.failure = a[0].as_string();
  throw Error(a[0].as_string());
}

constexpr Function time_table[] = {
    {"toTime", "a", to_time},
    {"formatTime", "a",
     [](Call& c, Args a) -> Value { return format_time(as_time(to_time(c, a)), rfc3339); }},
    {"parseTime", "s*", parse_time},
    {"mustParseTime", "s*", must_parse_time},
    {"toTimeLayout", "s", [](Call&, Args a) -> Value { return named_layout(a[0].as_string()); }},
    {"fail", "s", remembered_failure},
};

}  // namespace

std::span<const Function> date_functions() { return date_table; }
std::span<const Function> time_functions() { return time_table; }

}  // namespace newel::templates
