#include "client/oauth/authorization_code.h"

#include "base/encoding.h"
#include "base/url.h"
#include "crypto/digest.h"

namespace newel::client::oauth {

Authorization::Authorization(AuthorizationWish wish, const Random& random)
    : wish_(std::move(wish)),
      state_(random.alphanumeric(32)),
      verifier_(random.alphanumeric(64)),
      nonce_(hex_encode(random.bytes(32))) {}

std::string Authorization::url() const {
  auto url = parse_url(wish_.endpoints.authorization);
  if (!url) throw Error(url.error().text);
  FormValues values{{"client_id", wish_.registration.id}, {"redirect_uri", wish_.redirect_uri}};
  if (wish_.implicit) {
    values.emplace_back("response_type", "id_token token");
  } else {
    values.emplace_back("response_type", "code");
    values.emplace_back("code_challenge_method", "S256");
    values.emplace_back("code_challenge", base64_encode(sha256(as_bytes(verifier_)), Base64::url_raw));
  }
  values.emplace_back("scope", wish_.scope);
  if (!wish_.prompt.empty()) values.emplace_back("prompt", wish_.prompt);
  values.emplace_back("state", state_);
  values.emplace_back("nonce", nonce_);
  if (!wish_.login_hint.empty()) values.emplace_back("login_hint", wish_.login_hint);
  values.insert(values.end(), wish_.more.begin(), wish_.more.end());
  if (!url->query.empty()) url->query += "&";
  url->query += encode_form(std::move(values));
  return url->to_string();
}

TokenAnswer Authorization::exchange(const std::string& code) const {
  return TokenAnswer::from_json(
      post_form(wish_.endpoints.token, {{"code", code},
                                        {"client_id", wish_.registration.id},
                                        {"client_secret", wish_.registration.secret},
                                        {"redirect_uri", wish_.redirect_uri},
                                        {"grant_type", "authorization_code"},
                                        {"code_verifier", verifier_}})
          .object());
}

}  // namespace newel::client::oauth
