// Of all that a TLS 1.3 handshake with a client certificate costs a server, more than the signatures, the
// largest part is that OpenSSL 3.0 looks for decoders: for the public key of every certificate it is shown it
// collects all decoders of all its providers, some hundred, and all key managers, asks each whether it might
// be of use, and throws the result away (about 100 us a certificate; newer versions remember). A
// certificate's key always comes as a SubjectPublicKeyInfo in DER, and of few kinds.
//
// So TLS gets a library context of its own, with one provider in it that is the default provider, the same
// code and the same objects, but for the lists of decoders and of key managers, which name only those few and
// what TLS itself makes keys of. A key of another kind cannot be decoded then, and its certificate is
// refused, as the judge would refuse it (ClientJudge).
#include "net/tls_library.h"

#include <openssl/core_dispatch.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/provider.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace newel::net {
namespace {

constexpr std::array<std::string_view, 5> certificate_keys = {"EC", "RSA", "RSA-PSS", "ED25519", "ED448"};
// Of key agreement, and of the records of older cipher suites.
constexpr std::array<std::string_view, 3> other_keys = {"X25519", "X448", "HMAC"};

// Set once, before the provider below is loaded.
OSSL_PROVIDER* full_provider = nullptr;
std::vector<OSSL_ALGORITHM> decoders, key_managers;

// "EC:id-ecPublicKey:1.2.840.10045.2.1" names EC.
template <std::size_t Size>
bool names_one_of(const OSSL_ALGORITHM& algorithm, const std::array<std::string_view, Size>& kinds) {
  const std::string_view names(algorithm.algorithm_names);
  return std::find(kinds.begin(), kinds.end(), names.substr(0, names.find(':'))) != kinds.end();
}

bool reads_certificate_keys(const OSSL_ALGORITHM& decoder) {
  const std::string_view properties(decoder.property_definition);
  return properties.find("input=der") != std::string_view::npos &&
         properties.find("structure=SubjectPublicKeyInfo") != std::string_view::npos &&
         names_one_of(decoder, certificate_keys);
}

bool manages_our_keys(const OSSL_ALGORITHM& manager) {
  return names_one_of(manager, certificate_keys) || names_one_of(manager, other_keys);
}

std::vector<OSSL_ALGORITHM> choose(int operation, bool (*wanted)(const OSSL_ALGORITHM&)) {
  std::vector<OSSL_ALGORITHM> chosen;
  int no_cache = 0;
  const OSSL_ALGORITHM* all = OSSL_PROVIDER_query_operation(full_provider, operation, &no_cache);
  for (; all != nullptr && all->algorithm_names != nullptr; ++all) {
    if (wanted(*all)) chosen.push_back(*all);
  }
  chosen.push_back({});
  return chosen;
}

const OSSL_ALGORITHM* query(void*, int operation, int* no_cache) {
  const bool narrowed = operation == OSSL_OP_DECODER || operation == OSSL_OP_KEYMGMT;
  if (!narrowed) return OSSL_PROVIDER_query_operation(full_provider, operation, no_cache);
  *no_cache = 0;
  return (operation == OSSL_OP_DECODER ? decoders : key_managers).data();
}
const OSSL_PARAM* gettable_params(void*) { return OSSL_PROVIDER_gettable_params(full_provider); }
int get_params(void*, OSSL_PARAM params[]) { return OSSL_PROVIDER_get_params(full_provider, params); }
int get_capabilities(void*, const char* capability, OSSL_CALLBACK* callback, void* argument) {
  return OSSL_PROVIDER_get_capabilities(full_provider, capability, callback, argument);
}

template <class Function>
OSSL_DISPATCH entry(int id, Function function) {
  return {id, reinterpret_cast<void (*)(void)>(function)};
}

int start_provider(const OSSL_CORE_HANDLE*, const OSSL_DISPATCH*, const OSSL_DISPATCH** out, void** context) {
  static const OSSL_DISPATCH functions[] = {
      entry(OSSL_FUNC_PROVIDER_QUERY_OPERATION, query),
      entry(OSSL_FUNC_PROVIDER_GETTABLE_PARAMS, gettable_params),
      entry(OSSL_FUNC_PROVIDER_GET_PARAMS, get_params),
      entry(OSSL_FUNC_PROVIDER_GET_CAPABILITIES, get_capabilities),
      {0, nullptr},
  };
  *out = functions;
  *context = OSSL_PROVIDER_get0_provider_ctx(full_provider);
  return 1;
}

OSSL_LIB_CTX* make_library() {
  if (EVP_default_properties_is_fips_enabled(nullptr) == 1) return nullptr;
  if (OSSL_PROVIDER_available(nullptr, "default") != 1) return nullptr;
  full_provider = OSSL_PROVIDER_load(nullptr, "default");
  OSSL_LIB_CTX* library = full_provider != nullptr ? OSSL_LIB_CTX_new() : nullptr;
  if (library == nullptr) return nullptr;
  decoders = choose(OSSL_OP_DECODER, reads_certificate_keys);
  key_managers = choose(OSSL_OP_KEYMGMT, manages_our_keys);
  static constexpr char name[] = "newel-tls";
  if (decoders.size() == certificate_keys.size() + 1 &&
      key_managers.size() == certificate_keys.size() + other_keys.size() + 1 &&
      OSSL_PROVIDER_add_builtin(library, name, start_provider) == 1 &&
      OSSL_PROVIDER_load(library, name) != nullptr) {
    return library;
  }
  OSSL_LIB_CTX_free(library);
  ERR_clear_error();
  return nullptr;
}

}  // namespace

OSSL_LIB_CTX* tls_library() {
  static OSSL_LIB_CTX* const library = make_library();
  return library;
}

}  // namespace newel::net
