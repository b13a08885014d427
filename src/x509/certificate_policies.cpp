#include "x509/der_writer.h"
#include "x509/directory_string.h"
#include "x509/extensions.h"
#include "x509/oids.h"
#include "x509/policy_information.h"

namespace newel::x509 {
namespace {

constexpr std::string_view cps_qualifier = "1.3.6.1.5.5.7.2.1", notice_qualifier = "1.3.6.1.5.5.7.2.2";
constexpr Byte visible_string = 0x1a;

// DisplayText ::= CHOICE { IA5String, VisibleString, BMPString, UTF8String }
std::optional<std::string> display_text(const DerElement& element) {
  if (element.tag == visible_string) return decode_string(Tag::ia5_string, element.content);
  if (element.tag != Tag::ia5_string && element.tag != Tag::bmp_string && element.tag != Tag::utf8_string) {
    return std::nullopt;
  }
  return decode_string(element.tag, element.content);
}

// NoticeReference ::= SEQUENCE { organization DisplayText, noticeNumbers SEQUENCE OF INTEGER }
bool read_reference(ByteView content, UserNotice& out) {
  DerReader reader(content);
  const auto organization = reader.any();
  const auto numbers = reader.expect(Tag::sequence);
  auto text = organization ? display_text(*organization) : std::nullopt;
  if (!text || !numbers || !reader.at_end()) return false;
  out.has_reference = true;
  out.organization = std::move(*text);
  for (DerReader list(numbers->content); !list.at_end();) {
    const auto number = list.small_integer();
    if (!number) return false;
    out.notice_numbers.push_back(*number);
  }
  return true;
}

// UserNotice ::= SEQUENCE { noticeRef NoticeReference OPTIONAL, explicitText DisplayText OPTIONAL }
bool read_notice(const DerElement& element, PolicyInformation& out) {
  if (element.tag != Tag::sequence) return false;
  DerReader reader(element.content);
  UserNotice notice;
  const auto reference = reader.optional(Tag::sequence);
  if (!reference || (*reference && !read_reference((*reference)->content, notice))) return false;
  if (!reader.at_end()) {
    const auto text_element = reader.any();
    auto text = text_element ? display_text(*text_element) : std::nullopt;
    if (!text || !reader.at_end()) return false;
    notice.explicit_text = std::move(*text);
  }
  out.notices.push_back(std::move(notice));
  return true;
}

// PolicyQualifierInfo ::= SEQUENCE { policyQualifierId OBJECT IDENTIFIER, qualifier ANY }
bool read_qualifier(ByteView content, PolicyInformation& out) {
  DerReader reader(content);
  const auto id = reader.object_identifier();
  const auto qualifier = reader.any();
  if (!id || !qualifier || !reader.at_end()) return false;
  if (*id == notice_qualifier) return read_notice(*qualifier, out);
  if (*id != cps_qualifier) return is_well_formed(*qualifier);
  auto uri =
      qualifier->tag == Tag::ia5_string ? decode_string(qualifier->tag, qualifier->content) : std::nullopt;
  if (!uri) return false;
  out.cps.push_back(std::move(*uri));
  return true;
}

}  // namespace

Extension encode_certificate_policies(const std::vector<std::string>& policies) {
  DerWriter writer(64);
  for (auto policy = policies.rbegin(); policy != policies.rend(); ++policy) {
    const auto mark = writer.mark();
    writer.oid(*policy);
    writer.close(Tag::sequence, mark);
  }
  writer.close(Tag::sequence, 0);
  return {std::string(oids::certificate_policies), false, writer.take()};
}

Expected<std::vector<PolicyInformation>> decode_policy_information(ByteView value) {
  const auto invalid = [] { return failure("x509: invalid certificate policies"); };
  const auto contents = der_contents(value, Tag::sequence);
  if (!contents) return invalid();
  std::vector<PolicyInformation> out;
  for (DerReader reader(*contents); !reader.at_end();) {
    const auto information = reader.expect(Tag::sequence);
    if (!information) return invalid();
    DerReader fields(information->content);
    auto oid = fields.object_identifier();
    const auto qualifiers = fields.optional(Tag::sequence);
    if (!oid || !qualifiers || !fields.at_end()) return invalid();
    PolicyInformation& policy = out.emplace_back();
    policy.oid = std::move(*oid);
    for (DerReader list(*qualifiers ? (*qualifiers)->content : ByteView()); !list.at_end();) {
      const auto qualifier = list.expect(Tag::sequence);
      if (!qualifier || !read_qualifier(qualifier->content, policy)) return invalid();
    }
  }
  return out;
}

Expected<std::vector<std::string>> decode_certificate_policies(ByteView value) {
  auto policies = decode_policy_information(value);
  if (!policies) return tl::unexpected(policies.error());
  std::vector<std::string> out;
  for (PolicyInformation& policy : *policies) out.push_back(std::move(policy.oid));
  return out;
}

}  // namespace newel::x509
