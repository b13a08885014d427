// ca.json to values. Everything is optional here; what must be there is validate()'s business.
#include "base/files.h"
#include "base/text.h"
#include "config/config.h"
#include "config/reader.h"
#include "jose/jwk.h"
#include "provisioner/document.h"
#include "webhook/webhook.h"

namespace newel::config {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

class Parser {
 public:
  explicit Parser(Config& config) : config_(config) {}

  void run() {
    ObjectReader top(config_.document, "Config", "");
    config_.roots = top.one_or_more_texts("root");
    config_.federated_roots = top.texts("federatedRoots");
    config_.certificate = top.text("crt");
    config_.key = top.text("key");
    config_.address = top.text("address");
    config_.insecure_address = top.text("insecureAddress");
    config_.dns_names = top.texts("dnsNames");
    if (top.raw("dnsNames") == nullptr) config_.dns_names = {"localhost", "127.0.0.1", "::1"};
    if (const auto* kms = top.object("kms", "apiv1.Options")) read_kms(*kms);
    top.raw("ssh");
    if (const auto* logger = top.object("logger", "json.RawMessage")) read_logger(*logger);
    if (const auto* db = top.object("db", "db.Config")) read_database(*db);
    top.raw("monitoring");
    if (const auto* authority = top.object("authority", "config.AuthConfig")) read_authority(*authority);
    if (const auto* tls = top.object("tls", "config.TLSOptions")) read_tls(*tls);
    if (const std::string password = top.text("password"); !password.empty())
      config_.password = Secret(password);
    top.raw("templates");
    if (const std::string name = top.text("commonName"); !name.empty()) config_.common_name = name;
    if (const auto* crl = top.object("crl", "config.CRLConfig")) read_crl(*crl);
    config_.metrics_address = top.text("metricsAddress");
    warn_unknown(top);
  }

 private:
  void warn_unknown(const ObjectReader& reader) {
    for (const std::string& path : reader.unknown()) {
      config_.warnings.push_back("unknown member " + printable(path) + " is ignored");
    }
  }

  void read_kms(const json::Object& object) {
    ObjectReader in(object, "Options", "kms");
    config_.kms.type = to_lower(in.text("type"));
    config_.kms.uri = in.text("uri");
    config_.kms.pin = in.text("pin");
    for (const char* name : {"credentialsFile", "managementKey", "region", "profile", "storageDirectory"})
      in.text(name);
    warn_unknown(in);
  }

  void read_logger(const json::Object& object) {
    ObjectReader in(object, "LoggerConfig", "logger");
    config_.logger.emplace();
    if (const std::string format = in.text("format"); !format.empty()) config_.logger->format = format;
    if (const std::string header = in.text("traceHeader"); !header.empty())
      config_.logger->trace_header = header;
    warn_unknown(in);
  }

  void read_database(const json::Object& object) {
    ObjectReader in(object, "Config", "db");
    config_.db = Database{in.text("type"), in.text("dataSource"), in.text("valueDir"), in.text("database")};
    in.text("badgerFileLoadingMode");
    warn_unknown(in);
  }

  void read_tls(const json::Object& object) {
    ObjectReader in(object, "TLSOptions", "tls");
    if (auto suites = in.texts("cipherSuites"); !suites.empty())
      config_.tls.cipher_suites = std::move(suites);
    if (const double version = in.number("minVersion"); version != 0) config_.tls.min_version = version;
    if (const double version = in.number("maxVersion"); version != 0) config_.tls.max_version = version;
    config_.tls.renegotiation = in.boolean("renegotiation");
    warn_unknown(in);
  }

  void read_crl(const json::Object& object) {
    ObjectReader in(object, "CRLConfig", "crl");
    config_.crl = Crl{in.boolean("enabled"), in.boolean("generateOnRevoke"), in.duration("cacheDuration"),
                      in.duration("renewPeriod"), in.text("idpURL")};
    warn_unknown(in);
  }

  void read_subject_defaults(const json::Object& object) {
    ObjectReader in(object, "ASN1DN", "authority.template");
    config_.subject_defaults = SubjectDefaults{
        in.text("country"),  in.text("organization"),  in.text("organizationalUnit"), in.text("locality"),
        in.text("province"), in.text("streetAddress"), in.text("serialNumber"),       in.text("commonName")};
    warn_unknown(in);
  }

