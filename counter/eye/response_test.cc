// Messages of cameras, whole, in pieces, and of no sense.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/response.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <string>
#include <string_view>

#include "counter/base/descriptor.h"

namespace throng {
namespace {

// A camera that has sent `text` so far.
class Sent {
 public:
  explicit Sent(std::string_view text) {
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe(ends.data()), 0);
    read_ = Descriptor(ends[0]);
    write_ = Descriptor(ends[1]);
    Send(text);
  }
  void Send(std::string_view text) const {
    EXPECT_EQ(::write(write_.get(), text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
  int fd() const { return read_.get(); }

 private:
  Descriptor read_;
  Descriptor write_;
};

constexpr std::string_view kRefusal =
    "RTSP/1.0 401 Unauthorized\r\nCSeq: 1\r\n"
    "WWW-Authenticate: Digest realm=\"IP Camera(C1234)\", nonce=\"6f1b\", stale=\"FALSE\"\r\n"
    "WWW-Authenticate: Basic realm=\"IP Camera(C1234)\"\r\n"
    "Content-Length: 4\r\n\r\nbody$";

TEST(Response, IsTakenOnceItIsWholeAndNotMore) {
  const Sent sent(kRefusal.substr(0, 30));
  Connection connection(sent.fd());
  EXPECT_EQ(connection.Read(), Connection::Came::kSome);
  auto response = TakeResponse(connection, true);
  ASSERT_TRUE(response);
  EXPECT_FALSE(*response);
  sent.Send(kRefusal.substr(30));
  EXPECT_EQ(connection.Read(), Connection::Came::kSome);
  response = TakeResponse(connection, true);
  ASSERT_TRUE(response && *response);
  EXPECT_EQ((*response)->status, 401);
  EXPECT_EQ((*response)->Value("cseq"), "1");
  EXPECT_EQ((*response)->body, "body");
  EXPECT_EQ(connection.text(), "$");
}

TEST(Response, OfAStreamTheBodyIsLeftToWhoeverReadsIt) {
  const Sent sent("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n--bou");
  Connection connection(sent.fd());
  connection.Read();
  const auto response = TakeResponse(connection, false);
  ASSERT_TRUE(response && *response);
  EXPECT_EQ(connection.text(), "--bou");
}

TEST(Response, WhatIsNoMessageIsNotWaitedFor) {
  for (const std::string& text :
       {std::string("SSH-2.0-OpenSSH_9.2\r\n"), std::string("RTSP/1.0 20 OK\r\n\r\n"),
        std::string("RTSP/1.0 200 OK\r\nContent-Length: 99999\r\n\r\n"),
        std::string("RTSP/1.0 200 OK\r\nContent-Length: -1\r\n\r\n"),
        std::string(kMostHeadBytes + 1, 'a')}) {
    const Sent sent(text);
    Connection connection(sent.fd());
    while (connection.Read() == Connection::Came::kSome) {
    }
    const auto response = TakeResponse(connection, true);
    ASSERT_FALSE(response) << text.substr(0, 60);
    EXPECT_EQ(response.error(), Fault::kCameraNotLive);
  }
}

std::optional<LoginChallenge> ChallengeOf(std::string_view lines) {
  const std::optional<Response> response =
      ParseHead("RTSP/1.0 401 Unauthorized\r\n" + std::string(lines));
  return response ? ChallengeIn(*response) : std::nullopt;
}

TEST(Response, TheBestKindOfLoginIsChosen) {
  const auto best = ChallengeOf(
      "WWW-Authenticate: Basic realm=\"a\"\r\n"
      "www-authenticate: Digest realm=\"b\", algorithm=SHA-256, nonce=\"n\", "
      "qop=\"auth-int,auth\", "
      "opaque=\"o\"\r\n"
      "WWW-Authenticate: Digest realm=\"c\", nonce=n2, algorithm=MD5\r\n");
  ASSERT_TRUE(best);
  EXPECT_EQ(best->scheme, LoginScheme::kDigestSha256);
  EXPECT_EQ(best->realm, "b");
  EXPECT_EQ(best->nonce, "n");
  EXPECT_EQ(best->opaque, "o");
  EXPECT_TRUE(best->qop_auth);
  const auto plain = ChallengeOf("WWW-Authenticate: Digest realm=\"c\", nonce=n2\r\n");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->scheme, LoginScheme::kDigestMd5);
  EXPECT_EQ(plain->nonce, "n2");
  EXPECT_FALSE(plain->qop_auth);
  EXPECT_TRUE(ChallengeOf("WWW-Authenticate: Basic realm=\"a, b\"\r\n"));
}

TEST(Response, AKindOfLoginThatNobodyKnowsIsNone) {
  EXPECT_FALSE(ChallengeOf("WWW-Authenticate: Negotiate\r\n"));
  EXPECT_FALSE(
      ChallengeOf("WWW-Authenticate: Digest realm=\"a\", algorithm=MD5-sess, nonce=n\r\n"));
  EXPECT_FALSE(ChallengeOf("WWW-Authenticate: Digest realm=\"without a nonce\"\r\n"));
  EXPECT_FALSE(ChallengeOf("CSeq: 1\r\n"));
}

}  // namespace
}  // namespace throng
