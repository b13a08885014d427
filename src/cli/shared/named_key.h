// Keys and certificates by name: a file, or an object in a key store that --kms or the name's URI tells.
//
// A KMS URI ("pkcs11:id=4001") is never taken for a file name; "softkms:" URIs name files. With --kms, a name
// that is no file is one of the store's. Any other name is a file.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli/engine/command.h"
#include "crypto/key_files.h"
#include "x509/certificate.h"

namespace newel::cli {

inline constexpr Flag kms_flag{"kms", Kind::string,
                               "The <uri> of the key store that has the key, as step-kms-plugin takes it."};

/// Whether the name is one of a store that step-kms-plugin serves.
bool is_in_key_store(const std::string& kms, const std::string& name);

/// A private key from a file in any form, or one in a store. Throws Error "file <f> does not contain a valid
/// private key" for a file with something else.
std::shared_ptr<const Signer> load_named_signer(const std::string& kms, const std::string& name,
                                                const PasswordSource& password);
/// Whether X.509 knows signatures of such a key; of the keys of "sshagentkms:" it is only Ed25519.
bool signs_x509(const Signer& signer, const std::string& kms, const std::string& name);

/// The content of a file, as read_input() of cli/engine/output_file.h. A file that cannot be opened is worded
/// as the reference's reader of PEM words it: Error `error reading "<file>": no such file or directory`.
std::string read_pem_input(const std::string& name);
/// At least one certificate from such a file; errors as x509::load_certificates().
std::vector<x509::Certificate> load_certificate_file(const std::string& name, const PasswordSource& password);

/// At least one certificate, from a file in any form or from the store. `password` is that of a PKCS#12 file.
std::vector<x509::Certificate> load_named_certificates(const std::string& kms, const std::string& name,
                                                       const PasswordSource& password = {});

}  // namespace newel::cli
