#include "base/time.h"

#include <fmt/format.h>

#include <cstdint>
#include <limits>

namespace newel {
namespace {

struct Unit {
  std::string_view name;
  std::uint64_t nanoseconds;
};
// Longest names first, so that "ms" is not read as "m".
constexpr Unit units[] = {
    {"ns", 1},         {"us", 1'000},        {"\u00b5s", 1'000},    {"\u03bcs", 1'000},
    {"ms", 1'000'000}, {"s", 1'000'000'000}, {"m", 60'000'000'000}, {"h", 3'600'000'000'000}};

constexpr std::uint64_t duration_limit = std::uint64_t{1} << 63;

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  return out + "\"";
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// False when the number is beyond the range of a duration.
bool take_digits(std::string_view& text, std::uint64_t& value, bool& any) {
  for (; !text.empty() && is_digit(text[0]); text.remove_prefix(1)) {
    if (value > duration_limit / 10) return false;
    value = value * 10 + static_cast<unsigned>(text[0] - '0');
    if (value > duration_limit) return false;
    any = true;
  }
  return true;
}

struct Fraction {
  std::uint64_t value = 0;
  double scale = 1;
};

// The digits behind the point; those beyond the range are cut off.
Fraction take_fraction(std::string_view& text, bool& any) {
  Fraction out;
  bool full = false;
  for (; !text.empty() && is_digit(text[0]); text.remove_prefix(1)) {
    any = true;
    full = full || out.value > (duration_limit - 1) / 10;
    const std::uint64_t next = full ? 0 : out.value * 10 + static_cast<unsigned>(text[0] - '0');
    full = full || next > duration_limit;
    if (full) continue;
    out.value = next;
    out.scale *= 10;
  }
  return out;
}

const Unit* take_unit(std::string_view& text) {
  const auto end = text.find_first_of("0123456789.");
  const std::string_view name = text.substr(0, end);
  for (const Unit& unit : units) {
    if (unit.name == name) {
      text.remove_prefix(name.size());
      return &unit;
    }
  }
  return nullptr;
}

std::string fraction_of(Time t) {
  const auto micros = (t - floor_seconds(t)).count();
  if (micros == 0) return {};
  std::string digits = fmt::format(".{:06}", micros);
  while (digits.back() == '0') digits.pop_back();
  return digits;
}

std::string date_and_time(Time t, char between) {
  const CivilTime c = to_civil(t);
  return fmt::format("{:04}-{:02}-{:02}{}{:02}:{:02}:{:02}", c.year, c.month, c.day, between, c.hour,
                     c.minute, c.second);
}

bool number(std::string_view text, std::size_t at, std::size_t length, unsigned& out) {
  if (at + length > text.size()) return false;
  out = 0;
  for (std::size_t i = at; i < at + length; ++i) {
    if (text[i] < '0' || text[i] > '9') return false;
    out = out * 10 + static_cast<unsigned>(text[i] - '0');
  }
  return true;
}

}  // namespace

Expected<Duration> parse_duration(std::string_view text) {
  const std::string_view whole = text;
  const auto invalid = [&] { return failure("time: invalid duration " + quoted(whole)); };
  bool negative = false;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    negative = text[0] == '-';
    text.remove_prefix(1);
  }
  if (text == "0") return Duration(0);
  if (text.empty()) return invalid();
  std::uint64_t total = 0;
  while (!text.empty()) {
    std::uint64_t value = 0;
    Fraction fraction;
    bool any = false;
    if (!take_digits(text, value, any)) return invalid();
    if (!text.empty() && text[0] == '.') {
      text.remove_prefix(1);
      fraction = take_fraction(text, any);
    }
    if (!any) return invalid();
    const auto unit_name = text.substr(0, text.find_first_of("0123456789."));
    const Unit* unit = take_unit(text);
    if (unit == nullptr) {
      if (unit_name.empty()) return failure("time: missing unit in duration " + quoted(whole));
      return failure("time: unknown unit " + quoted(unit_name) + " in duration " + quoted(whole));
    }
    if (value > duration_limit / unit->nanoseconds) return invalid();
    value *= unit->nanoseconds;
    value += static_cast<std::uint64_t>(static_cast<double>(fraction.value) *
                                        (static_cast<double>(unit->nanoseconds) / fraction.scale));
    total += value;
    if (value > duration_limit || total > duration_limit) return invalid();
  }
  if (negative)
    return Duration(total == duration_limit ? std::numeric_limits<std::int64_t>::min()
                                            : -static_cast<std::int64_t>(total));
  if (total > duration_limit - 1) return invalid();
  return Duration(static_cast<std::int64_t>(total));
}

std::string format_duration(Duration d) {
  const std::int64_t count = d.count();
  if (count == 0) return "0s";
  const bool negative = count < 0;
  std::uint64_t n = negative ? 0 - static_cast<std::uint64_t>(count) : static_cast<std::uint64_t>(count);
  const auto with_fraction = [](std::uint64_t value, std::uint64_t unit, unsigned digits,
                                std::string_view suffix) {
    std::string out = fmt::format("{}", value / unit);
    if (value % unit != 0) {
      std::string fraction = fmt::format(".{:0{}}", value % unit, digits);
      while (fraction.back() == '0') fraction.pop_back();
      out += fraction;
    }
    return out + std::string(suffix);
  };
  std::string out;
  if (n < 1'000) {
    out = fmt::format("{}ns", n);
  } else if (n < 1'000'000) {
    out = with_fraction(n, 1'000, 3, "\u00b5s");
  } else if (n < 1'000'000'000) {
    out = with_fraction(n, 1'000'000, 6, "ms");
  } else {
    const std::uint64_t minutes = n / 60'000'000'000;
    if (minutes >= 60) out += fmt::format("{}h", minutes / 60);
    if (minutes > 0) out += fmt::format("{}m", minutes % 60);
    out += with_fraction(n % 60'000'000'000, 1'000'000'000, 9, "s");
  }
  return negative ? "-" + out : out;
}

Expected<Time> parse_rfc3339(std::string_view text) {
  const auto invalid = [&] { return failure("cannot parse " + quoted(text) + " as an RFC 3339 time"); };
  CivilTime c{};
  unsigned year = 0;
  if (text.size() < 20 || !number(text, 0, 4, year) || text[4] != '-' || !number(text, 5, 2, c.month) ||
      text[7] != '-' || !number(text, 8, 2, c.day) || text[10] != 'T' || !number(text, 11, 2, c.hour) ||
      text[13] != ':' || !number(text, 14, 2, c.minute) || text[16] != ':' ||
      !number(text, 17, 2, c.second)) {
    return invalid();
  }
  c.year = static_cast<int>(year);
  Time t;
  if (!from_civil(c, t)) return invalid();
  std::size_t at = 19;
  if (text[at] == '.' || text[at] == ',') {
    std::int64_t micros = 0, scale = 100'000;
    const std::size_t first = ++at;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10)
      micros += (text[at] - '0') * scale;
    if (at == first) return invalid();
    t += std::chrono::microseconds(micros);
  }
  const std::string_view zone = text.substr(at);
  if (zone == "Z") return t;
  unsigned hours = 0, minutes = 0;
  if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':' ||
      !number(zone, 1, 2, hours) || !number(zone, 4, 2, minutes) || hours > 23 || minutes > 59) {
    return invalid();
  }
  const std::chrono::minutes offset(hours * 60 + minutes);
  return zone[0] == '+' ? Time(t - offset) : Time(t + offset);
}

