// Webhooks against a server on loopback: signed, bounded in time, and led nowhere else.
// SPDX-License-Identifier: Apache-2.0
#include "counter/notify/webhook.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <chrono>
#include <fstream>

#include "counter/notify/event_json.h"
#include "counter/notify/events_for_test.h"
#include "counter/notify/test_http.h"
#include "counter/notify/webhook_signature.h"

namespace throng {
namespace {

namespace fs = std::filesystem;
using Verdict = Reply::Verdict;
using std::chrono_literals::operator""ms;

constexpr std::atomic<bool> kGoOn = false;

WebhookWay WayTo(const std::string& url) {
  WebhookWay way;
  way.name = "way";
  way.url = url;
  way.secret = "0123456789abcdef";
  return way;
}

Reply Send(const WebhookWay& way, const Delivery& delivery = DeliveryOf({Raise()})) {
  return MakeWebhook(way, "arena", 500ms)->Send(delivery, At("2026-11-24T20:30:07"), kGoOn);
}

// RFC 4231, cases 1 and 2, and one of a key that is longer than a block (6).
TEST(HmacSha256, IsThatOfRfc4231) {
  EXPECT_EQ(*HmacSha256(std::string(20, '\x0b'), "Hi There"),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(*HmacSha256("Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(*HmacSha256(std::string(131, '\xaa'),
                        "Test Using Larger Than Block-Size Key - Hash Key First"),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

// By another program: printf '1790000000.{"a":1}' | openssl dgst -sha256 -hmac 0123456789abcdef
TEST(WebhookSignature, IsOfTheTimeAndTheBody) {
  EXPECT_EQ(*WebhookSignature("0123456789abcdef", 1790000000, "{\"a\":1}"),
            "v1=d569e4518fe6f4620fd6639233427e7df5e5394d8f14c85c1063b8d90a724dcb");
  EXPECT_NE(*WebhookSignature("0123456789abcdef", 1790000001, "{\"a\":1}"),
            "v1=d569e4518fe6f4620fd6639233427e7df5e5394d8f14c85c1063b8d90a724dcb");
}

TEST(Webhook, PostsTheEventOnceSigned) {
  TestHttp server;
  server.Start();
  const Reply reply = Send(WayTo(server.Url()));
  EXPECT_EQ(reply.verdict, Verdict::kDelivered);
  ASSERT_EQ(server.Requests().size(), 1U);
  const TestHttp::Request request = server.Requests()[0];
  EXPECT_EQ(request.line, "POST /hook HTTP/1.1");
  EXPECT_EQ(request.body, EventJson("arena", DeliveryOf({Raise()})));
  EXPECT_EQ(request.headers.at("content-type"), "application/json; charset=utf-8");
  EXPECT_EQ(request.headers.at("throng-event-id"), "arena/17/1/20261124T203000000Z");
  EXPECT_EQ(request.headers.at("throng-timestamp"), "1795552207");
  EXPECT_EQ(request.headers.at("throng-signature"),
            "v1=" + *HmacSha256("0123456789abcdef", "1795552207." + request.body));
}

TEST(Webhook, CanPostCap) {
  TestHttp server;
  server.Start();
  WebhookWay way = WayTo(server.Url());
  way.cap = CapVoice{.sender = "ops@venue.example", .status = CapVoice::Status::kTest, .area = {}};
  EXPECT_EQ(Send(way).verdict, Verdict::kDelivered);
  ASSERT_EQ(server.Requests().size(), 1U);
  EXPECT_EQ(server.Requests()[0].headers.at("content-type"), "application/cap+xml; charset=utf-8");
  EXPECT_NE(server.Requests()[0].body.find("<msgType>Alert</msgType>"), std::string::npos);
  Delivery end = DeliveryOf({Raise(), End()});
  end.told.clear();
  EXPECT_EQ(Send(way, end).why, Fault::kWayNothingToEnd);
}

TEST(Webhook, TheAnswerDecidesWhatBecomesOfIt) {
  struct Case {
    const char* answer;
    Verdict verdict;
  };
  TestHttp server;
  server.Start();
  for (const auto& [answer, verdict] :
       {Case{"200 OK", Verdict::kDelivered}, Case{"204 No Content", Verdict::kDelivered},
        Case{"400 Bad Request", Verdict::kRefused}, Case{"401 Unauthorized", Verdict::kRefused},
        Case{"404 Not Found", Verdict::kRefused}, Case{"410 Gone", Verdict::kRefused},
        Case{"408 Request Timeout", Verdict::kLater}, Case{"429 Too Many", Verdict::kLater},
        Case{"500 Broken", Verdict::kLater}, Case{"503 Busy", Verdict::kLater},
        Case{"304 Not Modified", Verdict::kLater}}) {
    server.Answer(answer);
    EXPECT_EQ(Send(WayTo(server.Url())).verdict, verdict) << answer;
  }
}

TEST(Webhook, WaitsAsLongAsTheServerAsks) {
  TestHttp server;
  server.Start();
  server.Answer("429 Too Many\r\nRetry-After: 30");
  EXPECT_EQ(Send(WayTo(server.Url())).not_before, std::chrono::seconds(30));
}

TEST(Webhook, FollowsNoRedirect) {
  TestHttp trap;
  trap.Start();
  TestHttp server;
  server.Start();
  server.Answer("307 Elsewhere\r\nLocation: " + trap.Url());
  EXPECT_EQ(Send(WayTo(server.Url())).verdict, Verdict::kLater);
  EXPECT_TRUE(trap.Requests().empty());
  EXPECT_EQ(Send(WayTo(trap.Url())).verdict, Verdict::kDelivered) << "control: the trap works";
  EXPECT_EQ(trap.Requests().size(), 1U);
}

TEST(Webhook, UsesNoProxyOfTheEnvironment) {
  TestHttp proxy;
  proxy.Start();
  TestHttp server;
  server.Start();
  ASSERT_EQ(::setenv("http_proxy", proxy.Url().c_str(), 1), 0);
  EXPECT_EQ(Send(WayTo(server.Url())).verdict, Verdict::kDelivered);
  ::unsetenv("http_proxy");
  EXPECT_TRUE(proxy.Requests().empty());
}

TEST(Webhook, SpeaksNoOtherProtocol) {
  const fs::path file = fs::temp_directory_path() / ("throng_hook." + std::to_string(::getpid()));
  std::ofstream(file) << "x";
  EXPECT_EQ(Send(WayTo("file://" + file.string())).verdict, Verdict::kDown) << "it was read";
  fs::remove(file);
}

TEST(Webhook, AServerThatIsDownOrSilentTakesTheWayDown) {
  TestHttp server;
  EXPECT_EQ(Send(WayTo(server.Url())).why, Fault::kWayUnreachable);
  server.Start();
  server.Answer(TestHttp::kSilence);
  const auto begin = std::chrono::steady_clock::now();
  const Reply reply = Send(WayTo(server.Url()));
  EXPECT_EQ(reply.verdict, Verdict::kDown);
  EXPECT_EQ(reply.why, Fault::kWaySlow);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 5000ms);
}

TEST(Webhook, ATryEndsWhenItIsToldTo) {
  TestHttp server;
  server.Start();
  server.Answer(TestHttp::kSilence);
  const std::atomic<bool> stop = true;
  const auto begin = std::chrono::steady_clock::now();
  const Reply reply = MakeWebhook(WayTo(server.Url()), "arena")
                          ->Send(DeliveryOf({Raise()}), At("2026-11-24T20:30:07"), stop);
  EXPECT_EQ(reply.verdict, Verdict::kDown);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 5000ms);
}

class WebhookCertificateTest : public testing::Test {
 protected:
  WebhookCertificateTest()
      : folder_(fs::temp_directory_path() / ("throng_tls." + std::to_string(::getpid()))) {
    fs::create_directories(folder_);
  }
  ~WebhookCertificateTest() override { fs::remove_all(folder_); }

  // Of a server with that certificate, which only whoever has `ca` trusts.
  Reply SendTo(const TestCertificate& certificate, bool trusts) {
    certificate.Write(folder_ / "ca.pem", folder_ / "key.pem");
    TestHttp server(&certificate);
    server.Start();
    WebhookWay way = WayTo(server.Url());
    if (trusts) way.ca = folder_ / "ca.pem";
    const Reply reply = Send(way);
    requests_ = server.Requests().size();
    return reply;
  }

  const fs::path folder_;
  std::size_t requests_ = 0;
};

TEST_F(WebhookCertificateTest, OnlyAServerThatProvesItsNameHearsAnything) {
  EXPECT_EQ(SendTo(TestCertificate(), false).why, Fault::kWayUntrusted);
  EXPECT_EQ(requests_, 0U);
  EXPECT_EQ(SendTo(TestCertificate("other.example.org"), true).why, Fault::kWayUntrusted);
  EXPECT_EQ(requests_, 0U);
  EXPECT_EQ(SendTo(TestCertificate(), true).verdict, Verdict::kDelivered) << "control";
  EXPECT_EQ(requests_, 1U);
}

}  // namespace
}  // namespace throng
