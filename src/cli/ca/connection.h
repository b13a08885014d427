// Which CA a command talks to, and how it trusts it.
#pragma once

#include <memory>
#include <string>

#include "cli/engine/invocation.h"
#include "client/ca_client.h"

namespace newel::cli::ca {

/// --ca-url, normalised. Throws required("ca-url").
std::string ca_url_of(const Invocation& in);
/// --root, else the default root file if it exists. Throws required("root").
std::string root_file_of(const Invocation& in);
/// The same two, but what is missing is excused by a token: "flag '--ca-url' is required unless …".
std::string ca_url_unless_token(const Invocation& in);
std::string root_file_unless_token(const Invocation& in);
/// --ca-config, else config/ca.json.
std::string ca_config_of(const Invocation& in);

/// A client of --ca-url that trusts --root, with the default identity if there is one.
std::unique_ptr<client::CaClient> connect(const Invocation& in);
std::unique_ptr<client::CaClient> connect(const Invocation& in, const std::string& url,
                                          const client::CaTrust& trust);

/// The SHA-256 of the one certificate in a root file. Throws Error
/// "error decoding <file>: contains more than one PEM encoded block".
std::string root_fingerprint_of(const std::string& file);

/// The flag, or "" when the command does not have it: prompts name the flag that would answer them.
std::string known_flag(const Invocation& in, std::string_view flag);

/// Throws "not supported yet: --<flag>" for the first of these flags that is given a value.
void refuse_unsupported(const Invocation& in, std::initializer_list<std::string_view> flags);

}  // namespace newel::cli::ca
