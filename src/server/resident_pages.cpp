// Starting touches far more code than serving: dynamic linking, OpenSSL's providers and self-made tables, the
// configuration, key derivation, the schema of the store. Those pages stay resident although nothing runs in
// them any more; they were half of an idle server's memory. After a burst of requests it is the heap: 64
// clients leave 15 MB.
//
// Pages of executable mappings are clean copies of files, so they can be dropped at any time: the kernel maps
// what is executed next from its page cache, without reading the disk. Only such mappings are touched. Data
// is left alone, read-only data too: parts of it were relocated when the program was linked, and dropping
// those would lose the relocations.
#include "server/resident_pages.h"

#include <malloc.h>
#include <sys/mman.h>
#include <time.h>

#include <cinttypes>
#include <cstdio>
#include <fstream>
#include <string>

namespace newel::server {
namespace {

constexpr int kept_heap = 1 << 20;

// A health check with a handshake takes 1 ms. One a second is not work that needs its pages kept, and a
// single one is enough to make giving back worth it.
constexpr std::chrono::milliseconds next_to_nothing{20}, worth_it{1};

}  // namespace

void release_resident_pages() {
  ::malloc_trim(0);
  // From here on the heaps of the threads keep this much at their ends: given back and taken again with every
  // batch of requests, it costs a system call and page faults each time.
  ::mallopt(M_TRIM_THRESHOLD, kept_heap);
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    std::uintptr_t begin = 0, end = 0;
    char permissions[5] = {};
    if (std::sscanf(line.c_str(), "%" SCNxPTR "-%" SCNxPTR " %4s", &begin, &end, permissions) != 3) continue;
    const bool file_backed = line.find('/') != std::string::npos;
    if (std::string(permissions) != "r-xp" || !file_backed) continue;
    ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);
  }
}

std::chrono::nanoseconds processor_time() {
  timespec used{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return std::chrono::seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec);
}

bool QuietWatch::work_is_over(std::chrono::nanoseconds used) {
  const auto lately = used - seen_;
  seen_ = used;
  if (lately > next_to_nothing || used - given_back_ < worth_it) return false;
  given_back_ = used;
  return true;
}

}  // namespace newel::server
