// options.x509 of a provisioner: its own certificate template, parsed when the configuration is read and
// executed for each request (reference: authority/provisioner/options.go).
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/json.h"
#include "template/certificate_template.h"

namespace newel::provisioner {

/// Immutable; thread-safe.
class X509Options {
 public:
  /// nullptr when the provisioner has no template and no data of its own. A template that is broken makes an
  /// object that says so: the provisioner stays, and every request for a certificate fails.
  static std::shared_ptr<const X509Options> read(const json::Object& document, const std::string& step_path);

  /// It has a template, not only data for the default one.
  bool has_template() const { return has_template_; }
  /// The template. Throws templates::TemplateFailure with the reason when it is broken; nullptr when there is
  /// none.
  const templates::CertificateTemplateText* text() const;
  /// options.x509.templateData. Throws Error "error unmarshaling template data: ..." when it is no object.
  const json::Object& data() const;
  /// One line for the operator, "" when nothing is wrong: what is broken, where, and why.
  const std::string& complaint() const { return complaint_; }
  /// Only why: of the template, and of its data; "" when nothing is wrong.
  const std::string& broken_text() const { return broken_; }
  const std::string& broken_data() const { return broken_data_; }

 private:
  void read_template(const json::Object& x509, const std::string& step_path);
  void read_data(const json::Object& x509);

  bool has_template_ = false;
  std::optional<templates::CertificateTemplateText> text_;
  std::string broken_, broken_data_, complaint_;
  json::Object data_;
};

}  // namespace newel::provisioner
