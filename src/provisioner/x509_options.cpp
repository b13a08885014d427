#include "provisioner/x509_options.h"

#include "base/files.h"
#include "provisioner/members.h"

namespace newel::provisioner {
namespace {

const json::Object* object_member(const json::Object& object, std::string_view name) {
  const json::Value* value = json::find_ci(object, name);
  return value != nullptr && value->is_object() ? &value->get_object() : nullptr;
}

// "~/x", "./x" and "/x" are themselves; others are below the step path.
std::string template_path(const std::string& file, const std::string& step_path) {
  if (file.starts_with('/') || file.starts_with("./") || file.starts_with("../")) return file;
  if (file.starts_with("~/")) {
    const char* home = std::getenv("HOME");
    return (home == nullptr ? std::string() : std::string(home)) + file.substr(1);
  }
  return step_path + "/" + file;
}

std::string_view kind_name(const json::Value& value) {
  return value.is_array() ? "array" : value.is_string() ? "string" : value.is_bool() ? "bool" : "number";
}

// "template: template:3: unexpected ..." tells the line; the reader wants it with the file's name.
std::string where(const std::string& source, const std::string& text) {
  constexpr std::string_view mark = "template: template:";
  const auto at = text.rfind(mark);
  if (at == std::string::npos) return source;
  const auto digits = text.substr(at + mark.size(), text.find(':', at + mark.size()) - at - mark.size());
  return source + ", line " + digits;
}

}  // namespace

std::shared_ptr<const X509Options> X509Options::read(const json::Object& document,
                                                     const std::string& step_path) {
  const json::Object* options = object_member(document, "options");
  const json::Object* x509 = options != nullptr ? object_member(*options, "x509") : nullptr;
  if (x509 == nullptr) return nullptr;
  auto out = std::make_shared<X509Options>();
  out->read_template(*x509, step_path);
  out->read_data(*x509);
  const bool empty = !out->has_template_ && out->data_.empty() && out->broken_data_.empty();
  return empty ? nullptr : out;
}

void X509Options::read_template(const json::Object& x509, const std::string& step_path) {
  const std::string member = text_member(x509, "template"), file = text_member(x509, "templateFile");
  has_template_ = !member.empty() || !file.empty();
  if (!has_template_) return;
  std::string source = "options.x509.template";
  try {
    std::string text;
    if (!member.empty()) {
      text = value_or_throw(templates::template_text(member));
    } else {
      source = template_path(file, step_path);
      text = value_or_throw(read_file(source), "error reading " + source);
    }
    text_ = templates::CertificateTemplateText::parse(std::move(text));
  } catch (const Error& e) {
    broken_ = e.text();
    complaint_ = where(source, broken_) + ": " + broken_;
  }
}

void X509Options::read_data(const json::Object& x509) {
  const json::Value* data = json::find_ci(x509, "templateData");
  if (data == nullptr || data->is_null()) return;
  if (data->is_object()) {
    data_ = data->get_object();
    return;
  }
  broken_data_ = "error unmarshaling template data: json: cannot unmarshal " + std::string(kind_name(*data)) +
                 " into Go value of type x509util.TemplateData";
  if (complaint_.empty()) complaint_ = "options.x509.templateData: " + broken_data_;
}

const templates::CertificateTemplateText* X509Options::text() const {
  if (!broken_.empty()) throw templates::TemplateFailure(templates::TemplateFailure::Kind::other, broken_);
  return text_ ? &*text_ : nullptr;
}

const json::Object& X509Options::data() const {
  if (!broken_data_.empty()) throw Error(broken_data_);
  return data_;
}

}  // namespace newel::provisioner
