// What is known goes out with its units; what is unknown stays absent, and is never zero.
// SPDX-License-Identifier: Apache-2.0
#include "counter/wire/situation.h"

#include <gtest/gtest.h>
#include <throng/v1/query.pb.h>
#include <throng/v1/watch.pb.h>

namespace throng {
namespace {

const Window kWindow{Instant(1000), Instant(2000)};

WatchedPlace Stairs() {
  return {.name = "stairs",
          .kind = "stair",
          .zones = {0},
          .is_group = false,
          .capacity = Persons(40),
          .capacity_rule = "given"};
}

TEST(SituationMessage, SaysAllThatIsKnown) {
  const Situation situation{.window = kWindow,
                            .freshness = Freshness::kStale,
                            .coverage_percent = 50,
                            .persons = Range{1, 2, 3},
                            .density_per_m2 = Range{0.25, 0.5, 0.75},
                            .level = LevelOfService::kF,
                            .capacity_percent = Range{4, 5, 6},
                            .headroom = Range{-7, 8, 9},
                            .change_per_minute = Range{-1, 0.5, 1},
                            .to_full = MinutesToFull{.earliest = 0, .expected = 2.5, .latest = {}}};
  EXPECT_EQ(MessageOf(Stairs(), situation).ShortDebugString(),
            "place: \"stairs\" window { start_ns: 1000 end_ns: 2000 } freshness: FRESHNESS_STALE "
            "coverage_percent: 50 persons { low: 1 expected: 2 high: 3 } "
            "density_per_m2 { low: 0.25 expected: 0.5 high: 0.75 } level: LEVEL_OF_SERVICE_F "
            "capacity_percent { low: 4 expected: 5 high: 6 } "
            "headroom_persons { low: -7 expected: 8 high: 9 } "
            "change_persons_per_minute { low: -1 expected: 0.5 high: 1 } "
            "to_full { earliest_minutes: 0 expected_minutes: 2.5 }");
}

TEST(SituationMessage, LeavesOutWhatIsUnknown) {
  const Situation blind{.window = kWindow, .freshness = Freshness::kBlind, .coverage_percent = 0};
  EXPECT_EQ(MessageOf(Stairs(), blind).ShortDebugString(),
            "place: \"stairs\" window { start_ns: 1000 end_ns: 2000 } freshness: FRESHNESS_BLIND");
}

TEST(SituationMessage, TellsEachLevel) {
  Situation situation{.window = kWindow, .freshness = Freshness::kFresh, .coverage_percent = 100};
  int expected = 1;
  for (const char level : {'A', 'B', 'C', 'D', 'E', 'F'}) {
    situation.level = static_cast<LevelOfService>(level);
    EXPECT_EQ(v1::LevelOfService_Name(MessageOf(Stairs(), situation).level()),
              std::string("LEVEL_OF_SERVICE_") + level);
    EXPECT_EQ(MessageOf(Stairs(), situation).level(), expected++);
  }
}

const HistoryRow kSeen{.zone = 9,
                       .window = kWindow,
                       .mean = Range{1.5, 2, 3},
                       .highest = WholeCount{4, 3, 6},
                       .counted_s = 900,
                       .coverage_percent = 80,
                       .freshness = {}};
const HistoryRow kBlind{.zone = 0,
                        .window = kWindow,
                        .mean = {},
                        .highest = {},
                        .counted_s = 0,
                        .coverage_percent = 0,
                        .freshness = Freshness::kBlind};

TEST(HistoryMessage, NamesItsZoneByTheReply) {
  v1::Row row;
  Put(kSeen, 1, row);
  EXPECT_EQ(row.ShortDebugString(),
            "zone: 1 window { start_ns: 1000 end_ns: 2000 } "
            "mean_persons { low: 1.5 expected: 2 high: 3 } "
            "highest { persons: 4 low: 3 high: 6 } counted_s: 900 coverage_percent: 80");
}

TEST(HistoryMessage, SaysThatNobodySawAndNothingOfTheRowBefore) {
  v1::QueryReply reply;
  Put(kSeen, 1, *reply.add_rows());
  reply.Clear();  // keeps the row's memory
  Put(kBlind, 0, *reply.add_rows());
  EXPECT_EQ(reply.rows(0).ShortDebugString(),
            "window { start_ns: 1000 end_ns: 2000 } freshness: FRESHNESS_BLIND");
}

}  // namespace
}  // namespace throng
