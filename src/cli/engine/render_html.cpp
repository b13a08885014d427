// Help as HTML pages, for a browser without a network: one style sheet, no script.
#include <fmt/core.h>

#include "base/html.h"
#include "base/text.h"
#include "cli/engine/render.h"

namespace newel::cli {
namespace {

std::string linked(const Span& span) {
  const std::string text = escape_html(span.text);
  return span.url.empty() ? text : fmt::format("<a href=\"{}\">{}</a>", escape_html(span.url), text);
}

std::string inline_html(const Text& text) {
  std::string out;
  for (const Span& span : text) {
    switch (span.style) {
      case Style::plain:
        out += escape_html(span.text);
        break;
      case Style::bold:
        out += fmt::format("<strong>{}</strong>", linked(span));
        break;
      case Style::emphasis:
        out += fmt::format("<em>{}</em>", escape_html(span.text));
        break;
      case Style::code:
        out += fmt::format("<code>{}</code>", escape_html(span.text));
        break;
      case Style::placeholder:
        out += fmt::format("<var>{}</var>", escape_html(span.text));
        break;
      case Style::link:
        out += linked(span);
        break;
    }
  }
  return out;
}

std::string blocks(const std::vector<Block>& parts);

std::string table(const Block& block) {
  std::string out = "<table>\n";
  for (std::size_t i = 0; i < block.rows.size(); ++i) {
    const char* cell_tag = i == 0 ? "th" : "td";
    out += "<tr>";
    for (const Text& cell : block.rows[i]) out += fmt::format("<{0}>{1}</{0}>", cell_tag, inline_html(cell));
    out += "</tr>\n";
  }
  return out + "</table>\n";
}

std::string block_html(const Block& block) {
  std::string out;
  switch (block.kind) {
    case Block::Kind::paragraph:
      return fmt::format("<p>{}</p>\n", inline_html(block.text));
    case Block::Kind::code:
      return fmt::format("<pre><code>{}</code></pre>\n", escape_html(block.code));
    case Block::Kind::table:
      return table(block);
    case Block::Kind::definitions:
      for (const Block::Item& item : block.items) {
        out += fmt::format("<dt>{}</dt>\n<dd>{}</dd>\n", inline_html(item.term), blocks(item.body));
      }
      return fmt::format("<dl>\n{}</dl>\n", out);
    case Block::Kind::list:
      for (const Block::Item& item : block.items) out += fmt::format("<li>{}</li>\n", blocks(item.body));
      return fmt::format("<{0}>\n{1}</{0}>\n", block.numbered ? "ol" : "ul", out);
  }
  return out;
}

std::string blocks(const std::vector<Block>& parts) {
  std::string out;
  for (const Block& block : parts) out += block_html(block);
  return out;
}

}  // namespace

std::string render_html(const std::vector<HelpSection>& sections, const std::string& path) {
  std::string out = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{}</title>\n"
      "<link href=\"/style.css\" rel=\"stylesheet\" type=\"text/css\">\n</head>\n<body>\n<main>\n",
      escape_html(path));
  for (const HelpSection& section : sections) {
    out += fmt::format("<h2>{}</h2>\n", escape_html(heading_case(section.title)));
    out += section.title == "USAGE"
               ? fmt::format("<pre><code>{}\n</code></pre>\n", escape_html(raw_usage(section)))
               : blocks(parse_markdown(section.text));
  }
  return out + "</main>\n</body>\n</html>\n";
}

std::string_view help_style_sheet() {
  return R"(body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: #1b1f24; background: #fff; }
main { max-width: 60rem; margin: 2rem auto; padding: 0 1.5rem; }
h2 { margin-top: 2rem; border-bottom: 1px solid #d0d7de; }
a { color: #0a58ca; text-decoration: none; }
a:hover { text-decoration: underline; }
code, var, pre { font-family: ui-monospace, monospace; font-size: 0.9em; }
var { font-style: normal; text-decoration: underline; }
pre { padding: 1rem; overflow-x: auto; background: #f6f8fa; border-radius: 6px; }
dt { margin-top: 1rem; }
table { border-collapse: collapse; }
th, td { padding: 0.3rem 1rem 0.3rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid #d0d7de; }
@media (prefers-color-scheme: dark) {
  body { color: #e6edf3; background: #0d1117; }
  pre { background: #161b22; }
  a { color: #6cb0ff; }
}
)";
}

}  // namespace newel::cli
