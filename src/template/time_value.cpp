#include "template/time_value.h"

#include <array>

#include "base/time.h"
#include "template/function.h"
#include "template/host_object.h"

namespace newel::templates {
namespace {

constexpr std::string_view print_layout = "2006-01-02 15:04:05.999999999 -0700 MST";
constexpr std::int64_t billion = 1'000'000'000;
__extension__ using Wide = __int128;  // nanoseconds of the whole calendar

std::string time_text(const Value& v) { return format_time(as_time(v), print_layout); }

std::string time_json(const Value& v) {
  const std::string year = format_time(as_time(v), "2006");
  if (year.size() != 4)
    throw Error(
        "json: error calling MarshalJSON for type time.Time: Time.MarshalJSON: year outside of range "
        "[0,9999]");
  return "\"" + format_time(as_time(v), "2006-01-02T15:04:05.999999999Z07:00") + "\"";
}

std::string duration_text(const Value& v) { return format_duration(Duration(v.as_int())); }
std::string named(const Value& v, std::string_view layout) {
  // Any day of that month, any such day of the week.
  const std::int64_t day = layout == "January" ? (v.as_int() - 1) * 31 : v.as_int() + 3;
  return format_time(TimeValue(day * 86400, 0), layout);
}
std::string month_text(const Value& v) { return named(v, "January"); }
std::string weekday_text(const Value& v) { return named(v, "Monday"); }

int part(const Value& v, std::string_view layout) { return std::stoi(format_time(as_time(v), layout)); }
Wide nanoseconds(const Value& v) {
  return static_cast<Wide>(as_time(v).seconds) * billion + as_time(v).nanoseconds;
}

Value shifted(const Value& v, std::int64_t by) {
  const TimeValue& t = as_time(v);
  std::int64_t seconds = t.seconds + by / billion;
  std::int64_t rest = t.nanoseconds + by % billion;
  if (rest < 0) --seconds, rest += billion;
  if (rest >= billion) ++seconds, rest -= billion;
  return make_time(seconds, static_cast<int>(rest), t.zone);
}

// Month and day may be out of range: the 31st of February is in March.
Value add_date(Call&, const Value& self, Args a) {
  const TimeValue& t = as_time(self);
  const CivilTime c = to_civil(from_unix(t.seconds + t.zone.offset));
  constexpr std::int64_t most = 100'000;
  for (const Value& n : a) {
    if (n.as_int() > most * 365 || n.as_int() < -most * 365) throw Error("the date is out of range");
  }
  const std::int64_t month = static_cast<std::int64_t>(c.month) - 1 + a[1].as_int();
  const std::int64_t years = month >= 0 ? month / 12 : -((11 - month) / 12);
  Time start;
  if (!from_civil({static_cast<int>(c.year + a[0].as_int() + years),
                   static_cast<unsigned>(month - years * 12 + 1), 1, c.hour, c.minute, c.second},
                  start)) {
    throw Error("the date is out of range");
  }
  const std::int64_t seconds =
      unix_seconds(start) + (static_cast<std::int64_t>(c.day) - 1 + a[2].as_int()) * 86400;
  const std::int64_t instant = t.zone.rules ? t.zone.rules->instant(seconds) : seconds - t.zone.offset;
  return make_time(instant, t.nanoseconds, t.zone);
}

// Whole multiples of the duration since year 1.
Value truncated(const Value& self, std::int64_t unit, bool round) {
  if (unit <= 0) return self;
  const Wide since = nanoseconds(self) + static_cast<Wide>(62135596800) * billion;
  const auto rest = static_cast<std::int64_t>(((since % unit) + unit) % unit);
  if (round && rest >= unit - rest) return shifted(self, unit - rest);
  return shifted(self, -rest);
}

Value of_part(const Value& s, std::string_view layout) { return part(s, layout); }
constexpr std::string_view three_values = "function Date has 3 return values; should be 1 or 2";
Value never(Call&, const Value&, Args) { return {}; }

std::string location_text(const Value& v) { return host_value<std::string>(v); }
const Method location_methods[] = {
    {"String", "", [](Call&, const Value& s, Args) -> Value { return location_text(s); }}};
const Type location_type{Kind::pointer, "*time.Location", location_methods, location_text,
                         [](const Value&) -> std::string { return "{}"; }};
constexpr HostField<std::string> no_location_fields[] = {
    {"name", "-", false, [](const std::string& name) -> Value { return name; }}};

const Method time_methods[] = {
    {"Add", "d", [](Call&, const Value& s, Args a) { return shifted(s, a[0].as_int()); }},
    {"AddDate", "iii", add_date},
    {"After", "t", [](Call&, const Value& s, Args a) -> Value { return nanoseconds(s) > nanoseconds(a[0]); }},
    {"Before", "t",
     [](Call&, const Value& s, Args a) -> Value { return nanoseconds(s) < nanoseconds(a[0]); }},
    {"Compare", "t",
     [](Call&, const Value& s, Args a) -> Value {
       return nanoseconds(s) < nanoseconds(a[0]) ? -1 : nanoseconds(s) > nanoseconds(a[0]) ? 1 : 0;
     }},
    {"Equal", "t",
     [](Call&, const Value& s, Args a) -> Value { return nanoseconds(s) == nanoseconds(a[0]); }},
    {"Sub", "t",
     [](Call&, const Value& s, Args a) {
       return make_duration(static_cast<std::int64_t>(nanoseconds(s) - nanoseconds(a[0])));
     }},
    {"Format", "s",
     [](Call&, const Value& s, Args a) -> Value { return format_time(as_time(s), a[0].as_string()); }},
    {"String", "", [](Call&, const Value& s, Args) -> Value { return time_text(s); }},
    {"Year", "", [](Call&, const Value& s, Args) { return of_part(s, "2006"); }},
    {"Month", "", [](Call&, const Value& s, Args) { return Value::of_int(types::month, part(s, "1")); }},
    {"Day", "", [](Call&, const Value& s, Args) { return of_part(s, "2"); }},
    {"Hour", "", [](Call&, const Value& s, Args) { return of_part(s, "15"); }},
    {"Minute", "", [](Call&, const Value& s, Args) { return of_part(s, "4"); }},
    {"Second", "", [](Call&, const Value& s, Args) { return of_part(s, "5"); }},
    {"Nanosecond", "", [](Call&, const Value& s, Args) -> Value { return as_time(s).nanoseconds; }},
    {"YearDay", "", [](Call&, const Value& s, Args) { return of_part(s, "__2"); }},
    {"Weekday", "",
     [](Call&, const Value& s, Args) {
       const std::int64_t local = as_time(s).seconds + as_time(s).zone.offset;
       const std::int64_t day = local >= 0 ? local / 86400 : -((86399 - local) / 86400);
       return Value::of_int(types::weekday, ((day + 4) % 7 + 7) % 7);
     }},
    {"IsZero", "",
     [](Call&, const Value& s, Args) -> Value { return nanoseconds(s) == nanoseconds(zero_time()); }},
    {"Location", "",
     [](Call&, const Value& s, Args) {
       const Zone& zone = as_time(s).zone;
       return host_object(location_type, zone.rules ? zone.rules->name() : zone.name, no_location_fields);
     }},
    {"UTC", "",
     [](Call&, const Value& s, Args) { return make_time(as_time(s).seconds, as_time(s).nanoseconds); }},
    {"Truncate", "d", [](Call&, const Value& s, Args a) { return truncated(s, a[0].as_int(), false); }},
    {"Round", "d", [](Call&, const Value& s, Args a) { return truncated(s, a[0].as_int(), true); }},
    {"Unix", "", [](Call&, const Value& s, Args) { return Value::int64(as_time(s).seconds); }},
    {"UnixMilli", "",
     [](Call&, const Value& s, Args) {
       return Value::int64(static_cast<std::int64_t>(nanoseconds(s) / 1'000'000));
     }},
    {"UnixMicro", "",
     [](Call&, const Value& s, Args) {
       return Value::int64(static_cast<std::int64_t>(nanoseconds(s) / 1000));
     }},
    {"UnixNano", "",
     [](Call&, const Value& s, Args) { return Value::int64(static_cast<std::int64_t>(nanoseconds(s))); }},
    {"Date", "", never, three_values},
    {"Clock", "", never, "function Clock has 3 return values; should be 1 or 2"},
    {"ISOWeek", "", never,
     "invalid function signature for ISOWeek: second return value should be error; is int"},
    {"Zone", "", never, "invalid function signature for Zone: second return value should be error; is int"},
};

double seconds_of(const Value& v) {
  return static_cast<double>(v.as_int() / billion) + static_cast<double>(v.as_int() % billion) / 1e9;
}

const Method duration_methods[] = {
    {"String", "", [](Call&, const Value& s, Args) -> Value { return duration_text(s); }},
    {"Seconds", "", [](Call&, const Value& s, Args) -> Value { return seconds_of(s); }},
    {"Minutes", "",
     [](Call&, const Value& s, Args) -> Value { return static_cast<double>(s.as_int()) / 6e10; }},
    {"Hours", "",
     [](Call&, const Value& s, Args) -> Value { return static_cast<double>(s.as_int()) / 3.6e12; }},
    {"Milliseconds", "", [](Call&, const Value& s, Args) { return Value::int64(s.as_int() / 1'000'000); }},
};
const Method month_methods[] = {
    {"String", "", [](Call&, const Value& s, Args) -> Value { return month_text(s); }}};
const Method weekday_methods[] = {
    {"String", "", [](Call&, const Value& s, Args) -> Value { return weekday_text(s); }}};

}  // namespace

namespace types {
const Type time{Kind::structure, "time.Time", time_methods, time_text, time_json};
const Type duration{Kind::int64, "time.Duration", duration_methods, duration_text};
const Type month{Kind::integer, "time.Month", month_methods, month_text};
const Type weekday{Kind::integer, "time.Weekday", weekday_methods, weekday_text};
}  // namespace types

bool TimeValue::equals(const Object& other) const {
  const auto& o = static_cast<const TimeValue&>(other);
  return seconds == o.seconds && nanoseconds == o.nanoseconds && zone.name == o.zone.name &&
         zone.offset == o.zone.offset;
}

Zone zone_at(const std::shared_ptr<const TimeZone>& rules, std::int64_t seconds) {
  const TimeZone::Period period = rules->at(seconds);
  return {std::string(period.name), period.offset, rules};
}

// The zone of another instant becomes what its rules say for this one.
Value make_time(std::int64_t seconds, int nanoseconds, Zone zone) {
  if (zone.rules) zone = zone_at(zone.rules, seconds);
  return Value::object(types::time, std::make_shared<TimeValue>(seconds, nanoseconds, std::move(zone)));
}

Value zero_time() { return make_time(-62135596800); }

Value time_now(const Call& call) {
  const Time now = call.clock.now();
  return make_time(unix_seconds(now), static_cast<int>((now - floor_seconds(now)).count()) * 1000);
}

const TimeValue& as_time(const Value& value) { return value.object_as<TimeValue>(); }

Value make_duration(std::int64_t nanoseconds) { return Value::of_int(types::duration, nanoseconds); }

}  // namespace newel::templates
