// OCSP with the openssl program as the responder.
#include "x509/ocsp.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "crypto/key_files.h"
#include "crypto/openssl_tool.h"
#include "x509/fixtures.h"

namespace newel::x509 {
namespace {

using namespace newel::x509::testing;
using test::run_openssl;
using test::ScratchFolder;

constexpr Seconds hour{3600};

/// A CA, a certificate of it, and an index file that says what is known about it.
class Responder {
 public:
  Responder() : ca_(Authority::root(ca_template("OCSP CA"))) {
    leaf_.push_back(ca_.leaf(leaf_template("a.example.com")));
    folder_.write("ca.crt", ca_.certificate.pem());
    folder_.write("ca.key", write_private_key(*ca_.key));
    folder_.write("leaf.crt", leaf().pem());
  }

  const Certificate& leaf() const { return leaf_.front(); }
  const Certificate& issuer() const { return ca_.certificate; }
  const Authority& authority() const { return ca_; }
  const ScratchFolder& folder() const { return folder_; }

  /// The response to our own request, as openssl makes it now.
  OcspResponse answer(const std::string& index, ByteView nonce, const std::string& extra = {}) {
    folder_.write("index", index);
    const Bytes request = create_ocsp_request(leaf(), issuer(), nonce);
    folder_.write("request", as_text(request));
    const bool delegated = extra.find("-rsigner") != std::string::npos;
    const auto made = run_openssl(
        "ocsp -index " + folder_.path("index") + " -CA " + folder_.path("ca.crt") +
        (delegated ? "" : " -rsigner " + folder_.path("ca.crt") + " -rkey " + folder_.path("ca.key")) +
        " -reqin " + folder_.path("request") + " -respout " + folder_.path("response") + " " + extra);
    EXPECT_EQ(made.status, 0) << made.output;
    const std::string der = folder_.read("response");
    auto response = OcspResponse::parse(as_bytes(der));
    EXPECT_TRUE(response) << response.error().text;
    return std::move(*response);
  }

  std::string known(const char* state) const {
    std::string serial = to_upper(leaf().serial().hex());
    return std::string(state) + "\t" + serial + "\tunknown\t/CN=a.example.com\n";
  }

