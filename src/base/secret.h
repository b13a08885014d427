// Memory for secrets: wiped when it goes, never printed.
#pragma once

#include <openssl/crypto.h>

#include <new>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"

namespace newel {

/// Allocator that overwrites memory before it gives it back.
template <class T>
struct WipingAllocator {
  using value_type = T;
  WipingAllocator() = default;
  template <class U>
  WipingAllocator(const WipingAllocator<U>&) {}
  T* allocate(std::size_t n) { return static_cast<T*>(::operator new(n * sizeof(T))); }
  void deallocate(T* p, std::size_t n) {
    OPENSSL_cleanse(p, n * sizeof(T));
    ::operator delete(p);
  }
  bool operator==(const WipingAllocator&) const { return true; }
};

using SecretBytes = std::vector<Byte, WipingAllocator<Byte>>;

/// A password or token. Heap only (no small-string copy left on a stack), no stream operator, no fmt
/// formatter: printing one does not compile.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string_view text) : data_(as_bytes(text).begin(), as_bytes(text).end()) {}
  std::string_view view() const { return as_text({data_.data(), data_.size()}); }
  ByteView bytes() const { return {data_.data(), data_.size()}; }
  bool empty() const { return data_.empty(); }
  std::size_t size() const { return data_.size(); }

 private:
  SecretBytes data_;
};

inline SecretBytes to_secret(ByteView bytes) { return {bytes.begin(), bytes.end()}; }

}  // namespace newel
