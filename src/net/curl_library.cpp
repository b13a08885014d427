#include "net/curl_library.h"

#include <dlfcn.h>

#include <string_view>

#include "base/error.h"

namespace newel::net {
namespace {

constexpr const char* library_name = "libcurl.so.4";

template <class F>
void find(void* library, const char* name, F& into) {
  into = reinterpret_cast<F>(::dlsym(library, name));
  if (into == nullptr)
    throw Error(std::string(library_name) + " lacks " + name + ": install the package libcurl4");
}

CurlLibrary load() {
  void* library = ::dlopen(library_name, RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    throw Error("cannot use the network: " + std::string(library_name) +
                " is not installed (package libcurl4)");
  }
  decltype(&::curl_global_init) global_init = nullptr;
  decltype(&::curl_version_info) version_info = nullptr;
  find(library, "curl_global_init", global_init);
  find(library, "curl_version_info", version_info);
  CurlLibrary curl{};
  find(library, "curl_easy_init", curl.easy_init);
  find(library, "curl_easy_setopt", curl.easy_setopt);
  find(library, "curl_easy_perform", curl.easy_perform);
  find(library, "curl_easy_getinfo", curl.easy_getinfo);
  find(library, "curl_easy_reset", curl.easy_reset);
  find(library, "curl_easy_cleanup", curl.easy_cleanup);
  find(library, "curl_easy_strerror", curl.easy_strerror);
  find(library, "curl_slist_append", curl.slist_append);
  find(library, "curl_slist_free_all", curl.slist_free_all);
  if (global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
    throw Error(std::string(library_name) + " does not start");
  // Trust and client keys are set in its SSL_CTX, so it must be the same OpenSSL as ours.
  const char* tls = version_info(CURLVERSION_NOW)->ssl_version;
  if (tls == nullptr || !std::string_view(tls).starts_with("OpenSSL")) {
    throw Error(std::string(library_name) + " is built on " + (tls != nullptr ? tls : "no TLS library") +
                ": install the one built on OpenSSL (package libcurl4)");
  }
  return curl;
}

}  // namespace

const CurlLibrary& CurlLibrary::get() {
  static const CurlLibrary curl = load();
  return curl;
}

}  // namespace newel::net
