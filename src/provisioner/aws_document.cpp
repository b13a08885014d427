#include "provisioner/aws_document.h"

#include <algorithm>
#include <array>

#include "base/encoding.h"
#include "base/files.h"
#include "crypto/pem.h"
#include "provisioner/aws_certificates.h"
#include "provisioner/claims.h"
#include "x509/certificate.h"

namespace newel::provisioner {
namespace {

const Time year_one = from_unix(-62135596800);

tl::unexpected<Failure> wrong_kind(const json::Value& value, std::string_view field, std::string_view type) {
  return failure("json: cannot unmarshal " + json_kind(value) + " into Go struct field " +
                 std::string(field) + " of type " + std::string(type));
}

PublicKey key_of(ByteView der) {
  const auto certificate = value_or_throw(x509::Certificate::parse(der), "error parsing AWS IID certificate");
  return value_or_throw(Expected<PublicKey>(certificate.public_key()), "error parsing AWS IID certificate");
}

std::vector<PublicKey> built_in_keys() {
  std::vector<PublicKey> out;
  for (const std::string_view text : aws_certificates())
    out.push_back(key_of(value_or_throw(base64_decode(text))));
  return out;
}

Expected<Bytes> read_octets(const json::Object& amazon, std::string_view name) {
  const json::Value* value = json::find(amazon, name);
  if (value == nullptr || value->is_null()) return Bytes{};
  const auto text = json::as_string(value);
  if (!text) return wrong_kind(*value, "awsAmazonPayload.amazon." + std::string(name), "[]uint8");
  return base64_decode(*text);
}

}  // namespace

Expected<AwsDocument> AwsDocument::parse(std::string_view text) {
  const auto parsed = json::parse(text);
  if (!parsed) return tl::unexpected(parsed.error());
  if (!parsed->is_object())
    return failure("json: cannot unmarshal " + json_kind(*parsed) +
                   " into Go value of type provisioner.awsInstanceIdentityDocument");
  const json::Object& object = parsed->get_object();
  AwsDocument out;
  out.pending_time = year_one;
  struct Field {
    std::string_view name;
    std::string* to;
  };
  const std::array<Field, 4> fields{{{"accountId", &out.account_id},
                                     {"instanceId", &out.instance_id},
                                     {"privateIp", &out.private_ip},
                                     {"region", &out.region}}};
  for (const Field& field : fields) {
    const json::Value* value = json::find_ci(object, field.name);
    if (value == nullptr || value->is_null()) continue;
    const auto content = json::as_string(value);
    if (!content)
      return wrong_kind(*value, "awsInstanceIdentityDocument." + std::string(field.name), "string");
    *field.to = *content;
  }
  if (const json::Value* value = json::find_ci(object, "pendingTime");
      value != nullptr && !value->is_null()) {
    const auto content = json::as_string(value);
    if (!content) return failure("Time.UnmarshalJSON: input is not a JSON string");
    const auto time = parse_rfc3339(*content);
    if (!time) return tl::unexpected(time.error());
    out.pending_time = *time;
  }
  return out;
}

Expected<void> AwsDocument::check() const {
  const std::array<std::pair<std::string_view, const std::string*>, 4> required{{{"accountId", &account_id},
                                                                                 {"instanceId", &instance_id},
                                                                                 {"privateIp", &private_ip},
                                                                                 {"region", &region}}};
  for (const auto& [name, value] : required) {
    if (value->empty()) return failure("aws identity document " + std::string(name) + " cannot be empty");
  }
  return {};
}

std::string AwsDocument::dns_name() const {
  std::string dashed = private_ip;
  std::replace(dashed.begin(), dashed.end(), '.', '-');
  return "ip-" + dashed + "." + region + ".compute.internal";
}

std::vector<PublicKey> aws_document_keys(const std::string& roots_file) {
  if (roots_file.empty()) return built_in_keys();
  const auto pem = read_file(roots_file);
  if (!pem) throw Error("error reading " + roots_file + ": " + pem.error().text);
  std::vector<PublicKey> out;
  for (const PemBlock& block : pem_decode_all(*pem)) {
    if (block.label == "CERTIFICATE" && block.headers.empty()) out.push_back(key_of(block.der));
  }
  if (out.empty()) throw Error("error parsing AWS IID certificate: no certificates found");
  return out;
}

bool aws_document_is_signed(ByteView document, ByteView signature, const std::vector<PublicKey>& keys) {
  return std::any_of(keys.begin(), keys.end(), [&](const PublicKey& key) {
    return key.verify(SignatureAlgorithm::sha256_rsa, document, signature);
  });
}

Expected<AwsEvidence> AwsEvidence::from_claims(const json::Object& claims) {
  const json::Value* amazon = json::find(claims, "amazon");
  if (amazon == nullptr || amazon->is_null()) return AwsEvidence{};
  if (!amazon->is_object()) return wrong_kind(*amazon, "awsPayload.amazon", "provisioner.awsAmazonPayload");
  auto document = read_octets(amazon->get_object(), "document");
  if (!document) return tl::unexpected(document.error());
  auto signature = read_octets(amazon->get_object(), "signature");
  if (!signature) return tl::unexpected(signature.error());
  return AwsEvidence{std::move(*document), std::move(*signature)};
}

}  // namespace newel::provisioner
