#include "provisioner/aws.h"

#include <algorithm>

#include "provisioner/document.h"
#include "provisioner/instance.h"
#include "provisioner/members.h"

namespace newel::provisioner {
namespace {

Error rejected(const std::string& why) { return Error::unauthorized("aws.authorizeToken; " + why); }

json::Object with_defaults(json::Object document) {
  if (list_member(document, "imdsVersions").empty())
    set_member(document, "imdsVersions", json::Array{"v2", "v1"});
  return document;
}

void check_versions(const json::Object& document) {
  for (const std::string& version : list_member(document, "imdsVersions")) {
    if (version != "v1" && version != "v2")
      throw Error(version + ": not a supported AWS Instance Metadata Service version");
  }
}

std::vector<PublicKey> read_keys(const json::Object& document) {
  auto keys = aws_document_keys(strict_text_member(document, "iidRoots"));
  check_versions(document);
  return keys;
}

Duration read_age(const json::Object& document) {
  require_type_and_name(document);
  return instance_age_member(document);
}

}  // namespace

AwsProvisioner::AwsProvisioner(const json::Object& document, const Environment& environment)
    : Provisioner(Type::aws, text_member(document, "name"), listed_document(with_defaults(document))),
      accounts_(list_member(document, "accounts")),
      disable_custom_sans_(bool_member(document, "disableCustomSANs")),
      disable_trust_on_first_use_(bool_member(document, "disableTrustOnFirstUse")),
      instance_age_(read_age(document)),
      keys_(read_keys(document)),
      clock_(environment.clock),
      audiences_(environment.audiences.with_fragment("aws/" + name_).sign) {
  claims_ = read_common_members(document, environment).claims;
  token_key_ = "aws/" + name_;
}

AwsDocument AwsProvisioner::authorize_token(const ParsedToken& token) const {
  const jose::Claims& claims = token.jwt.claims;
  const auto evidence = AwsEvidence::from_claims(claims.all);
  if (!evidence) throw rejected("error unmarshaling claims: " + evidence.error().text);
  // Whoever has the document's signature is taken for the instance: it is the secret the token is made with.
  if (!token.jwt.jws.verify_hmac(evidence->signature))
    throw rejected("error verifying claims: go-jose/go-jose: error in cryptographic primitive");
  if (!aws_document_is_signed(evidence->document, evidence->signature, keys_))
    throw rejected("invalid aws token signature: error validating identity document signature");
  auto document = AwsDocument::parse(as_text(evidence->document));
  if (!document) throw rejected("error unmarshaling aws identity document: " + document.error().text);
  if (const auto complete = document->check(); !complete) throw rejected(complete.error().text);

  jose::Expectations expected;
  expected.issuer = "ec2.amazonaws.com";
  expected.now = clock_->now();
  if (const auto valid = jose::validate(claims, expected); !valid)
    throw rejected("invalid aws token: " + valid.error().text);
  if (!audiences_.matches_any(claims.audience))
    throw rejected("invalid token - invalid audience claim (aud)");
  if (disable_custom_sans_ && claims.subject != document->instance_id &&
      claims.subject != document->private_ip && claims.subject != document->dns_name()) {
    throw rejected("invalid token - invalid subject claim (sub)");
  }
  if (!accounts_.empty() &&
      std::find(accounts_.begin(), accounts_.end(), document->account_id) == accounts_.end()) {
    throw rejected("invalid aws identity document - accountId is not valid");
  }
  if (instance_age_.count() > 0 && document->pending_time < expected.now - instance_age_)
    throw rejected("aws identity document pendingTime is too old");
  return std::move(*document);
}

TokenId AwsProvisioner::token_id(const ParsedToken& token) const {
  // Only somebody's word until the token is verified; nothing is recorded before that.
  const auto evidence = AwsEvidence::from_claims(token.jwt.claims.all);
  const auto document = evidence ? AwsDocument::parse(as_text(evidence->document)) : AwsDocument{};
  return instance_token_id(*this, document ? document->instance_id : "", token, disable_trust_on_first_use_);
}

SignOptions AwsProvisioner::authorize_sign(const ParsedToken& token, Method method) const try {
  const AwsDocument document = authorize_token(token);
  const InstanceIdentity instance{token.jwt.claims.subject,
                                  {document.dns_name(), document.private_ip},
                                  document.account_id,
                                  {"InstanceID", document.instance_id},
                                  document.instance_id};
  SignOptions out = instance_sign_options(*this, instance, disable_custom_sans_, method);
  out.common_names = {token.jwt.claims.subject};
  return out;
} catch (const Error& e) {
  throw e.wrapped("aws.AuthorizeSign", 500);
}

}  // namespace newel::provisioner
