// Domain names in the alphabets of the world, as the ASCII that certificates carry (UTS #46, RFC 5891).
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace newel {

/// Lookup processing, non-transitional: letters in lower case, other alphabets as `xn--` labels, and only
/// letters, digits and hyphens, a hyphen neither first nor last in a label nor third and fourth (RFC 5891
/// section 4.2.3.1). Lengths are not limited. Empty labels and a leading or final dot pass through. Failure:
/// `idna: disallowed rune U+005F`, `idna: invalid label "a-"`.
/// Thread-safe. Pure ASCII without `xn--` needs no library; the rest loads libidn2 at its first use.
Expected<std::string> domain_to_ascii(std::string_view domain);

/// Every `xn--` label of an ASCII domain decodes by the arithmetic of RFC 3492, whatever it decodes to.
bool has_sound_punycode(std::string_view ascii_domain);

}  // namespace newel
