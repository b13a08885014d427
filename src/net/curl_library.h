// libcurl, loaded when first used: linking it would cost every command 34 shared libraries at its start.
#pragma once

#include <curl/curl.h>

namespace newel::net {

/// The functions of libcurl we call. Loaded once per process.
struct CurlLibrary {
  decltype(&::curl_easy_init) easy_init;
  decltype(&::curl_easy_setopt) easy_setopt;
  decltype(&::curl_easy_perform) easy_perform;
  decltype(&::curl_easy_getinfo) easy_getinfo;
  decltype(&::curl_easy_reset) easy_reset;
  decltype(&::curl_easy_cleanup) easy_cleanup;
  decltype(&::curl_easy_strerror) easy_strerror;
  decltype(&::curl_slist_append) slist_append;
  decltype(&::curl_slist_free_all) slist_free_all;

  /// Thread-safe. Throws Error when the library is missing or not the one built on OpenSSL.
  static const CurlLibrary& get();
};

}  // namespace newel::net
