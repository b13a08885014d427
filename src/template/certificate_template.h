// X.509 certificate templates from configuration to certificate: text -> parsed once, executed per request.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "template/certificate_document.h"
#include "template/template.h"
#include "template/x509_values.h"

namespace newel::templates {

/// The values a certificate template sees. Filled in by the provisioner that accepts a token, by the command
/// line, or by ACME and SCEP.
struct CertificateData {
  std::optional<x509::NameFields> subject;       ///< .Subject
  std::optional<std::vector<DocumentSan>> sans;  ///< .SANs
  std::optional<json::Value> token;              ///< .Token: all claims
  std::optional<Value> authorization;  ///< .AuthorizationCrt: certificate_value(), or of another kind
  std::vector<x509::Certificate> authorization_chain;  ///< .AuthorizationChain; absent when empty
  /// Members at the root, over the ones above; `Insecure` is dropped. Results of webhooks are added here,
  /// into the object `Webhooks`, before the template runs.
  json::Object template_data;
  std::optional<json::Value> user;  ///< .Insecure.User; what is no object becomes an empty one
  std::optional<int> max_path_len;  ///< .MaxPathLen: the command line alone
  bool user_is_nil = false;         ///< .Insecure.User there, but nil: the command line without --set
};

/// The root of the data, with `.Insecure.CR`. Fresh maps each time: a template may change them.
Value certificate_root(const CertificateData& data, const x509::CertificateRequest& request);
/// The same without a request: `.Insecure` has no CR.
Value certificate_root(const CertificateData& data);

/// What the member `template` of options.x509 and options.ssh means: text that begins with "{" is itself,
/// other text is base64 of it. Failure: "error decoding template: illegal base64 data at input byte <n>".
Expected<std::string> template_text(std::string_view member);

/// How a template failed.
class TemplateFailure : public Error {
 public:
  enum class Kind {
    asked,     ///< it called `fail`: the text is the message alone
    document,  ///< what it rendered is no certificate document
    other,     ///< parsing, execution, unusual alternative names
  };
  TemplateFailure(Kind kind, std::string text) : Error(std::move(text)), kind_(kind) {}
  Kind kind() const { return kind_; }

 private:
  Kind kind_;
};

/// A certificate template. Immutable, thread-safe.
class CertificateTemplateText {
 public:
  /// Throws TemplateFailure "error parsing template: ...".
  static CertificateTemplateText parse(std::string text, FunctionSet set = FunctionSet::certificate);
  /// The rendered text. Throws TemplateFailure "error executing template: ...", or the message given to
  /// `fail`.
  std::string render(const Value& root, const Limits& limits = {}, const Clock& clock = system_clock(),
                     const Random& random = system_random()) const;

 private:
  explicit CertificateTemplateText(Template tmpl) : template_(std::move(tmpl)) {}
  Template template_;
};

/// Renders and decodes. Throws TemplateFailure.
CertificateDocument execute_certificate_template(const CertificateTemplateText& text, const Value& root,
                                                 const Limits& limits = {},
                                                 const Clock& clock = system_clock(),
                                                 const Random& random = system_random());

/// A JSON value of this process as a template sees it: every number a float64.
Value json_value(const json::Value& value);

}  // namespace newel::templates
