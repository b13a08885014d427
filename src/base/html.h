// Text as it stands in an HTML page, in elements and in attributes.
#pragma once

#include <string>
#include <string_view>

namespace newel {

/// `<a href="x">` to `&lt;a href=&#34;x&#34;&gt;`.
std::string escape_html(std::string_view text);

}  // namespace newel
