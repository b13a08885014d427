#include "x509/inspect_json_parts.h"

#include <algorithm>

#include "base/encoding.h"
#include "crypto/digest.h"
#include "x509/der_reader.h"
#include "x509/inspect_names.h"
#include "x509/oids.h"

namespace newel::x509 {
namespace {

constexpr std::string_view given_name = "2.5.4.42", surname = "2.5.4.4";

struct NamedOid {
  std::string_view oid, name;
};
constexpr NamedOid name_members[] = {
    {oids::common_name, "common_name"},
    {oids::serial_number, "serial_number"},
    {oids::country, "country"},
    {oids::locality, "locality"},
    {oids::province, "province"},
    {oids::street_address, "street_address"},
    {oids::organization, "organization"},
    {oids::organizational_unit, "organizational_unit"},
    {oids::postal_code, "postal_code"},
    {oids::domain_component, "domain_component"},
    {oids::email_address, "email_address"},
    {given_name, "given_name"},
    {surname, "surname"},
    {"1.3.6.1.4.1.311.60.2.1.3", "jurisdiction_country"},
    {"1.3.6.1.4.1.311.60.2.1.1", "jurisdiction_locality"},
    {"1.3.6.1.4.1.311.60.2.1.2", "jurisdiction_province"},
};
// OpenSSL's short names.
constexpr NamedOid short_names[] = {
    {oids::common_name, "CN"},
    {surname, "SN"},
    {oids::serial_number, "serialNumber"},
    {oids::country, "C"},
    {oids::locality, "L"},
    {oids::province, "ST"},
    {oids::street_address, "street"},
    {oids::organization, "O"},
    {oids::organizational_unit, "OU"},
    {"2.5.4.12", "title"},
    {"2.5.4.13", "description"},
    {"2.5.4.15", "businessCategory"},
    {oids::postal_code, "postalCode"},
    {"2.5.4.18", "postOfficeBox"},
    {"2.5.4.20", "telephoneNumber"},
    {"2.5.4.41", "name"},
    {given_name, "GN"},
    {"2.5.4.43", "initials"},
    {"2.5.4.44", "generationQualifier"},
    {"2.5.4.46", "dnQualifier"},
    {"2.5.4.65", "pseudonym"},
    {"2.5.4.97", "organizationIdentifier"},
    {oids::email_address, "emailAddress"},
    {oids::domain_component, "DC"},
    {oids::user_id, "UID"},
    {"1.3.6.1.4.1.311.60.2.1.1", "jurisdictionL"},
    {"1.3.6.1.4.1.311.60.2.1.2", "jurisdictionST"},
    {"1.3.6.1.4.1.311.60.2.1.3", "jurisdictionC"},
};

std::string short_name(const std::string& oid) {
  for (const NamedOid& known : short_names) {
    if (known.oid == oid) return std::string(known.name);
  }
  return oid;
}

struct CurveNumbers {
  Curve curve;
  std::string_view p, n, b, gx, gy;
};
// SEC 2 version 2, section 2.
constexpr CurveNumbers curves[] = {
    {Curve::p224, "ffffffffffffffffffffffffffffffff000000000000000000000001",
     "ffffffffffffffffffffffffffff16a2e0b8f03e13dd29455c5c2a3d",
     "b4050a850c04b3abf54132565044b0b7d7bfd8ba270b39432355ffb4",
     "b70e0cbd6bb4bf7f321390b94a03c1d356c21122343280d6115c1d21",
     "bd376388b5f723fb4c22dfe6cd4375a05a07476444d5819985007e34"},
    {Curve::p256, "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
     "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
     "5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b",
     "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",
     "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"},
    {Curve::p384,
     "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff",
     "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
     "b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef",
     "aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7",
     "3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f"},
    {Curve::p521,
     "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
     "ffffffffffffffffffffffffffffffff",
     "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03"
     "bb5c9b8899c47aebb6fb71e91386409",
     "51953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf0735"
     "73df883d2c34f1ef451fd46b503f00",
     "c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2ffa8de33"
     "48b3c1856a429bf97e7e31c2e5bd66",
     "011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad0761"
     "353c7086a272c24088be94769fd16650"},
};

Bytes from_hex(std::string_view text) { return hex_decode(text).value(); }

void write_ec(JsonText& out, const PublicKey& key) {
  const auto numbers =
      std::find_if(std::begin(curves), std::end(curves), [&](auto& c) { return c.curve == key.curve(); });
  out.key("ecdsa_public_key");
  out.begin_object();
  out.member_base64("b", from_hex(numbers->b));
  out.member("curve", curve_name(key.curve()));
  out.member_base64("gx", from_hex(numbers->gx));
  out.member_base64("gy", from_hex(numbers->gy));
  out.member_number("length", key.bits());
  out.member_base64("n", from_hex(numbers->n));
  out.member_base64("p", from_hex(numbers->p));
  out.member_base64("pub", key.subject_public_key());
  out.member_base64("x", without_leading_zeros(key.ec_x()));
  out.member_base64("y", without_leading_zeros(key.ec_y()));
  out.end_object();
}

void write_rsa(JsonText& out, const PublicKey& key) {
  out.key("rsa_public_key");
  out.begin_object();
  out.key("exponent");
  out.number(Serial{key.rsa_exponent()}.decimal());
  out.member_base64("modulus", key.rsa_modulus());
  out.member_number("length", static_cast<std::int64_t>(key.rsa_modulus().size()) * 8);
  out.end_object();
}

void write_dsa(JsonText& out, const KeyDescription::Dsa& dsa) {
  out.key("dsa_public_key");
  out.begin_object();
  out.member_base64("g", dsa.g);
  out.member_base64("p", dsa.p);
  out.member_base64("q", dsa.q);
  out.member_base64("y", dsa.y);
  out.end_object();
}

std::string json_key_algorithm(const KeyDescription& key) {
  if (key.key || key.dsa) return key.algorithm;
  return key.algorithm == "1.3.101.110" ? "X25519" : "unknown_algorithm";
}

}  // namespace

void write_json_algorithm(JsonText& out, SignatureAlgorithm algorithm, ByteView algorithm_der) {
  std::string name = signature_algorithm_label(algorithm, algorithm_der), oid;
  const bool is_known = algorithm != SignatureAlgorithm::unknown || is_old_signature_algorithm(name);
  const auto contents = der_contents(algorithm_der, Tag::sequence);
  if (is_known && contents) oid = DerReader(*contents).object_identifier().value_or("");
  out.begin_object();
  out.member("name", is_known ? name : "0");
  out.member("oid", oid);
  out.end_object();
}

void write_json_name(JsonText& out, const Name& name) {
  out.begin_object();
  for (const NamedOid& known : name_members) out.optional_strings(known.name, name.values(known.oid));
  out.end_object();
}

std::string json_distinguished_name(const Name& name) {
  std::string out;
  for (const auto& rdn : name.rdns) {
    for (std::size_t i = 0; i < rdn.size(); ++i) {
      if (!out.empty()) out += ", ";
      out +=
          short_name(rdn[i].oid) + "=" + (rdn[i].is_text ? rdn[i].value : hex_encode(as_bytes(rdn[i].value)));
    }
  }
  return out;
}

std::string json_key_algorithm(ByteView spki, const Expected<PublicKey>& key) {
  return json_key_algorithm(describe_key(spki, key));
}

void write_json_subject_key(JsonText& out, const Certificate& certificate) {
  const KeyDescription key = describe_key(certificate.spki(), certificate.public_key());
  out.begin_object();
  out.key("key_algorithm");
  out.begin_object();
  out.member("name", json_key_algorithm(key));
  out.end_object();
  if (key.dsa) write_dsa(out, *key.dsa);
  if (key.key && key.key->type() == KeyType::rsa) write_rsa(out, *key.key);
  if (key.key && key.key->type() == KeyType::ec) write_ec(out, *key.key);
  out.member("fingerprint_sha256", sha256_hex(certificate.spki()));
  out.end_object();
}

void write_json_extension(JsonText& out, const Extension& extension) {
  out.begin_object();
  out.member("id", extension.oid);
  out.member_boolean("critical", extension.critical);
  if (!extension.value.empty()) out.member_base64("value", extension.value);
  out.end_object();
}

std::vector<std::string> ip_texts(const std::vector<IpAddress>& ips) {
  std::vector<std::string> out;
  for (const IpAddress& ip : ips) out.push_back(ip.to_string());
  return out;
}

}  // namespace newel::x509
