// Counts go out and come back as they were; each rule they may break is named.
// SPDX-License-Identifier: Apache-2.0
#include "counter/wire/count.h"

#include <gtest/gtest.h>
#include <throng/v1/count.pb.h>

#include <limits>
#include <string>

#include "counter/wire/messages_for_test.h"

namespace throng {
namespace {

constexpr std::size_t kZones = 3;
constexpr std::int64_t kDayNs = 86'400 * kSecondNs;

TEST(CountMessage, ComesBackAsItWas) {
  for (const Entry& entry : {SeenEntry(), BlindEntry()}) {
    const Result<Entry, Refusal> back = EntryFrom(MessageOf(entry), kZones, kNow);
    ASSERT_TRUE(back) << Describe(back.error());
    EXPECT_EQ(back->zone, entry.zone);
    EXPECT_EQ(back->window, entry.window);
    EXPECT_EQ(back->count, entry.count);
    EXPECT_EQ(back->coverage_percent, entry.coverage_percent);
    EXPECT_EQ(back->freshness, entry.freshness);
  }
}

TEST(CountMessage, SaysWhatTheContractSays) {
  EXPECT_EQ(MessageOf(SeenEntry()).ShortDebugString(),
            "zone: 2 window { start_ns: 1795521585000000000 end_ns: 1795521600000000000 } "
            "count { persons: 40 low: 30 high: 55 } coverage_percent: 90 "
            "freshness: FRESHNESS_FRESH");
  EXPECT_FALSE(MessageOf(BlindEntry()).has_count()) << "blind is not zero";
}

TEST(CountMessage, ReachesAsFarAsItMay) {
  v1::ZoneWindow message = MessageOf(SeenEntry());
  message.mutable_count()->set_low(0);
  message.mutable_count()->set_persons(0);
  message.mutable_count()->set_high(65'535);
  message.set_coverage_percent(100);
  message.mutable_window()->set_start_ns(kNow.utc_ns());
  message.mutable_window()->set_end_ns(kNow.utc_ns() + kDayNs);
  EXPECT_TRUE(EntryFrom(message, kZones, kNow)) << "a day long, a day ahead";
  message.mutable_window()->set_end_ns(kNow.utc_ns() + 1'000'000);
  EXPECT_TRUE(EntryFrom(message, kZones, kNow)) << "a millisecond";
}

struct Mistake {
  const char* name;
  void (*make)(v1::ZoneWindow&);
  const char* said;
};

class CountMistakes : public testing::TestWithParam<Mistake> {};

TEST_P(CountMistakes, AreNamed) {
  v1::ZoneWindow message = MessageOf(SeenEntry());
  GetParam().make(message);
  const Result<Entry, Refusal> taken = EntryFrom(message, kZones, kNow);
  ASSERT_FALSE(taken);
  EXPECT_EQ(Describe(taken.error()), GetParam().said);
}

INSTANTIATE_TEST_SUITE_P(
    Each, CountMistakes,
    testing::Values(
        Mistake{"Zone", [](v1::ZoneWindow& m) { m.set_zone(3); }, "zone is no zone of the site"},
        Mistake{"ZoneOf16Bits", [](v1::ZoneWindow& m) { m.set_zone(65'536); },
                "zone is no zone of the site"},
        Mistake{"NoWindow", [](v1::ZoneWindow& m) { m.clear_window(); }, "window is missing"},
        Mistake{"Empty", [](v1::ZoneWindow& m) { m.mutable_window()->set_start_ns(kNow.utc_ns()); },
                "window.end_ns is not after window.start_ns"},
        Mistake{"Backwards",
                [](v1::ZoneWindow& m) { m.mutable_window()->set_start_ns(kNow.utc_ns() + 1); },
                "window.end_ns is not after window.start_ns"},
        Mistake{
            "Short",
            [](v1::ZoneWindow& m) { m.mutable_window()->set_start_ns(kNow.utc_ns() - 999'999); },
            "window is shorter than a millisecond"},
        Mistake{
            "Long",
            [](v1::ZoneWindow& m) { m.mutable_window()->set_start_ns(kNow.utc_ns() - kDayNs - 1); },
            "window is longer than a day"},
        Mistake{
            "LongAsCanBe",
            [](v1::ZoneWindow& m) { m.mutable_window()->set_start_ns(-9'214'560'000 * kSecondNs); },
            "window is longer than a day"},
        Mistake{"TooEarly",
                [](v1::ZoneWindow& m) {
                  m.mutable_window()->set_start_ns(-9'214'560'000 * kSecondNs - 1);
                },
                "window.start_ns is not in the years 1678 to 2261"},
        Mistake{"Earliest",
                [](v1::ZoneWindow& m) {
                  m.mutable_window()->set_start_ns(std::numeric_limits<std::int64_t>::min());
                },
                "window.start_ns is not in the years 1678 to 2261"},
        Mistake{
            "TooLate",
            [](v1::ZoneWindow& m) { m.mutable_window()->set_end_ns(9'214'646'400 * kSecondNs); },
            "window.end_ns is not in the years 1678 to 2261"},
        Mistake{
            "Ahead",
            [](v1::ZoneWindow& m) { m.mutable_window()->set_end_ns(kNow.utc_ns() + kDayNs + 1); },
            "window.end_ns is more than a day ahead of the hub's clock"},
        Mistake{"Coverage", [](v1::ZoneWindow& m) { m.set_coverage_percent(101); },
                "coverage_percent is above 100"},
        Mistake{"NoFreshness", [](v1::ZoneWindow& m) { m.clear_freshness(); },
                "freshness is not said, or not known"},
        Mistake{"UnknownFreshness",
                [](v1::ZoneWindow& m) { m.set_freshness(static_cast<v1::Freshness>(4)); },
                "freshness is not said, or not known"},
        Mistake{"NegativeFreshness",
                [](v1::ZoneWindow& m) { m.set_freshness(static_cast<v1::Freshness>(-1)); },
                "freshness is not said, or not known"},
        Mistake{"BlindWithACount", [](v1::ZoneWindow& m) { m.set_freshness(v1::FRESHNESS_BLIND); },
                "count is absent exactly if nobody saw the zone"},
        Mistake{"SeenWithoutACount", [](v1::ZoneWindow& m) { m.clear_count(); },
                "count is absent exactly if nobody saw the zone"},
        Mistake{"Low", [](v1::ZoneWindow& m) { m.mutable_count()->set_low(41); },
                "count.low is above count.persons"},
        Mistake{"High", [](v1::ZoneWindow& m) { m.mutable_count()->set_high(39); },
                "count.high is below count.persons"},
        Mistake{"TooMany", [](v1::ZoneWindow& m) { m.mutable_count()->set_high(65'536); },
                "count.high is above 65535"}),
    [](const testing::TestParamInfo<Mistake>& each) { return each.param.name; });

}  // namespace
}  // namespace throng
