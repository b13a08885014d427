// Extensions as text.
#pragma once

#include "x509/extensions.h"
#include "x509/indented_text.h"

namespace newel::x509 {

constexpr std::size_t extension_indent = 12, extension_body_indent = 16;

/// "<name>:", "<name>: critical".
void write_extension_header(IndentedText& out, const Extension& extension, std::string_view name);

void write_certificate_extension(IndentedText& out, const Extension& extension);
/// Extensions of smallstep, Yubico, Sigstore, Netscape and certificate transparency. False: not one of them.
bool write_special_extension(IndentedText& out, const Extension& extension);
void write_requested_extensions(IndentedText& out, const std::vector<Extension>& extensions);

// Bodies that certificates and requests share.
void write_key_usage(IndentedText& out, unsigned usage);
void write_basic_constraints(IndentedText& out, const BasicConstraints& constraints);
void write_alternative_names(IndentedText& out, const SubjectAltNames& names);
/// k1, v1, k2, v2 … as "k1: v1"; a key without value gets "-".
void write_pairs(IndentedText& out, const std::vector<std::string>& pairs);

/// Name of an extended key usage that both forms know; "" for any other.
std::string_view extended_usage_label(std::string_view oid);

}  // namespace newel::x509
