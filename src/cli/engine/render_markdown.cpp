// Help as Markdown pages for a documentation site: front matter, then one H2 per section.
#include <fmt/core.h>

#include "base/text.h"
#include "cli/engine/render.h"

namespace newel::cli {
namespace {

std::string inline_markdown(const Text& text) {
  std::string out;
  for (const Span& span : text) {
    switch (span.style) {
      case Style::plain:
        out += span.text;
        break;
      case Style::bold:
        out += span.url.empty() ? fmt::format("**{}**", span.text)
                                : fmt::format("**[{}]({})**", span.text, span.url);
        break;
      case Style::emphasis:
        out += fmt::format("_{}_", span.text);
        break;
      case Style::code:
      case Style::placeholder:
        out += fmt::format("`{}`", span.text);
        break;
      case Style::link:
        out += span.text == span.url ? span.url : fmt::format("[{}]({})", span.text, span.url);
        break;
    }
  }
  return out;
}

std::string indented(const std::string& text, std::size_t count) {
  std::string out;
  for (const std::string& line : split(text, '\n')) {
    if (!out.empty()) out += "\n";
    out += line.empty() || out.empty() ? line : std::string(count, ' ') + line;
  }
  return out;
}

std::string blocks(const std::vector<Block>& parts, bool nested);

// Without the blank lines at its end.
std::string body_of(const std::vector<Block>& parts) { return std::string(trim(blocks(parts, true))); }

std::string block_markdown(const Block& block, bool nested) {
  std::string out;
  std::size_t number = 0;
  switch (block.kind) {
    case Block::Kind::paragraph:
      return inline_markdown(block.text) + "\n\n";
    case Block::Kind::code:
      return fmt::format("```{}\n{}```\n\n", block.language.empty() ? "shell" : block.language, block.code);
    case Block::Kind::definitions:
      for (const Block::Item& item : block.items) {
        out += nested
                   ? fmt::format("- {}: {}\n\n", inline_markdown(item.term), indented(body_of(item.body), 2))
                   : fmt::format("{}\n{}\n\n", inline_markdown(item.term), body_of(item.body));
      }
      return out;
    case Block::Kind::list:
      for (const Block::Item& item : block.items) {
        const std::string mark = block.numbered ? fmt::format("{}. ", ++number) : "- ";
        out += mark + indented(body_of(item.body), mark.size()) + "\n";
      }
      return out + "\n";
    case Block::Kind::table:
      for (std::size_t i = 0; i < block.rows.size(); ++i) {
        std::string rule = "|";
        out += "|";
        for (const Text& cell : block.rows[i]) {
          out += fmt::format(" {} |", inline_markdown(cell));
          rule += "---|";
        }
        out += "\n" + (i == 0 ? rule + "\n" : "");
      }
      return out + "\n";
  }
  return out;
}

std::string blocks(const std::vector<Block>& parts, bool nested) {
  std::string out;
  for (const Block& block : parts) out += block_markdown(block, nested);
  return out;
}

std::string without_bold_marks(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i, 2) == "**") {
      ++i;
    } else {
      out += text[i];
    }
  }
  return out;
}

}  // namespace

std::string heading_case(const std::string& title) {
  return title.substr(0, 1) +
         to_lower(std::string_view(title).substr(std::min<std::size_t>(1, title.size())));
}

std::string raw_usage(const HelpSection& usage) { return without_bold_marks(trim(usage.text)); }

std::string render_markdown(const std::vector<HelpSection>& sections, const std::string& path,
                            const std::string& parent, const std::vector<std::string>& children) {
  std::string out =
      fmt::format("---\nlayout: auto-doc\ncategory: reference\ntitle: {}\nmenu:\n  docs:\n", path);
  if (!parent.empty()) out += fmt::format("    parent: {}\n", parent);
  if (!children.empty()) out += "    children:\n";
  for (const std::string& child : children) out += fmt::format("      - {}\n", child);
  out += "---\n\n";
  for (const HelpSection& section : sections) {
    out += fmt::format("## {}\n", heading_case(section.title));
    if (section.title == "USAGE") {
      out += fmt::format("\n```raw\n{}\n```\n\n", raw_usage(section));
    } else {
      out += (section.title == "NAME" ? "" : "\n") + blocks(parse_markdown(section.text), false);
    }
  }
  return out.substr(0, out.find_last_not_of('\n') + 1) + "\n";
}

}  // namespace newel::cli
