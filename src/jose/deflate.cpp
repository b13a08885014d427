#include "jose/deflate.h"

#include <zlib.h>

#include <algorithm>
#include <limits>

namespace newel::jose {
namespace {

constexpr int raw_window_bits = -15;  // negative: no header, no checksum

struct Stream {
  z_stream z{};
  int (*end)(z_stream*);
  explicit Stream(int (*end_function)(z_stream*)) : end(end_function) {}
  ~Stream() { end(&z); }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  // zlib counts in 32 bits and does not write to its input.
  bool set_input(ByteView data) {
    if (data.size() > std::numeric_limits<uInt>::max()) return false;
    z.next_in = const_cast<Bytef*>(data.data());
    z.avail_in = static_cast<uInt>(data.size());
    return true;
  }
};

}  // namespace

Bytes deflate(ByteView data) {
  Stream stream(deflateEnd);
  const bool ready = deflateInit2(&stream.z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, raw_window_bits, 8,
                                  Z_DEFAULT_STRATEGY) == Z_OK &&
                     stream.set_input(data);
  if (!ready) throw Error("compressing the message failed");
  Bytes out(deflateBound(&stream.z, static_cast<uLong>(data.size())));
  stream.z.next_out = out.data();
  stream.z.avail_out = static_cast<uInt>(out.size());
  if (::deflate(&stream.z, Z_FINISH) != Z_STREAM_END) throw Error("compressing the message failed");
  out.resize(stream.z.total_out);
  return out;
}

Expected<SecretBytes> inflate(ByteView compressed) {
  constexpr std::size_t always_allowed = 250'000, most_growth = 10;
  const std::size_t limit = std::max(always_allowed, most_growth * compressed.size());
  Stream stream(inflateEnd);
  if (inflateInit2(&stream.z, raw_window_bits) != Z_OK || !stream.set_input(compressed))
    return failure("decompressing the message failed");
  SecretBytes out(std::min(limit, 4 * compressed.size() + 64));
  for (;;) {
    stream.z.next_out = out.data() + stream.z.total_out;
    stream.z.avail_out = static_cast<uInt>(out.size() - stream.z.total_out);
    const int status = ::inflate(&stream.z, Z_NO_FLUSH);
    if (status == Z_STREAM_END) break;
    if (status != Z_OK || stream.z.avail_out != 0) return failure("decompressing the message failed");
    if (out.size() == limit) return failure("the message is too large when decompressed");
    out.resize(std::min(limit, 2 * out.size()));
  }
  out.resize(stream.z.total_out);
  return out;
}

}  // namespace newel::jose
