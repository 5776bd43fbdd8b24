// Events in words: each change has its own, blind is not clear, and text stays in its line.
// SPDX-License-Identifier: Apache-2.0
#include "counter/notify/event_words.h"

#include <gtest/gtest.h>

#include "counter/notify/events_for_test.h"
#include "counter/notify/plain_text.h"

namespace throng {
namespace {

constexpr Language kEnglish = Language::kEnglish;
constexpr Language kFrench = Language::kFrench;

TEST(Headline, SaysThePlaceAndWhatItIs) {
  EXPECT_EQ(Headline(Raise(), kEnglish), "Crowded: west stand");
  EXPECT_EQ(Headline(Escalation(), kEnglish), "Critical: west stand");
  EXPECT_EQ(Headline(Acknowledgement(), kEnglish), "Acknowledged: west stand is critical");
  EXPECT_EQ(Headline(End(), kEnglish), "Over: west stand is clear");
  EXPECT_EQ(Headline(Raise(), kFrench), "Bond\u00e9 : west stand");
  EXPECT_EQ(Headline(End(), kFrench), "Termin\u00e9 : west stand est normal");
}

TEST(Headline, BlindIsNotClear) {
  AlarmEvent blind = BlindRaise();
  EXPECT_EQ(Headline(blind, kEnglish), "Blind: west stand");
  EXPECT_EQ(Headline(blind, kFrench), "Aveugle : west stand");
  blind.change = AlarmChange::kEnd;
  EXPECT_EQ(Headline(blind, kEnglish), "Seen again: west stand");
  AlarmEvent stale = BlindRaise();
  stale.kind = AlarmKind::kStale;
  EXPECT_EQ(Headline(stale, kEnglish), "Old counts: west stand");
}

TEST(Details, ACountHasItsIntervalAndNoCountIsNoZero) {
  EXPECT_EQ(CountInWords(Raise(), kEnglish), "412 people (380 to 450, 90% certain)");
  EXPECT_EQ(CountInWords(Raise(), kFrench), "412 personnes (380 \u00e0 450, s\u00fbr \u00e0 90 %)");
  EXPECT_EQ(CountInWords(BlindRaise(), kEnglish), "No count: there may be people.");
  const std::vector<std::string> seen = Details(Acknowledgement(), kEnglish);
  EXPECT_EQ(seen, std::vector<std::string>{"Acknowledged by: control room"});
}

TEST(OneLine, KeepsLettersAndLosesWhatBreaksLines) {
  EXPECT_EQ(OneLine("St\u00e9phane \u4e2d\U0001F600"), "St\u00e9phane \u4e2d\U0001F600");
  EXPECT_EQ(OneLine("a\r\nBcc: b"), "a  Bcc: b");
  EXPECT_EQ(OneLine(std::string_view("a\0b\x7F", 4)), "a b ");
  EXPECT_EQ(OneLine("a\u2028b\u0085c\u202Ed"), "a b c d");
  EXPECT_EQ(OneLine("\xFF\xC0\x80\xED\xA0\x80\xF5\x80\xE2\x82"), "??????????");
  EXPECT_EQ(OneLine("\xEF\xBF\xBE"), "???") << "U+FFFE is no character of XML";
}

TEST(Base64, IsThatOfRfc4648) {
  EXPECT_EQ(Base64(""), "");
  EXPECT_EQ(Base64("f"), "Zg==");
  EXPECT_EQ(Base64("fo"), "Zm8=");
  EXPECT_EQ(Base64("foo"), "Zm9v");
  EXPECT_EQ(Base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(Base64("\xFF\xFE\xFD"), "//79");
}

}  // namespace
}  // namespace throng
