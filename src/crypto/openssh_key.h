// The key files of OpenSSH: private keys in its own container (its PROTOCOL.key) and lines of
// authorized_keys.
#pragma once

#include <functional>
#include <string>

#include "base/secret.h"
#include "crypto/private_key.h"

namespace newel {

/// The container around a private key, not yet decrypted. Views borrow from the text it was parsed from.
struct OpensshContainer {
  std::string_view cipher;  ///< "none", "aes256-ctr", "aes256-cbc"
  ByteView salt;
  std::uint32_t rounds = 0;  ///< of bcrypt_pbkdf: any number is honoured, so who has little time may look
  ByteView public_blob;
  ByteView secret_part;

  bool is_encrypted() const { return cipher != "none"; }
  /// The contents of an "OPENSSH PRIVATE KEY" block with one key.
  static Expected<OpensshContainer> parse(ByteView blob);
};

/// A wrong password is the failure `wrong_pem_password` ("x509: decryption password incorrect"). The password
/// is not looked at for a clear container.
Expected<PrivateKey> open_openssh_key(const OpensshContainer& container, const Secret& password);

/// The contents of the block, clear for an empty password, else aes256-ctr with 16 rounds of bcrypt_pbkdf.
/// The comment is empty. Throws Error for a key OpenSSH has no form for.
SecretBytes write_openssh_key(const PrivateKey& key, const Secret& password);
/// The same as PEM.
std::string write_openssh_private_key(const PrivateKey& key, const Secret& password);

/// Whether the text begins with the name of a key type, as a public key file of OpenSSH does.
bool looks_like_openssh_public_key(std::string_view text);
/// "<type> <base64> [comment]". Failure: "error parsing OpenSSH key: …".
Expected<PublicKey> read_openssh_public_key(std::string_view line);
/// Such a line without comment, with line end.
std::string write_openssh_public_key(const PublicKey& key);

}  // namespace newel
