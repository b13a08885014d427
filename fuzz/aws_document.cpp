// Instance identity documents and the claims that carry them.
#include <cstdlib>

#include "provisioner/aws_document.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace newel;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto document = provisioner::AwsDocument::parse(text)) {
    const bool complete = document->check().has_value();
    const bool has_all = !document->account_id.empty() && !document->instance_id.empty() &&
                         !document->private_ip.empty() && !document->region.empty();
    if (complete != has_all) std::abort();
    if (document->dns_name().find(document->region) == std::string::npos) std::abort();
  }
  const auto claims = json::parse(text);
  if (!claims || !claims->is_object()) return 0;
  if (const auto evidence = provisioner::AwsEvidence::from_claims(claims->get_object())) {
    static const auto keys = provisioner::aws_document_keys("");
    if (provisioner::aws_document_is_signed(evidence->document, evidence->signature, keys)) std::abort();
  }
  return 0;
}
