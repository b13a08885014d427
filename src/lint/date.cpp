// UTCTime and GeneralizedTime with every liberty that X.690 and its readers ever allowed: seconds left out,
// fractions, offsets. The rules say which of them a certificate may use: none.
#include "lint/certificate_view.h"

namespace newel::lint {
namespace {

/// Takes decimal digits off the front.
struct Digits {
  std::string_view rest;
  bool good = true;

  bool at_digit() const { return !rest.empty() && rest[0] >= '0' && rest[0] <= '9'; }
  unsigned take(int count) {
    unsigned value = 0;
    for (int i = 0; i < count; ++i) {
      if (!at_digit()) return good = false, 0;
      value = value * 10 + static_cast<unsigned>(rest[0] - '0');
      rest.remove_prefix(1);
    }
    return value;
  }
};

// "", "Z", "+hhmm", "-hhmm"
std::optional<Seconds> offset_of(Digits& in) {
  if (in.rest.empty() || in.rest == "Z") return Seconds(0);
  const char sign = in.rest[0];
  if (sign != '+' && sign != '-') return std::nullopt;
  in.rest.remove_prefix(1);
  const unsigned hours = in.take(2), minutes = in.take(2);
  if (!in.good || !in.rest.empty() || hours > 24 || minutes > 59) return std::nullopt;
  const Seconds offset(static_cast<int>(hours * 3600 + minutes * 60));
  return sign == '+' ? offset : -offset;
}

int full_year(unsigned two_digits) {
  return static_cast<int>(two_digits) + (two_digits >= 50 ? 1900 : 2000);  // RFC 5280 section 4.1.2.5.1
}

std::optional<Time> time_of(const DateView& date) {
  Digits in{date.text};
  CivilTime parts{};
  parts.year = date.is_utc() ? full_year(in.take(2)) : static_cast<int>(in.take(4));
  parts.month = in.take(2);
  parts.day = in.take(2);
  parts.hour = in.take(2);
  parts.minute = in.take(2);
  if (in.at_digit()) parts.second = in.take(2);
  if (in.good && in.rest.starts_with('.')) {
    do in.rest.remove_prefix(1);
    while (in.at_digit());
  }
  const auto offset = in.good ? offset_of(in) : std::nullopt;
  Time time;
  if (!offset || !from_civil(parts, time)) return std::nullopt;
  return time - *offset;
}

}  // namespace

DateView read_date(const Element& element) {
  DateView out;
  if (element.tag_class == TagClass::universal) out.tag = element.number;
  out.text = to_text(element.content);
  if (out.is_utc() || out.is_generalized()) out.time = time_of(out);
  return out;
}

}  // namespace newel::lint
