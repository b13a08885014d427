#include "lint/places.h"

#include <algorithm>
#include <vector>

#include "base/text.h"

namespace newel::lint {
namespace {

constexpr std::string_view country_codes =
    "AD AE AF AG AI AL AM AN AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS "
    "BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG "
    "EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR "
    "HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR "
    "LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG "
    "NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE "
    "SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA "
    "UG UM US UY UZ VA VC VE VG VI VN VU WF WS XX YE YT ZA ZM ZW ";

// IANA's registries of special-purpose addresses, the unassigned parts of IPv6, loopback, link-local and
// multicast; neighbours are joined.
constexpr std::string_view reserved_networks[] = {
    "0.0.0.0/8",       "10.0.0.0/8",      "100.64.0.0/10",     "127.0.0.0/8",
    "169.254.0.0/16",  "172.16.0.0/12",   "192.0.0.0/24",      "192.0.2.0/24",
    "192.31.196.0/24", "192.52.193.0/24", "192.168.0.0/16",    "192.175.48.0/24",
    "198.18.0.0/15",   "198.51.100.0/24", "203.0.113.0/24",    "224.0.0.0/3",
    "::/127",          "64:ff9b::/96",    "64:ff9b:1::/48",    "100::/64",
    "400::/6",         "800::/5",         "1000::/4",          "2001::/23",
    "2001:db8::/32",   "2002::/16",       "2620:4f:8000::/48", "4000::/2",
    "8000::/2",        "c000::/3",        "e000::/4",          "f000::/5",
    "f800::/6",        "fc00::/7",        "fe00::/9",          "fe80::/10",
    "ff00::/8",
};

}  // namespace

bool is_country_code(std::string_view code) {
  if (code.size() != 2) return false;
  const std::string upper = to_upper(code);
  for (std::size_t at = 0; at < country_codes.size(); at += 3) {
    if (country_codes.substr(at, 2) == upper) return true;
  }
  return false;
}

bool is_reserved_address(const IpAddress& ip) {
  static const std::vector<IpNetwork> networks = [] {
    std::vector<IpNetwork> out;
    for (const std::string_view text : reserved_networks) out.push_back(parse_cidr(text).value());
    return out;
  }();
  const auto plain = ip_from_octets(ip.octets);  // an IPv4 address in IPv6 clothes is an IPv4 address
  return !plain || std::any_of(networks.begin(), networks.end(),
                               [&](const IpNetwork& network) { return network.contains(*plain); });
}

}  // namespace newel::lint
