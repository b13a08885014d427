// nameConstraints (RFC 5280 section 4.2.1.10): reading and writing. What they mean is in
// name_constraints_checker.cpp.
#include <algorithm>

#include "base/encoding.h"
#include "base/text.h"
#include "x509/domain_name.h"
#include "x509/extensions.h"
#include "x509/general_name.h"
#include "x509/oids.h"

namespace newel::x509 {
namespace {

namespace gn = general_name;

constexpr Byte permitted_tag = context_constructed(0), excluded_tag = context_constructed(1);

// The lists of one side, so that permitted and excluded share their code.
struct Side {
  std::vector<std::string>& dns;
  std::vector<std::string>& emails;
  std::vector<std::string>& uris;
  std::vector<IpNetwork>& ips;
  std::vector<Bytes>& directories;
};
Side permitted_side(NameConstraints& c) {
  return {c.permitted_dns, c.permitted_emails, c.permitted_uris, c.permitted_ips, c.permitted_directories};
}
Side excluded_side(NameConstraints& c) {
  return {c.excluded_dns, c.excluded_emails, c.excluded_uris, c.excluded_ips, c.excluded_directories};
}

bool is_prefix_mask(ByteView mask) {
  bool ended = false;
  for (Byte b : mask) {
    for (unsigned bit = 0x80; bit != 0; bit >>= 1) {
      if ((b & bit) == 0) {
        ended = true;
      } else if (ended) {
        return false;
      }
    }
  }
  return true;
}

Expected<void> read_ip(ByteView content, std::vector<IpNetwork>& out) {
  if (content.size() != 8 && content.size() != 32) {
    return failure("x509: IP constraint contained value of length " + std::to_string(content.size()));
  }
  const ByteView mask = content.subspan(content.size() / 2);
  if (!is_prefix_mask(mask)) return failure("x509: IP constraint contained invalid mask " + hex_encode(mask));
  out.push_back({IpAddress{to_bytes(content.first(content.size() / 2))}, to_bytes(mask)});
  return {};
}

Expected<void> read_text(const DerElement& base, Side side) {
  auto text = gn::ia5_text(base);
  if (!text) return failure("x509: invalid constraint value: " + text.error().text);
  if (base.tag == gn::dns) {
    if (!is_valid_domain(*text, true))
      return failure("x509: failed to parse dnsName constraint " + quote(*text));
    side.dns.push_back(std::move(*text));
  } else if (base.tag == gn::email) {
    const bool exact = text->find('@') != std::string::npos;
    if (exact ? !parse_mailbox(*text) : !is_valid_domain(*text, true)) {
      return failure("x509: failed to parse rfc822Name constraint " + quote(*text));
    }
    side.emails.push_back(std::move(*text));
  } else {
    if (parse_ip(*text))
      return failure("x509: failed to parse URI constraint " + quote(*text) + ": cannot be IP address");
    if (!is_valid_domain(*text, true)) return failure("x509: failed to parse URI constraint " + quote(*text));
    side.uris.push_back(std::move(*text));
  }
  return {};
}

// GeneralSubtree ::= SEQUENCE { base GeneralName, minimum [0] DEFAULT 0, maximum [1] OPTIONAL }
// RFC 5280 wants minimum 0 and no maximum: any other is a constraint we cannot apply.
Expected<void> read_subtree(ByteView content, Side side, NameConstraints& out) {
  DerReader reader(content);
  const auto base = reader.any();
  if (!base) return failure("x509: invalid NameConstraints extension");
  const auto minimum = reader.optional(context(0)), maximum = reader.optional(context(1));
  if (!minimum || !maximum || !reader.at_end()) return failure("x509: invalid NameConstraints extension");
  for (const auto& bound : {*minimum, *maximum}) {
    if (!bound) continue;
    if (!is_well_formed({Tag::integer, bound->content, {}}))
      return failure("x509: invalid NameConstraints extension");
    out.has_unsupported = true;
  }
  switch (base->tag) {
    case gn::dns:
    case gn::email:
    case gn::uri:
      return read_text(*base, side);
    case gn::ip:
      return read_ip(base->content, side.ips);
    case gn::directory_name:
      if (!gn::is_sound(*base)) return failure("x509: invalid NameConstraints extension");
      side.directories.push_back(to_bytes(base->content));
      return {};
    default:
      if (!gn::is_sound(*base)) return failure("x509: invalid NameConstraints extension");
      out.constrains_other_names |= base->tag == gn::other_name;
      out.constrains_registered_ids |= base->tag == gn::registered_id;
      out.has_unsupported |= base->tag != gn::other_name && base->tag != gn::registered_id;
      return {};
  }
}

Expected<void> read_subtrees(ByteView content, Side side, NameConstraints& out) {
  for (DerReader reader(content); !reader.at_end();) {
    const auto subtree = reader.expect(Tag::sequence);
    if (!subtree) return failure("x509: invalid NameConstraints extension");
    const auto read = read_subtree(subtree->content, side, out);
    if (!read) return read;
  }
  return {};
}

void write_subtree(DerWriter& writer, Byte tag, ByteView base) {
  const auto mark = writer.mark();
  writer.primitive(tag, base);
  writer.close(Tag::sequence, mark);
}

void write_texts(DerWriter& writer, Byte tag, const std::vector<std::string>& list) {
  for (auto text = list.rbegin(); text != list.rend(); ++text) {
    const auto mark = writer.mark();
    gn::write_ia5(writer, tag, *text);
    writer.close(Tag::sequence, mark);
  }
}

// Written in the order DNS, IP, e-mail, URI, directory names.
void write_side(DerWriter& writer, Byte tag, const Side& side) {
  const auto mark = writer.mark();
  for (auto name = side.directories.rbegin(); name != side.directories.rend(); ++name)
    write_subtree(writer, gn::directory_name, *name);
  write_texts(writer, gn::uri, side.uris);
  write_texts(writer, gn::email, side.emails);
  for (auto net = side.ips.rbegin(); net != side.ips.rend(); ++net) {
    Bytes octets = net->address.octets;
    append(octets, net->mask);
    write_subtree(writer, gn::ip, octets);
  }
  write_texts(writer, gn::dns, side.dns);
  if (writer.mark() != mark) writer.close(tag, mark);
}

}  // namespace

Extension encode_name_constraints(const NameConstraints& constraints) {
  NameConstraints copy = constraints;
  DerWriter writer(256);
  write_side(writer, excluded_tag, excluded_side(copy));
  write_side(writer, permitted_tag, permitted_side(copy));
  writer.close(Tag::sequence, 0);
  return {std::string(oids::name_constraints), constraints.critical, writer.take()};
}

Expected<NameConstraints> decode_name_constraints(ByteView value, bool critical) {
  const auto contents = der_contents(value, Tag::sequence);
  if (!contents) return failure("x509: invalid NameConstraints extension");
  DerReader reader(*contents);
  const auto permitted = reader.optional(permitted_tag);
  const auto excluded = reader.optional(excluded_tag);
  if (!permitted || !excluded || !reader.at_end()) return failure("x509: invalid NameConstraints extension");
  const ByteView permitted_content = *permitted ? (*permitted)->content : ByteView();
  const ByteView excluded_content = *excluded ? (*excluded)->content : ByteView();
  if (permitted_content.empty() && excluded_content.empty())
    return failure("x509: empty name constraints extension");
  NameConstraints out;
  out.critical = critical;
  auto read = read_subtrees(permitted_content, permitted_side(out), out);
  if (read) read = read_subtrees(excluded_content, excluded_side(out), out);
  if (!read) return tl::unexpected(read.error());
  return out;
}

}  // namespace newel::x509