 private:
  ScratchFolder folder_;
  Authority ca_;
  std::vector<Certificate> leaf_;
};

// openssl answers with the time of day; the fixtures live in 2024.
Time today() { return std::chrono::floor<Seconds>(std::chrono::system_clock::now()); }

const char* const good = "V\t301231235959Z\t";
const char* const revoked = "R\t301231235959Z\t230405060708Z,keyCompromise";
const Bytes nonce = {1, 2, 3, 4, 5, 6, 7, 8};

std::string problem(const Expected<OcspSingleResponse>& result) { return result ? "" : result.error().text; }

TEST(Ocsp, GoodRevokedUnknown) {
  Responder responder;
  const auto ask = [&](const std::string& index) {
    return check_ocsp_response(responder.answer(index, nonce, "-ndays 1"), responder.leaf(),
                               responder.issuer(), nonce, today());
  };
  const auto is_good = ask(responder.known(good));
  ASSERT_TRUE(is_good) << is_good.error().text;
  EXPECT_EQ(is_good->status, OcspStatus::good);
  EXPECT_TRUE(is_good->next_update);
  const auto is_revoked = ask(responder.known(revoked));
  ASSERT_TRUE(is_revoked) << is_revoked.error().text;
  EXPECT_EQ(is_revoked->status, OcspStatus::revoked);
  EXPECT_EQ(is_revoked->reason, 1);
  EXPECT_EQ(format_rfc3339(is_revoked->revoked_at), "2023-04-05T06:07:08Z");
  const auto is_unknown = ask("");
  ASSERT_TRUE(is_unknown) << is_unknown.error().text;
  EXPECT_EQ(is_unknown->status, OcspStatus::unknown);
}

TEST(Ocsp, NonceAndTimes) {
  Responder responder;
  const auto response = responder.answer(responder.known(good), nonce, "-ndays 1");
  ASSERT_TRUE(response.nonce);
  EXPECT_EQ(*response.nonce, nonce);
  const auto at = [&](Time t, ByteView expected) {
    return problem(check_ocsp_response(response, responder.leaf(), responder.issuer(), expected, t));
  };
  EXPECT_EQ(at(today(), nonce), "");
  EXPECT_EQ(at(today(), {}), "") << "who sent none takes any";
  EXPECT_EQ(at(today(), Bytes{9}), "ocsp: the nonce of the response is not the one of the request");
  EXPECT_NE(at(today() + 48 * hour, nonce).find("has expired"), std::string::npos);
  EXPECT_NE(at(today() - hour, nonce).find("from the future"), std::string::npos);
  const auto without = responder.answer(responder.known(good), {}, "");
  EXPECT_FALSE(without.nonce);
  EXPECT_EQ(problem(check_ocsp_response(without, responder.leaf(), responder.issuer(), nonce, today())), "")
      << "responders that answer from stock send none";
}

TEST(Ocsp, OnlyTheIssuerOrItsDelegateIsBelieved) {
  Responder responder;
  const auto signer = [&](const char* name, auto change, const Authority& by) {
    CertificateTemplate what = leaf_template(name);
    what.not_before = today() - hour;
    what.not_after = today() + hour;
    what.extended_key_usage = {std::string(oids::ocsp_signing)};
    change(what);
    const auto key = new_key();
    what.public_key = key->public_key();
    responder.folder().write("signer.crt", by.leaf(what).pem());
    responder.folder().write("signer.key", write_private_key(*key));
    const auto response = responder.answer(responder.known(good), nonce,
                                           "-rsigner " + responder.folder().path("signer.crt") + " -rkey " +
                                               responder.folder().path("signer.key"));
    return problem(check_ocsp_response(response, responder.leaf(), responder.issuer(), nonce, today()));
  };
  const Authority& ca = responder.authority();
  EXPECT_EQ(signer(
                "delegate", [](auto&) {}, ca),
            "");
  EXPECT_EQ(signer(
                "no usage", [](auto& t) { t.extended_key_usage = {std::string(oids::server_auth)}; }, ca),
            "ocsp: the responder's certificate is not for signing OCSP responses");
  EXPECT_EQ(signer(
                "expired", [](auto& t) { t.not_after = today() - Seconds(1); }, ca),
            "ocsp: the responder's certificate has expired or is not yet valid");
  EXPECT_EQ(signer(
                "foreign", [](auto&) {}, Authority::root(ca_template("OCSP CA"))),
            "ocsp: the responder's certificate was not issued by the issuer of the certificate");
}

TEST(Ocsp, ChangedResponsesAreNotBelieved) {
  Responder responder;
  const auto response = responder.answer(responder.known(good), nonce, "-ndays 1");
  OcspResponse changed = response;
  changed.tbs.back() ^= 1;
  EXPECT_EQ(problem(check_ocsp_response(changed, responder.leaf(), responder.issuer(), nonce, today())),
            "ocsp: the response is not signed by the issuer of the certificate");
  const Certificate other = responder.authority().leaf(leaf_template("b.example.com"));
  EXPECT_EQ(problem(check_ocsp_response(response, other, responder.issuer(), nonce, today())),
            "ocsp: the response says nothing about the certificate");
  const std::string der = responder.folder().read("response");
  for (std::size_t size = 0; size < der.size(); ++size)
    EXPECT_FALSE(OcspResponse::parse(as_bytes(der).first(size))) << size;
}

TEST(Ocsp, RefusalsOfTheResponder) {
  const Bytes unauthorized = {0x30, 0x03, 0x0a, 0x01, 0x06};
  const auto response = OcspResponse::parse(unauthorized);
  ASSERT_TRUE(response);
  Responder responder;
  EXPECT_EQ(problem(check_ocsp_response(*response, responder.leaf(), responder.issuer(), nonce, today())),
            "ocsp: the responder answers unauthorized");
  EXPECT_FALSE(OcspResponse::parse(Bytes{0x30, 0x03, 0x0a, 0x01, 0x00})) << "successful, and nothing said";
}

}  // namespace
}  // namespace newel::x509