  void read_authority(const json::Object& object) {
    ObjectReader in(object, "AuthConfig", "authority");
    config_.authority_type = to_lower(in.text("type"));
    config_.deployment_type = in.text("deploymentType");
    if (const json::Value* list = in.raw("provisioners")) read_provisioners(*list);
    if (const auto* subject = in.object("template", "config.ASN1DN")) read_subject_defaults(*subject);
    if (const auto* claims = in.object("claims", "provisioner.Claims")) {
      config_.claims = read_claims(*claims, "authority.claims");
    }
    config_.disable_issued_at_check = in.boolean("disableIssuedAtCheck");
    if (const auto backdate = in.duration("backdate")) config_.backdate = *backdate;
    config_.enable_admin = in.boolean("enableAdmin");
    in.boolean("disableGetSSHHosts");
    in.text("authorityId");
    if (const auto* policy = in.object("policy", "policy.Options")) {
      config_.policy = read_policy(*policy, "authority.policy");
    }
    for (const char* name : {"certificateAuthority", "certificateAuthorityFingerprint", "certificateIssuer",
                             "credentialsFile", "config"}) {
      in.raw(name);
    }
    warn_unknown(in);
  }

  policy::Rules read_policy(const json::Object& object, const std::string& path) {
    std::vector<std::string> unknown;
    auto rules = policy::read_rules(object, path, &unknown);
    if (!rules) throw Error(rules.error().text);
    for (const std::string& one : unknown)
      config_.warnings.push_back("unknown member " + printable(one) + " is ignored");
    return std::move(*rules);
  }

  provisioner::Claims read_claims(const json::Object& object, const std::string& path) {
    ObjectReader in(object, "Claims", path);
    for (const std::string_view name : provisioner::claim_names()) in.raw(name);
    warn_unknown(in);
    const auto claims = provisioner::Claims::from_json(object);
    if (!claims) throw Error(claims.error().text + " (" + path + ")");
    return *claims;
  }

  void read_provisioners(const json::Value& list) {
    if (!list.is_array()) {
      throw Error("error unmarshaling provisioner list: json: cannot unmarshal " +
                  provisioner::json_kind(list) +
                  " into Go value of type []json.RawMessage (authority.provisioners)");
    }
    config_.provisioners = list.get_array();
    for (std::size_t i = 0; i < config_.provisioners.size(); ++i) {
      const std::string path = "authority.provisioners[" + std::to_string(i) + "]";
      const json::Value& item = config_.provisioners[i];
      if (!item.is_object()) throw Error("error unmarshaling provisioner (" + path + ")");
      check_provisioner(item.get_object(), path);
    }
  }

  void check_provisioner(const json::Object& object, const std::string& path) {
    const json::Value* type_member = json::find_ci(object, "type");
    const auto type_text = json::as_string(type_member);
    if (type_member != nullptr && !type_member->is_null() && !type_text) {
      throw Error("error unmarshaling provisioner (" + path + ".type)");
    }
    const auto type = provisioner::parse_type(type_text.value_or(""));
    if (!type) {
      config_.warnings.push_back(path + ": provisioner of unknown type '" +
                                 printable(type_text.value_or("")) + "' is ignored");
      return;
    }
    try {
      ObjectReader in(object, to_upper(*type_text), path);
      for (const std::string_view name : provisioner::member_names(*type)) in.raw(name);
      if (const auto* policy = in.object("policy", "policy.Options")) read_policy(*policy, path + ".policy");
      if (!provisioner::member_names(*type).empty()) warn_unknown(in);
      in.text("name");
      if (const auto* claims = in.object("claims", "provisioner.Claims"))
        read_claims(*claims, path + ".claims");
      in.object("options", "provisioner.Options");
      for (const std::string& one : webhook::unknown_webhook_members(object, path))
        config_.warnings.push_back("unknown member " + printable(one) + " is ignored");
      if (*type != provisioner::Type::jwk) return;
      in.text("encryptedKey");
      if (const json::Value* key = in.raw("key")) value_or_throw(jose::Jwk::from_json(*key), path + ".key");
    } catch (const Error& e) {
      throw e.wrapped("error unmarshaling provisioner");
    }
  }

  Config& config_;
};

}  // namespace

Duration Crl::effective_cache_duration() const {
  const Duration set = cache_duration.value_or(Duration(0));
  return set.count() != 0 ? set : Duration(std::chrono::hours(24));
}

Duration Crl::effective_renew_period() const {
  const Duration set = renew_period.value_or(Duration(0));
  return set.count() != 0 ? set : effective_cache_duration() / 3 * 2;
}

Config parse(std::string_view text, const std::string& path) {
  try {
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    if (trim(text).empty()) throw Error("EOF");
    auto read = json::parse_first(text);
    if (!read && read.error().text == "unexpected end of JSON input") throw Error("unexpected EOF");
    json::Value value = value_or_throw(std::move(read));
    if (!value.is_object()) {
      throw Error("json: cannot unmarshal " + provisioner::json_kind(value) +
                  " into Go value of type config.Config");
    }
    Config config;
    config.path = path;
    config.document = std::move(value.get_object());
    Parser(config).run();
    return config;
  } catch (const Error& e) {
    throw e.wrapped("error parsing " + path);
  }
}

Config load(const std::string& path) {
  const auto text = read_file(path, 16u << 20);
  if (!text) throw FileMissing("error opening " + path + ": " + text.error().text);
  return parse(*text, path);
}

}  // namespace newel::config
