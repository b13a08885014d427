#include "x509/name.h"

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "x509/der_writer.h"
#include "x509/oids.h"
#include "x509/openssl_judge.h"

namespace newel::x509 {
namespace {

using newel::testing::Owned;

std::string openssl_name(ByteView der) {
  const unsigned char* p = der.data();
  X509_NAME* name = d2i_X509_NAME(nullptr, &p, static_cast<long>(der.size()));
  if (name == nullptr) return "(refused)";
  Owned<BIO> bio(BIO_new(BIO_s_mem()));
  X509_NAME_print_ex(bio.get(), name, 0, XN_FLAG_ONELINE & ~ASN1_STRFLGS_ESC_MSB);
  X509_NAME_free(name);
  return newel::testing::take_text(bio.get());
}

TEST(Name, FieldsInGoOrder) {
  NameFields fields;
  fields.common_name = "svc.example.com";
  fields.serial_number = "42";
  fields.country = {"CH"};
  fields.organization = {"Acme"};
  fields.organizational_unit = {"B", "A"};
  fields.locality = {"Zürich"};
  fields.province = {"ZH"};
  fields.street_address = {"Road 1"};
  fields.postal_code = {"8000"};
  fields.extra = {{std::string(oids::email_address), "a@example.com"}, {"1.2.3.4", "x"}};
  const Bytes der = fields.to_name().encode();
  EXPECT_EQ(openssl_name(der),
            "C = CH, ST = ZH, L = Zürich, street = Road 1, postalCode = 8000, O = Acme, OU = A + OU = B, "
            "CN = svc.example.com, serialNumber = 42, emailAddress = a@example.com, 1.2.3.4 = x");
  const auto parsed = Name::parse(der);
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->encode(), der);
  const NameFields back = NameFields::from_name(*parsed);
  EXPECT_EQ(back.common_name, fields.common_name);
  EXPECT_EQ(back.serial_number, "42");
  EXPECT_EQ(back.organizational_unit, (std::vector<std::string>{"A", "B"}));
  EXPECT_EQ(back.locality, fields.locality);
  ASSERT_EQ(back.extra.size(), 2u);
  EXPECT_EQ(back.extra[0].tag, Tag::ia5_string);
  EXPECT_EQ(back.extra[1].tag, Tag::printable_string);
  // Written again from its values the name keeps its octets.
  Name again = *parsed;
  again.raw.clear();
  EXPECT_EQ(again.encode(), der);
}

TEST(Name, EmptyName) {
  EXPECT_EQ(hex_encode(Name().encode()), "3000");
  EXPECT_TRUE(Name::from_common_name("").empty());
  EXPECT_TRUE(Name::parse(*hex_decode("3000"))->empty());
}

TEST(Name, TheLastCommonNameCounts) {
  Name name = Name::from_common_name("first");
  name.rdns.push_back({{std::string(oids::common_name), "second"}});
  EXPECT_EQ(name.common_name(), "second");
  EXPECT_EQ(name.values(oids::common_name), (std::vector<std::string>{"first", "second"}));
}

Bytes name_with_value(Byte tag, ByteView content) {
  DerWriter writer;
  writer.primitive(tag, content);
  writer.oid(oids::common_name);
  writer.close(Tag::sequence, 0);
  writer.close(Tag::set, 0);
  writer.close(Tag::sequence, 0);
  return writer.take();
}

TEST(Name, StringTypes) {
  struct Case {
    Byte tag;
    const char* content;
    const char* text;  ///< nullptr: refused
  };
  const Case cases[] = {
      {Tag::utf8_string, "c3bc", "ü"},
      {Tag::utf8_string, "fc", nullptr},
      {Tag::printable_string, "41", "A"},
      {Tag::printable_string, "c3bc", nullptr},
      {Tag::ia5_string, "40", "@"},
      {Tag::ia5_string, "80", nullptr},
      {Tag::t61_string, "fc", "ü"},
      {Tag::numeric_string, "3132", "12"},
      {Tag::bmp_string, "00fc20ac", "ü€"},
      {Tag::bmp_string, "00", nullptr},
      {Tag::bmp_string, "d800", nullptr},
      {Tag::universal_string, "0001f600", "😀"},
      {Tag::universal_string, "00110000", nullptr},
      {Tag::octet_string, "41", nullptr},
      {Tag::set, "", nullptr},
      {Tag::integer, "01", nullptr},
  };
  for (const Case& c : cases) {
    const Bytes der = name_with_value(c.tag, *hex_decode(c.content));
    const auto name = Name::parse(der);
    ASSERT_EQ(static_cast<bool>(name), c.text != nullptr) << int(c.tag) << " " << c.content;
    if (!name) continue;
    EXPECT_EQ(name->common_name(), c.text);
    EXPECT_NE(openssl_name(der), "(refused)") << int(c.tag);
    Name again = *name;
    again.raw.clear();
    EXPECT_EQ(again.encode(), der);
  }
}

TEST(Name, OpaqueValuesKeepTheirOctets) {
  const Bytes der = name_with_value(Tag::sequence, *hex_decode("020105"));
  auto name = Name::parse(der);
  ASSERT_TRUE(name);
  EXPECT_FALSE(name->rdns[0][0].is_text);
  EXPECT_EQ(name->common_name(), "");
  name->raw.clear();
  EXPECT_EQ(name->encode(), der);
}

TEST(Name, RefusesBrokenStructure) {
  for (const char* bad :
       {"", "3100", "30023000", "30023100", "300431023000", "3006310430020101", "30003000"}) {
    EXPECT_FALSE(Name::parse(*hex_decode(bad))) << bad;
  }
}

TEST(Name, RefusesTextItCannotEncode) {
  EXPECT_THROW(Name::from_common_name("\xff").encode(), Error);
  Name name;
  name.rdns.push_back({{std::string(oids::email_address), "ü@example.com"}});
  EXPECT_THROW(name.encode(), Error);
}

}  // namespace
}  // namespace newel::x509
