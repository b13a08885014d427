#include "jose/jwk.h"

#include <utility>

#include "base/encoding.h"
#include "crypto/der_lite.h"
#include "crypto/digest.h"

namespace newel::jose {
namespace {

constexpr std::string_view unknown_kind = "unknown key type or curve";

struct NamedCurve {
  std::string_view name;
  Curve curve;
  std::size_t field;
};
constexpr NamedCurve curves[] = {
    {"P-256", Curve::p256, 32}, {"P-384", Curve::p384, 48}, {"P-521", Curve::p521, 66}};

const NamedCurve* find_curve(std::string_view name) {
  for (const NamedCurve& known : curves) {
    if (known.name == name) return &known;
  }
  return nullptr;
}

// The members of one JWK. Absent and empty are the same, as they are to the reference.
class Members {
 public:
  explicit Members(const json::Object& object) : object_(object) {}

  Expected<std::string> text(std::string_view name) const {
    const json::Value* value = json::find(object_, name);
    if (value == nullptr || value->is_null()) return std::string();
    if (!value->is_string()) return failure("invalid JWK: member " + std::string(name) + " is not a string");
    return std::string(value->get_string().data(), value->get_string().size());
  }

  /// Decoded base64url. The text of a secret is not copied on its way.
  Expected<SecretBytes> octets(std::string_view name) const {
    const json::Value* value = json::find(object_, name);
    if (value == nullptr || value->is_null()) return SecretBytes();
    if (!value->is_string()) return failure("invalid JWK: member " + std::string(name) + " is not a string");
    std::string_view encoded(value->get_string().data(), value->get_string().size());
    while (encoded.ends_with('=')) encoded.remove_suffix(1);
    auto decoded = base64_decode(encoded, Base64::url_raw);
    if (!decoded) return failure("invalid JWK: member " + std::string(name) + " is not base64url");
    SecretBytes out = to_secret(*decoded);
    OPENSSL_cleanse(decoded->data(), decoded->size());
    return out;
  }

  bool has(std::string_view name) const {
    const json::Value* value = json::find(object_, name);
    return value != nullptr && value->is_string() && !value->get_string().empty();
  }

