#include "crypto/digest.h"
#include "x509/extension_list.h"
#include "x509/ocsp.h"
#include "x509/oids.h"

namespace newel::x509 {
namespace {

void write_hash_algorithm(DerWriter& writer, std::string_view oid) {
  const auto mark = writer.mark();
  writer.null();
  writer.oid(oid);
  writer.close(Tag::sequence, mark);
}

Extension nonce_extension(ByteView nonce) {
  DerWriter value(64);
  value.octet_string(nonce);
  return {std::string(oids::ocsp_nonce), false, value.take()};
}

}  // namespace

// OCSPRequest ::= SEQUENCE { tbsRequest SEQUENCE { requestList SEQUENCE OF SEQUENCE { reqCert CertID },
//                                                  requestExtensions [2] EXPLICIT } }
Bytes create_ocsp_request(const Certificate& subject, const Certificate& issuer, ByteView nonce) {
  const PublicKey key = value_or_throw(Expected<PublicKey>(issuer.public_key()));
  DerWriter writer(256);
  if (!nonce.empty()) {
    write_extension_list(writer, {nonce_extension(nonce)});
    writer.close(context_constructed(2), 0);
  }
  const auto list = writer.mark();
  writer.positive_integer(subject.serial().magnitude);
  writer.octet_string(sha1(key.subject_public_key()));
  writer.octet_string(sha1(issuer.subject().encode()));
  write_hash_algorithm(writer, oids::sha1);
  writer.close(Tag::sequence, list);  // CertID
  writer.close(Tag::sequence, list);  // Request
  writer.close(Tag::sequence, list);  // requestList
  writer.close(Tag::sequence, 0);     // TBSRequest
  writer.close(Tag::sequence, 0);
  return writer.take();
}

}  // namespace newel::x509
