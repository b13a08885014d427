// bcrypt, htpasswd, derivePassword (the Master Password scheme, version 3) and AES with a password for a key.
#include <algorithm>

#include "base/encoding.h"
#include "crypto/block_cipher.h"
#include "crypto/digest.h"
#include "crypto/kdf.h"
#include "crypto/password_hash.h"
#include "template/function.h"

namespace newel::templates {
namespace {

std::string bcrypt_text(const std::string& password) {
  constexpr std::size_t most = 72;
  if (password.size() > most)
    return "failed to encrypt string with bcrypt: bcrypt: password length exceeds 72 bytes";
  return value_or_throw(hash_password(PasswordHash::bcrypt, Secret(password)));
}

Value htpasswd(Call&, Args a) {
  const std::string& user = a[0].as_string();
  if (user.find(':') != std::string::npos) return "invalid username: " + user;
  return user + ":" + bcrypt_text(a[1].as_string());
}

// What a letter of a password's pattern may become.
std::string_view characters(char letter) {
  switch (letter) {
    case 'V':
      return "AEIOU";
    case 'C':
      return "BCDFGHJKLMNPQRSTVWXYZ";
    case 'v':
      return "aeiou";
    case 'c':
      return "bcdfghjklmnpqrstvwxyz";
    case 'a':
      return "AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz";
    case 'n':
      return "0123456789";
    case 'o':
      return "@&%?,=[]_:-+*$#!'^~;()/.";
    default:
      return "AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz0123456789!@#$%^&*()";
  }
}

std::vector<std::string_view> patterns(std::string_view type) {
  if (type == "maximum") return {"anoxxxxxxxxxxxxxxxxx", "axxxxxxxxxxxxxxxxxno"};
  if (type == "long") {
    return {"CvcvnoCvcvCvcv", "CvcvCvcvnoCvcv", "CvcvCvcvCvcvno", "CvccnoCvcvCvcv", "CvccCvcvnoCvcv",
            "CvccCvcvCvcvno", "CvcvnoCvccCvcv", "CvcvCvccnoCvcv", "CvcvCvccCvcvno", "CvcvnoCvcvCvcc",
            "CvcvCvcvnoCvcc", "CvcvCvcvCvccno", "CvccnoCvccCvcv", "CvccCvccnoCvcv", "CvccCvccCvcvno",
            "CvcvnoCvccCvcc", "CvcvCvccnoCvcc", "CvcvCvccCvccno", "CvccnoCvcvCvcc", "CvccCvcvnoCvcc",
            "CvccCvcvCvccno"};
  }
  if (type == "medium") return {"CvcnoCvc", "CvcCvcno"};
  if (type == "short") return {"Cvcn"};
  if (type == "basic") return {"aaanaaan", "aannaaan", "aaannaaa"};
  if (type == "pin") return {"nnnn"};
  return {};
}

void append_uint32(Bytes& out, std::uint64_t number) {
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<Byte>(number >> shift));
}

Bytes scoped(std::string_view name) {
  Bytes out = to_bytes(std::string_view("com.lyndir.masterpassword"));
  append_uint32(out, name.size());
  append(out, as_bytes(name));
  return out;
}

Value derive_password(Call&, Args a) {
  const std::string& type = a[1].as_string();
  const auto all = patterns(type);
  if (all.empty()) return "cannot find password template " + type;
  const SecretBytes key = scrypt(Secret(a[2].as_string()), scoped(a[3].as_string()), 32768, 8, 2, 64);
  Bytes message = scoped(a[4].as_string());
  append_uint32(message, a[0].as_uint());
  const Bytes seed = hmac(Hash::sha256, key, message);
  std::string out;
  for (const char letter : all[seed[0] % all.size()]) {
    const std::string_view choice = characters(letter);
    out += choice[seed[out.size() + 1] % choice.size()];
  }
  return out;
}

// The password itself is the key, cut or filled with zeros: a function for people who have such texts
// already.
SecretBytes aes_key(const std::string& password) {
  SecretBytes key(32);
  std::copy_n(password.begin(), std::min<std::size_t>(password.size(), key.size()), key.begin());
  return key;
}

constexpr std::size_t aes_block = 16;

Value encrypt_aes(Call& call, Args a) {
  if (a[1].as_string().empty()) return "";
  Bytes out = call.random.bytes(aes_block);
  const Bytes data =
      cbc_encrypt(BlockCipher::aes256_cbc, aes_key(a[0].as_string()), out, as_bytes(a[1].as_string()));
  append(out, data);
  return base64_encode(out);
}

Value decrypt_aes(Call&, Args a) {
  if (a[1].as_string().empty()) return "";
  const Bytes data = value_or_throw(base64_decode(a[1].as_string()));
  if (data.size() < 2 * aes_block) throw Error("the text is too short to be encrypted");
  const auto plain = cbc_decrypt(BlockCipher::aes256_cbc, aes_key(a[0].as_string()),
                                 ByteView(data).first(aes_block), ByteView(data).subspan(aes_block));
  if (!plain) throw Error("the text was not encrypted with this password");
  return newel::to_text(ByteView(*plain));
}

constexpr Function table[] = {
    {"bcrypt", "s", [](Call&, Args a) -> Value { return bcrypt_text(a[0].as_string()); }},
    {"htpasswd", "ss", htpasswd},
    {"derivePassword", "ussss", derive_password},
    {"encryptAES", "ss", encrypt_aes},
    {"decryptAES", "ss", decrypt_aes},
};

}  // namespace

std::span<const Function> password_functions() { return table; }

}  // namespace newel::templates
