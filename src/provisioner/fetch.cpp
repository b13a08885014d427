#include "provisioner/fetch.h"

#include "net/client.h"

namespace newel::provisioner {

Fetch http_fetch(std::vector<Bytes> roots) {
  return [roots = std::move(roots)](const std::string& url) -> Expected<Fetched> {
    try {
      net::ClientOptions options;
      options.roots = roots;
      options.timeout = std::chrono::seconds(10);
      options.connect_timeout = std::chrono::seconds(5);
      options.max_response = 1u << 20;
      // One client each: fetching is rare, and connections kept for hours help nobody.
      net::Response response = net::Client(std::move(options)).send({.url = url});
      const std::string* cache_control = net::find_header(response.headers, "Cache-Control");
      return Fetched{response.status, std::move(response.body),
                     cache_control != nullptr ? *cache_control : std::string()};
    } catch (const Error& e) {
      return failure(e.text());
    }
  };
}

}  // namespace newel::provisioner
