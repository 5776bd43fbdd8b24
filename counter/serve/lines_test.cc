// JSON lines and CSV say the same, and say unknown as unknown.
// SPDX-License-Identifier: Apache-2.0
#include "counter/serve/lines.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string_view>

namespace throng {
namespace {

const WatchedPlace kZone{.name = "Quai \"2\", nord",
                         .kind = "queue",
                         .zones = {0},
                         .is_group = false,
                         .capacity = Persons(60),
                         .capacity_rule = "given"};

Situation Seen() {
  return {.window = {Instant(0), Instant(15'000'000'000)},
          .freshness = Freshness::kFresh,
          .coverage_percent = 100,
          .persons = Range{8, 10, 12},
          .density_per_m2 = Range{0.2667, 0.33333, 0.4},
          .level = LevelOfService::kA,
          .capacity_percent = Range{13.3, 16.66667, 20},
          .headroom = Range{48, 50, 52},
          .change_per_minute = Range{-1, 5, 11},
          .to_full = MinutesToFull{.earliest = 4.36364, .expected = 10, .latest = {}}};
}

Situation Blind() {
  return {.window = Seen().window, .freshness = Freshness::kBlind, .coverage_percent = 0};
}

TEST(Lines, JsonOfASeenZone) {
  EXPECT_EQ(JsonLine(kZone, Seen()),
            R"({"zone":"Quai \"2\", nord","window_start":"1970-01-01T00:00:00.000Z",)"
            R"("window_end":"1970-01-01T00:00:15.000Z","persons":10,"low":8,"high":12,)"
            R"("coverage_percent":100,"freshness":"fresh","density_per_m2":0.333,)"
            R"("level_of_service":"A","capacity_percent":16.667,"kind":"queue","capacity":60,)"
            R"("headroom":50,"change_per_minute":5.0,"minutes_to_full":10.0,)"
            R"("minutes_to_full_earliest":4.364,"minutes_to_full_latest":null,)"
            R"("full_within_the_hour":"likely","trouble":null})");
}

TEST(Lines, JsonOfABlindZoneHasNullsAndNoZero) {
  EXPECT_EQ(JsonLine(kZone, Blind()),
            R"({"zone":"Quai \"2\", nord","window_start":"1970-01-01T00:00:00.000Z",)"
            R"("window_end":"1970-01-01T00:00:15.000Z","persons":null,"low":null,"high":null,)"
            R"("coverage_percent":0,"freshness":"blind","density_per_m2":null,)"
            R"("level_of_service":null,"capacity_percent":null,"kind":"queue","capacity":60,)"
            R"("headroom":null,"change_per_minute":null,"minutes_to_full":null,)"
            R"("minutes_to_full_earliest":null,"minutes_to_full_latest":null,)"
            R"("full_within_the_hour":null,"trouble":null})");
}

TEST(Lines, WhyAZoneIsNotSeenIsInJsonAndNotInTheCsvOfALedger) {
  Situation blind = Blind();
  blind.trouble = ZoneTrouble::kCameraGone;
  EXPECT_NE(JsonLine(kZone, blind).find(R"("trouble":"camera_gone"})"), std::string::npos);
  EXPECT_EQ(CsvLine(kZone, blind), CsvLine(kZone, Blind()));
  blind.trouble = ZoneTrouble::kNone;
  EXPECT_NE(JsonLine(kZone, blind).find(R"("trouble":"none"})"), std::string::npos);
}

TEST(Lines, NotWithinTheHourIsAnotherAnswerThanUnknown) {
  Situation situation = Seen();
  situation.to_full = MinutesToFull{};
  EXPECT_NE(JsonLine(kZone, situation).find(R"("full_within_the_hour":"no")"), std::string::npos);
  situation.to_full->earliest = 40;
  EXPECT_NE(JsonLine(kZone, situation).find(R"("full_within_the_hour":"possible")"),
            std::string::npos);
}

TEST(Lines, TheIntervalOfAGroupIsRoundedOutwards) {
  Situation situation = Seen();
  situation.persons = Range{79.8, 140, 200.2};
  EXPECT_NE(JsonLine(kZone, situation).find(R"("persons":140,"low":79,"high":201)"),
            std::string::npos);
}

TEST(Lines, CsvQuotesAsRfc4180Says) {
  EXPECT_EQ(CsvLine(kZone, Seen()),
            "\"Quai \"\"2\"\", nord\",1970-01-01T00:00:00.000Z,1970-01-01T00:00:15.000Z,10,8,12,"
            "100,fresh,0.333,A,16.667,queue,60,50,5.0,10.0,4.364,,likely\r\n");
  EXPECT_EQ(CsvLine(kZone, Blind()),
            "\"Quai \"\"2\"\", nord\",1970-01-01T00:00:00.000Z,1970-01-01T00:00:15.000Z,,,,"
            "0,blind,,,,queue,60,,,,,,\r\n");
}

TEST(Lines, EachCsvLineHasAsManyFieldsAsTheHeader) {
  const auto commas = [](std::string_view line) {
    return std::count(line.begin(), line.end(), ',');
  };
  WatchedPlace plain = kZone;
  plain.name = "west";
  EXPECT_EQ(commas(CsvLine(plain, Seen())), commas(CsvHeader()));
  EXPECT_EQ(commas(CsvLine(plain, Blind())), commas(CsvHeader()));
}

TEST(Lines, OfSeveralSitesBeginWithTheSite) {
  EXPECT_EQ(SiteJsonLine("Gare \"Sud\"", kZone, Seen()),
            R"({"site":"Gare \"Sud\"",)" + JsonLine(kZone, Seen()).substr(1));
  EXPECT_EQ(SiteCsvHeader(), "site," + CsvHeader());
  EXPECT_EQ(SiteCsvLine("Gare \"Sud\"", kZone, Seen()),
            R"("Gare ""Sud""",)" + CsvLine(kZone, Seen()));
}

}  // namespace
}  // namespace throng
