// Numbers read and written as Go's strconv does.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace newel::templates {

/// strconv.ParseInt / ParseUint with base 0 (prefixes and underscores) or 10.
enum class NumberError { none, syntax, range };
NumberError parse_uint(std::string_view text, int base, std::uint64_t& out);
NumberError parse_int(std::string_view text, int base, std::int64_t& out);
/// strconv.ParseFloat; out of range counts as failure.
std::optional<double> parse_float(std::string_view text);

/// strconv.FormatFloat for the forms e, E, f, g, G, b, x, X; precision -1: the shortest that reads back.
std::string format_float(double value, char form, int precision);
/// JSON's own choice of form.
std::string json_float(double value);

}  // namespace newel::templates
