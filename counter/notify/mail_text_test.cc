// Mail messages keep RFC 5322, show an alarm as one conversation, and let nothing be smuggled in.
// SPDX-License-Identifier: Apache-2.0
#include "counter/notify/mail_text.h"

#include <gtest/gtest.h>

#include "counter/notify/events_for_test.h"

namespace throng {
namespace {

const TimeZone kUtc = *TimeZone::Make("");

MailWay Way() {
  MailWay way;
  way.name = "duty";
  way.from = "throng@venue.example";
  way.to = {"duty@venue.example", "night@venue.example"};
  return way;
}

std::string HeadersOf(const std::string& message) {
  return message.substr(0, message.find("\r\n\r\n"));
}

TEST(MailMessage, IsThis) {
  EXPECT_EQ(MailMessage(Way(), "arena", kUtc, DeliveryOf({Raise(), Escalation()})),
            "Date: Tue, 24 Nov 2026 20:31:00 +0000\r\n"
            "From: throng <throng@venue.example>\r\n"
            "To: duty@venue.example,\r\n"
            " night@venue.example\r\n"
            "Subject: Critical: west stand (arena)\r\n"
            "Message-ID: <arena/17/2/20261124T203100000Z@venue.example>\r\n"
            "In-Reply-To: <arena/17/1/20261124T203000000Z@venue.example>\r\n"
            "References: <arena/17/1/20261124T203000000Z@venue.example>\r\n"
            "Auto-Submitted: auto-generated\r\n"
            "Importance: high\r\n"
            "MIME-Version: 1.0\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n"
            "Content-Transfer-Encoding: 7bit\r\n"
            "\r\n"
            "Critical: west stand\r\n"
            "510 people (470 to 560, 90% certain)\r\n"
            "4.2 persons/m2 for 30 s; crowded begins at 4\r\n"
            "\r\n"
            "At: 2026-11-24 20:31:00 UTC\r\n"
            "Since: 2026-11-24 20:30:00 UTC\r\n"
            "Site: arena\r\n"
            "Rule: too full\r\n"
            "Alarm: 17, 2\r\n"
            "\r\n"
            "Look for yourself. throng counts people, and cannot know who they are.\r\n");
}

TEST(MailMessage, ShowsTheSitesOwnTimeWithItsOffset) {
  const auto message = [](const char* zone, const AlarmEvent& event) {
    return MailMessage(Way(), "arena", *TimeZone::Make(zone), DeliveryOf({Raise(), event}));
  };
  const std::string paris = message("Europe/Paris", Escalation());
  EXPECT_EQ(paris.find("Date: Tue, 24 Nov 2026 21:31:00 +0100\r\n"), 0U);
  EXPECT_NE(paris.find("\r\nAt: 2026-11-24 21:31:00 UTC+01:00\r\n"
                       "Since: 2026-11-24 21:30:00 UTC+01:00\r\n"),
            std::string::npos)
      << paris;
  const std::string there = message("Asia/Kolkata", Escalation());
  EXPECT_EQ(there.find("Date: Wed, 25 Nov 2026 02:01:00 +0530\r\n"), 0U) << "the next day";
  EXPECT_NE(there.find("\r\nAt: 2026-11-25 02:01:00 UTC+05:30\r\n"), std::string::npos);
  const std::string west = message("America/St_Johns", Escalation());
  EXPECT_EQ(west.find("Date: Tue, 24 Nov 2026 17:01:00 -0330\r\n"), 0U);
  EXPECT_NE(west.find("\r\nAt: 2026-11-24 17:01:00 UTC-03:30\r\n"), std::string::npos);
}

// In Paris 2:30 is shown twice on that night, so the offset alone tells which is meant.
TEST(MailMessage, AnHourThatIsShownTwiceIsToldApart) {
  const auto at_in_paris = [](const char* utc) {
    AlarmEvent event = Raise();
    event.at = At(utc);
    const std::string message =
        MailMessage(Way(), "arena", *TimeZone::Make("Europe/Paris"), DeliveryOf({event}));
    const std::size_t at = message.find("\r\nAt: ") + 6;
    return message.substr(at, message.find('\r', at) - at);
  };
  EXPECT_EQ(at_in_paris("2026-10-25T00:30"), "2026-10-25 02:30:00 UTC+02:00");
  EXPECT_EQ(at_in_paris("2026-10-25T01:30"), "2026-10-25 02:30:00 UTC+01:00");
}

TEST(MailMessage, AllOfAnAlarmAnswerTheFirstThatWasTold) {
  EXPECT_EQ(MailMessage(Way(), "arena", kUtc, DeliveryOf({Raise()})).find("In-Reply-To"),
            std::string::npos);
  Delivery end = DeliveryOf({Raise(), Escalation(), End()});
  end.told = {2};
  EXPECT_NE(MailMessage(Way(), "arena", kUtc, end)
                .find("In-Reply-To: <arena/17/2/20261124T203100000Z@venue.example>\r\n"),
            std::string::npos);
}

TEST(MailMessage, NothingCanBeSmuggledIntoItsHeaders) {
  AlarmEvent event = Raise();
  event.place = "west\r\nBcc: thief@evil.example\r\n\r\nHello";
  event.rule = "r\nX-Rule: 1";
  event.by = "a\rb";
  event.reason = "x\r\n.\r\nMAIL FROM:<thief@evil.example>";
  const std::string message = MailMessage(Way(), "arena\r\nCc: thief", kUtc, DeliveryOf({event}));
  const std::string headers = HeadersOf(message);
  for (const char* smuggled : {"\nBcc", "\nCc", "\nX-Rule", "\rb"}) {
    EXPECT_EQ(message.find(smuggled), std::string::npos) << smuggled;
  }
  EXPECT_NE(headers.find("Subject: Crowded: west  Bcc: thief@evil.example    Hello (arena  Cc: "),
            std::string::npos)
      << headers;
  for (std::size_t at = 0; at < message.size(); ++at) {
    const bool ends_well = message[at] != '\n' || message[at - 1] == '\r';
    EXPECT_TRUE(ends_well && (message[at] != '\r' || message[at + 1] == '\n')) << at;
  }
}

TEST(MailMessage, IsAsciiInShortLinesWhateverTheNamesHold) {
  AlarmEvent event = Raise();
  event.place = "Trib\u00fcne \u4e2d\u6587";
  event.reason = std::string(3000, 'x');
  MailWay way = Way();
  way.language = Language::kFrench;
  for (const Language language : {Language::kEnglish, Language::kFrench}) {
    way.language = language;
    const std::string message = MailMessage(way, "ar\u00e8ne", kUtc, DeliveryOf({event}));
    std::size_t length = 0;
    for (const char c : message) {
      EXPECT_GT(c, 0);
      length = c == '\n' ? 0 : length + 1;
      EXPECT_LE(length, 998U);
    }
    EXPECT_NE(message.find("Content-Transfer-Encoding: base64\r\n"), std::string::npos);
  }
}

TEST(EncodedHeader, IsMadeOfShortWordsThatCutNoLetter) {
  EXPECT_EQ(EncodedHeader("Crowded: west"), "Crowded: west");
  EXPECT_EQ(EncodedHeader("Bond\u00e9 : ouest"), "=?UTF-8?B?Qm9uZMOpIDogb3Vlc3Q=?=");
  std::string long_text;
  for (int i = 0; i < 40; ++i) long_text += "\u00e9";
  const std::string encoded = EncodedHeader(long_text);
  // 22 letters of two bytes fit into a word, 18 are left.
  EXPECT_EQ(encoded.find("\r\n "), 10U + 60U + 2U);
  EXPECT_EQ(encoded.size(), 10U + 60U + 2U + 3U + 10U + 48U + 2U);
  EXPECT_EQ(EncodedHeader("=?UTF-8?B?QQ==?="), "=?UTF-8?B?PT9VVEYtOD9CP1FRPT0/PQ==?=");
}

}  // namespace
}  // namespace throng
