// Logins are proved as the RFCs' own examples do.
// SPDX-License-Identifier: Apache-2.0
#include "counter/watch/login_proof.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace throng {
namespace {

using testing::HasSubstr;
using testing::Not;

const LoginChallenge kOf2617{.scheme = LoginScheme::kDigestMd5,
                             .qop_auth = true,
                             .realm = "testrealm@host.com",
                             .nonce = "dcd98b7102dd2f0e8b11d0f600bfb0c093",
                             .opaque = "5ccc069c403ebaf9f0171e9517f40e41"};
constexpr ProvedRequest kRequestOf2617{
    .method = "GET", .uri = "/dir/index.html", .count = 1, .cnonce = "0a4f113b"};

TEST(LoginProof, IsThatOfRfc2617Section3Point5) {
  EXPECT_EQ(*ProveLogin({"Mufasa", "Circle Of Life"}, kOf2617, kRequestOf2617),
            "Digest username=\"Mufasa\", realm=\"testrealm@host.com\", "
            "nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", uri=\"/dir/index.html\", "
            "response=\"6629fae49393a05397450978507c4ef1\", "
            "opaque=\"5ccc069c403ebaf9f0171e9517f40e41\", qop=auth, nc=00000001, "
            "cnonce=\"0a4f113b\"");
}

// The example of RFC 2069, section 2.4, with the response that its errata give.
TEST(LoginProof, HasNoCountWhereTheCameraWantsNone) {
  LoginChallenge challenge = kOf2617;
  challenge.qop_auth = false;
  challenge.opaque.clear();
  EXPECT_EQ(*ProveLogin({"Mufasa", "CircleOfLife"}, challenge, kRequestOf2617),
            "Digest username=\"Mufasa\", realm=\"testrealm@host.com\", "
            "nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", uri=\"/dir/index.html\", "
            "response=\"1949323746fe6a43ef61f9606e7febea\"");
}

TEST(LoginProof, IsThatOfRfc7616Section3Point9Point1WithBothHashes) {
  LoginChallenge challenge{.scheme = LoginScheme::kDigestMd5,
                           .qop_auth = true,
                           .realm = "http-auth@example.org",
                           .nonce = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
                           .opaque = "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"};
  const ProvedRequest request{.method = "GET",
                              .uri = "/dir/index.html",
                              .count = 1,
                              .cnonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"};
  const Login login{"Mufasa", "Circle of Life"};
  EXPECT_THAT(*ProveLogin(login, challenge, request),
              HasSubstr("response=\"8ca523f5e9506fed4657c9700eebdbec\""));
  challenge.scheme = LoginScheme::kDigestSha256;
  const std::string proof = *ProveLogin(login, challenge, request);
  EXPECT_THAT(
      proof,
      HasSubstr("response=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\""));
  EXPECT_THAT(proof, HasSubstr("algorithm=SHA-256"));
  EXPECT_THAT(proof, Not(HasSubstr("Circle")));
}

// RFC 7617, section 2, and the lengths that base64 fills up with one and two signs.
TEST(LoginProof, OfBasicIsUserAndPasswordInBase64) {
  const LoginChallenge basic{LoginScheme::kBasic, false, "WallyWorld", "", ""};
  EXPECT_EQ(*ProveLogin({"Aladdin", "open sesame"}, basic, {}),
            "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
  EXPECT_EQ(*ProveLogin({"a", "b"}, basic, {}), "Basic YTpi");
  EXPECT_EQ(*ProveLogin({"a", "bcd"}, basic, {}), "Basic YTpiY2Q=");
}

TEST(LoginProof, CountsInHexadecimalDigits) {
  ProvedRequest request = kRequestOf2617;
  request.count = 0x1234ABCD;
  EXPECT_THAT(*ProveLogin({"Mufasa", "x"}, kOf2617, request), HasSubstr("nc=1234abcd,"));
}

TEST(LoginProof, AQuoteInAUsersNameDoesNotEndIt) {
  EXPECT_THAT(*ProveLogin({"Mu\"fa\\sa", "x"}, kOf2617, kRequestOf2617),
              HasSubstr(R"(username="Mu\"fa\\sa", realm)"));
}

TEST(LoginProof, HasANewNonceEachTime) {
  const std::string one = NewCnonce();
  EXPECT_EQ(one.size(), 16U);
  EXPECT_EQ(one.find_first_not_of("0123456789abcdef"), std::string::npos);
  EXPECT_NE(one, NewCnonce());
}

}  // namespace
}  // namespace throng
