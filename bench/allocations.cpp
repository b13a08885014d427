// liballocations.so, for LD_PRELOAD: counts allocations of a process and says how many at its end.
//
// Written to the file that NEWEL_ALLOCATIONS names: "<calls> <octets>".
#include <dlfcn.h>

#include <atomic>
#include <cstddef>
#include <cstdio>
#include <cstdlib>

extern "C" void* __libc_malloc(std::size_t);
extern "C" void* __libc_calloc(std::size_t, std::size_t);
extern "C" void* __libc_realloc(void*, std::size_t);

namespace {

std::atomic<unsigned long long> calls{0}, octets{0};

void count(std::size_t size) {
  calls.fetch_add(1, std::memory_order_relaxed);
  octets.fetch_add(size, std::memory_order_relaxed);
}

struct Report {
  ~Report() {
    const char* path = std::getenv("NEWEL_ALLOCATIONS");
    std::FILE* out = path != nullptr ? std::fopen(path, "w") : nullptr;
    if (out == nullptr) return;
    std::fprintf(out, "%llu %llu\n", calls.load(), octets.load());
    std::fclose(out);
  }
} report;

}  // namespace

extern "C" {
void* malloc(std::size_t size) {
  count(size);
  return __libc_malloc(size);
}
void* calloc(std::size_t number, std::size_t size) {
  count(number * size);
  return __libc_calloc(number, size);
}
void* realloc(void* old, std::size_t size) {
  count(size);
  return __libc_realloc(old, size);
}
}
