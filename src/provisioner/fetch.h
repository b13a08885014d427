// Documents that a provisioner gets from elsewhere: discovery documents and key sets of identity providers.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/error.h"

namespace newel::provisioner {

struct Fetched {
  int status = 0;
  std::string body;
  std::string cache_control;  ///< "" if absent
};

/// GET of one URL. Waits for the network, ten seconds at most; a body of more than 1 MiB is a failure, any
/// status is an answer. Thread-safe.
using Fetch = std::function<Expected<Fetched>(const std::string& url)>;

/// Over HTTPS (or HTTP), trusting the system's roots and these as well (DER).
Fetch http_fetch(std::vector<Bytes> roots);

}  // namespace newel::provisioner
