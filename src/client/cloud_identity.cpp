#include "client/cloud_identity.h"

#include <array>

#include "base/encoding.h"
#include "base/files.h"
#include "base/text.h"
#include "base/url.h"
#include "client/token.h"
#include "crypto/digest.h"
#include "net/client.h"
#include "provisioner/aws_document.h"
#include "provisioner/azure.h"
#include "provisioner/cloud_endpoints.h"
#include "provisioner/gcp.h"

namespace newel::client {
namespace {

using provisioner::AwsDocument;
using provisioner::cloud_endpoint;
using provisioner::CloudEndpoint;

std::string text(const json::Object& object, std::string_view name) {
  return json::as_string(json::find_ci(object, name)).value_or("");
}

net::Response ask(const std::string& method, const std::string& url, net::Headers headers) {
  net::ClientOptions options;
  options.connect_timeout = std::chrono::seconds(5);
  options.max_response = 1u << 20;
  return net::Client(std::move(options)).send({method, url, std::move(headers), {}});
}

// What a query cannot hold as it is.
std::string query_escape(std::string_view value) {
  constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";
  std::string out;
  for (const char c : value) {
    if (plain.find(c) != std::string_view::npos) {
      out.push_back(c);
    } else {
      out += "%" + hex_encode_upper(as_bytes({&c, 1}));
    }
  }
  return out;
}

// AWS ----------------------------------------------------------------------------------------------------

constexpr std::string_view no_document =
    "error retrieving identity document:\n  Are you in an AWS VM?\n  Is the metadata service enabled?\n  Are "
    "you "
    "using the proper metadata service version?";

net::Response ask_version(const std::string& version, const std::string& path) {
  const std::string base = cloud_endpoint(CloudEndpoint::aws_metadata);
  if (version == "v1") return ask("GET", base + path, {});
  if (version != "v2") throw Error(version + ": not a supported AWS Instance Metadata Service version");
  const net::Response session =
      ask("PUT", base + "/latest/api/token", {{"X-aws-ec2-metadata-token-ttl-seconds", "30"}});
  if (session.status >= 400) {
    throw Error("request for API token returned non-successful status code " +
                std::to_string(session.status));
  }
  return ask("GET", base + path, {{"X-aws-ec2-metadata-token", session.body}});
}

// The first version of the service that answers.
std::string read_metadata(const std::vector<std::string>& versions, const std::string& path) {
  std::optional<Error> last;
  for (const std::string& version : versions) {
    try {
      net::Response response = ask_version(version, path);
      if (response.status < 400) return std::move(response.body);
      last = Error("request for metadata returned non-successful status code " +
                   std::to_string(response.status));
    } catch (const Error& e) {
      last = e;
    }
  }
  throw last->wrapped(no_document);
}

std::vector<std::string> versions_of(const json::Object& document) {
  std::vector<std::string> out;
  const json::Value* list = json::find_ci(document, "imdsVersions");
  if (list != nullptr && list->is_array()) {
    for (const json::Value& one : list->get_array()) out.push_back(json::as_string(&one).value_or(""));
  }
  if (out.empty()) out = {"v2", "v1"};
  return out;
}

// The file is one of the CA's machine; where it is not, only the CA checks.
void check_signature(const json::Object& document, ByteView signed_text, ByteView signature) {
  const std::string roots = text(document, "iidRoots");
  if (!roots.empty() && !file_exists(roots)) return;
  if (!provisioner::aws_document_is_signed(signed_text, signature, provisioner::aws_document_keys(roots)))
    throw Error("error validating identity document signature");
}

// Azure --------------------------------------------------------------------------------------------------

struct AzureCloud {
  std::string_view name, resource;
};
constexpr std::string_view public_azure = "https://management.azure.com/";
constexpr std::array<AzureCloud, 6> azure_clouds{
    {{"AzurePublicCloud", public_azure},
     {"AzureCloud", public_azure},
     {"AzureUSGovernmentCloud", "https://management.usgovcloudapi.net/"},
     {"AzureUSGovernment", "https://management.usgovcloudapi.net/"},
     {"AzureChinaCloud", "https://management.chinacloudapi.cn/"},
     {"AzureGermanCloud", "https://management.microsoftazure.de/"}}};

net::Response ask_azure(const std::string& path, const char* header_value, std::string_view failure) {
  try {
    return ask("GET", cloud_endpoint(CloudEndpoint::azure_metadata) + path, {{"Metadata", header_value}});
  } catch (const Error& e) {
    throw e.wrapped(failure);
  }
}

Error azure_status(std::string_view what, const net::Response& response) {
  return Error(std::string(what) + ": status=" + std::to_string(response.status) +
               ", response=" + printable(response.body));
}

std::string azure_resource() {
  const net::Response response = ask_azure(
      "/metadata/instance/compute/azEnvironment?api-version=2021-02-01&format=text", "True",
      "error getting azure environment: error getting azure instance environment, are you in a Azure VM?");
  if (response.status >= 400) throw azure_status("error getting azure environment", response);
  for (const AzureCloud& cloud : azure_clouds) {
    if (cloud.name == response.body) return std::string(cloud.resource);
  }
  return std::string(public_azure);
}

}  // namespace

std::string aws_identity_token(const json::Object& document, const std::string& subject,
                               const std::string& sign_url, const Clock& clock) {
  const auto versions = versions_of(document);
  const std::string folder = "/latest/dynamic/instance-identity/";
  const std::string identity = read_metadata(versions, folder + "document");
  const auto read = AwsDocument::parse(identity);
  if (!read) throw Error("error unmarshaling identity document: " + read.error().text);
  const Bytes signature = value_or_throw(base64_decode(trim(read_metadata(versions, folder + "signature"))),
                                         "error decoding identity document signature");
  check_signature(document, as_bytes(identity), signature);
  const std::string key = "aws/" + text(document, "name");
  const std::int64_t now = unix_seconds(clock.now());
  const json::Object claims{{"amazon", json::Object{{"document", base64_encode(as_bytes(identity))},
                                                    {"signature", base64_encode(signature)}}},
                            {"aud", sign_url + "#" + escape_fragment(key)},
                            {"exp", now + 300},
                            {"iat", now},
                            {"iss", "ec2.amazonaws.com"},
                            {"jti", sha256_hex(as_bytes(key + "." + read->instance_id))},
                            {"nbf", now},
                            {"sans", nullptr},
                            {"sub", subject}};
  return jose::sign_compact_hmac({{"typ", "JWT"}}, as_bytes(json::write(claims)), signature, "HS256");
}

std::string gcp_identity_token(const json::Object& document, const std::string& sign_url) {
  const std::string audience = sign_url + "#" + escape_fragment("gcp/" + text(document, "name"));
  const std::string url =
      cloud_endpoint(CloudEndpoint::gcp_metadata) +
      "/computeMetadata/v1/instance/service-accounts/default/identity?audience=" + query_escape(audience) +
      "&format=full&licenses=FALSE";
  net::Response response;
  try {
    response = ask("GET", url, {{"Metadata-Flavor", "Google"}});
  } catch (const Error& e) {
    throw e.wrapped("error doing identity request, are you in a GCP VM?");
  }
  if (response.status >= 400) {
    throw Error("error on identity request: status=" + std::to_string(response.status) +
                ", response=" + printable(response.body));
  }
  return std::string(trim(response.body));
}

std::string azure_identity_token() {
  const std::string path =
      "/metadata/identity/oauth2/token?api-version=2018-02-01&resource=" + query_escape(azure_resource());
  const net::Response response =
      ask_azure(path, "true", "error getting identity token, are you in a Azure VM?");
  if (response.status >= 400) throw azure_status("error getting identity token", response);
  const auto answer =
      value_or_throw(json::parse(response.body), "error unmarshaling identity token response");
  if (!answer.is_object()) throw Error("error unmarshaling identity token response: it is not a JSON object");
  return text(answer.get_object(), "access_token");
}

std::vector<std::string> instance_names(const json::Object& claims) {
  if (json::find(claims, "amazon") != nullptr) {
    const auto evidence = provisioner::AwsEvidence::from_claims(claims);
    const auto document = evidence ? AwsDocument::parse(as_text(evidence->document)) : AwsDocument{};
    if (!document || document->private_ip.empty()) return {};
    return {document->private_ip, document->dns_name()};
  }
  if (json::find(claims, "google") != nullptr) {
    const auto instance = provisioner::GcpInstance::from_claims(claims);
    return instance && !instance->name.empty() ? instance->dns_names() : std::vector<std::string>{};
  }
  const auto resource =
      provisioner::AzureResource::parse(json::as_string(json::find(claims, "xms_mirid")).value_or(""));
  return resource ? std::vector<std::string>{resource->name} : std::vector<std::string>{};
}

}  // namespace newel::client
