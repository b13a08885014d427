// Certificate revocation lists (RFC 5280 section 5), numbered 0, 1, 2, ... for the life of the store. Several
// nodes on one database draw from the same sequence: the store refuses a number that is taken, and the loser
// draws again.
//
// A list covers everything its issuer ever signed, so it needs no issuingDistributionPoint (RFC 5280 section
// 5.2.5), and by default has none: with one, a verifier may use the list only for certificates that name the
// same point (section 6.3.3 (b)(2)(i)), and ours name none unless a template says so. OpenSSL then refuses
// every one of them: "Different CRL scope". Who sets crl.idpURL says that his certificates do name it.
#include "x509/crl.h"

#include <charconv>

#include "authority/authority.h"

namespace newel::authority {
namespace {

constexpr int most_attempts = 5;

std::uint64_t next_number(const std::optional<store::CrlRecord>& latest) {
  if (!latest) return 0;
  std::uint64_t number = 0;
  const std::string& text = latest->number;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) {
    throw Error("the stored CRL has the number '" + text + "', which is not a decimal number");
  }
  return number + 1;
}

Bytes magnitude(std::uint64_t number) {
  Bytes out;
  for (int shift = 56; shift >= 0; shift -= 8) {
    const auto octet = static_cast<Byte>(number >> shift);
    if (octet != 0 || !out.empty() || shift == 0) out.push_back(octet);
  }
  return out;
}

}  // namespace

store::CrlRecord Authority::generate_crl(store::Transaction& transaction) const {
  const x509::Certificate& issuer = issuer_->certificate();
  if (!issuer.has_key_usage(x509::crl_sign)) {
    throw Error("x509: issuer must have the crlSign key usage bit set (" + config_.certificate + ")");
  }
  if (issuer.subject_key_id().empty()) {
    throw Error("x509: issuer certificate doesn't contain a subject key identifier (" + config_.certificate +
                ")");
  }
  const std::uint64_t number = next_number(store().latest_crl());
  x509::CrlTemplate what;
  what.number = magnitude(number);
  what.this_update = floor_seconds(clock().now());
  what.next_update = what.this_update + config_.crl.effective_cache_duration();
  what.distribution_point = config_.crl.idp_url;
  for (store::RevocationRecord& row : store().list_revocations(what.this_update)) {
    what.entries.push_back({x509::Serial{std::move(row.serial)}, row.revoked_at, row.reason_code});
  }
  store::CrlRecord record{std::to_string(number), what.this_update, what.next_update,
                          x509::create_crl(what, *issuer_)};
  transaction.add(store::PutCrl{record});
  return record;
}

store::CrlRecord Authority::regenerate_crl() const {
  store::CommitResult result;
  for (int attempt = 0; attempt < most_attempts; ++attempt) {
    store::Transaction transaction;
    store::CrlRecord record = generate_crl(transaction);
    result = store().commit(std::move(transaction));
    if (result.ok()) return record;
    if (result.outcome != store::Outcome::conflict) break;
  }
  throw_unless_committed(result, Operation::store_crl);
  return {};
}

}  // namespace newel::authority
