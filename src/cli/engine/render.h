// The renderings of a composed help.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/engine/help.h"
#include "cli/engine/markdown.h"

namespace newel::cli {

std::string render_terminal(const std::vector<HelpSection>& sections);
/// `children` and `parent` go to the front matter.
std::string render_markdown(const std::vector<HelpSection>& sections, const std::string& path,
                            const std::string& parent, const std::vector<std::string>& children);
/// A whole page that links /style.css.
std::string render_html(const std::vector<HelpSection>& sections, const std::string& path);
/// roff for man(1), section 1.
std::string render_man(const std::vector<HelpSection>& sections, const std::string& path);

/// What /style.css holds.
std::string_view help_style_sheet();

/// The synopsis as it would be typed: line breaks kept, bold marks dropped.
std::string raw_usage(const HelpSection& usage);

/// "POSITIONAL ARGUMENTS" to "Positional arguments".
std::string heading_case(const std::string& title);

}  // namespace newel::cli
