// Help as manual pages: roff with the man(7) macros.
#include <fmt/core.h>

#include <algorithm>

#include "base/text.h"
#include "base/version.h"
#include "cli/engine/render.h"

namespace newel::cli {
namespace {

// Backslashes and dashes are roff's own; a dot or an apostrophe at the begin of a line would be a macro.
std::string escaped(std::string_view text) {
  std::string out;
  bool at_line_start = true;
  for (char c : text) {
    if (at_line_start && (c == '.' || c == '\'')) out += "\\&";
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      out += c;
    }
    at_line_start = c == '\n';
  }
  return out;
}

std::string inline_roff(const Text& text) {
  std::string out;
  for (const Span& span : text) {
    const std::string inner = escaped(span.text);
    switch (span.style) {
      case Style::plain:
        out += inner;
        break;
      case Style::bold:
        out += "\\fB" + inner + "\\fR";
        break;
      case Style::emphasis:
      case Style::code:
      case Style::placeholder:
        out += "\\fI" + inner + "\\fR";
        break;
      case Style::link:
        out += span.text == span.url ? inner : inner + " (" + escaped(span.url) + ")";
        break;
    }
  }
  // Lines of a paragraph are filled anyway, so none needs to begin with a macro character.
  std::replace(out.begin(), out.end(), '\n', ' ');
  return out;
}

std::string code_roff(const std::string& code) {
  return fmt::format(".RS 4\n.nf\n{}.fi\n.RE\n", escaped(code));
}

std::string blocks(const std::vector<Block>& parts, bool first_follows_term) {
  std::string out;
  std::size_t number = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Block& block = parts[i];
    const bool fresh = i == 0 && first_follows_term;
    switch (block.kind) {
      case Block::Kind::paragraph:
        out += (fresh ? "" : first_follows_term ? ".IP\n" : ".PP\n") + inline_roff(block.text) + "\n";
        break;
      case Block::Kind::code:
        out += (fresh ? "" : ".sp\n") + code_roff(block.code);
        break;
      case Block::Kind::definitions:
        if (first_follows_term) out += ".RS\n";
        for (const Block::Item& item : block.items) {
          out += ".TP\n" + inline_roff(item.term) + "\n" + blocks(item.body, true);
        }
        if (first_follows_term) out += ".RE\n";
        break;
      case Block::Kind::list:
        number = 0;
        for (const Block::Item& item : block.items) {
          const std::string mark = block.numbered ? fmt::format("{}.", ++number) : "\\(bu";
          out += fmt::format(".IP {} 4\n{}", mark, blocks(item.body, true));
        }
        break;
      case Block::Kind::table:
        for (const auto& row : block.rows) {
          if (row.size() > 1) out += ".TP\n" + inline_roff(row[0]) + "\n" + inline_roff(row[1]) + "\n";
        }
        break;
    }
  }
  return out;
}

}  // namespace

std::string render_man(const std::vector<HelpSection>& sections, const std::string& path) {
  std::string page(path);
  std::replace(page.begin(), page.end(), ' ', '-');
  std::string out =
      fmt::format(".TH {} 1 \"\" \"step {}\" \"step manual\"\n", escaped(to_upper(page)), escaped(version()));
  for (const HelpSection& section : sections) {
    out += fmt::format(".SH {}\n", section.title == "USAGE" ? "SYNOPSIS" : escaped(section.title));
    if (section.title == "NAME") {
      // whatis(1) wants the page's own name before the dash.
      const std::size_t dash = section.text.find(" -- ");
      out += fmt::format("{} \\- {}\n", escaped(page), escaped(section.text.substr(dash + 4)));
    } else if (section.title == "USAGE") {
      out += inline_roff(parse_inline(trim(section.text))) + "\n";
    } else {
      out += blocks(parse_markdown(section.text), false);
    }
  }
  return out;
}

}  // namespace newel::cli
