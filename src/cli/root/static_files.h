// The files of a folder as HTTP answers.
#pragma once

#include <string>

#include "net/http.h"

namespace newel::cli {

/// A file, the index.html of a folder, or the list of what is in it; a folder asked for without its final
/// slash is redirected. Nothing outside `folder` is reached by "..", symbolic links are followed.
net::Response serve_file(const std::string& folder, const net::Request& request);

}  // namespace newel::cli
