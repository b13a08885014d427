// One certificate for one token (reference: authority/tls.go, Sign).
//
// Costs per certificate: one signature verification (the token's; the request's own was verified by whoever
// read it), one signature, one look into the store. Everything constant was decoded when the configuration
// was loaded; the default document is filled in as values, without running a template. Only a provisioner
// with a template of its own pays for running it.
#include "authority/authority.h"
#include "authority/errors.h"
#include "authority/leaf.h"
#include "authority/name_policy.h"
#include "authority/preflight.h"
#include "authority/record.h"
#include "authority/request_checks.h"
#include "authority/signing_webhooks.h"
#include "authority/token_gate.h"
#include "authority/validity.h"

namespace newel::authority {

using provisioner::Method;
using provisioner::SignOptions;
using provisioner::SignRequestOptions;

namespace {

void check_request_or_forbid(const x509::CertificateRequest& request, const SignOptions& options) {
  try {
    check_request(request, options);
  } catch (const Error& e) {
    throw forbidden_unless_typed(e, "error validating certificate request");
  }
}

// The modifiers, in the reference's order: extension, forced common name, validity.
void apply_modifiers(Leaf& leaf, const SignOptions& options, const SignRequestOptions& asked, Time now,
                     Duration backdate) {
  if (options.extension) {
    try {
      put_extension(leaf.certificate.extra, x509::encode_step_provisioner(*options.extension));
    } catch (const Error& e) {
      throw internal_with_message(e, "error creating certificate");
    }
  }
  if (options.force_cn) force_common_name(leaf);
  ValidityRequest request;
  request.not_before = asked.not_before;
  request.not_after = asked.not_after;
  request.template_not_before = leaf.not_before;
  request.template_not_after = leaf.not_after;
  request.standard = options.lifetime.standard;
  request.window = options.window;
  const Validity validity = resolve_validity(request, now, backdate);
  leaf.certificate.not_before = validity.not_before;
  leaf.certificate.not_after = validity.not_after;
}

}  // namespace

void Authority::check_constraints(const x509::Name& subject, const x509::SubjectAltNames& names,
                                  std::string_view message) const {
  // Names of other kinds switch to a hand-made extension, and then the reference sees no names at all; we
  // check what there is.
  try {
    constraints_->check(subject, names);
  } catch (const Error& e) {
    if (e.status() == 403) throw;
    throw internal_with_message(e, message);
  }
}

x509::Certificate Authority::issue_checked(const x509::CertificateTemplate& what) const {
  try {
    x509::Certificate out = x509::issue(what, *issuer_, *dependencies_.random);
    preflight(out, issuer_->certificate(), what.public_key->spki());
    return out;
  } catch (const Error& e) {
    throw e.wrapped("error creating certificate", 500);
  }
}

Issued Authority::finish(x509::Certificate certificate, const provisioner::Provisioner& provisioner) const {
  Issued out;
  out.chain.reserve(intermediates_.size() + 1);
  out.chain.push_back(std::move(certificate));
  out.chain.insert(out.chain.end(), intermediates_.begin(), intermediates_.end());
  out.provisioner_name = provisioner.name();
  return out;
}

Issued Authority::sign_authorized(const x509::CertificateRequest& request, SignOptions& options,
                                  const SignRequestOptions& asked, store::Transaction& transaction) const {
  const Time now = clock().now();
  check_request_or_forbid(request, options);
  SigningWebhooks webhooks(*webhooks_, request, options, asked, dependencies_.observer);
  webhooks.enrich(options.tmpl.data);
  Leaf leaf = options.provisioner->x509_options() == nullptr
                  ? default_leaf(request, options)
                  : templated_leaf(request, options, asked.template_data, clock(), *dependencies_.random);
  webhooks.keep_document(leaf);
  fill_subject(leaf.subject, config_.subject_defaults);
  apply_modifiers(leaf, options, asked, now, config_.backdate);
  check_validity({leaf.certificate.not_before, leaf.certificate.not_after}, options.lifetime, now,
                 config_.backdate);
  try {
    leaf.finish_subject();
  } catch (const Error& e) {
    throw e.wrapped("error creating certificate", 500);
  }
  check_provisioner_policy(leaf.certificate, *options.provisioner);
  check_constraints(leaf.certificate.subject, leaf.names(), "error creating certificate");
  check_authority_policy(leaf.certificate, *policy_);
  webhooks.authorize(leaf.certificate);
  x509::Certificate certificate = issue_checked(leaf.certificate);
  if (store().is_persistent()) {
    transaction.add(store::AddCertificate{
        make_record(certificate, issuer_text_, now, origin_of(*options.provisioner, options.ra_json))});
  }
  Issued out = finish(std::move(certificate), *options.provisioner);
  if (options.extension) out.provisioner_credential = options.extension->credential_id;
  return out;
}

Issued Authority::sign(const x509::CertificateRequest& request, std::string_view token,
                       const SignRequestOptions& asked, store::Transaction& transaction) const {
  SignOptions options;
  try {
    const AcceptedToken accepted = gate_->accept(token);
    options = accepted.provisioner->authorize_sign(accepted.token, Method::sign);
    // Servers of the operator must not be asked again and again with one token.
    if (!options.provisioner->webhooks().empty()) gate_->refuse_used(accepted);
    gate_->use(accepted, transaction);
    const bool templates_see_it =
        options.provisioner->x509_options() != nullptr || !options.provisioner->webhooks().empty();
    if (templates_see_it) options.tmpl.token = accepted.token.jwt.claims.all;
  } catch (const Error& e) {
    throw e.wrapped("authority.Authorize: authority.authorizeSign", 401);
  }
  const std::string& name = options.provisioner->name();
  try {
    Issued out = sign_authorized(request, options, asked, transaction);
    observe(Action::sign, name, true);
    return out;
  } catch (const Error& e) {
    observe(Action::sign, name, false);
    throw forbidden_unless_typed(e, "error signing certificate");
  }
}

}  // namespace newel::authority
