#include "template/time_zone.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <map>
#include <mutex>

#include "base/files.h"
#include "base/time.h"

namespace newel::templates {
namespace {

constexpr std::string_view database = "/usr/share/zoneinfo/";
constexpr std::size_t largest_file = 1u << 20;
constexpr std::int64_t first_time = std::numeric_limits<std::int64_t>::min(),
                       last_time = std::numeric_limits<std::int64_t>::max();

std::int64_t number(std::string_view octets) {
  std::uint64_t out = 0;
  for (const char c : octets) out = out << 8 | static_cast<unsigned char>(c);
  if (octets.size() == 4) return static_cast<std::int32_t>(out);
  return static_cast<std::int64_t>(out);
}

// Letters, digits and a few signs between single slashes; nothing that leads out of the database.
bool is_zone_name(std::string_view name) {
  if (name.empty() || name.size() > 64 || name.front() == '/' || name.find("..") != std::string_view::npos)
    return false;
  return std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '/' || c == '_' || c == '-' || c == '+';
  });
}

std::int64_t first_of_year(int year) {
  Time t;
  from_civil({year, 1, 1, 0, 0, 0}, t);
  return unix_seconds(t);
}

bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

// The pieces of a POSIX TZ text: each takes what it reads off the front.
class TzText {
 public:
  explicit TzText(std::string_view text) : rest_(text) {}
  bool at_end() const { return rest_.empty(); }
  bool take(char c) {
    if (rest_.empty() || rest_[0] != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool is_digit() const { return !rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9'; }
  bool name(std::string& out) {
    if (take('<')) {
      const auto end = rest_.find('>');
      if (end == std::string_view::npos) return false;
      out = rest_.substr(0, end);
      rest_.remove_prefix(end + 1);
      return true;
    }
    std::size_t n = 0;
    while (n < rest_.size() && std::isalpha(static_cast<unsigned char>(rest_[n])) != 0) ++n;
    out = rest_.substr(0, n);
    rest_.remove_prefix(n);
    return n >= 3;
  }
  bool integer(int& out) {
    if (!is_digit()) return false;
    for (out = 0; is_digit(); rest_.remove_prefix(1)) {
      out = out * 10 + (rest_[0] - '0');
      if (out > 100'000) return false;
    }
    return true;
  }
  // [+-]hh[:mm[:ss]]
  bool clock(int& seconds) {
    const bool negative = take('-');
    if (!negative) take('+');
    int hour = 0, minute = 0, second = 0;
    if (!integer(hour)) return false;
    if (take(':') && !integer(minute)) return false;
    if (take(':') && !integer(second)) return false;
    seconds = hour * 3600 + minute * 60 + second;
    if (negative) seconds = -seconds;
    return true;
  }

 private:
  std::string_view rest_;
};

}  // namespace

// The block of version 1 is stepped over when a wider one follows.
bool TimeZone::read_block(std::string_view& rest, bool wide, bool keep) {
  constexpr std::size_t header = 44;
  if (rest.size() < header || rest.substr(0, 4) != "TZif") return false;
  std::size_t counts[6];
  for (std::size_t i = 0; i < 6; ++i)
    counts[i] = static_cast<std::size_t>(number(rest.substr(20 + i * 4, 4))) & 0xffffff;
  const auto [ut, standard, leap, times, types, chars] = counts;
  const std::size_t width = wide ? 8 : 4;
  const std::size_t size = times * width + times + types * 6 + chars + leap * (width + 4) + standard + ut;
  if (rest.size() - header < size) return false;
  const std::string_view body = rest.substr(header, size);
  rest.remove_prefix(header + size);
  if (!keep) return true;
  const std::string_view kinds = body.substr(times * (width + 1)), names = kinds.substr(types * 6, chars);
  for (std::size_t i = 0; i < types; ++i) {
    const auto at = static_cast<unsigned char>(kinds[i * 6 + 5]);
    if (at >= names.size()) return false;
    const std::string_view name = names.substr(at);
    kinds_.push_back({static_cast<int>(number(kinds.substr(i * 6, 4))), kinds[i * 6 + 4] != 0,
                      std::string(name.substr(0, name.find('\0')))});
  }
  for (std::size_t i = 0; i < times; ++i) {
    transitions_.push_back(number(body.substr(i * width, width)));
    transition_kinds_.push_back(static_cast<std::uint8_t>(body[times * width + i]));
    if (transition_kinds_.back() >= kinds_.size()) return false;
  }
  return !kinds_.empty() && std::is_sorted(transitions_.begin(), transitions_.end());
}

void TimeZone::read_footer(std::string_view text) {
  TzText in(text);
  Kind standard, daylight;
  if (!in.name(standard.name) || !in.clock(standard.offset)) return;
  standard.offset = -standard.offset;
  footer_.standard = standard;
  if (in.at_end() || !in.name(daylight.name)) return;
  daylight.daylight = true;
  daylight.offset = standard.offset + 3600;
  if (!in.at_end() && !in.take(',')) {
    if (!in.clock(daylight.offset)) return;
    daylight.offset = -daylight.offset;
    in.take(',');
  }
  const auto rule = [&in](Rule& out) {
    if (in.take('M')) {
      out.form = Rule::Form::week;
      if (!in.integer(out.month) || !in.take('.') || !in.integer(out.week) || !in.take('.') ||
          !in.integer(out.day))
        return false;
      if (out.month < 1 || out.month > 12 || out.week < 1 || out.week > 5 || out.day > 6) return false;
    } else {
      out.form = in.take('J') ? Rule::Form::julian : Rule::Form::day_of_year;
      if (!in.integer(out.day) || out.day > 366) return false;
    }
    return !in.take('/') || in.clock(out.seconds);
  };
  if (rule(footer_.begin) && in.take(',') && rule(footer_.end)) footer_.daylight = daylight;
}

bool TimeZone::read(std::string_view file) {
  if (file.size() < 5) return false;
  const bool wide = file[4] != '\0';
  if (wide && !read_block(file, false, false)) return false;
  if (!read_block(file, wide, true)) return false;
  if (wide && file.starts_with('\n')) read_footer(file.substr(1, file.find('\n', 1) - 1));
  return true;
}

std::shared_ptr<const TimeZone> TimeZone::parse(std::string name, std::string_view file) {
  auto out = std::make_shared<TimeZone>();
  out->name_ = std::move(name);
  return out->read(file) ? out : nullptr;
}

std::shared_ptr<const TimeZone> TimeZone::local() {
  static const std::shared_ptr<const TimeZone> zone = [] {
    const char* variable = std::getenv("TZ");
    std::string_view name = variable == nullptr ? "" : variable;
    if (name.starts_with(':')) name.remove_prefix(1);
    std::shared_ptr<const TimeZone> found;
    if (variable == nullptr) {
      const auto file = read_file("/etc/localtime", largest_file);
      if (file) found = parse("Local", *file);
    } else if (is_zone_name(name)) {
      const auto file = read_file(std::string(database) + std::string(name), largest_file);
      if (file) found = parse("Local", *file);
    }
    return found ? found : std::make_shared<const TimeZone>();
  }();
  return zone;
}

std::shared_ptr<const TimeZone> TimeZone::load(const std::string& name) {
  static const auto utc = std::make_shared<const TimeZone>();
  if (name.empty() || name == "UTC") return utc;
  if (name == "Local") return local();
  if (!is_zone_name(name)) return nullptr;
  static std::mutex guard;
  static std::map<std::string, std::shared_ptr<const TimeZone>> known;
  const std::lock_guard lock(guard);
  if (const auto found = known.find(name); found != known.end()) return found->second;
  const auto file = read_file(std::string(database) + name, largest_file);
  auto zone = file ? parse(name, *file) : nullptr;
  constexpr std::size_t most = 1000;  // a template may make names up
  if (zone && known.size() < most) known[name] = zone;
  return zone;
}

std::size_t TimeZone::first_kind() const {
  const auto standard =
      std::find_if(kinds_.begin(), kinds_.end(), [](const Kind& kind) { return !kind.daylight; });
  const bool first_is_used =
      std::find(transition_kinds_.begin(), transition_kinds_.end(), 0) != transition_kinds_.end();
  if (!first_is_used || standard == kinds_.end()) return 0;
  return static_cast<std::size_t>(standard - kinds_.begin());
}

std::optional<TimeZone::Period> TimeZone::by_footer(std::int64_t seconds) const {
  if (!footer_.standard) return std::nullopt;
  const Kind& standard = *footer_.standard;
  if (!footer_.daylight) return Period{standard.name, standard.offset, first_time, last_time};
  const Kind& daylight = *footer_.daylight;
  const int year = to_civil(from_unix(seconds + standard.offset)).year;
  // The second of the year, in the time that is in force before the change.
  const auto moment = [&](const Rule& rule, int offset) -> std::int64_t {
    std::int64_t day = 0;
    const std::int64_t start = first_of_year(year);
    if (rule.form == Rule::Form::julian) {
      day = rule.day - 1 + (is_leap(year) && rule.day >= 60 ? 1 : 0);
    } else if (rule.form == Rule::Form::day_of_year) {
      day = rule.day;
    } else {
      Time month;
      from_civil({year, static_cast<unsigned>(rule.month), 1, 0, 0, 0}, month);
      const std::int64_t first = unix_seconds(month) / 86400 - (unix_seconds(month) % 86400 < 0 ? 1 : 0);
      const std::int64_t weekday = ((first + 4) % 7 + 7) % 7;
      std::int64_t in_month = (rule.day - weekday + 7) % 7 + (rule.week - 1) * 7;
      constexpr int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
      const int length = lengths[rule.month - 1] + (rule.month == 2 && is_leap(year) ? 1 : 0);
      if (in_month >= length) in_month -= 7;
      day = first - start / 86400 + (start % 86400 < 0 ? 1 : 0) + in_month;
    }
    return start + day * 86400 + rule.seconds - offset;
  };
  const std::int64_t begin = moment(footer_.begin, standard.offset),
                     end = moment(footer_.end, daylight.offset);
  const bool inside = begin < end ? seconds >= begin && seconds < end : seconds >= begin || seconds < end;
  const Kind& kind = inside ? daylight : standard;
  const std::int64_t low = std::min(begin, end), high = std::max(begin, end);
  if (seconds < low) return Period{kind.name, kind.offset, first_of_year(year) - standard.offset, low};
  if (seconds < high) return Period{kind.name, kind.offset, low, high};
  return Period{kind.name, kind.offset, high, first_of_year(year + 1) - standard.offset};
}

TimeZone::Period TimeZone::at(std::int64_t seconds) const {
  if (kinds_.empty()) return {"UTC", 0, first_time, last_time};
  const auto next = std::upper_bound(transitions_.begin(), transitions_.end(), seconds);
  if (next == transitions_.begin()) {
    const Kind& kind = kinds_[first_kind()];
    return {kind.name, kind.offset, first_time, transitions_.empty() ? last_time : transitions_.front()};
  }
  const auto index = static_cast<std::size_t>(next - transitions_.begin()) - 1;
  if (next == transitions_.end()) {
    if (const auto period = by_footer(seconds)) return *period;
  }
  const Kind& kind = kinds_[transition_kinds_[index]];
  return {kind.name, kind.offset, transitions_[index], next == transitions_.end() ? last_time : *next};
}

std::optional<int> TimeZone::offset_of(std::string_view abbreviation, std::int64_t local_seconds) const {
  for (const Kind& kind : kinds_) {
    if (kind.name == abbreviation && at(local_seconds - kind.offset).name == abbreviation) return kind.offset;
  }
  for (const Kind& kind : kinds_) {
    if (kind.name == abbreviation) return kind.offset;
  }
  if (kinds_.empty() && abbreviation == "UTC") return 0;
  return std::nullopt;
}

std::int64_t TimeZone::instant(std::int64_t local_seconds) const {
  const Period period = at(local_seconds);
  int offset = period.offset;
  if (offset != 0) {
    const std::int64_t guess = local_seconds - offset;
    if (guess < period.begin || guess >= period.end) offset = at(guess).offset;
  }
  return local_seconds - offset;
}

}  // namespace newel::templates
