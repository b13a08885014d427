// Blocks are found line by line, spans character by character; both by looking ahead for the closing mark and
// taking the opening one literally when there is none. The texts are our own tables, not outside input, so
// the grammar is only as large as they need.
#include "cli/engine/markdown.h"

#include <cctype>

#include "base/text.h"

namespace newel::cli {
namespace {

constexpr std::string_view fence = "```";

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

// ---- spans ----

class InlineParser {
 public:
  explicit InlineParser(std::string_view text) : text_(text) {}

  Text parse() {
    while (at_ < text_.size()) {
      if (!special()) plain_ += text_[at_++];
    }
    flush();
    return std::move(spans_);
  }

 private:
  bool special() {
    switch (text_[at_]) {
      case '\\':
        return escaped();
      case '*':
        return starts("**") ? enclosed("**", Style::bold) : enclosed("*", Style::emphasis);
      case '_':
        return word_before() ? false : enclosed("_", Style::emphasis);
      case '`':
        return enclosed("`", Style::code);
      case '<':
        return placeholder();
      case '[':
        return link();
      case 'h':
        return bare_url();
      default:
        return false;
    }
  }

  bool starts(std::string_view mark) const { return text_.substr(at_).starts_with(mark); }
  bool word_before() const { return at_ > 0 && is_word(text_[at_ - 1]); }

  void flush() {
    if (!plain_.empty()) spans_.push_back({Style::plain, std::move(plain_)});
    plain_.clear();
  }

  bool emit(Span span, std::size_t next) {
    flush();
    spans_.push_back(std::move(span));
    at_ = next;
    return true;
  }

  bool escaped() {
    if (at_ + 1 >= text_.size() || std::ispunct(static_cast<unsigned char>(text_[at_ + 1])) == 0)
      return false;
    plain_ += text_[at_ + 1];
    at_ += 2;
    return true;
  }

  bool enclosed(std::string_view mark, Style style) {
    const std::size_t begin = at_ + mark.size();
    if (begin >= text_.size() || std::isspace(static_cast<unsigned char>(text_[begin])) != 0) return false;
    std::size_t end = text_.find(mark, begin + 1);
    // "_" inside a word is a letter of it.
    while (mark == "_" && end != std::string_view::npos && end + 1 < text_.size() &&
           is_word(text_[end + 1])) {
      end = text_.find(mark, end + 1);
    }
    if (end == std::string_view::npos) return false;
    const std::string_view inner = text_.substr(begin, end - begin);
    if (style == Style::code) return emit({style, std::string(inner)}, end + mark.size());
    const Text spans = parse_inline(inner);
    const std::string url = spans.size() == 1 ? spans.front().url : "";
    return emit({style, plain_text(spans), url}, end + mark.size());
  }

  bool placeholder() {
    const std::size_t end = text_.find('>', at_);
    if (end == std::string_view::npos || end == at_ + 1) return false;
    const std::string_view inner = text_.substr(at_ + 1, end - at_ - 1);
    if (inner.find_first_of("<\n") != std::string_view::npos || inner[0] == ' ') return false;
    if (inner.find("://") != std::string_view::npos) {
      return emit({Style::link, std::string(inner), std::string(inner)}, end + 1);
    }
    return emit({Style::placeholder, std::string(inner)}, end + 1);
  }

  bool link() {
    const std::size_t middle = text_.find("](", at_);
    if (middle == std::string_view::npos) return false;
    const std::size_t end = text_.find(')', middle);
    const std::string_view label = text_.substr(at_ + 1, middle - at_ - 1);
    if (end == std::string_view::npos || label.find_first_of("[]") != std::string_view::npos) return false;
    return emit({Style::link, plain_text(parse_inline(label)),
                 std::string(text_.substr(middle + 2, end - middle - 2))},
                end + 1);
  }

  bool bare_url() {
    if (word_before() || (!starts("https://") && !starts("http://"))) return false;
    std::size_t end = at_;
    while (end < text_.size() && std::string_view(" \n\t\"'<>()`").find(text_[end]) == std::string_view::npos)
      ++end;
    while (std::string_view(".,;:").find(text_[end - 1]) != std::string_view::npos) --end;
    const std::string url(text_.substr(at_, end - at_));
    return emit({Style::link, url, url}, end);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string plain_;
  Text spans_;
};

// ---- blocks ----

using Lines = std::vector<std::string>;

std::string_view without_indent(std::string_view line, std::size_t most) {
  std::size_t n = 0;
  while (n < most && n < line.size() && line[n] == ' ') ++n;
  return line.substr(n);
}

bool blank(std::string_view line) { return trim(line).empty(); }
bool opens_fence(std::string_view line) { return line.starts_with(fence); }
bool is_definition(std::string_view line) { return line.starts_with(": "); }

// The width of "* ", "- " or "1. "; 0 if the line starts no item.
std::size_t item_mark(std::string_view line) {
  if (line.starts_with("* ") || line.starts_with("- ")) return 2;
  std::size_t digits = 0;
  while (digits < line.size() && std::isdigit(static_cast<unsigned char>(line[digits])) != 0) ++digits;
  return digits > 0 && line.substr(digits).starts_with(". ") ? digits + 2 : 0;
}

std::vector<Block> parse_lines(const Lines& lines);

class BlockParser {
 public:
  explicit BlockParser(const Lines& lines) : lines_(lines) {}

