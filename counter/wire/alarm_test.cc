// Events of alarms go out and come back as they were; each rule they may break is named.
// SPDX-License-Identifier: Apache-2.0
#include "counter/wire/alarm.h"

#include <gtest/gtest.h>
#include <throng/v1/alarm.pb.h>

#include <string>

#include "counter/wire/messages_for_test.h"

namespace throng {
namespace {

void ExpectTheSameBack(const AlarmEvent& event) {
  const Result<AlarmEvent, Refusal> back = EventFrom(MessageOf(event), kNow);
  ASSERT_TRUE(back) << Describe(back.error());
  EXPECT_EQ(back->alarm, event.alarm);
  EXPECT_EQ(back->sequence, event.sequence);
  EXPECT_EQ(back->change, event.change);
  EXPECT_EQ(back->kind, event.kind);
  EXPECT_EQ(back->rule, event.rule);
  EXPECT_EQ(back->place, event.place);
  EXPECT_EQ(back->band, event.band);
  EXPECT_EQ(back->at, event.at);
  EXPECT_EQ(back->count, event.count);
  EXPECT_EQ(back->reason, event.reason);
  EXPECT_EQ(back->by, event.by);
}

TEST(AlarmMessage, ComesBackAsItWas) {
  ExpectTheSameBack(RaisedEvent());
  ExpectTheSameBack(AcknowledgedEvent());
  AlarmEvent event = AcknowledgedEvent();
  event.by = "";
  for (const AlarmChange change : {AlarmChange::kEscalate, AlarmChange::kEase, AlarmChange::kEnd}) {
    event.change = change;
    for (const Band band : kBandsAboveClear) {
      event.band = change == AlarmChange::kEnd ? Band::kClear : band;
      ExpectTheSameBack(event);
    }
  }
  for (const AlarmKind kind : {AlarmKind::kBlind, AlarmKind::kStale}) {
    event.kind = kind;
    event.band = Band::kClear;
    ExpectTheSameBack(event);
  }
}

TEST(AlarmMessage, SaysWhatTheContractSays) {
  EXPECT_EQ(MessageOf(RaisedEvent()).ShortDebugString(),
            "alarm: 7 sequence: 1 change: ALARM_CHANGE_RAISE kind: ALARM_KIND_CROWDING "
            "rule: \"too full\" place: \"stairs\" band: BAND_CROWDED at_ns: 1795521600000000000 "
            "count { persons: 40 low: 30 high: 55 } reason: \"40 persons\"");
}

struct Mistake {
  const char* name;
  void (*make)(v1::AlarmEvent&);
  const char* said;
};

class AlarmMistakes : public testing::TestWithParam<Mistake> {};

TEST_P(AlarmMistakes, AreNamed) {
  v1::AlarmEvent message = MessageOf(RaisedEvent());
  GetParam().make(message);
  const Result<AlarmEvent, Refusal> taken = EventFrom(message, kNow);
  ASSERT_FALSE(taken);
  EXPECT_EQ(Describe(taken.error()), GetParam().said);
}

INSTANTIATE_TEST_SUITE_P(
    Each, AlarmMistakes,
    testing::Values(
        Mistake{"NoNumber", [](v1::AlarmEvent& m) { m.clear_alarm(); },
                "alarm is not from 1 to 2^63 - 1"},
        Mistake{"LargeNumber", [](v1::AlarmEvent& m) { m.set_alarm(1ULL << 63U); },
                "alarm is not from 1 to 2^63 - 1"},
        Mistake{"NoSequence", [](v1::AlarmEvent& m) { m.clear_sequence(); },
                "sequence is not from 1 to 2^31 - 1"},
        Mistake{"LargeSequence", [](v1::AlarmEvent& m) { m.set_sequence(1U << 31U); },
                "sequence is not from 1 to 2^31 - 1"},
        Mistake{"NoChange", [](v1::AlarmEvent& m) { m.clear_change(); },
                "change is not said, or not known"},
        Mistake{"UnknownChange",
                [](v1::AlarmEvent& m) { m.set_change(static_cast<v1::AlarmChange>(6)); },
                "change is not said, or not known"},
        Mistake{"NoKind", [](v1::AlarmEvent& m) { m.clear_kind(); },
                "kind is not said, or not known"},
        Mistake{"UnknownKind", [](v1::AlarmEvent& m) { m.set_kind(static_cast<v1::AlarmKind>(4)); },
                "kind is not said, or not known"},
        Mistake{"NoBand", [](v1::AlarmEvent& m) { m.clear_band(); },
                "band is not said, or not known"},
        Mistake{"UnknownBand", [](v1::AlarmEvent& m) { m.set_band(static_cast<v1::Band>(5)); },
                "band is not said, or not known"},
        Mistake{"RaisedLater", [](v1::AlarmEvent& m) { m.set_sequence(2); },
                "sequence is 1 exactly if the alarm is raised"},
        Mistake{"EndedFirst", [](v1::AlarmEvent& m) { m.set_change(v1::ALARM_CHANGE_END); },
                "sequence is 1 exactly if the alarm is raised"},
        Mistake{"CrowdedAtItsEnd",
                [](v1::AlarmEvent& m) {
                  m.set_sequence(2);
                  m.set_change(v1::ALARM_CHANGE_END);
                },
                "band is clear exactly if it ended or is no crowding"},
        Mistake{"ClearCrowding", [](v1::AlarmEvent& m) { m.set_band(v1::BAND_CLEAR); },
                "band is clear exactly if it ended or is no crowding"},
        Mistake{"CrowdedBlind", [](v1::AlarmEvent& m) { m.set_kind(v1::ALARM_KIND_BLIND); },
                "band is clear exactly if it ended or is no crowding"},
        Mistake{"NoRule", [](v1::AlarmEvent& m) { m.clear_rule(); },
                "rule is no name that a site file may have"},
        Mistake{"LongPlace", [](v1::AlarmEvent& m) { m.set_place(std::string(65, 'a')); },
                "place is no name that a site file may have"},
        Mistake{"FormulaPlace", [](v1::AlarmEvent& m) { m.set_place("=1+1"); },
                "place is no name that a site file may have"},
        Mistake{"PlaceNotUtf8", [](v1::AlarmEvent& m) { m.set_place("caf\xE9"); },
                "place is not UTF-8"},
        Mistake{"LongReason", [](v1::AlarmEvent& m) { m.set_reason(std::string(201, 'a')); },
                "reason is longer than 200 bytes"},
        Mistake{"ReasonInTwoLines", [](v1::AlarmEvent& m) { m.set_reason("40\npersons"); },
                "reason has a control character"},
        Mistake{"ReasonTurned",
                [](v1::AlarmEvent& m) {
                  m.set_reason(
                      "\xE2\x80\xAE"
                      "40");
                },
                "reason has a control character"},
        Mistake{"ReasonNotUtf8", [](v1::AlarmEvent& m) { m.set_reason("\xC0\xAF"); },
                "reason is not UTF-8"},
        Mistake{"RoleOfARaise", [](v1::AlarmEvent& m) { m.set_by_role("shift leader"); },
                "by_role is for acknowledgements only"},
        Mistake{"NoRole",
                [](v1::AlarmEvent& m) {
                  m.set_sequence(2);
                  m.set_change(v1::ALARM_CHANGE_ACKNOWLEDGE);
                },
                "by_role is not 1 to 32 small letters, digits, blanks and hyphens"},
        Mistake{"RoleWithAName",
                [](v1::AlarmEvent& m) {
                  m.set_sequence(2);
                  m.set_change(v1::ALARM_CHANGE_ACKNOWLEDGE);
                  m.set_by_role("Ann Example");
                },
                "by_role is not 1 to 32 small letters, digits, blanks and hyphens"},
        Mistake{"Ahead",
                [](v1::AlarmEvent& m) { m.set_at_ns(kNow.utc_ns() + 86'400 * kSecondNs + 1); },
                "at_ns is more than a day ahead of the hub's clock"},
        Mistake{"Count", [](v1::AlarmEvent& m) { m.mutable_count()->set_low(41); },
                "count.low is above count.persons"}),
    [](const testing::TestParamInfo<Mistake>& each) { return each.param.name; });

}  // namespace
}  // namespace throng
