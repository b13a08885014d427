// The whole documentation, hidden commands included, written to a folder or served to a browser.
#pragma once

#include <string>

#include "cli/engine/command.h"

namespace newel::cli {

/// <folder>/README.mdx for the root, <folder>/ca/token/README.mdx for `step ca token`. Throws Error.
void export_markdown(const Command& root, const std::string& folder);
/// <folder>/index.html, <folder>/ca/token/index.html, <folder>/style.css; with `report` also
/// <folder>/report.json: words and lines of every section.
void export_html(const Command& root, const std::string& folder, bool report);
/// <folder>/step-ca-token.1
void export_man(const Command& root, const std::string& folder);
/// Serves the HTML at "host:port" until the process is killed.
int serve_help(const Command& root, const std::string& address);

}  // namespace newel::cli
