// Help on the terminal: headings at the margin, text at column 6 wrapped at 80, code at 10 as it is.
// Escapes are printed even when the output is no terminal, as the reference does: pagers and tests rely on
// it.
#include <algorithm>

#include "base/text.h"
#include "cli/engine/render.h"

namespace newel::cli {
namespace {

constexpr std::size_t margin = 6;
constexpr std::size_t step_in = 4;
constexpr std::size_t width = 80;
constexpr std::string_view reset = "\x1b[0m";

std::string_view escape_of(Style style) {
  switch (style) {
    case Style::bold:
      return "\x1b[0;1;99m";
    case Style::emphasis:
    case Style::code:
    case Style::placeholder:
      return "\x1b[0;4;39m";
    case Style::link:
      return "\x1b[0;1;39m";
    case Style::plain:
      break;
  }
  return {};
}

std::string styled(const Text& text) {
  std::string out;
  for (const Span& span : text) {
    const std::string_view escape = escape_of(span.style);
    out += escape;
    out += span.text;
    if (!escape.empty()) out += reset;
  }
  return out;
}

// Columns on the screen: code points outside escape sequences.
std::size_t columns(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\x1b') {
      while (i < text.size() && text[i] != 'm') ++i;
    } else if ((static_cast<unsigned char>(text[i]) & 0xc0) != 0x80) {
      ++count;
    }
  }
  return count;
}

std::string spaces(std::size_t count) { return std::string(count, ' '); }

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  std::string word;
  for (char c : text) {
    if (c != ' ' && c != '\n') {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

// The words of `text`, the first line after `lead` (already printed to `indent`), others indented.
std::string wrapped(const std::string& text, std::size_t indent) {
  std::string out = spaces(indent);
  std::size_t column = indent;
  for (const std::string& word : words_of(text)) {
    const std::size_t size = columns(word);
    if (column > indent && column + 1 + size > width) {
      out += "\n" + spaces(indent);
      column = indent;
    }
    if (column > indent) {
      out += ' ';
      ++column;
    }
    out += word;
    column += size;
  }
  return out + "\n";
}

std::string code_block(const std::string& code, std::size_t indent) {
  std::string out;
  std::vector<std::string> lines = split(code, '\n');
  while (!lines.empty() && lines.back().empty()) lines.pop_back();
  for (const std::string& line : lines) out += line.empty() ? "\n" : spaces(indent) + line + "\n";
  return out;
}

std::string table(const std::vector<std::vector<Text>>& rows, std::size_t indent) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], columns(styled(row[i])));
  }
  std::string out;
  for (const auto& row : rows) {
    const bool empty = std::all_of(row.begin(), row.end(), [](const Text& cell) { return cell.empty(); });
    if (empty) continue;
    out += spaces(indent);
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string cell = styled(row[i]);
      out += cell;
      if (i + 1 < row.size()) out += spaces(widths[i] - columns(cell) + 2);
    }
    out += "\n";
  }
  return out;
}

// Blocks are followed by a blank line each. `nested` definitions begin two columns further in.
std::string blocks(const std::vector<Block>& parts, std::size_t indent, bool nested) {
  std::string out;
  for (const Block& block : parts) {
    switch (block.kind) {
      case Block::Kind::paragraph:
        out += wrapped(styled(block.text), indent);
        break;
      case Block::Kind::code:
        out += code_block(block.code, indent + (nested ? 0 : step_in));
        break;
      case Block::Kind::table:
        out += table(block.rows, indent);
        break;
      case Block::Kind::definitions:
        for (const Block::Item& item : block.items) {
          const std::size_t term = nested ? indent + 2 : indent;
          out += wrapped(styled(item.term), term);
          out += blocks(item.body, term + (nested ? 2 : step_in), true);
        }
        continue;
      case Block::Kind::list: {
        std::size_t number = 0;
        for (const Block::Item& item : block.items) {
          const std::string mark = block.numbered ? std::to_string(++number) + ". " : "• ";
          const std::size_t at = indent + (nested ? 0 : step_in);
          std::string body = blocks(item.body, at + columns(mark), true);
          out += spaces(at) + mark + body.substr(std::min(body.size(), at + columns(mark)));
        }
        continue;
      }
    }
    out += "\n";
  }
  return out;
}

}  // namespace

std::string render_terminal(const std::vector<HelpSection>& sections) {
  std::string out;
  for (const HelpSection& section : sections) {
    out += styled({{Style::bold, section.title}}) + "\n";
    out += blocks(parse_markdown(section.text), margin, false);
  }
  return out;
}

}  // namespace newel::cli
