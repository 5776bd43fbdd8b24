// Mail against a server on loopback: encrypted, proved, and nobody forgotten.
// SPDX-License-Identifier: Apache-2.0
#include "counter/notify/mail.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>

#include "counter/notify/events_for_test.h"
#include "counter/notify/mail_text.h"
#include "counter/notify/plain_text.h"
#include "counter/notify/test_smtp.h"

namespace throng {
namespace {

namespace fs = std::filesystem;
using std::chrono_literals::operator""ms;
using Verdict = Reply::Verdict;
using Receivers = std::vector<std::string>;

constexpr const char* kToDuty = "RCPT TO:<duty@venue.example>";
constexpr const char* kToNight = "RCPT TO:<night@venue.example>";

class MailTest : public testing::Test {
 protected:
  MailTest() : folder_(fs::temp_directory_path() / ("throng_mail." + std::to_string(::getpid()))) {
    fs::create_directories(folder_);
    certificate_.Write(folder_ / "ca.pem", folder_ / "key.pem");
    server_.Start();
    way_.name = "duty";
    way_.host = "127.0.0.1";
    way_.port = server_.port();
    way_.from = "throng@venue.example";
    way_.to = {"duty@venue.example", "night@venue.example"};
    way_.login = WayLogin{.user = "throng", .password = "hidden"};
    way_.ca = folder_ / "ca.pem";
  }
  ~MailTest() override { fs::remove_all(folder_); }

  Reply Send(Sender& sender, const Delivery& delivery = DeliveryOf({Raise()})) {
    const std::atomic<bool> go_on = false;
    return sender.Send(delivery, At("2026-11-24T20:30:07"), go_on);
  }
  Reply Send() { return Send(*MakeMail(way_, "arena", zone_, 2000ms)); }

