// Time zones by name, from the system's tz database (RFC 8536 files below /usr/share/zoneinfo).
//
// Which file is read follows from a name that cannot leave that folder; zones once read stay in memory. Rules
// for times behind the last transition come from the file's footer (POSIX TZ).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace newel::templates {

class TimeZone {
 public:
  struct Period {
    std::string_view name;  ///< "CEST"
    int offset = 0;         ///< seconds east of Greenwich
    std::int64_t begin = 0, end = 0;
  };

  /// "Europe/Berlin"; nullptr for a name that is none. "" and "UTC" are UTC, "Local" the zone of this
  /// process.
  static std::shared_ptr<const TimeZone> load(const std::string& name);
  /// The zone of this process: TZ, else /etc/localtime, else UTC.
  static std::shared_ptr<const TimeZone> local();
  /// For tests: the contents of a tz file. nullptr when it is malformed.
  static std::shared_ptr<const TimeZone> parse(std::string name, std::string_view file);

  const std::string& name() const { return name_; }
  /// What is in force at this instant (seconds since 1970).
  Period at(std::int64_t seconds) const;
  /// The offset of an abbreviation, preferably one in force at this local time.
  std::optional<int> offset_of(std::string_view abbreviation, std::int64_t local_seconds) const;
  /// The instant of a local time, as Go's time.Date chooses it when there are two or none.
  std::int64_t instant(std::int64_t local_seconds) const;

 private:
  struct Kind {
    int offset = 0;
    bool daylight = false;
    std::string name;
  };
  struct Rule {
    enum class Form { day_of_year, julian, week } form = Form::week;
    int month = 0, week = 0, day = 0;
    int seconds = 7200;
  };
  struct Footer {
    std::optional<Kind> standard, daylight;
    Rule begin, end;  ///< of daylight time
  };

  bool read(std::string_view file);
  bool read_block(std::string_view& rest, bool wide, bool keep);
  void read_footer(std::string_view text);
  std::optional<Period> by_footer(std::int64_t seconds) const;
  std::size_t first_kind() const;

  std::string name_ = "UTC";
  std::vector<std::int64_t> transitions_;
  std::vector<std::uint8_t> transition_kinds_;
  std::vector<Kind> kinds_;
  Footer footer_;
};

}  // namespace newel::templates
