#include "provisioner/key_source.h"

#include <algorithm>
#include <charconv>

#include "base/json_syntax.h"
#include "base/text.h"

namespace newel::provisioner {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

// How long a provider is left alone after it was asked, whatever tokens say.
constexpr Duration between_looks = seconds(10);

bool has_key(const std::vector<jose::Jwk>& set, std::string_view kid) {
  return std::any_of(set.begin(), set.end(), [&](const jose::Jwk& key) { return key.kid == kid; });
}

Fetched get(const std::string& url, const Fetch& fetch) {
  auto answer = fetch(url);
  if (!answer) throw Error("failed to connect to " + url + ": " + answer.error().text);
  return std::move(*answer);
}

Error unreadable(const std::string& url, const std::string& body, const std::string& why) {
  const std::string syntax = json::syntax_error(body);
  return Error("error reading " + url + ": " + (syntax.empty() ? why : syntax));
}

}  // namespace

Discovery discover(const std::string& url, const std::string& name, const Fetch& fetch) {
  const Fetched answer = get(url, fetch);
  const auto document = json::parse_first(answer.body);
  if (!document) throw unreadable(url, answer.body, document.error().text);
  if (!document->is_object()) throw Error("error reading " + url + ": it is not a JSON object");
  const auto member = [&](std::string_view member_name) {
    return json::as_string(json::find_ci(document->get_object(), member_name)).value_or("");
  };
  Discovery out{member("issuer"), member("jwks_uri")};
  if (out.issuer.empty()) throw Error("error parsing " + name + ": issuer cannot be empty");
  if (out.jwks_uri.empty()) throw Error("error parsing " + name + ": jwks_uri cannot be empty");
  return out;
}

Duration max_age_of(std::string_view cache_control) {
  for (const std::string& directive : split(cache_control, ',')) {
    const std::string_view text = trim(directive);
    constexpr std::string_view name = "max-age=";
    if (!equal_ignoring_case(text.substr(0, name.size()), name)) continue;
    std::int64_t age = 0;
    const char* begin = text.data() + name.size();
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(begin, end, age);
    // A year is for ever here; more would only overflow.
    if (error == std::errc{} && stop == end && age >= 0)
      return seconds(std::min<std::int64_t>(age, 31'536'000));
    if (error == std::errc::result_out_of_range) return seconds(31'536'000);
  }
  return hours(12);
}

KeySource::KeySource(std::string url, Fetch fetch, RunBeside beside, const Clock& clock, const Random& random)
    : url_(std::move(url)),
      fetch_(std::move(fetch)),
      beside_(std::move(beside)),
      clock_(clock),
      random_(random),
      set_(std::make_shared<const Set>()) {}

std::shared_ptr<KeySource> KeySource::open(std::string url, Fetch fetch, RunBeside beside, const Clock& clock,
                                           const Random& random) {
  std::shared_ptr<KeySource> out(
      new KeySource(std::move(url), std::move(fetch), std::move(beside), clock, random));
  out->refresh();
  return out;
}

// Servers that asked for the same set at the same time should not all come back together.
Duration KeySource::lifetime(std::string_view cache_control) const {
  const Duration age = max_age_of(cache_control);
  const Duration spread = age > hours(1) || age.count() == 0 ? Duration(hours(1)) : age / 3;
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(spread).count();
  const Duration less =
      std::chrono::milliseconds(random_.below(static_cast<std::uint64_t>(milliseconds) + 1));
  return std::max(age - less, Duration(0));
}

void KeySource::refresh() {
  const std::lock_guard one_at_a_time(fetching_);
  {
    const std::lock_guard lock(mutex_);
    tried_at_ = clock_.now();
  }
  const Fetched answer = get(url_, fetch_);
  auto set = jose::JwkSet::parse(answer.body);
  if (!set) throw unreadable(url_, answer.body, set.error().text);
  // Of a set that somebody else publishes only public keys may decide anything.
  std::erase_if(set->keys, [](const jose::Jwk& key) { return key.is_symmetric(); });
  const std::lock_guard lock(mutex_);
  set_ = std::make_shared<const Set>(std::move(set->keys));
  stale_at_ = clock_.now() + lifetime(answer.cache_control);
}

void KeySource::refresh_beside() {
  {
    const std::lock_guard lock(mutex_);
    if (refreshing_) return;
    refreshing_ = true;
  }
  beside_([self = weak_from_this()] {
    const auto source = self.lock();
    if (!source) return;
    try {
      source->refresh();
    } catch (const Error&) {
      // The keys we have stay good until the provider answers again; the next token tries anew.
    }
    const std::lock_guard lock(source->mutex_);
    source->refreshing_ = false;
  });
}

bool KeySource::may_look_again(Time now) const { return now >= tried_at_ + between_looks; }

bool KeySource::may_wait(std::string_view kid) const {
  const std::lock_guard lock(mutex_);
  const Time now = clock_.now();
  return may_look_again(now) && (!has_key(*set_, kid) || (now >= stale_at_ && !beside_));
}

std::vector<PublicKey> KeySource::find(std::string_view kid) {
  bool stale = false;
  {
    const std::lock_guard lock(mutex_);
    stale = clock_.now() >= stale_at_ && may_look_again(clock_.now());
  }
  if (may_wait(kid)) {
    try {
      refresh();
    } catch (const Error&) {
      // Judged by the keys we have.
    }
  } else if (stale) {
    refresh_beside();
  }
  std::shared_ptr<const Set> set;
  {
    const std::lock_guard lock(mutex_);
    set = set_;
  }
  std::vector<PublicKey> out;
  for (const jose::Jwk& key : *set) {
    if (key.kid == kid) out.push_back(key.public_key());
  }
  return out;
}

}  // namespace newel::provisioner
