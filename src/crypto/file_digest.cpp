#include "crypto/file_digest.h"

#include <openssl/evp.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace newel {

struct StreamDigest::Impl {
  std::unique_ptr<EVP_MD, void (*)(EVP_MD*)> algorithm;
  std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context{EVP_MD_CTX_new(), EVP_MD_CTX_free};
};

StreamDigest::StreamDigest(const std::string& algorithm)
    : impl_(new Impl{{EVP_MD_fetch(nullptr, algorithm.c_str(), nullptr), EVP_MD_free}}) {
  if (!impl_->algorithm || EVP_DigestInit_ex(impl_->context.get(), impl_->algorithm.get(), nullptr) != 1) {
    throw Error("this system has no hash algorithm " + algorithm);
  }
}

StreamDigest::~StreamDigest() = default;

void StreamDigest::update(ByteView data) {
  if (EVP_DigestUpdate(impl_->context.get(), data.data(), data.size()) != 1) throw Error("hashing failed");
}

Bytes StreamDigest::finish() {
  Bytes out(EVP_MAX_MD_SIZE);
  unsigned length = 0;
  if (EVP_DigestFinal_ex(impl_->context.get(), out.data(), &length) != 1) throw Error("hashing failed");
  out.resize(length);
  return out;
}

Expected<Bytes> digest_file(const std::string& path, const std::string& algorithm) {
  const std::unique_ptr<FILE, int (*)(FILE*)> file(std::fopen(path.c_str(), "rb"), std::fclose);
  const auto failed = [&](const char* what) {
    std::string reason = std::strerror(errno);
    reason[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(reason[0])));
    return failure(std::string(what) + " " + path + " failed: " + reason);
  };
  if (!file) return failed("open");
  StreamDigest digest(algorithm);
  Bytes buffer(1 << 16);
  while (const std::size_t n = std::fread(buffer.data(), 1, buffer.size(), file.get()))
    digest.update({buffer.data(), n});
  if (std::ferror(file.get()) != 0) return failed("read");
  return digest.finish();
}

}  // namespace newel
