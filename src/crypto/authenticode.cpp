// An executable names the place of its signature in entry 4 of its data directories. There stands a
// WIN_CERTIFICATE: length, revision, type, and for type 2 a PKCS#7 SignedData (RFC 2315 section 9.1) with the
// certificates.
#include "crypto/authenticode.h"

#include <optional>

#include "crypto/pkcs7.h"

namespace newel {
namespace {

constexpr std::string_view no_table = "Error parsing the executable's headers: No Certificate Table found";

tl::unexpected<Failure> not_executable(const char* why) {
  return failure(std::string("Unable to open the PE file: ") + why);
}
tl::unexpected<Failure> bad_table(const std::string& why) {
  return failure("Error to parse the certificate table from the executable's table: " + why);
}

std::optional<ByteView> part(ByteView data, std::size_t offset, std::size_t size) {
  if (offset > data.size() || size > data.size() - offset) return std::nullopt;
  return data.subspan(offset, size);
}

// Little-endian; nullopt beyond the end.
std::optional<std::uint32_t> number(ByteView data, std::size_t offset, std::size_t size) {
  const auto octets = part(data, offset, size);
  if (!octets) return std::nullopt;
  std::uint32_t out = 0;
  for (std::size_t i = size; i-- > 0;) out = out << 8 | (*octets)[i];
  return out;
}

// Where the optional header keeps the count of data directories; they follow it.
std::optional<std::size_t> directory_count_offset(std::uint32_t format) {
  constexpr std::uint32_t pe32 = 0x10b, pe32_plus = 0x20b;
  if (format == pe32) return 92;
  if (format == pe32_plus) return 108;
  return std::nullopt;
}

Expected<ByteView> certificate_table(ByteView file) {
  constexpr std::size_t place_of_header = 0x3c, coff_size = 20, security = 4;
  if (!as_text(file).starts_with("MZ")) return not_executable("it does not begin as an executable does");
  const auto header = number(file, place_of_header, 4);
  const auto mark = header ? part(file, *header, 4) : std::nullopt;
  if (!mark || as_text(*mark) != std::string_view("PE\0\0", 4)) return not_executable("it has no PE header");
  const std::size_t coff = std::size_t(*header) + 4;
  const auto optional_size = number(file, coff + 16, 2);
  const auto optional = optional_size ? part(file, coff + coff_size, *optional_size) : std::nullopt;
  if (!optional) return not_executable("its headers are cut off");
  const auto count_at = directory_count_offset(number(*optional, 0, 2).value_or(0));
  if (!count_at) return not_executable("its optional header is neither PE32 nor PE32+");
  const auto count = number(*optional, *count_at, 4);
  const auto offset = number(*optional, *count_at + 4 + 8 * security, 4);
  const auto size = number(*optional, *count_at + 8 + 8 * security, 4);
  if (!count || *count <= security || !offset || !size || *offset == 0 || *size == 0)
    return failure(std::string(no_table));
  const auto table = part(file, *offset, *size);
  if (!table) return bad_table("it ends behind the end of the file");
  return *table;
}

// The SignedData inside of the WIN_CERTIFICATE.
Expected<ByteView> signed_data(ByteView table) {
  constexpr std::size_t header_size = 8;
  constexpr std::uint32_t pkcs7 = 2;
  const auto length = number(table, 0, 4);
  const auto type = number(table, 6, 2);
  if (!length || !type) return bad_table("it is cut off");
  if (*type != pkcs7) return bad_table("wCertificateType of " + std::to_string(*type) + " is not supported");
  if (*length < header_size || *length > table.size()) return bad_table("its length is wrong");
  return table.subspan(header_size, *length - header_size);
}

}  // namespace

Expected<std::vector<Bytes>> authenticode_certificates(ByteView executable) {
  const auto table = certificate_table(executable);
  if (!table) return tl::unexpected(table.error());
  const auto message = signed_data(*table);
  if (!message) return tl::unexpected(message.error());

  auto contents = read_pkcs7(*message);  // zeros may follow it, up to a multiple of eight
  if (!contents) return bad_table(contents.error().text);
  return std::move(contents->certificates);
}

}  // namespace newel
