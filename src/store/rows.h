// Records of the port to values of a statement, and back.
#pragma once

#include <span>
#include <string>

#include "store/session.h"
#include "store/transaction.h"

namespace newel::store {

/// The key of a used token: the first 16 octets of SHA-256 of its id. Ids come from outside, in any length; a
/// key of fixed length keeps the index small and no longer than any engine allows.
Bytes token_key(const std::string& id);

/// Without leading zero octets, so that a serial has one form.
Bytes serial_key(ByteView serial);

/// A decimal CRL number as 49 digits (RFC 5280, section 5.2.3: up to 20 octets), so that text order is number
/// order. Throws Error for anything but 1 to 49 digits.
std::string crl_number_key(const std::string& decimal);

std::vector<Value> to_values(const CertificateRecord& record);
std::vector<Value> to_values(const RevocationRecord& record);
/// In the order of Statement::put_crl.
std::vector<Value> to_values(const CrlRecord& record);

/// In the order of the statements that put them.
std::vector<Value> to_values(const ManagedProvisioner& record);
std::vector<Value> to_values(const ManagedAdmin& record);
std::vector<Value> to_values(const ManagedPolicy& record);
std::vector<Value> to_values(const ChangeRecord& record);
std::vector<Value> to_values(const ExternalAccountKey& record);
ExternalAccountKey to_external_account_key(std::span<const Value> row);

ManagedProvisioner to_provisioner(std::span<const Value> row);
ManagedAdmin to_admin(std::span<const Value> row);
ManagedPolicy to_policy(std::span<const Value> row);
ChangeRecord to_change(std::span<const Value> row);
CertificateRecord to_certificate(std::span<const Value> row);
RevocationRecord to_revocation(std::span<const Value> row);
CrlRecord to_crl(std::span<const Value> row);

inline std::int64_t micros_of(Time t) { return t.time_since_epoch().count(); }
inline Time time_of(std::int64_t micros) { return Time(std::chrono::microseconds(micros)); }

}  // namespace newel::store
