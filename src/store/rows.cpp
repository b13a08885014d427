#include "store/rows.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/json.h"
#include "base/text.h"
#include "crypto/digest.h"

namespace newel::store {
namespace {

constexpr std::size_t crl_number_digits = 49;

// Names in certificates are outside octets. PostgreSQL refuses NUL and broken UTF-8 in text; the certificate
// itself is in `der`, so the readable columns may show such octets escaped.
std::string storable(const std::string& text) {
  const bool fine = text.find('\0') == std::string::npos && is_valid_utf8(text);
  if (fine) return text;
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<Byte>(c);
    if (byte >= 0x20 && byte < 0x7f) {
      out.push_back(c);
    } else {
      out += "\\x" + hex_encode({&byte, 1});
    }
  }
  return out;
}

std::string names_to_json(const std::vector<std::string>& names) {
  std::string out = "[";
  for (const std::string& name : names) {
    if (out.size() > 1) out += ",";
    out += json::write_string(storable(name), false);
  }
  return out + "]";
}

std::vector<std::string> names_from_json(const std::string& text) {
  std::vector<std::string> out;
  const auto parsed = json::parse(text);
  if (!parsed || !parsed->is_array()) return out;
  for (const json::Value& name : parsed->get_array()) {
    if (auto value = json::as_string(&name)) out.push_back(std::move(*value));
  }
  return out;
}

Value micros(Time t) { return micros_of(t); }

std::int64_t integer(const Value& value) { return std::get<std::int64_t>(value); }
Time time(const Value& value) { return time_of(integer(value)); }
std::string text(const Value& value) { return std::get<std::string>(value); }
Bytes octets(const Value& value) { return std::get<Bytes>(value); }

}  // namespace

Bytes token_key(const std::string& id) {
  const Sha256Digest digest = sha256(as_bytes(id));
  return {digest.begin(), digest.begin() + 16};
}

Bytes serial_key(ByteView serial) {
  const auto first = std::find_if(serial.begin(), serial.end(), [](Byte b) { return b != 0; });
  return {first, serial.end()};
}

std::string crl_number_key(const std::string& decimal) {
  const bool digits =
      std::all_of(decimal.begin(), decimal.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (decimal.empty() || decimal.size() > crl_number_digits || !digits) {
    throw Error("CRL number " + quote(decimal) + " is not a decimal number of at most 49 digits");
  }
  return std::string(crl_number_digits - decimal.size(), '0') + decimal;
}

std::vector<Value> to_values(const CertificateRecord& r) {
  return {serial_key(r.serial),         storable(r.issuer),         storable(r.subject),
          names_to_json(r.names),       micros(r.not_before),       micros(r.not_after),
          micros(r.issued_at),          storable(r.provisioner_id), storable(r.provisioner_name),
          storable(r.provisioner_type), storable(r.ra_json),        r.der};
}

std::vector<Value> to_values(const RevocationRecord& r) {
  return {serial_key(r.serial), storable(r.provisioner_id), std::int64_t{r.reason_code},
          storable(r.reason),   micros(r.revoked_at),       r.expires_at ? micros(*r.expires_at) : Value(),
          storable(r.token_id), std::int64_t{r.mtls},       std::int64_t{r.acme}};
}

std::vector<Value> to_values(const CrlRecord& r) {
  const std::string number = crl_number_key(r.number);
  return {number, micros(r.this_update), micros(r.next_update), r.der, number};
}

std::vector<Value> to_values(const ManagedProvisioner& r) {
  return {r.id, storable(r.name), storable(r.document), micros(r.created_at)};
}

std::vector<Value> to_values(const ManagedAdmin& r) {
  return {r.id, r.provisioner_id, storable(r.subject), std::int64_t{r.is_super}, micros(r.created_at)};
}

std::vector<Value> to_values(const ManagedPolicy& r) { return {r.owner, storable(r.document)}; }

std::vector<Value> to_values(const ChangeRecord& r) {
  return {r.version, micros(r.changed_at), storable(r.actor), storable(r.action), storable(r.object)};
}

std::vector<Value> to_values(const ExternalAccountKey& r) {
  return {r.id,
          r.provisioner_id,
          storable(r.reference),
          r.hmac_key,
          storable(r.account_id),
          micros(r.created_at),
          r.bound_at ? micros(*r.bound_at) : Value(),
          storable(r.policy)};
}

ExternalAccountKey to_external_account_key(std::span<const Value> row) {
  ExternalAccountKey r{text(row[0]), text(row[1]), text(row[2]), octets(row[3]),
                       text(row[4]), time(row[5]), {},           {}};
  if (!std::holds_alternative<std::monostate>(row[6])) r.bound_at = time(row[6]);
  r.policy = text(row[7]);
  return r;
}

ManagedProvisioner to_provisioner(std::span<const Value> row) {
  return {text(row[0]), text(row[1]), text(row[2]), time(row[3])};
}

ManagedAdmin to_admin(std::span<const Value> row) {
  return {text(row[0]), text(row[1]), text(row[2]), integer(row[3]) != 0, time(row[4])};
}

ManagedPolicy to_policy(std::span<const Value> row) { return {text(row[0]), text(row[1])}; }

ChangeRecord to_change(std::span<const Value> row) {
  return {integer(row[0]), time(row[1]), text(row[2]), text(row[3]), text(row[4])};
}

CertificateRecord to_certificate(std::span<const Value> row) {
  CertificateRecord r;
  r.serial = octets(row[0]);
  r.issuer = text(row[1]);
  r.subject = text(row[2]);
  r.names = names_from_json(text(row[3]));
  r.not_before = time(row[4]);
  r.not_after = time(row[5]);
  r.issued_at = time(row[6]);
  r.provisioner_id = text(row[7]);
  r.provisioner_name = text(row[8]);
  r.provisioner_type = text(row[9]);
  r.ra_json = text(row[10]);
  r.der = octets(row[11]);
  return r;
}

RevocationRecord to_revocation(std::span<const Value> row) {
  RevocationRecord r;
  r.serial = octets(row[0]);
  r.provisioner_id = text(row[1]);
  r.reason_code = static_cast<int>(integer(row[2]));
  r.reason = text(row[3]);
  r.revoked_at = time(row[4]);
  if (!std::holds_alternative<std::monostate>(row[5])) r.expires_at = time(row[5]);
  r.token_id = text(row[6]);
  r.mtls = integer(row[7]) != 0;
  r.acme = integer(row[8]) != 0;
  return r;
}

CrlRecord to_crl(std::span<const Value> row) {
  CrlRecord r;
  const std::string number = text(row[0]);
  const auto first = number.find_first_not_of('0');
  r.number = first == std::string::npos ? "0" : number.substr(first);
  r.this_update = time(row[1]);
  r.next_update = time(row[2]);
  r.der = octets(row[3]);
  return r;
}

}  // namespace newel::store
