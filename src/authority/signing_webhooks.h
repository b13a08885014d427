// The webhooks of one X.509 signing: what they are told, and when (reference: authority/webhook.go).
#pragma once

#include "authority/leaf.h"
#include "authority/observer.h"
#include "provisioner/provisioner.h"
#include "webhook/chain.h"
#include "x509/request.h"

namespace newel::authority {

/// Costs nothing for a provisioner without webhooks. Borrows everything.
class SigningWebhooks {
 public:
  /// `observer` may be null; it hears of each stage in which somebody was asked.
  SigningWebhooks(const webhook::Caller& caller, const x509::CertificateRequest& request,
                  const provisioner::SignOptions& options, const provisioner::SignRequestOptions& asked,
                  Observer* observer);

  /// Before the template: `.Webhooks` of its data becomes what the ENRICHING webhooks answered. Throws Error
  /// 403 with the text of a refusal.
  void enrich(json::Object& template_data);
  /// What the template gave, for those who are asked later.
  void keep_document(const Leaf& leaf);
  /// Before signing. Throws Error 403 "error creating certificate"; the log has the reason.
  void authorize(const x509::CertificateTemplate& certificate) const;

 private:
  bool any(webhook::Kind kind) const;
  template <class Ask>
  auto observed(Action action, Ask ask) const;
  webhook::RequestBody body() const;
  templates::Value url_data() const;

  const webhook::Caller& caller_;
  const x509::CertificateRequest& request_;
  const provisioner::SignOptions& options_;
  const std::vector<webhook::Webhook>& webhooks_;
  const provisioner::SignRequestOptions& asked_;
  Observer* const observer_;
  json::Object document_;
};

}  // namespace newel::authority
