// Finding provisioners.
//
// Tokens name their provisioner in three ways: JWK by issuer and key id, the types with an own audience by
// the fragment of that audience ("https://ca/1.0/sign#x5c/corp"), and the types of foreign identity providers
// by the audience itself. Of the CA's own audiences only the comparison forms are kept, made once; a token
// costs at most one URL parse per audience.
#include "provisioner/collection.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/text.h"
#include "base/url.h"
#include "crypto/digest.h"
#include "provisioner/k8ssa.h"

namespace newel::provisioner {
namespace {

constexpr std::size_t uid_length = 40;
constexpr int default_limit = 20, max_limit = 100;

// SHA-1 of the id, its first four octets replaced by the big-endian count of those already there: 40
// hexadecimal digits that sort in order of insertion.
std::string make_uid(const std::string& id, std::size_t count) {
  Sha1Digest sum = sha1(as_bytes(id));
  for (int i = 0; i < 4; ++i) sum[static_cast<std::size_t>(i)] = static_cast<Byte>(count >> (8 * (3 - i)));
  return hex_encode(sum);
}

Error duplicate(std::string_view what) {
  return Error::verbatim(400, "cannot add multiple provisioners with the same " + std::string(what));
}

// The fragment of the first audience that has one, percent-decoded.
std::string fragment_of(const std::vector<std::string>& audience) {
  for (const std::string& one : audience) {
    if (one.find('#') == std::string::npos) continue;
    const auto url = parse_url(one);
    if (!url || url->fragment.empty()) continue;
    if (auto decoded = percent_decode(url->fragment)) return std::move(*decoded);
  }
  return {};
}

// An audience without its fragment, as Audiences::with_fragment() would have started from.
std::string without_fragment(const std::string& audience) { return audience.substr(0, audience.find('#')); }

}  // namespace

Collection::Collection(Audiences audiences) : audiences_(std::move(audiences)) {
  const auto all = audiences_.all();
  plain_ = AudienceMatcher(all);
  // Relative audiences get a leading slash when they carry a fragment.
  std::vector<std::string> based;
  for (const std::string& one : audiences_.with_fragment("f").all()) based.push_back(without_fragment(one));
  with_fragment_ = AudienceMatcher(based);
}

void Collection::add(std::shared_ptr<const Provisioner> provisioner) {
  if (by_id_.contains(provisioner->id())) throw duplicate("id");
  if (by_name_.contains(provisioner->name())) throw duplicate("name");
  if (by_token_key_.contains(provisioner->token_key())) throw duplicate("token identifier");
  by_id_.emplace(provisioner->id(), provisioner);
  by_name_.emplace(provisioner->name(), provisioner);
  by_token_key_.emplace(provisioner->token_key(), provisioner);
  some_may_wait_ = some_may_wait_ || provisioner->asks_others();
  if (auto key = provisioner->encrypted_key()) keys_.insert_or_assign(key->first, key->second);
  sorted_.emplace(make_uid(provisioner->id(), sorted_.size()), std::move(provisioner));
}

const Provisioner* Collection::find(const Index& index, const std::string& key) {
  const auto at = index.find(key);
  return at == index.end() ? nullptr : at->second.get();
}

const Provisioner* Collection::by_id(const std::string& id) const { return find(by_id_, id); }
const Provisioner* Collection::by_name(const std::string& name) const { return find(by_name_, name); }
const Provisioner* Collection::by_token_key(const std::string& key) const { return find(by_token_key_, key); }

const std::string* Collection::encrypted_key(const std::string& kid) const {
  const auto at = keys_.find(kid);
  return at == keys_.end() ? nullptr : &at->second;
}

bool Collection::is_own_audience(const std::vector<std::string>& audience,
                                 const std::string& fragment) const {
  if (fragment.empty()) return plain_.matches_any(audience);
  return std::any_of(audience.begin(), audience.end(), [&](const std::string& one) {
    return fragment_of({one}) == fragment && with_fragment_.matches(without_fragment(one));
  });
}

const Provisioner* Collection::by_token(const jose::Jwt& token) const {
  // What names another provisioner is that one's; Kubernetes' tokens name none. (The reference looks at the
  // issuer of old ones only.)
  const Provisioner* found = by_names_in(token);
  if (found == nullptr && is_kubernetes_token(token.claims)) return by_token_key("k8ssa/k8sSA-default");
  return found;
}

const Provisioner* Collection::by_names_in(const jose::Jwt& token) const {
  const jose::Claims& claims = token.claims;
  const std::string fragment = fragment_of(claims.audience);
  if (is_own_audience(claims.audience, fragment)) {
    return by_token_key(fragment.empty() ? claims.issuer + ":" + token.jws.kid() : fragment);
  }
  if (claims.audience.empty()) return nullptr;
  const std::string azp = claims.text("azp"), tid = claims.text("tid");
  if (!azp.empty()) {
    if (const Provisioner* oidc = by_token_key(azp)) return oidc;
  }
  const std::string& first = claims.audience.front();
  if (!tid.empty()) {
    if (!claims.text("email").empty()) {
      if (const Provisioner* oidc = by_token_key(first)) return oidc;
    }
    if (const Provisioner* azure = by_token_key(tid)) return azure;
  }
  return by_token_key(first);
}

Collection::Page Collection::page(std::string_view cursor, int limit) const {
  if (limit <= 0) limit = default_limit;
  limit = std::min(limit, max_limit);
  std::string start(cursor);
  if (start.size() < uid_length) start.insert(0, uid_length - start.size(), '0');
  Page out;
  auto at = sorted_.lower_bound(start);
  for (; at != sorted_.end() && limit > 0; ++at, --limit) out.items.push_back(at->second.get());
  if (at != sorted_.end())
    out.next_cursor = at->first.substr(std::min(at->first.find_first_not_of('0'), uid_length));
  return out;
}

std::vector<std::shared_ptr<const Provisioner>> Collection::all() const {
  std::vector<std::shared_ptr<const Provisioner>> out;
  out.reserve(sorted_.size());
  for (const auto& [uid, provisioner] : sorted_) out.push_back(provisioner);
  return out;
}

}  // namespace newel::provisioner
