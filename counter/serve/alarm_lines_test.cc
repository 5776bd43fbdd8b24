// What people and programs read of alarms.
// SPDX-License-Identifier: Apache-2.0
#include "counter/serve/alarm_lines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace throng {
namespace {

using testing::HasSubstr;

constexpr std::int64_t kSecond = 1'000'000'000;

AlarmEvent Event(int sequence, AlarmChange change, Band band, int at_s) {
  return {.alarm = 3,
          .sequence = sequence,
          .change = change,
          .kind = AlarmKind::kCrowding,
          .rule = "too full",
          .place = "platform",
          .band = band,
          .at = Instant(at_s * kSecond),
          .count = WholeCount{182, 150, 215},
          .reason = "182 persons",
          .by = change == AlarmChange::kAcknowledge ? "shift leader" : ""};
}

TEST(AlarmTable, AnAlarmThatEndedSaysHowBadAndHowLongAndWhoSawIt) {
  const std::vector<std::vector<AlarmEvent>> alarms{
      {Event(1, AlarmChange::kRaise, Band::kBusy, 0),
       Event(2, AlarmChange::kEscalate, Band::kCritical, 60),
       Event(3, AlarmChange::kAcknowledge, Band::kCritical, 70),
       Event(4, AlarmChange::kEnd, Band::kClear, 600)}};
  const std::string row = AlarmTable(alarms).at(1);
  EXPECT_THAT(row, HasSubstr("critical  platform  too full  1970-01-01 00:00:00  "
                             "1970-01-01 00:10:00   10 min  shift leader"));
}

TEST(AlarmTable, AnOpenAlarmIsOpenAndSeenByNobodyYet) {
  const std::vector<std::vector<AlarmEvent>> alarms{
      {Event(1, AlarmChange::kRaise, Band::kBusy, 0)}};
  EXPECT_THAT(AlarmTable(alarms).at(1), HasSubstr("open"));
  EXPECT_THAT(AlarmTable(alarms).at(1), HasSubstr("nobody yet"));
}

TEST(AlarmJson, SaysUnknownAsNull) {
  AlarmEvent event = Event(1, AlarmChange::kRaise, Band::kClear, 15);
  event.kind = AlarmKind::kBlind;
  event.count.reset();
  EXPECT_EQ(AlarmJson(event),
            R"({"alarm":3,"sequence":1,"change":"raise","kind":"blind","rule":"too full",)"
            R"("place":"platform","band":"clear","at":"1970-01-01T00:00:15.000Z","persons":null,)"
            R"("low":null,"high":null,"reason":"182 persons","by":null})");
}

}  // namespace
}  // namespace throng
