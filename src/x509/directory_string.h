// The string types of distinguished names (X.520 DirectoryString and its older relatives) as UTF-8.
#pragma once

#include <optional>
#include <string>

#include "x509/der_reader.h"

namespace newel::x509 {

/// True for the tags that hold characters.
bool is_string_tag(Byte tag);
/// The characters as UTF-8; nullopt when the octets are not valid for the type. T61String is read as Latin-1,
/// as everybody does.
std::optional<std::string> decode_string(Byte tag, ByteView content);
/// The octets of UTF-8 text in a string type; nullopt when the type cannot hold it.
std::optional<Bytes> encode_string(Byte tag, std::string_view utf8);

}  // namespace newel::x509
