// Runes: decoding, categories and case as Go's unicode and strconv packages have them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace newel::templates {

using Rune = char32_t;
constexpr Rune replacement = 0xfffd;

struct Decoded {
  Rune rune;
  int size;    ///< 0 only for empty text
  bool valid;  ///< false: one foreign byte, `rune` is U+FFFD
};
Decoded decode_rune(std::string_view text);
void append_rune(std::string& out, Rune rune);  ///< what is no scalar value becomes U+FFFD
std::vector<Rune> runes(std::string_view text);
std::string utf8(const std::vector<Rune>& runes);
std::size_t rune_count(std::string_view text);

bool is_letter(Rune r);
bool is_upper(Rune r);
bool is_lower(Rune r);
bool is_title(Rune r);
bool is_number(Rune r);         ///< category N
bool is_decimal_digit(Rune r);  ///< category Nd
bool is_punct(Rune r);
bool is_space(Rune r);  ///< the White_Space property
bool is_print(Rune r);
Rune to_upper_rune(Rune r);
Rune to_lower_rune(Rune r);
Rune to_title_rune(Rune r);
std::string map_runes(std::string_view text, Rune (*map)(Rune));

std::string_view trim_space(std::string_view text);
std::vector<std::string> space_separated(std::string_view text);  ///< strings.Fields

/// Go's %q: with `ascii` everything else is escaped too.
std::string go_quote(std::string_view text, bool ascii = false, char quote = '"');
std::string go_quote_rune(Rune r, bool ascii = false);
bool can_back_quote(std::string_view text);
/// Undoes a quoted or raw string literal or a character constant; false when it is malformed.
bool go_unquote(std::string_view literal, std::string& out);

}  // namespace newel::templates
