#include "cli/crypto/qr.h"

#include <png.h>
#include <qrencode.h>

#include <memory>

#include "base/error.h"

namespace newel::cli::crypto {
namespace {

constexpr unsigned quiet_zone = 4;  // modules on each side, ISO/IEC 18004 section 5.3.8

/// Each module becomes a square of whole pixels; what is left over widens the margin.
Bytes draw(const QRcode& code, unsigned pixels) {
  const unsigned width = static_cast<unsigned>(code.width);
  const unsigned scale = std::max(1u, pixels / (width + 2 * quiet_zone));
  const unsigned size = std::max(pixels, scale * (width + 2 * quiet_zone));
  const unsigned margin = (size - scale * width) / 2;
  Bytes image(std::size_t{size} * size, 255);
  for (unsigned y = 0; y < width * scale; ++y) {
    for (unsigned x = 0; x < width * scale; ++x) {
      const bool dark = (code.data[(y / scale) * width + x / scale] & 1) != 0;
      if (dark) image[std::size_t{y + margin} * size + x + margin] = 0;
    }
  }
  return image;
}

}  // namespace

Bytes qr_png(const std::string& text, unsigned pixels) {
  const std::unique_ptr<QRcode, void (*)(QRcode*)> code(
      QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M), QRcode_free);
  if (!code) throw Error("the text is too long for a QR code");
  const Bytes image = draw(*code, pixels);
  unsigned size = 1;
  while (std::size_t{size} * size < image.size()) ++size;
  png_image png{};
  png.version = PNG_IMAGE_VERSION;
  png.width = png.height = size;
  png.format = PNG_FORMAT_GRAY;
  png_alloc_size_t length = 0;
  if (png_image_write_get_memory_size(png, length, 0, image.data(), 0, nullptr) == 0)
    throw Error(png.message);
  Bytes out(length);
  if (png_image_write_to_memory(&png, out.data(), &length, 0, image.data(), 0, nullptr) == 0)
    throw Error(png.message);
  out.resize(length);
  return out;
}

}  // namespace newel::cli::crypto
