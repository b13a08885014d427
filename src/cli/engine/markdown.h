// The small Markdown of the command tables, as a tree that every renderer walks (grammar: command.h).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace newel::cli {

enum class Style { plain, bold, emphasis, code, placeholder, link };

struct Span {
  Style style = Style::plain;
  std::string text;      ///< without marks; a placeholder without its brackets
  std::string url = {};  ///< of a link, also of a bold one
};
using Text = std::vector<Span>;

struct Block {
  enum class Kind { paragraph, code, definitions, list, table };
  /// A term of definitions (term and body), an item of a list (body only).
  struct Item {
    Text term;
    std::vector<Block> body;
  };

  Kind kind = Kind::paragraph;
  Text text = {};                            ///< paragraph
  std::string code = {};                     ///< code: lines, each ended by a line break
  std::string language = {};                 ///< code: the word after the fence
  std::vector<Item> items = {};              ///< definitions, list
  bool numbered = false;                     ///< list
  std::vector<std::vector<Text>> rows = {};  ///< table: the first one is the heading
};

Text parse_inline(std::string_view text);
std::vector<Block> parse_markdown(std::string_view text);

/// The words without any mark.
std::string plain_text(const Text& text);

}  // namespace newel::cli