 private:
  const json::Object& object_;
};

using KeyVariant = std::variant<PublicKey, PrivateKey, SecretBytes>;

template <class T>
Expected<KeyVariant> as_variant(Expected<T>&& key) {
  if (!key) return failure("invalid JWK: " + key.error().text);
  return KeyVariant(std::move(*key));
}

Expected<KeyVariant> read_ec(const Members& members) {
  const auto name = members.text("crv");
  if (!name) return tl::unexpected(name.error());
  const NamedCurve* known = find_curve(*name);
  if (known == nullptr) return failure(std::string(unknown_kind));
  const auto x = members.octets("x");
  const auto y = members.octets("y");
  const auto d = members.octets("d");
  for (const auto* part : {&x, &y, &d}) {
    if (!*part) return tl::unexpected(part->error());
  }
  if (x->size() != known->field || y->size() != known->field) {
    return failure("invalid JWK: wrong length of an EC coordinate");
  }
  auto half = PublicKey::from_ec(known->curve, *x, *y);
  if (!half || !members.has("d")) return as_variant(std::move(half));
  if (d->size() != known->field) return failure("invalid JWK: wrong length of an EC private key");
  auto key = PrivateKey::from_ec_scalar(known->curve, *d);
  if (key && !(key->public_key() == *half))
    return failure("invalid JWK: the private key is not that of x and y");
  return as_variant(std::move(key));
}

Expected<KeyVariant> read_rsa(const Members& members) {
  const auto n = members.octets("n");
  const auto e = members.octets("e");
  auto d = members.octets("d");
  auto p = members.octets("p");
  auto q = members.octets("q");
  for (const Expected<SecretBytes>* part :
       {&n, &e, &std::as_const(d), &std::as_const(p), &std::as_const(q)}) {
    if (!*part) return tl::unexpected(part->error());
  }
  if (n->empty() || e->empty()) return failure("invalid JWK: an RSA key needs n and e");
  if (!members.has("d")) return as_variant(PublicKey::from_rsa(*n, *e));
  if (p->empty() || q->empty()) return failure("invalid JWK: an RSA private key needs d, p and q");
  return as_variant(PrivateKey::from_rsa(
      {to_bytes(ByteView(*n)), to_bytes(ByteView(*e)), std::move(*d), std::move(*p), std::move(*q)}));
}

Expected<KeyVariant> read_okp(const Members& members) {
  const auto name = members.text("crv");
  if (!name) return tl::unexpected(name.error());
  if (*name != "Ed25519" && *name != "X25519") return failure(std::string(unknown_kind));
  const bool edwards = *name == "Ed25519";
  const auto x = members.octets("x");
  const auto d = members.octets("d");
  if (!x) return tl::unexpected(x.error());
  if (!d) return tl::unexpected(d.error());
  auto half = PublicKey::from_raw(edwards ? KeyType::ed25519 : KeyType::x25519, *x);
  if (!half || !members.has("d")) return as_variant(std::move(half));
  auto key = edwards ? PrivateKey::from_ed25519_seed(*d) : PrivateKey::from_x25519(*d);
  if (key && !(key->public_key() == *half)) return failure("invalid JWK: the private key is not that of x");
  return as_variant(std::move(key));
}

Expected<KeyVariant> read_key(const Members& members) {
  const auto kty = members.text("kty");
  if (!kty) return tl::unexpected(kty.error());
  if (*kty == "EC") return read_ec(members);
  if (*kty == "RSA") return read_rsa(members);
  if (*kty == "OKP") return read_okp(members);
  if (*kty != "oct") return failure(std::string(unknown_kind));
  auto k = members.octets("k");
  if (k && k->empty()) return failure("invalid JWK: a symmetric key needs k");
  return as_variant(std::move(k));
}

// x5c (standard base64), and x5t and x5t#S256 when there is an x5c to compare them with (RFC 7517
// section 4.7).
Expected<void> read_certificates(const json::Object& object, const Members& members, Jwk& jwk) {
  if (const json::Value* list = json::find(object, "x5c"); list != nullptr && !list->is_null()) {
    if (!list->is_array()) return failure("invalid JWK: x5c is not an array");
    for (const json::Value& entry : list->get_array()) {
      const auto text = json::as_string(&entry);
      auto der = text ? base64_decode(*text) : failure("");
      if (!der) return failure("invalid JWK: x5c is not an array of base64 texts");
      jwk.x5c.push_back(std::move(*der));
    }
  }
  auto x5u = members.text("x5u");
  const auto x5t = members.octets("x5t");
  const auto x5t_s256 = members.octets("x5t#S256");
  if (!x5u || !x5t || !x5t_s256) return failure("invalid JWK: malformed x5u, x5t or x5t#S256");
  jwk.x5u = std::move(*x5u);
  jwk.x5t = to_bytes(ByteView(*x5t));
  jwk.x5t_s256 = to_bytes(ByteView(*x5t_s256));
  if (jwk.x5c.empty()) return {};

  const auto spki = der_lite::certificate_spki(jwk.x5c.front());
  if (!spki) return failure("invalid JWK: x5c: " + spki.error().text);
  if (jwk.is_symmetric() || !equal(*spki, jwk.public_key().spki())) {
    return failure("invalid JWK: the key is not that of the first certificate in x5c");
  }
  const bool sha1_differs = !jwk.x5t.empty() && !equal(jwk.x5t, sha1(jwk.x5c.front()));
  const bool sha256_differs = !jwk.x5t_s256.empty() && !equal(jwk.x5t_s256, sha256(jwk.x5c.front()));
  if (sha1_differs || sha256_differs) return failure("invalid JWK: x5t does not match x5c");
  return {};
}

void put(json::Object& to, std::string_view name, std::string_view text) {
  if (!text.empty()) to.emplace(name, text);
}

void put_octets(json::Object& to, std::string_view name, ByteView octets) {
  put(to, name, base64url(octets));
}

std::string_view kty_of(KeyType type) {
  switch (type) {
    case KeyType::rsa:
      return "RSA";
    case KeyType::ec:
      return "EC";
    default:
      return "OKP";
  }
}

std::string_view crv_of(const PublicKey& key) {
  switch (key.type()) {
    case KeyType::rsa:
      return "";
    case KeyType::ec:
      if (key.curve() == Curve::p224) throw Error("go-jose/go-jose: unsupported/unknown elliptic curve");
      return curve_name(key.curve());
    default:
      return key_type_name(key.type());
  }
}

void put_public(json::Object& to, const PublicKey& key) {
  switch (key.type()) {
    case KeyType::rsa:
      put_octets(to, "n", key.rsa_modulus());
      put_octets(to, "e", key.rsa_exponent());
      break;
    case KeyType::ec:
      put_octets(to, "x", key.ec_x());
      put_octets(to, "y", key.ec_y());
      break;
    default:
      put_octets(to, "x", key.raw());
      break;
  }
}

void put_private(json::Object& to, const PrivateKey& key) {
  switch (key.public_key().type()) {
    case KeyType::rsa: {
      const auto secrets = key.rsa_secrets();
      put_octets(to, "d", secrets.d);
      put_octets(to, "p", secrets.p);
      put_octets(to, "q", secrets.q);
      put_octets(to, "dp", secrets.dp);
      put_octets(to, "dq", secrets.dq);
      put_octets(to, "qi", secrets.qi);
      break;
    }
    case KeyType::ec:
      put_octets(to, "d", key.ec_scalar());
      break;
    case KeyType::ed25519:
      put_octets(to, "d", key.ed25519_seed());
      break;
    case KeyType::x25519:
      put_octets(to, "d", key.x25519_scalar());
      break;
  }
}

}  // namespace

const PublicKey& Jwk::public_key() const {
  if (const auto* half = std::get_if<PublicKey>(&key)) return *half;
  if (const auto* whole = std::get_if<PrivateKey>(&key)) return whole->public_key();
  throw Error("a symmetric JWK has no public key");
}

const PrivateKey& Jwk::private_key() const {
  if (const auto* whole = std::get_if<PrivateKey>(&key)) return *whole;
  throw Error("the JWK holds no private key");
}

Jwk Jwk::to_public() const {
  Jwk out = *this;
  out.key = public_key();
  return out;
}

std::string Jwk::thumbprint(Hash hash) const {
  if (is_symmetric()) throw Error("go-jose/go-jose: unknown key type '[]uint8'");
  const PublicKey& half = public_key();
  json::Object members;  // exactly these, in this order: RFC 7638 section 3.2
  if (half.type() == KeyType::rsa) {
    put_octets(members, "e", half.rsa_exponent());
    put(members, "kty", "RSA");
    put_octets(members, "n", half.rsa_modulus());
  } else {
    put(members, "crv", crv_of(half));
    put(members, "kty", kty_of(half.type()));
    put_public(members, half);
  }
  return base64url(digest(hash, as_bytes(json::write(members))));
}

json::Object Jwk::to_json() const {
  json::Object out;
  put(out, "use", use);
  put(out, "kty", is_symmetric() ? "oct" : kty_of(public_key().type()));
  put(out, "kid", kid);
  if (!is_symmetric()) put(out, "crv", crv_of(public_key()));
  put(out, "alg", alg);
  if (const auto* secret = std::get_if<SecretBytes>(&key)) {
    put_octets(out, "k", *secret);
  } else {
    put_public(out, public_key());
  }
  if (is_private()) put_private(out, private_key());
  if (!x5c.empty()) {
    json::Array chain;
    for (const Bytes& der : x5c) chain.emplace_back(base64_encode(der));
    out.emplace("x5c", std::move(chain));
  }
  put(out, "x5u", x5u);
  put_octets(out, "x5t", x5t);
  put_octets(out, "x5t#S256", x5t_s256);
  return out;
}

Expected<Jwk> Jwk::from_json(const json::Value& value) {
  if (!value.is_object()) return failure("invalid JWK: not a JSON object");
  const json::Object& object = value.get_object();
  const Members members(object);
  auto key = read_key(members);
  if (!key) return tl::unexpected(key.error());
  Jwk out{std::move(*key)};
  for (const auto& [name, member] : {std::pair{"use", &out.use}, {"kid", &out.kid}, {"alg", &out.alg}}) {
    auto text = members.text(name);
    if (!text) return tl::unexpected(text.error());
    *member = std::move(*text);
  }
  if (auto read = read_certificates(object, members, out); !read) return tl::unexpected(read.error());
  return out;
}

Expected<Jwk> Jwk::parse(std::string_view text) {
  const auto value = json::parse_strict(text);
  if (!value) return tl::unexpected(value.error());
  return from_json(*value);
}

std::string default_algorithm(const Jwk& key) {
  const bool encrypts = key.use == "enc";
  if (key.is_symmetric()) return encrypts ? "A256GCMKW" : "HS256";
  switch (key.public_key().type()) {
    case KeyType::rsa:
      return encrypts ? "RSA-OAEP-256" : "RS256";
    case KeyType::ed25519:
      return "EdDSA";
    case KeyType::x25519:
      return encrypts ? "ECDH-ES" : "XEdDSA";
    case KeyType::ec:
      break;
  }
  if (encrypts) return "ECDH-ES";
  switch (key.public_key().curve()) {
    case Curve::p384:
      return "ES384";
    case Curve::p521:
      return "ES512";
    default:
      return "ES256";
  }
}

Expected<JwkSet> JwkSet::parse(std::string_view text) {
  const auto value = json::parse_strict(text);
  if (!value) return tl::unexpected(value.error());
  const json::Value* list = value->is_object() ? json::find(value->get_object(), "keys") : nullptr;
  if (list == nullptr || !list->is_array()) return failure("invalid JWK set: there is no array \"keys\"");
  JwkSet out;
  for (const json::Value& entry : list->get_array()) {
    auto key = Jwk::from_json(entry);
    if (!key && key.error().text == unknown_kind) continue;
    if (!key) return tl::unexpected(key.error());
    out.keys.push_back(std::move(*key));
  }
  return out;
}

json::Object JwkSet::to_json() const {
  json::Array list;
  for (const Jwk& key : keys) list.emplace_back(key.to_json());
  return {{"keys", std::move(list)}};
}

}  // namespace newel::jose