  const fs::path folder_;
  const TimeZone zone_ = *TimeZone::Make("Europe/Paris");
  const TestCertificate certificate_;
  TestSmtp server_{&certificate_};
  MailWay way_;
};

TEST_F(MailTest, IsSentOnceEncryptedToAllReceivers) {
  EXPECT_EQ(Send().verdict, Verdict::kDelivered);
  ASSERT_EQ(server_.Messages().size(), 1U);
  const TestSmtp::Message message = server_.Messages()[0];
  EXPECT_TRUE(message.encrypted);
  EXPECT_EQ(message.from.substr(0, 22), "<throng@venue.example>");
  EXPECT_EQ(message.to, (Receivers{"<duty@venue.example>", "<night@venue.example>"}));
  EXPECT_EQ(message.login, Base64(std::string_view("\0throng\0hidden", 14)));
  EXPECT_EQ(message.text, MailMessage(way_, "arena", zone_, DeliveryOf({Raise()})));
}

TEST_F(MailTest, ALineWithOnlyADotEndsNothing) {
  AlarmEvent event = Raise();
  event.reason = ".";
  EXPECT_EQ(Send(*MakeMail(way_, "arena", zone_), DeliveryOf({event})).verdict,
            Verdict::kDelivered);
  ASSERT_EQ(server_.Messages().size(), 1U);
  EXPECT_EQ(server_.Messages()[0].text, MailMessage(way_, "arena", zone_, DeliveryOf({event})));
}

TEST_F(MailTest, NothingGoesToAServerThatDoesNotProveWhoItIsOrDoesNotEncrypt) {
  way_.ca.reset();
  EXPECT_EQ(Send().why, Fault::kWayUntrusted);
  TestSmtp in_clear;
  in_clear.Start();
  way_.port = in_clear.port();
  EXPECT_EQ(Send().why, Fault::kWayUntrusted);
  EXPECT_TRUE(server_.Messages().empty() && in_clear.Messages().empty());
  way_.encrypted = false;
  EXPECT_EQ(Send().verdict, Verdict::kDelivered) << "control";
  EXPECT_EQ(in_clear.Messages().size(), 1U);
}

// As at port 465, which a test cannot have.
TEST_F(MailTest, AServerThatIsEncryptedFromTheFirstByteIsSpokenToLikeThat) {
  TestSmtp at_once(&certificate_, TestSmtp::Begins::kEncrypted);
  at_once.Start();
  way_.port = at_once.port();
  way_.at_once = true;
  EXPECT_EQ(Send().verdict, Verdict::kDelivered);
  ASSERT_EQ(at_once.Messages().size(), 1U);
  EXPECT_TRUE(at_once.Messages()[0].encrypted);
  EXPECT_EQ(at_once.Messages()[0].login, Base64(std::string_view("\0throng\0hidden", 14)));
  EXPECT_EQ(at_once.Messages()[0].text, MailMessage(way_, "arena", zone_, DeliveryOf({Raise()})));
  way_.ca.reset();
  EXPECT_EQ(Send().why, Fault::kWayUntrusted) << "it must prove who it is, too";
  way_.ca = folder_ / "ca.pem";
  way_.at_once = false;
  EXPECT_NE(Send().verdict, Verdict::kDelivered) << "control: it waits for a greeting in clear";
  EXPECT_EQ(at_once.Messages().size(), 1U);
}

TEST_F(MailTest, AReceiverWhoIsRefusedForGoodDoesNotHoldUpTheOthers) {
  server_.Reply(kToNight, "550 no such box");
  const Reply reply = Send();
  EXPECT_EQ(reply.verdict, Verdict::kDelivered);
  EXPECT_EQ(reply.why, Fault::kWayRefused);
  ASSERT_EQ(server_.Messages().size(), 1U);
  EXPECT_EQ(server_.Messages()[0].to, Receivers{"<duty@venue.example>"});
}

TEST_F(MailTest, AReceiverWhoIsToWaitIsTriedAgainAlone) {
  const auto sender = MakeMail(way_, "arena", zone_);
  server_.Reply(kToDuty, "450 greylisted");
  EXPECT_EQ(Send(*sender).verdict, Verdict::kLater);
  EXPECT_EQ(Send(*sender).verdict, Verdict::kLater);
  server_.Reply(kToDuty, "");
  EXPECT_EQ(Send(*sender).verdict, Verdict::kDelivered);
  ASSERT_EQ(server_.Messages().size(), 2U) << "night has it once";
  EXPECT_EQ(server_.Messages()[0].to, Receivers{"<night@venue.example>"});
  EXPECT_EQ(server_.Messages()[1].to, Receivers{"<duty@venue.example>"});
}

TEST_F(MailTest, TheServersAnswerDecidesWhatBecomesOfIt) {
  struct Case {
    const char* line;
    const char* reply;
    Verdict verdict;
  };
  for (const auto& [line, reply, verdict] :
       {Case{"", "554 not today", Verdict::kDown}, Case{"", "421 busy", Verdict::kDown},
        Case{".", "451 later", Verdict::kLater}, Case{".", "554 spam", Verdict::kRefused},
        Case{kToDuty, "550 nobody", Verdict::kDelivered}}) {
    server_.Reply(line, reply);
    EXPECT_EQ(Send().verdict, verdict) << line << reply;
    server_.Reply(line, "");
  }
  server_.Reply(kToDuty, "550 nobody");
  server_.Reply(kToNight, "550 nobody");
  EXPECT_EQ(Send().verdict, Verdict::kRefused);
  server_.Reply(kToNight, "450 later");
  EXPECT_EQ(Send().verdict, Verdict::kLater);
  server_.Reply(Base64(std::string_view("\0throng\0hidden", 14)), "535 no");
  EXPECT_EQ(Send().why, Fault::kWayLoginRefused);
}

TEST_F(MailTest, AServerThatIsDownTakesTheWayDown) {
  server_.Stop();
  EXPECT_EQ(Send().why, Fault::kWayUnreachable);
}

}  // namespace
}  // namespace throng