std::string format_rfc3339(Time t) { return date_and_time(t, 'T') + "Z"; }
std::string format_rfc3339_nano(Time t) { return date_and_time(t, 'T') + fraction_of(t) + "Z"; }
std::string format_go_time(Time t) { return date_and_time(t, ' ') + fraction_of(t) + " +0000 UTC"; }

std::string format_http_date(Time t) {
  static constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const CivilTime c = to_civil(t);
  const std::chrono::weekday day(std::chrono::floor<std::chrono::days>(t));
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", days[day.c_encoding()], c.day,
                     months[c.month - 1], c.year, c.hour, c.minute, c.second);
}

CivilTime to_civil(Time t) {
  const auto day = std::chrono::floor<std::chrono::days>(t);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(floor_seconds(t) - day);
  return {static_cast<int>(date.year()),
          static_cast<unsigned>(date.month()),
          static_cast<unsigned>(date.day()),
          static_cast<unsigned>(clock.hours().count()),
          static_cast<unsigned>(clock.minutes().count()),
          static_cast<unsigned>(std::chrono::floor<Seconds>(clock.seconds()).count())};
}

bool from_civil(const CivilTime& c, Time& out) {
  const std::chrono::year_month_day date(std::chrono::year(c.year), std::chrono::month(c.month),
                                         std::chrono::day(c.day));
  if (!date.ok() || c.hour > 23 || c.minute > 59 || c.second > 59) return false;
  out = Time(std::chrono::sys_days(date)) + std::chrono::hours(c.hour) + std::chrono::minutes(c.minute) +
        Seconds(c.second);
  return true;
}

}  // namespace newel
