// What a hub answers is taken only where it can be an answer to what was sent.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <throng/v1/ingest.pb.h>

#include <limits>
#include <string>
#include <vector>

#include "counter/wire/ingest.h"
#include "counter/wire/messages_for_test.h"

namespace throng {
namespace {

using testing::ElementsAre;

const std::vector<SentBatch> kWaiting{{.number = 7, .windows = 5}, {.number = 9, .windows = 0}};

// What is said of the message, "" if it is taken.
std::string Of(const v1::PushReply& message) {
  const Result<HubReply, Refusal> taken = ReplyFrom(message, kWaiting);
  return taken ? "" : Describe(taken.error());
}

v1::PushReply Done() { return DoneMessage(7, {.written = 2, .known = 1, .refused = {4, 0}}); }

TEST(Reply, TakesWhatKeepsTheRules) {
  const auto welcome = ReplyFrom(WelcomeMessage(kNow), {});
  ASSERT_TRUE(welcome);
  EXPECT_EQ(std::get<HubWelcome>(*welcome).now, kNow);
  const auto done = ReplyFrom(Done(), kWaiting);
  ASSERT_TRUE(done);
  EXPECT_EQ(std::get<HubDone>(*done).number, 7U);
  EXPECT_EQ(std::get<HubDone>(*done).written.written, 2U);
  EXPECT_EQ(std::get<HubDone>(*done).written.known, 1U);
  EXPECT_THAT(std::get<HubDone>(*done).written.refused, ElementsAre(4, 0));
  const auto acknowledge = ReplyFrom(AcknowledgeMessage(3, "shift leader", kNow), {});
  ASSERT_TRUE(acknowledge);
  EXPECT_EQ(std::get<HubAcknowledges>(*acknowledge).alarm, 3);
  EXPECT_EQ(std::get<HubAcknowledges>(*acknowledge).by, "shift leader");
  EXPECT_EQ(std::get<HubAcknowledges>(*acknowledge).at, kNow);
  EXPECT_EQ(Of(DoneMessage(9, {})), "") << "of a batch that held events only";
}

TEST(Reply, SkipsWhatIsNewer) {
  const auto empty = ReplyFrom({}, {});
  ASSERT_TRUE(empty);
  EXPECT_TRUE(std::holds_alternative<std::monostate>(*empty));
  v1::PushReply newer = Done();
  newer.GetReflection()->MutableUnknownFields(&newer)->AddVarint(90, 1);
  EXPECT_EQ(Of(newer), "");
}

TEST(Reply, WantsAnAnswerToABatchThatWaits) {
  v1::PushReply wrong = Done();
  wrong.mutable_done()->set_number(8);
  EXPECT_EQ(Of(wrong), "done.number is none of a batch that waits");
  EXPECT_EQ(Describe(ReplyFrom(Done(), {}).error()), "done.number is none of a batch that waits");
}

TEST(Reply, WantsPositionsOfTheBatchEachOnce) {
  v1::PushReply wrong = Done();
  wrong.mutable_done()->set_refused(0, 5);
  EXPECT_EQ(Of(wrong), "done.refused names no window of the batch");
  wrong.mutable_done()->set_refused(0, 0);
  EXPECT_EQ(Of(wrong), "done.refused names one twice");
}

TEST(Reply, WantsEachWindowAnswered) {
  constexpr const char* kRule = "done does not add up to the windows of the batch";
  EXPECT_EQ(Of(DoneMessage(7, {.written = 4, .known = 0, .refused = {}})), kRule);
  EXPECT_EQ(Of(DoneMessage(7, {.written = 4, .known = 2, .refused = {}})), kRule);
  const std::uint32_t most = std::numeric_limits<std::uint32_t>::max();
  EXPECT_EQ(Of(DoneMessage(7, {.written = most, .known = 6, .refused = {}})), kRule);
}

TEST(Reply, WantsTimesAndRolesThatCanBe) {
  constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(Of(WelcomeMessage(Instant(kNever))), "welcome.now_ns is not in the years 1678 to 2261");
  EXPECT_EQ(Of(AcknowledgeMessage(1, "desk", Instant(kNever))),
            "acknowledge.at_ns is not in the years 1678 to 2261");
  EXPECT_EQ(Of(AcknowledgeMessage(0, "desk", kNow)), "acknowledge.alarm is not from 1 to 2^63 - 1");
  EXPECT_EQ(Of(AcknowledgeMessage(1, "Mr. X", kNow)),
            "acknowledge.by_role is not 1 to 32 small letters, digits, blanks and hyphens");
  EXPECT_EQ(Of(WelcomeMessage(Instant(kNow.utc_ns() + 400 * 86'400 * kSecondNs))), "")
      << "clocks may differ, and this edge's may be the wrong one";
}

}  // namespace
}  // namespace throng
