// Revoking: the serial number goes into the store, and renewals of it stop (reference: authority/tls.go,
// Revoke). The certificate need not be one that this store knows.
#include "authority/authority.h"
#include "authority/token_gate.h"
#include "base/text.h"

namespace newel::authority {
namespace {

constexpr int last_reason_code = 10;

store::RevocationRecord make_record(const RevokeRequest& request, const x509::Serial& serial, Time now) {
  store::RevocationRecord out;
  out.serial = serial.magnitude;
  out.reason_code = request.reason_code;
  out.reason = request.reason;
  out.revoked_at = now;
  return out;
}

}  // namespace

x509::Serial Authority::check_revocation(const RevokeRequest& request) const {
  if (request.serial.empty()) throw Error::bad_request("missing serial");
  const auto serial = x509::parse_serial(request.serial);
  if (!serial) {
    throw Error::bad_request(
        "'" + request.serial +
        "' is not a valid serial number - use a base 10 representation or a base 16 representation with "
        "'0x' prefix");
  }
  if (request.reason_code < 0 || request.reason_code > last_reason_code) {
    throw Error::bad_request("reasonCode out of bounds");
  }
  if (!request.passive) throw Error::not_implemented("non-passive revocation not implemented");
  return *serial;
}

std::string Authority::revoke_by_token(const RevokeRequest& request, std::string_view token,
                                       store::Transaction& transaction) const {
  const x509::Serial serial = check_revocation(request);
  const std::string decimal = serial.decimal();
  std::string_view name;
  try {
    const AcceptedToken accepted = gate_->accept(token);
    name = accepted.provisioner->name();
    accepted.provisioner->authorize_revoke(accepted.token);
    const std::string& subject = accepted.token.jwt.claims.subject;
    if (subject != decimal) {
      throw Error::forbidden("request serial number " + quote(decimal) + " and token subject " +
                             quote(subject) + " do not match");
    }
    gate_->use(accepted, transaction);
    store::RevocationRecord record = make_record(request, serial, clock().now());
    record.provisioner_id = accepted.provisioner->id();
    record.token_id = accepted.id.id;
    add_revocation(std::move(record), transaction);
    observe(Action::revoke, name, true);
    return decimal;
  } catch (const Error& e) {
    observe(Action::revoke, name, false);
    throw e.wrapped("authority.Authorize: authority.authorizeRevoke", 401);
  }
}

std::string Authority::revoke_by_certificate(const RevokeRequest& request,
                                             const x509::Certificate& certificate,
                                             store::Transaction& transaction) const {
  const x509::Serial serial = check_revocation(request);
  const std::string decimal = serial.decimal();
  std::string_view name;
  try {
    if (certificate.serial() != serial) {
      throw Error::forbidden("request serial number " + quote(decimal) + " and certificate serial number " +
                             quote(certificate.serial().decimal()) + " do not match");
    }
    store::RevocationRecord record = make_record(request, serial, clock().now());
    if (const auto origin = origin_of_certificate(certificate);
        origin.provisioner != nullptr && origin.provisioner->type() != provisioner::Type::noop) {
      name = origin.provisioner->name();
      record.provisioner_id = origin.provisioner->id();
    }
    record.expires_at = certificate.not_after();
    record.mtls = true;
    add_revocation(std::move(record), transaction);
    observe(Action::revoke, name, true);
    return decimal;
  } catch (const Error& e) {
    observe(Action::revoke, name, false);
    throw e.wrapped("authority.Revoke", 500);
  }
}

void Authority::add_revocation(store::RevocationRecord record, store::Transaction& transaction) const {
  if (!store().is_persistent()) throw Error::not_implemented("no persistence layer configured");
  if (!record.expires_at) {
    if (const auto row = store().find_certificate(record.serial)) record.expires_at = row->not_after;
  }
  transaction.add(store::AddRevocation{std::move(record)});
}

}  // namespace newel::authority