  std::vector<Block> parse() {
    while (at_ < lines_.size()) {
      const std::string& line = lines_[at_];
      if (blank(line)) {
        ++at_;
      } else if (opens_fence(line)) {
        code();
      } else if (line.starts_with('|')) {
        table();
      } else if (item_mark(line) > 0) {
        list();
      } else {
        paragraph_or_definitions();
      }
    }
    return std::move(blocks_);
  }

 private:
  void code() {
    Block block{.kind = Block::Kind::code};
    block.language = std::string(trim(std::string_view(lines_[at_++]).substr(fence.size())));
    while (at_ < lines_.size() && !opens_fence(lines_[at_])) block.code += lines_[at_++] + "\n";
    ++at_;
    blocks_.push_back(std::move(block));
  }

  void table() {
    Block block{.kind = Block::Kind::table};
    for (; at_ < lines_.size() && lines_[at_].starts_with('|'); ++at_) {
      std::vector<std::string> cells = split(lines_[at_], '|');
      if (cells.size() < 3 || cells[1].find("---") != std::string::npos) continue;
      std::vector<Text> row;
      for (std::size_t i = 1; i + 1 < cells.size(); ++i) row.push_back(parse_inline(trim(cells[i])));
      block.rows.push_back(std::move(row));
    }
    blocks_.push_back(std::move(block));
  }

  // The lines that belong to a body whose first line is the current one without `mark` characters: until a
  // blank line that no indented line follows. Inside a fence blank lines do not count.
  Lines body(std::size_t mark, std::size_t indent, bool items_end_it) {
    Lines out{std::string(trim(std::string_view(lines_[at_++]).substr(mark)))};
    bool fenced = opens_fence(out.front());
    for (; at_ < lines_.size(); ++at_) {
      const std::string& line = lines_[at_];
      if (!fenced && blank(line)) {
        std::size_t next = at_;
        while (next < lines_.size() && blank(lines_[next])) ++next;
        if (next == lines_.size() || !lines_[next].starts_with("  ")) break;
      }
      if (!fenced && items_end_it && item_mark(line) > 0) break;
      out.emplace_back(without_indent(line, indent));
      if (opens_fence(out.back())) fenced = !fenced;
    }
    return out;
  }

  void list() {
    Block block{.kind = Block::Kind::list};
    block.numbered = std::isdigit(static_cast<unsigned char>(lines_[at_][0])) != 0;
    while (at_ < lines_.size() && item_mark(lines_[at_]) > 0) {
      const std::size_t mark = item_mark(lines_[at_]);
      block.items.push_back({{}, parse_lines(body(mark, mark, true))});
      skip_blanks_before([](std::string_view line) { return item_mark(line) > 0; });
    }
    blocks_.push_back(std::move(block));
  }

  template <class Test>
  void skip_blanks_before(Test test) {
    std::size_t next = at_;
    while (next < lines_.size() && blank(lines_[next])) ++next;
    if (next < lines_.size() && test(lines_[next])) at_ = next;
  }

  void paragraph_or_definitions() {
    std::string text;
    while (at_ < lines_.size() && !blank(lines_[at_]) && !opens_fence(lines_[at_]) &&
           !is_definition(lines_[at_])) {
      text += (text.empty() ? "" : "\n") + std::string(trim(lines_[at_++]));
    }
    if (at_ < lines_.size() && is_definition(lines_[at_])) {
      Block::Item item{parse_inline(text), parse_lines(body(1, 4, false))};
      if (blocks_.empty() || blocks_.back().kind != Block::Kind::definitions) {
        blocks_.push_back({.kind = Block::Kind::definitions});
      }
      blocks_.back().items.push_back(std::move(item));
    } else {
      blocks_.push_back({.kind = Block::Kind::paragraph, .text = parse_inline(text)});
    }
  }

  const Lines& lines_;
  std::size_t at_ = 0;
  std::vector<Block> blocks_;
};

std::vector<Block> parse_lines(const Lines& lines) { return BlockParser(lines).parse(); }

}  // namespace

Text parse_inline(std::string_view text) { return InlineParser(text).parse(); }

std::vector<Block> parse_markdown(std::string_view text) { return parse_lines(split(text, '\n')); }

std::string plain_text(const Text& text) {
  std::string out;
  for (const Span& span : text) out += span.text;
  return out;
}

}  // namespace newel::cli
