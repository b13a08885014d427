#include "template/time_layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "base/time.h"
#include "template/unicode.h"

namespace newel::templates {
namespace {

// The longest that fits comes first.
constexpr std::string_view elements[] = {
    "January", "Jan",   "Monday", "Mon",       "MST",     "2006",   "_2006", "__2",       "_2",
    "002",     "01",    "02",     "03",        "04",      "05",     "06",    "-07:00:00", "-070000",
    "-07:00",  "-0700", "-07",    "Z07:00:00", "Z070000", "Z07:00", "Z0700", "Z07",       "15",
    "1",       "2",     "3",      "4",         "5",       "PM",     "pm"};

constexpr std::string_view months[] = {"January", "February", "March",     "April",   "May",      "June",
                                       "July",    "August",   "September", "October", "November", "December"};
constexpr std::string_view days[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                     "Thursday", "Friday", "Saturday"};

bool digit(std::string_view s, std::size_t i) { return i < s.size() && s[i] >= '0' && s[i] <= '9'; }

// ".000" or ",999": a run of one digit, not followed by another digit.
std::size_t fraction_size(std::string_view s) {
  if (s.size() < 2 || (s[0] != '.' && s[0] != ',') || (s[1] != '0' && s[1] != '9')) return 0;
  std::size_t n = 1;
  while (n < s.size() && s[n] == s[1]) ++n;
  return digit(s, n) ? 0 : n;
}

std::size_t element_size(std::string_view s) {
  if (const std::size_t n = fraction_size(s)) return n;
  for (std::string_view e : elements) {
    if (!s.starts_with(e)) continue;
    const bool short_name = e == "Jan" || e == "Mon";
    if (short_name && s.size() > 3 && s[3] >= 'a' && s[3] <= 'z') continue;
    return e == "_2006" ? 0 : e.size();
  }
  return 0;
}

struct Civil {
  std::int64_t year;
  unsigned month, day, hour, minute, second;
  int weekday;
  int year_day;
};

// The calendar for every 64-bit second, counted from the first of March of a year long before all of them,
// where leap days come last; arithmetic wraps as Go's does.
Civil civil(const TimeValue& t) {
  constexpr std::uint64_t era_days = 146097, eras = 730692556, days_to_1970 = 719468;
  constexpr std::int64_t first_year = -292277022400;
  constexpr std::uint64_t shift = (eras * era_days + days_to_1970) * 86400;
  const std::uint64_t absolute = static_cast<std::uint64_t>(t.seconds) +
                                 static_cast<std::uint64_t>(static_cast<std::int64_t>(t.zone.offset)) + shift;
  const std::uint64_t days = absolute / 86400;
  const auto second = static_cast<unsigned>(absolute % 86400);
  const std::uint64_t day_of_era = days % era_days;
  const std::uint64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const auto day =
      static_cast<unsigned>(day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100));
  const unsigned march_month = (5 * day + 2) / 153;
  Civil out{};
  out.day = day - (153 * march_month + 2) / 5 + 1;
  out.month = march_month < 10 ? march_month + 3 : march_month - 9;
  out.year =
      static_cast<std::int64_t>(year_of_era + days / era_days * 400) + first_year + (out.month <= 2 ? 1 : 0);
  out.hour = second / 3600;
  out.minute = second / 60 % 60;
  out.second = second % 60;
  out.weekday = static_cast<int>((days + 3) % 7);
  const bool leap = (out.year % 4 == 0 && out.year % 100 != 0) || out.year % 400 == 0;
  out.year_day = static_cast<int>(day) + (march_month < 10 ? 60 + (leap ? 1 : 0) : -305);
  return out;
}

std::string offset_text(int offset, std::string_view e) {
  if (e[0] == 'Z' && offset == 0) return "Z";
  const int magnitude = std::abs(offset);
  std::string out = fmt::format("{}{:02}", offset < 0 ? '-' : '+', magnitude / 3600);
  const bool colon = e.find(':') != std::string_view::npos;
  const auto digits = std::count_if(e.begin(), e.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (digits >= 4) out += fmt::format("{}{:02}", colon ? ":" : "", magnitude / 60 % 60);
  if (digits >= 6) out += fmt::format("{}{:02}", colon ? ":" : "", magnitude % 60);
  return out;
}

std::string fraction_text(int nanoseconds, std::string_view e) {
  std::string digits = fmt::format("{:09}", nanoseconds).substr(0, e.size() - 1);
  if (e.size() > 10) digits += std::string(e.size() - 10, '0');
  if (e[1] == '9') {
    while (!digits.empty() && digits.back() == '0') digits.pop_back();
    if (digits.empty()) return {};
  }
  return e[0] + digits;
}

std::string element_text(const TimeValue& t, const Civil& c, std::string_view e) {
  const Civil& p = c;
  const unsigned hour12 = p.hour % 12 == 0 ? 12 : p.hour % 12;
  if (e == "2006") return p.year < 0 ? fmt::format("-{:04}", -p.year) : fmt::format("{:04}", p.year);
  if (e == "06") return fmt::format("{:02}", ((p.year % 100) + 100) % 100);
  if (e == "01") return fmt::format("{:02}", p.month);
  if (e == "1") return std::to_string(p.month);
  if (e == "Jan") return std::string(months[p.month - 1].substr(0, 3));
  if (e == "January") return std::string(months[p.month - 1]);
  if (e == "02") return fmt::format("{:02}", p.day);
  if (e == "_2") return fmt::format("{:2}", p.day);
  if (e == "2") return std::to_string(p.day);
  if (e == "002") return fmt::format("{:03}", c.year_day);
  if (e == "__2") return fmt::format("{:3}", c.year_day);
  if (e == "15") return fmt::format("{:02}", p.hour);
  if (e == "03") return fmt::format("{:02}", hour12);
  if (e == "3") return std::to_string(hour12);
  if (e == "04") return fmt::format("{:02}", p.minute);
  if (e == "4") return std::to_string(p.minute);
  if (e == "05") return fmt::format("{:02}", p.second);
  if (e == "5") return std::to_string(p.second);
  if (e == "PM") return p.hour >= 12 ? "PM" : "AM";
  if (e == "pm") return p.hour >= 12 ? "pm" : "am";
  if (e == "Mon") return std::string(days[c.weekday].substr(0, 3));
  if (e == "Monday") return std::string(days[c.weekday]);
  if (e == "MST") return t.zone.name.empty() ? offset_text(t.zone.offset, "-0700") : t.zone.name;
  if (e[0] == '.' || e[0] == ',') return fraction_text(t.nanoseconds, e);
  return offset_text(t.zone.offset, e);
}

// The length of "+3" or "-12" at the front: hours up to 23; 0 when there is none.
std::size_t signed_hours(std::string_view s) {
  if (s.empty() || (s[0] != '+' && s[0] != '-')) return 0;
  std::size_t n = 1;
  int hours = 0;
  for (; digit(s, n); ++n) hours = std::min(hours * 10 + (s[n] - '0'), 100);
  return n == 1 || hours > 23 ? 0 : n;
}

// The length of an abbreviation: three capitals; four or five that end in T; a few that are special.
std::size_t abbreviation_size(std::string_view s) {
  if (s.size() < 3) return 0;
  if (s.starts_with("ChST") || s.starts_with("MeST")) return 4;
  if (s.starts_with("GMT")) return 3 + signed_hours(s.substr(3));
  if (s[0] == '+' || s[0] == '-') return signed_hours(s);
  std::size_t n = 0;
  while (n < 6 && n < s.size() && s[n] >= 'A' && s[n] <= 'Z') ++n;
  if (n == 3) return 3;
  if (n == 4) return s[3] == 'T' || s.starts_with("WITA") ? 4 : 0;
  return n == 5 && s[4] == 'T' ? 5 : 0;
}

class TimeParser {
 public:
  /// Texts without a zone are in `fallback`; offsets and abbreviations of `known` become times of that zone.
  TimeParser(std::string_view layout, std::string_view text, std::shared_ptr<const TimeZone> fallback,
             std::shared_ptr<const TimeZone> known)
      : layout_(layout),
        whole_(text),
        rest_(text),
        fallback_(std::move(fallback)),
        known_(std::move(known)) {}
  Expected<Value> run();

 private:
  bool element(std::string_view e, bool more_fraction);
  bool number(std::size_t low, std::size_t high, int& out);
  template <class Names>
  bool name(const Names& names, bool brief, int& out);
  bool zone_offset(std::string_view e);
  bool zone_name();
  bool fraction(std::size_t digits);
  bool optional_fraction();
  std::string mismatch(std::string_view rest, std::string_view e) const {
    return "parsing time " + go_quote(whole_) + " as " + go_quote(layout_) + ": cannot parse " +
           go_quote(rest) + " as " + go_quote(e);
  }
  std::string out_of_range() const {
    return "parsing time " + go_quote(whole_) + ": " + range_ + " out of range";
  }
  Expected<Value> result();
  Value in_zone(std::int64_t local_seconds) const;

  std::string_view layout_, whole_, rest_;
  std::shared_ptr<const TimeZone> fallback_, known_;
  int year_ = 0, month_ = -1, day_ = -1, year_day_ = -1, hour_ = 0, minute_ = 0, second_ = 0,
      nanoseconds_ = 0;
  bool pm_ = false, pm_set_ = false;
  bool is_utc_ = false;  // "Z"
  std::optional<int> offset_;
  std::string abbreviation_;
  std::string range_;
};

bool TimeParser::number(std::size_t low, std::size_t high, int& out) {
  std::size_t n = 0;
  while (n < high && digit(rest_, n)) ++n;
  if (n < low) return false;
  out = std::stoi(std::string(rest_.substr(0, n)));
  rest_.remove_prefix(n);
  return true;
}

template <class Names>
bool TimeParser::name(const Names& names, bool brief, int& out) {
  for (std::size_t i = 0; i < std::size(names); ++i) {
    const std::string_view want = brief ? names[i].substr(0, 3) : names[i];
    if (!equal_ignoring_case(rest_.substr(0, want.size()), want)) continue;
    out = static_cast<int>(i);
    rest_.remove_prefix(want.size());
    return true;
  }
  return false;
}

bool TimeParser::zone_offset(std::string_view e) {
  if (e[0] == 'Z' && rest_.starts_with('Z')) {
    rest_.remove_prefix(1);
    is_utc_ = true;
    return true;
  }
  if (rest_.empty() || (rest_[0] != '+' && rest_[0] != '-')) return false;
  const bool negative = rest_[0] == '-';
  rest_.remove_prefix(1);
  const bool colon = e.find(':') != std::string_view::npos;
  const auto parts = std::count_if(e.begin(), e.end(), [](char c) { return c >= '0' && c <= '9'; }) / 2;
  int values[3] = {0, 0, 0};
  for (int i = 0; i < parts; ++i) {
    if (i > 0 && colon) {
      if (!rest_.starts_with(':')) return false;
      rest_.remove_prefix(1);
    }
    if (!number(2, 2, values[i])) return false;
  }
  if (values[0] > 24) range_ = "time zone offset hour";
  if (values[1] > 60) range_ = "time zone offset minute";
  const int offset = values[0] * 3600 + values[1] * 60 + values[2];
  offset_ = negative ? -offset : offset;
  return true;
}

bool TimeParser::zone_name() {
  if (rest_.starts_with("UTC")) {
    is_utc_ = true;
    rest_.remove_prefix(3);
    return true;
  }
  const std::size_t n = abbreviation_size(rest_);
  if (n == 0) return false;
  abbreviation_ = rest_.substr(0, n);
  rest_.remove_prefix(n);
  return true;
}

bool TimeParser::fraction(std::size_t digits) {
  if (rest_.empty() || (rest_[0] != '.' && rest_[0] != ',')) return false;
  std::size_t n = 1;
  while (digit(rest_, n)) ++n;
  if (n == 1 || (digits != 0 && n < digits + 1)) return false;
  if (digits != 0) n = digits + 1;
  std::string text(rest_.substr(1, std::min<std::size_t>(n - 1, 9)));
  text.resize(9, '0');
  nanoseconds_ = std::stoi(text);
  rest_.remove_prefix(n);
  return true;
}

// Seconds may bring a fraction the layout does not mention.
bool TimeParser::optional_fraction() {
  if (rest_.size() >= 2 && (rest_[0] == '.' || rest_[0] == ',') && digit(rest_, 1)) return fraction(0);
  return true;
}

bool TimeParser::element(std::string_view e, bool more_fraction) {
  const auto in = [&](int v, int low, int high, const char* what) {
    if (v < low || v > high) range_ = what;
    return true;
  };
  int n = 0;
  if (e == "2006") return digit(rest_, 0) && number(4, 4, year_);
  if (e == "06") {
    if (!number(2, 2, n)) return false;
    year_ = n >= 69 ? n + 1900 : n + 2000;
    return true;
  }
  if (e == "01" || e == "1") return number(e.size(), 2, month_) && in(month_, 1, 12, "month");
  if (e == "Jan" || e == "January") return name(months, e == "Jan", month_) && ++month_ > 0;
  if (e == "Mon" || e == "Monday") return name(days, e == "Mon", n);
  if (e == "02" || e == "2" || e == "_2") {
    if (e == "_2" && rest_.starts_with(' ')) rest_.remove_prefix(1);
    return number(e == "02" ? 2 : 1, 2, day_);
  }
  if (e == "002" || e == "__2") {
    for (int i = 0; e == "__2" && i < 2 && rest_.starts_with(' '); ++i) rest_.remove_prefix(1);
    return number(e == "002" ? 3 : 1, 3, year_day_);
  }
  if (e == "15") return number(2, 2, hour_) && in(hour_, 0, 23, "hour");
  if (e == "03" || e == "3") return number(e.size(), 2, hour_) && in(hour_, 0, 12, "hour");
  if (e == "04" || e == "4") return number(e.size(), 2, minute_) && in(minute_, 0, 59, "minute");
  if (e == "05" || e == "5") {
    return number(e.size(), 2, second_) && in(second_, 0, 59, "second") &&
           (more_fraction || optional_fraction());
  }
  if (e == "PM" || e == "pm") {
    const std::string_view half = rest_.substr(0, 2);
    pm_ = half == (e == "PM" ? "PM" : "pm");
    pm_set_ = true;
    if (!pm_ && half != (e == "PM" ? "AM" : "am")) return false;
    rest_.remove_prefix(2);
    return true;
  }
  if (e == "MST") return zone_name();
  if (e[0] == '.' || e[0] == ',') {
    if (e[1] == '0') return fraction(e.size() - 1);
    return rest_.empty() || (rest_[0] != '.' && rest_[0] != ',') || !digit(rest_, 1) || fraction(0);
  }
  return zone_offset(e);
}

Expected<Value> TimeParser::result() {
  if (pm_ && hour_ < 12)
    hour_ += 12;
  else if (pm_set_ && !pm_ && hour_ == 12)
    hour_ = 0;
  Time t;
  if (year_day_ >= 0) {
    Time start;
    from_civil({year_, 1, 1, 0, 0, 0}, start);
    const bool leap = (year_ % 4 == 0 && year_ % 100 != 0) || year_ % 400 == 0;
    const CivilTime parts = to_civil(from_unix(unix_seconds(start) + std::int64_t{86400} * (year_day_ - 1)));
    if (year_day_ < 1 || year_day_ > (leap ? 366 : 365))
      return range_ = "day-of-year", failure(out_of_range());
    if ((month_ >= 0 && month_ != static_cast<int>(parts.month)) ||
        (day_ >= 0 && day_ != static_cast<int>(parts.day))) {
      return failure("parsing time " + go_quote(whole_) + ": day-of-year does not match " +
                     (month_ >= 0 && month_ != static_cast<int>(parts.month) ? "month" : "day"));
    }
    month_ = static_cast<int>(parts.month);
    day_ = static_cast<int>(parts.day);
  }
  const CivilTime parts{year_,
                        static_cast<unsigned>(month_ < 0 ? 1 : month_),
                        static_cast<unsigned>(day_ < 0 ? 1 : day_),
                        static_cast<unsigned>(hour_),
                        static_cast<unsigned>(minute_),
                        static_cast<unsigned>(second_)};
  if (!from_civil(parts, t)) return range_ = "day", failure(out_of_range());
  return in_zone(unix_seconds(t));
}

// An offset or abbreviation of the known zone makes it a time of that zone; others stay as they are.
Value TimeParser::in_zone(std::int64_t local) const {
  if (is_utc_) return make_time(local, nanoseconds_);
  if (offset_) {
    const std::int64_t instant = local - *offset_;
    const TimeZone::Period there = known_->at(instant);
    if (there.offset == *offset_ && (abbreviation_.empty() || there.name == abbreviation_))
      return make_time(instant, nanoseconds_, zone_at(known_, instant));
    return make_time(instant, nanoseconds_, {abbreviation_, *offset_});
  }
  if (!abbreviation_.empty()) {
    if (const auto offset = known_->offset_of(abbreviation_, local))
      return make_time(local - *offset, nanoseconds_, zone_at(known_, local - *offset));
    int hours = 0;
    if (abbreviation_.starts_with("GMT") && abbreviation_.size() > 3)
      hours = std::stoi(abbreviation_.substr(3));
    return make_time(local, nanoseconds_, {abbreviation_, hours * 3600});
  }
  const std::int64_t instant = fallback_->instant(local);
  return make_time(instant, nanoseconds_, zone_at(fallback_, instant));
}

Expected<Value> TimeParser::run() {
  const auto list = layout_elements(layout_);
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string_view e = list[i].text;
    if (list[i].literal) {
      std::string_view want = e;
      while (!want.empty()) {
        if (want[0] == ' ') {
          if (!rest_.empty() && rest_[0] != ' ') return failure(mismatch(rest_, e));
          want = want.substr(std::min(want.find_first_not_of(' '), want.size()));
          rest_ = rest_.substr(std::min(rest_.find_first_not_of(' '), rest_.size()));
          continue;
        }
        if (rest_.empty() || rest_[0] != want[0]) return failure(mismatch(rest_, e));
        want.remove_prefix(1);
        rest_.remove_prefix(1);
      }
      continue;
    }
    const std::string_view before = rest_;
    const bool fraction_next = i + 1 < list.size() && !list[i + 1].literal &&
                               (list[i + 1].text[0] == '.' || list[i + 1].text[0] == ',');
    if (!element(e, fraction_next)) return failure(mismatch(before, e));
    if (!range_.empty()) return failure(out_of_range());
  }
  if (!rest_.empty()) return failure("parsing time " + go_quote(whole_) + ": extra text: " + go_quote(rest_));
  return result();
}

}  // namespace

std::vector<LayoutElement> layout_elements(std::string_view layout) {
  std::vector<LayoutElement> out;
  std::size_t start = 0;
  for (std::size_t i = 0; i < layout.size();) {
    const std::size_t n = element_size(layout.substr(i));
    if (n == 0) {
      ++i;
      continue;
    }
    if (i > start) out.push_back({layout.substr(start, i - start), true});
    out.push_back({layout.substr(i, n), false});
    i += n;
    start = i;
  }
  if (start < layout.size()) out.push_back({layout.substr(start), true});
  return out;
}

std::string format_time(const TimeValue& t, std::string_view layout) {
  const Civil c = civil(t);
  std::string out;
  for (const LayoutElement& e : layout_elements(layout))
    out += e.literal ? std::string(e.text) : element_text(t, c, e.text);
  return out;
}

Expected<Value> parse_time_text(std::string_view layout, std::string_view text) {
  return TimeParser(layout, text, TimeZone::load("UTC"), TimeZone::local()).run();
}

Expected<Value> parse_time_text(std::string_view layout, std::string_view text,
                                const std::shared_ptr<const TimeZone>& zone) {
  return TimeParser(layout, text, zone, zone).run();
}

}  // namespace newel::templates
