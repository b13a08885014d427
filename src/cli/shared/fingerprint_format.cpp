#include "cli/shared/fingerprint_format.h"

#include <array>

#include "base/encoding.h"
#include "base/error.h"
#include "base/text.h"

namespace newel::cli {
namespace {

// clang-format off
constexpr std::array<std::string_view, 256> emoji = {
"\U0001f44d", "\U0001f3b1", "\u2708\ufe0f", "\U0001f47d", "\u2693", "\U0001f47c", "\U0001f620", "\U0001f41c", "\U0001f34e", "\U0001f3a8", "\U0001f476", "\U0001f37c", "\U0001f519", "\U0001f38d", "\U0001f34c", "\U0001f488", 
"\U0001f6c1", "\U0001f37a", "\U0001f514", "\U0001f6b4\u200d\u2642\ufe0f", "\U0001f426", "\U0001f382", "\U0001f33c", "\U0001f699", "\U0001f417", "\U0001f4a3", "\U0001f4a5", "\U0001f647\u200d\u2642\ufe0f", "\U0001f466", "\U0001f494", "\U0001f4a1", "\U0001f68c", 
"\U0001f335", "\U0001f4c6", "\U0001f4f7", "\U0001f36c", "\U0001f431", "\U0001f352", "\U0001f6b8", "\U0001f36b", "\U0001f44f", "\u2601\ufe0f", "\u2663\ufe0f", "\U0001f1e8\U0001f1f3", "\u2615", "\U0001f6a7", "\U0001f36a", "\u00a9\ufe0f", 
"\U0001f33d", "\U0001f42e", "\U0001f319", "\U0001f451", "\U0001f622", "\U0001f52e", "\u27b0", "\U0001f46f\u200d\u2640\ufe0f", "\U0001f4a8", "\U0001f1e9\U0001f1ea", "\u2666\ufe0f", "\U0001f436", "\U0001f369", "\U0001f409", "\U0001f4c0", "\U0001f442", 
"\U0001f346", "\U0001f418", "\U0001f51a", "\u2709", "\U0001f1ea\U0001f1f8", "\U0001f440", "\U0001f44a", "\U0001f468\u200d\U0001f469\u200d\U0001f466", "\U0001f3a1", "\U0001f630", "\U0001f525", "\U0001f386", "\U0001f4be", "\U0001f3c8", "\U0001f374", "\U0001f340", 
"\U0001f1eb\U0001f1f7", "\U0001f35f", "\U0001f95c", "\U0001f595", "\U0001f315", "\U0001f3b2", "\U0001f1ea\U0001f1fa", "\U0001f48e", "\U0001f467", "\U0001f410", "\U0001f62c", "\U0001f601", "\U0001f482\u200d\u2642\ufe0f", "\U0001f3b8", "\U0001f52b", "\U0001f354", 
"\U0001f528", "\U0001f439", "\U0001f649", "\u2764\ufe0f", "\U0001f63b", "\u2763\ufe0f", "\u2714\ufe0f", "\U0001f5ff", "\U0001f3ee", "\U0001f681", "\U0001f52a", "\U0001f41d", "\U0001f434", "\U0001f3c7", "\u231b", "\U0001f3e0", 
"\U0001f575\ufe0f\u200d\u2640\ufe0f", "\U0001f366", "\U0001f47f", "\U0001f1ee\U0001f1f9", "\U0001f383", "\U0001f47a", "\U0001f1ef\U0001f1f5", "\U0001f511", "\U0001f48b", "\U0001f63d", "\U0001f428", "\U0001f1f0\U0001f1f7", "\U0001f34b", "\U0001f484", "\U0001f512", "\U0001f36d", 
"\U0001f468", "\U0001f341", "\U0001f637", "\U0001f918", "\U0001f52c", "\U0001f4b0", "\U0001f412", "\U0001f5fb", "\U0001f4aa", "\U0001f344", "\U0001f3b9", "\U0001f3bc", "\U0001f485", "\U0001f311", "\u26d4", "\U0001f443", 
"\U0001f39b\ufe0f", "\U0001f529", "\u2b55", "\U0001f30a", "\U0001f44c", "\U0001f51b", "\U0001f4e6", "\U0001f334", "\U0001f43c", "\U0001f4ce", "\u26c5", "\U0001f6c2", "\U0001f43e", "\U0001f351", "\U0001f427", "\u260e\ufe0f", 
"\U0001f437", "\U0001f48a", "\U0001f34d", "\U0001f355", "\U0001f448", "\U0001f449", "\U0001f4a9", "\U0001f357", "\U0001f64f", "\U0001f478", "\U0001f45b", "\U0001f4cc", "\U0001f430", "\U0001f308", "\u270b", "\u267b\ufe0f", 
"\U0001f697", "\u00ae\ufe0f", "\U0001f380", "\U0001f35a", "\U0001f680", "\U0001f3a2", "\U0001f413", "\U0001f1f7\U0001f1fa", "\u26f5", "\U0001f385", "\U0001f6f0\ufe0f", "\U0001f606", "\U0001f3b7", "\u2702\ufe0f", "\U0001f648", "\U0001f411", 
"\U0001f41a", "\U0001f45e", "\U0001f3bf", "\U0001f480", "\U0001f62a", "\U0001f604", "\U0001f63a", "\U0001f60f", "\U0001f6ac", "\U0001f40c", "\U0001f40d", "\u2744\ufe0f", "\u26bd", "\U0001f51c", "\U0001f47e", "\u2660\ufe0f", 
"\U0001f64a", "\u2b50", "\u26f2", "\U0001f5fd", "\U0001f682", "\U0001f33b", "\U0001f60e", "\u2600\ufe0f", "\U0001f305", "\U0001f3c4\u200d\u2642\ufe0f", "\U0001f3ca\u200d\u2642\ufe0f", "\U0001f489", "\U0001f389", "\U0001f34a", "\U0001f695", "\U0001f3be", 
"\u26fa", "\U0001f4ad", "\u2122\ufe0f", "\U0001f6bd", "\U0001f445", "\U0001f3a9", "\U0001f69c", "\U0001f68e", "\U0001f922", "\U0001f3c6", "\U0001f3ba", "\U0001f422", "\U0001f3a0", "\U0001f46d", "\U0001f1ec\U0001f1e7", "\u2602\ufe0f", 
"\U0001f513", "\U0001f1fa\U0001f1f8", "\u270c\ufe0f", "\U0001f4fc", "\U0001f3bb", "\u26a0\ufe0f", "\U0001f349", "\U0001f44b", "\u3030\ufe0f", "\U0001f6be", "\u267f", "\U0001f469", "\u274c", "\U0001f60b", "\u26a1", "\U0001f4a4", 
};
// clang-format on

std::string to_emoji(ByteView digest) {
  std::string out;
  for (Byte b : digest) out += emoji[b];
  return out;
}

}  // namespace

std::string format_fingerprint(ByteView digest, std::string_view format) {
  const std::string name = to_lower(trim(format));
  if (name == "hex") return hex_encode(digest);
  if (name == "base64") return base64_encode(digest, Base64::standard);
  if (name == "base64url" || name == "base64-url") return base64_encode(digest, Base64::url);
  if (name == "base64raw" || name == "base64-raw") return base64_encode(digest, Base64::standard_raw);
  if (name == "base64urlraw" || name == "base64url-raw" || name == "base64-url-raw") return base64url(digest);
  if (name == "emoji" || name == "emojisum") return to_emoji(digest);
  throw Error("error parsing fingerprint format: '" + name + "' is not a valid fingerprint format");
}

}  // namespace newel::cli
