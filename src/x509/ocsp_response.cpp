// Reading OCSPResponse (RFC 6960 section 4.2.1). As in certificates, what cannot be read exactly is refused,
// and so is a critical extension that we do not know.
#include "x509/extension_list.h"
#include "x509/ocsp.h"
#include "x509/oids.h"
#include "x509/signed_object.h"

namespace newel::x509 {
namespace {

using Parsed = Expected<void>;

tl::unexpected<Failure> malformed(const char* what = nullptr) {
  return failure(std::string("ocsp: malformed response") + (what == nullptr ? "" : std::string(": ") + what));
}

// CertID ::= SEQUENCE { hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber }
Expected<OcspCertId> read_cert_id(ByteView content) {
  DerReader reader(content);
  const auto algorithm = reader.expect(Tag::sequence);
  if (!algorithm) return malformed("CertID");
  DerReader inside(algorithm->content);
  auto oid = inside.object_identifier();
  const auto null = inside.optional(Tag::null);
  const auto name = reader.expect(Tag::octet_string);
  const auto key = reader.expect(Tag::octet_string);
  const auto serial = reader.positive_integer();
  if (!oid || !null || !inside.at_end() || !name || !key || !serial || !reader.at_end())
    return malformed("CertID");
  return OcspCertId{std::move(*oid), to_bytes(name->content), to_bytes(key->content),
                    Serial{to_bytes(*serial)}};
}

// CertStatus ::= CHOICE { good [0] NULL, revoked [1] { revocationTime, revocationReason [0] EXPLICIT },
// unknown [2] NULL }
Parsed read_status(const DerElement& element, OcspSingleResponse& out) {
  if (element.tag == context(0) || element.tag == context(2)) {
    if (!element.content.empty()) return malformed("status");
    out.status = element.tag == context(0) ? OcspStatus::good : OcspStatus::unknown;
    return {};
  }
  if (element.tag != context_constructed(1)) return malformed("status");
  out.status = OcspStatus::revoked;
  DerReader reader(element.content);
  const auto time = reader.time();
  const auto reason = reader.optional(context_constructed(0));
  if (!time || !reason || !reader.at_end()) return malformed("status");
  out.revoked_at = *time;
  if (*reason) {
    const auto code = der_contents((*reason)->content, Tag::enumerated);
    if (!code || code->size() != 1 || ((*code)[0] & 0x80) != 0) return malformed("reason");
    out.reason = (*code)[0];
  }
  return {};
}

// `known` is taken out of the extensions; any other that is critical is a failure.
Expected<const Extension*> read_extensions(ByteView explicit_content, std::vector<Extension>& list,
                                           std::string_view known) {
  const auto content = der_contents(explicit_content, Tag::sequence);
  if (!content) return malformed("extensions");
  auto parsed = parse_extension_list(*content);
  if (!parsed) return malformed("extensions");
  list = std::move(*parsed);
  for (const Extension& extension : list) {
    if (extension.critical && extension.oid != known)
      return failure("ocsp: the response has a critical extension that is not known: " + extension.oid);
  }
  return known.empty() ? nullptr : find_extension(list, known);
}

Expected<OcspSingleResponse> read_single(ByteView content) {
  DerReader reader(content);
  const auto id_element = reader.expect(Tag::sequence);
  if (!id_element) return malformed();
  auto id = read_cert_id(id_element->content);
  if (!id) return tl::unexpected(id.error());
  OcspSingleResponse out;
  out.id = std::move(*id);
  const auto status = reader.any();
  if (!status) return malformed("status");
  if (const auto read = read_status(*status, out); !read) return tl::unexpected(read.error());
  const auto this_update = reader.time();
  const auto next_update = reader.optional(context_constructed(0));
  const auto extensions = reader.optional(context_constructed(1));
  if (!this_update || !next_update || !extensions || !reader.at_end()) return malformed();
  out.this_update = *this_update;
  if (*next_update) {
    DerReader inside((*next_update)->content);
    const auto time = inside.time();
    if (!time || !inside.at_end()) return malformed("nextUpdate");
    out.next_update = *time;
  }
  if (*extensions) {
    std::vector<Extension> list;
    if (const auto read = read_extensions((*extensions)->content, list, {}); !read)
      return tl::unexpected(read.error());
  }
  return out;
}

Parsed read_responder(DerReader& reader, OcspResponse& out) {
  const auto id = reader.any();
  if (!id) return malformed("responderID");
  if (id->tag == context_constructed(1)) {
    auto name = Name::parse(id->content);
    if (!name) return malformed("responderID");
    out.responder_name = std::move(*name);
    return {};
  }
  const auto hash =
      id->tag == context_constructed(2) ? der_contents(id->content, Tag::octet_string) : failure({});
  if (!hash) return malformed("responderID");
  out.responder_key_hash = to_bytes(*hash);
  return {};
}

Parsed read_response_data(ByteView content, OcspResponse& out) {
  DerReader reader(content);
  const auto version = reader.optional(context_constructed(0));
  if (!version) return malformed("version");
  if (*version) {  // DEFAULT v1: written out by some
    DerReader inside((*version)->content);
    const auto number = inside.small_integer();
    if (!number || *number != 0 || !inside.at_end()) return malformed("version");
  }
  if (const auto read = read_responder(reader, out); !read) return read;
  const auto produced = reader.time();
  const auto list = reader.expect(Tag::sequence);
  const auto extensions = reader.optional(context_constructed(1));
  if (!produced || !list || !extensions || !reader.at_end()) return malformed();
  out.produced_at = *produced;
  for (DerReader responses(list->content); !responses.at_end();) {
    const auto element = responses.expect(Tag::sequence);
    if (!element) return malformed();
    auto single = read_single(element->content);
    if (!single) return tl::unexpected(single.error());
    out.responses.push_back(std::move(*single));
  }
  if (!*extensions) return {};
  std::vector<Extension> found;
  const auto nonce = read_extensions((*extensions)->content, found, oids::ocsp_nonce);
  if (!nonce) return tl::unexpected(nonce.error());
  if (*nonce == nullptr) return {};
  // Some responders give back the bare octets, not an OCTET STRING of them.
  const auto octets = der_contents((*nonce)->value, Tag::octet_string);
  out.nonce = octets ? to_bytes(*octets) : (*nonce)->value;
  return {};
}

// BasicOCSPResponse ::= SEQUENCE { tbsResponseData, signatureAlgorithm, signature, certs [0] EXPLICIT
// OPTIONAL }
Parsed read_basic(ByteView der, OcspResponse& out) {
  const auto contents = der_contents(der, Tag::sequence);
  if (!contents) return malformed();
  DerReader reader(*contents);
  const auto tbs = reader.expect(Tag::sequence);
  if (!tbs) return malformed();
  const auto algorithm = read_algorithm(reader);
  if (!algorithm) return malformed("signatureAlgorithm");
  const auto bits = reader.expect(Tag::bit_string);
  const auto signature = bits ? whole_octets(*bits) : failure({});
  if (!signature) return malformed("signature");
  const auto certificates = reader.optional(context_constructed(0));
  if (!certificates || !reader.at_end()) return malformed();
  out.tbs = to_bytes(tbs->whole);
  out.algorithm = decode_signature_algorithm(*algorithm);
  out.signature = to_bytes(*signature);
  if (*certificates) {
    const auto list = der_contents((*certificates)->content, Tag::sequence);
    if (!list) return malformed("certs");
    for (DerReader each(*list); !each.at_end();) {
      const auto element = each.expect(Tag::sequence);
      if (!element) return malformed("certs");
      auto certificate = Certificate::parse(element->whole);
      if (!certificate) return tl::unexpected(certificate.error());
      out.certificates.push_back(std::move(*certificate));
    }
  }
  return read_response_data(tbs->content, out);
}

}  // namespace

// OCSPResponse ::= SEQUENCE { responseStatus ENUMERATED, responseBytes [0] EXPLICIT { responseType, response
// } OPTIONAL }
Expected<OcspResponse> OcspResponse::parse(ByteView der) {
  const auto contents = der_contents(der, Tag::sequence);
  if (!contents) return malformed();
  DerReader reader(*contents);
  const auto status = reader.expect(Tag::enumerated);
  if (!status || status->content.size() != 1) return malformed("responseStatus");
  OcspResponse out;
  out.response_status = status->content[0];
  const auto bytes = reader.optional(context_constructed(0));
  if (!bytes || !reader.at_end()) return malformed();
  // RFC 6960 section 4.2.1: an error condition comes alone.
  if (out.response_status != 0 && (*bytes || out.response_status > 6)) return malformed("responseStatus");
  if (out.response_status != 0) return out;
  if (!*bytes) return malformed("no responseBytes");
  const auto inner = der_contents((*bytes)->content, Tag::sequence);
  if (!inner) return malformed("responseBytes");
  DerReader fields(*inner);
  const auto type = fields.object_identifier();
  const auto response = fields.expect(Tag::octet_string);
  if (!type || !response || !fields.at_end()) return malformed("responseBytes");
  if (*type != oids::ocsp_basic) return failure("ocsp: the response is of an unknown type: " + *type);
  if (const auto read = read_basic(response->content, out); !read) return tl::unexpected(read.error());
  return out;
}

std::string ocsp_response_status_name(int status) {
  switch (status) {
    case 0:
      return "successful";
    case 1:
      return "malformedRequest";
    case 2:
      return "internalError";
    case 3:
      return "tryLater";
    case 5:
      return "sigRequired";
    case 6:
      return "unauthorized";
    default:
      return "status " + std::to_string(status);
  }
}

}  // namespace newel::x509
