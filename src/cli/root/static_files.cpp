#include "cli/root/static_files.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>

#include "base/files.h"
#include "base/html.h"
#include "base/text.h"
#include "base/url.h"

namespace newel::cli {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 16> content_types{{
    {".css", "text/css; charset=utf-8"},
    {".gif", "image/gif"},
    {".htm", "text/html; charset=utf-8"},
    {".html", "text/html; charset=utf-8"},
    {".jpeg", "image/jpeg"},
    {".jpg", "image/jpeg"},
    {".js", "text/javascript; charset=utf-8"},
    {".json", "application/json"},
    {".md", "text/markdown; charset=utf-8"},
    {".pdf", "application/pdf"},
    {".pem", "application/x-pem-file"},
    {".png", "image/png"},
    {".svg", "image/svg+xml"},
    {".txt", "text/plain; charset=utf-8"},
    {".xml", "text/xml; charset=utf-8"},
    {".wasm", "application/wasm"},
}};

std::string_view content_type(std::string_view path, std::string_view content) {
  for (const auto& [ending, type] : content_types) {
    if (path.ends_with(ending)) return type;
  }
  const bool text = is_valid_utf8(content) && content.find('\0') == std::string_view::npos;
  return text ? "text/plain; charset=utf-8" : "application/octet-stream";
}

net::Response not_found() {
  return {404,
          {{"Content-Type", "text/plain; charset=utf-8"}, {"X-Content-Type-Options", "nosniff"}},
          "404 page not found\n"};
}

// The parts of the path below the folder; nothing when one of them would leave it.
std::optional<std::string> relative_path(std::string_view path) {
  auto decoded = percent_decode(path);
  if (!decoded || decoded->find('\0') != std::string::npos) return std::nullopt;
  std::string out;
  for (const std::string& part : split(*decoded, '/')) {
    if (part == "..") return std::nullopt;
    if (!part.empty() && part != ".") out += "/" + part;
  }
  return out;
}

std::string in_url(std::string_view text) {
  std::string out;
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || std::string_view("-._~/").find(c) != std::string_view::npos) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", byte);
    }
  }
  return out;
}

net::Response listing(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    names.push_back(entry.path().filename().string() + (entry.is_directory(error) ? "/" : ""));
  }
  std::sort(names.begin(), names.end());
  std::string body = "<!doctype html>\n<meta name=\"viewport\" content=\"width=device-width\">\n<pre>\n";
  for (const std::string& name : names)
    body += fmt::format("<a href=\"{}\">{}</a>\n", in_url(name), escape_html(name));
  return {200, {{"Content-Type", "text/html; charset=utf-8"}}, body + "</pre>\n"};
}

}  // namespace

net::Response serve_file(const std::string& folder, const net::Request& request) {
  if (request.method != "GET" && request.method != "HEAD") return net::plain_text_response(405);
  const auto relative = relative_path(request.path);
  if (!relative) return not_found();
  std::string path = folder + *relative;
  if (is_directory(path)) {
    if (!request.path.ends_with('/')) {
      return {301, {{"Location", in_url(base_name(*relative)) + "/"}}, ""};
    }
    if (!file_exists(path + "/index.html")) return listing(path);
    path += "/index.html";
  }
  auto content = read_file(path);
  if (!content) return not_found();
  std::string type(content_type(path, *content));
  return {200, {{"Content-Type", std::move(type)}}, std::move(*content)};
}

}  // namespace newel::cli
