#include "cli/root/help_export.h"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>

#include "base/files.h"
#include "base/json.h"
#include "base/text.h"
#include "cli/engine/engine.h"
#include "cli/engine/help.h"
#include "cli/engine/output_file.h"
#include "cli/engine/render.h"
#include "net/server.h"

namespace newel::cli {
namespace {

struct Page {
  const Command* command;
  std::string path;                   ///< "step ca token"
  std::string parent;                 ///< "step ca"; empty for the root
  std::vector<std::string> children;  ///< names of visible subcommands

  /// "ca/token": below the folder of the export.
  std::string folder() const {
    const std::size_t first = path.find(' ');
    std::string rest = first == std::string::npos ? "" : path.substr(first + 1);
    std::replace(rest.begin(), rest.end(), ' ', '/');
    return rest;
  }
  std::vector<HelpSection> sections() const { return compose_help(*command, path, HelpForm::page); }
};

void collect(const Command& command, const std::string& path, const std::string& parent,
             std::vector<Page>& pages) {
  Page page{&command, path, parent, {}};
  for (const Command* child : command.subcommands) {
    if (!child->hidden) page.children.emplace_back(child->name);
  }
  pages.push_back(std::move(page));
  for (const Command* child : command.subcommands) {
    collect(*child, fmt::format("{} {}", path, child->name), path, pages);
  }
}

std::vector<Page> all_pages(const Command& root) {
  std::vector<Page> pages;
  collect(root, std::string(root.name), "", pages);
  return pages;
}

void write_page(const std::string& folder, const std::string& name, std::string_view content) {
  make_directories(folder, 0755);
  write_file(join_path(folder, name), content, 0644);
}

// The text of a section as a reader counts it: no marks.
std::string readable(const HelpSection& section) {
  std::string out;
  for (const Block& block : parse_markdown(section.text)) {
    if (!out.empty()) out += "\n";
    out += block.kind == Block::Kind::code ? block.code : plain_text(block.text);
    for (const Block::Item& item : block.items) {
      out += plain_text(item.term) + "\n";
      for (const Block& part : item.body)
        out += (part.code.empty() ? plain_text(part.text) : part.code) + "\n";
    }
    for (const auto& row : block.rows) {
      for (const Text& cell : row) out += plain_text(cell) + "\n";
    }
  }
  return std::string(trim(out));
}

json::Object measured(const std::string& path, const HelpSection& section) {
  const std::string text = readable(section);
  std::size_t words = 0;
  bool inside = false;
  for (char c : text) {
    const bool space = c == ' ' || c == '\n' || c == '\t';
    if (!space && !inside) ++words;
    inside = !space;
  }
  const auto lines = 1 + std::count(text.begin(), text.end(), '\n');
  return {{"command", path},
          {"name", heading_case(section.title)},
          {"text", text},
          {"words", words},
          {"lines", lines}};
}

json::Value report_of(const std::vector<Page>& pages) {
  json::Array entries;
  for (const Page& page : pages) {
    const std::vector<HelpSection> sections = page.sections();
    json::Object entry = measured(page.path, sections.front());
    json::Array rest;
    for (std::size_t i = 1; i < sections.size(); ++i) rest.push_back(measured(page.path, sections[i]));
    entry["sections"] = std::move(rest);
    entries.push_back(std::move(entry));
  }
  return json::Object{{"report", std::move(entries)}};
}

net::Response page_response(const std::vector<Page>& pages, const std::string& path) {
  if (path == "/style.css") return {200, {{"Content-Type", "text/css"}}, std::string(help_style_sheet())};
  const std::string wanted(trim(path));
  for (const Page& page : pages) {
    const std::string folder = page.folder();
    const bool fits = folder.empty() ? wanted == "/" : wanted == "/" + folder || wanted == "/" + folder + "/";
    if (fits)
      return {200, {{"Content-Type", "text/html; charset=utf-8"}}, render_html(page.sections(), page.path)};
  }
  return net::plain_text_response(404);
}

}  // namespace

void export_markdown(const Command& root, const std::string& folder) {
  for (const Page& page : all_pages(root)) {
    write_page(join_path(folder, page.folder()), "README.mdx",
               render_markdown(page.sections(), page.path, page.parent, page.children));
  }
}

void export_html(const Command& root, const std::string& folder, bool report) {
  const std::vector<Page> pages = all_pages(root);
  for (const Page& page : pages) {
    write_page(join_path(folder, page.folder()), "index.html", render_html(page.sections(), page.path));
  }
  write_page(folder, "style.css", help_style_sheet());
  if (report) write_page(folder, "report.json", json::write_indented(report_of(pages), "  ") + "\n");
}

void export_man(const Command& root, const std::string& folder) {
  for (const Page& page : all_pages(root)) {
    std::string name = page.path;
    std::replace(name.begin(), name.end(), ' ', '-');
    write_page(folder, name + ".1", render_man(page.sections(), page.path));
  }
}

int serve_help(const Command& root, const std::string& address) {
  const std::vector<Page> pages = all_pages(root);
  net::ServerOptions options;
  options.io_threads = 1;
  options.worker_threads = 1;
  net::Server server(options);
  net::Listener listener;
  listener.name = "help";
  listener.address = address;
  listener.handler = [&pages](const std::shared_ptr<const net::Request>& request,
                              const net::Respond& respond) { respond(page_response(pages, request->path)); };
  const std::string bound = server.listen(std::move(listener));
  print(fmt::format("Serving HTTP on {} ...\n", bound));
  for (;;) ::pause();
}

}  // namespace newel::cli
