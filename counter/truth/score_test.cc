// Scores of runs small enough to reckon by hand.
// SPDX-License-Identifier: Apache-2.0
#include "counter/truth/score.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "counter/truth/report.h"

namespace throng {
namespace {

Zone ZoneOf(const char* name) {
  return {.name = name,
          .kind = ZoneKind::kWalkway,
          .outline = {},
          .area = SquareMetres(10),
          .free_area = SquareMetres(10),
          .capacity = std::nullopt};
}

const Site kSite{
    .name = "t", .cameras = {}, .zones = {ZoneOf("west"), ZoneOf("east")}, .patches = {}};

Entry Counted(std::uint16_t low, std::uint16_t persons, std::uint16_t high) {
  return {.zone = ZoneIndex(0),
          .window = {Instant(0), Instant(1)},
          .count = WholeCount{.persons = persons, .low = low, .high = high},
          .coverage_percent = 100,
          .freshness = Freshness::kFresh};
}

Entry Blind() {
  Entry entry = Counted(0, 0, 0);
  entry.count.reset();
  entry.freshness = Freshness::kBlind;
  return entry;
}

const Known kKnown{.steps = {},
                   .rows = {{.step = 0, .persons = {4, 1}},
                            {.step = 1, .persons = {6, std::nullopt}},
                            {.step = 2, .persons = {2, 3}}}};
// West errs by -1, +3; east by 0 and is blind at step 2.
const Run kRun{{0, {Counted(2, 3, 4), Counted(0, 1, 2)}},
               {1, {Counted(7, 9, 11), Counted(0, 0, 0)}},
               {2, {Blind(), Blind()}}};

TEST(Score, ErrorsOfOneZoneByHand) {
  const std::vector<Score> scores = ScoreOf(kSite, kKnown, kRun);
  ASSERT_EQ(scores.size(), 3U);
  EXPECT_EQ(scores[0].of, "west");
  EXPECT_EQ(scores[0].compared, 2U);
  EXPECT_EQ(scores[0].blind, 1U) << "a blind step is not an error of so many persons";
  EXPECT_EQ(scores[0].figures->mean_known, 5.0);
  EXPECT_EQ(scores[0].figures->mean_counted, 6.0);
  EXPECT_EQ(scores[0].figures->bias, 1.0);
  EXPECT_EQ(scores[0].figures->mean_absolute, 2.0);
  EXPECT_NEAR(scores[0].figures->root_mean_square, 2.2361, 1e-4);  // sqrt((1 + 9) / 2)
  EXPECT_EQ(scores[0].figures->interval_held, 0.5);
}

TEST(Score, TheLastScoreIsThatOfAllPairs) {
  const Score all = ScoreOf(kSite, kKnown, kRun).back();
  EXPECT_EQ(all.of, "all");
  EXPECT_EQ(all.compared, 3U);
  EXPECT_EQ(all.blind, 2U);
  EXPECT_NEAR(all.figures->mean_absolute, 1.3333, 1e-4);  // (1 + 3 + 0) / 3
}

TEST(Score, AStepThatTheRunLacksIsBlind) {
  const Score all = ScoreOf(kSite, kKnown, {}).back();
  EXPECT_EQ(all.compared, 0U);
  EXPECT_EQ(all.blind, 5U);
  EXPECT_FALSE(all.figures);
}

TEST(Score, ThePerfectRunHasNoErrorAndTheControlHas) {
  const Known known{.steps = {}, .rows = {{.step = 0, .persons = {3, std::nullopt}}}};
  const throng::Run right{{0, {Counted(3, 3, 3), Blind()}}};
  const throng::Run wrong{{0, {Counted(4, 4, 4), Blind()}}};
  EXPECT_EQ(ScoreOf(kSite, known, right).back().figures->mean_absolute, 0.0);
  EXPECT_EQ(ScoreOf(kSite, known, wrong).back().figures->mean_absolute, 1.0);
}

// Zones of 10 m2, so that 5 persons are 0.5 persons/m2.
TEST(BandScores, APairBelongsToTheBandOfItsKnownDensity) {
  const Known known{.steps = {},
                    .rows = {{.step = 0, .persons = {0, 4}},
                             {.step = 1, .persons = {5, 9}},
                             {.step = 2, .persons = {10, 20}}}};
  const throng::Run run{{0, {Counted(0, 2, 3), Counted(4, 4, 4)}},
                        {1, {Counted(4, 4, 4), Counted(5, 6, 9)}},
                        {2, {Blind(), Counted(0, 0, 1)}}};
  const std::vector<Score> bands = BandScoresOf(kSite, known, run);
  ASSERT_EQ(bands.size(), 5U) << "nothing is known of 0.1 persons/m2 and less";
  EXPECT_EQ(bands[0].of, "0");
  EXPECT_EQ(bands[0].figures->bias, 2.0);
  EXPECT_EQ(bands[1].of, "0.1 - 0.5");
  EXPECT_EQ(bands[1].figures->mean_absolute, 0.0);
  EXPECT_EQ(bands[2].of, "0.5 - 1");
  EXPECT_EQ(bands[2].compared, 2U);
  EXPECT_EQ(bands[2].figures->bias, -2.0);  // (4 - 5 + 6 - 9) / 2
  EXPECT_EQ(bands[2].figures->interval_held, 0.5);
  EXPECT_EQ(bands[3].of, "1 - 2");
  EXPECT_EQ(bands[3].blind, 1U);
  EXPECT_FALSE(bands[3].figures);
  EXPECT_EQ(bands[4].of, "2 or more");
  EXPECT_EQ(bands[4].figures->bias, -20.0);
}

TEST(BandScores, OnePersonIsNotNobodyHoweverLargeTheZone) {
  Site site = kSite;
  site.zones[0].area = site.zones[0].free_area = SquareMetres(1000);
  const Known known{.steps = {}, .rows = {{.step = 0, .persons = {1, std::nullopt}}}};
  EXPECT_EQ(BandScoresOf(site, known, {}).front().of, "below 0.1");
}

TEST(Report, TableAndJsonSayTheSame) {
  const std::vector<Score> scores = ScoreOf(kSite, kKnown, kRun);
  const std::vector<Score> bands = BandScoresOf(kSite, kKnown, kRun);
  EXPECT_THAT(TableOf("zone", scores), testing::StartsWith("zone                 n  blind"));
  EXPECT_THAT(TableOf("known persons/m2", bands), testing::HasSubstr("\n0.5 - 1              1 "));
  EXPECT_THAT(JsonOf(scores, bands), testing::HasSubstr("\"persons_per_m2\": \"0.5 - 1\""));
  EXPECT_THAT(TableOf("zone", scores),
              testing::HasSubstr("west                 2      1    5.00     6.00   "
                                 "+1.00   2.00   2.24  50%"));
  EXPECT_THAT(JsonOf(scores, bands), testing::HasSubstr("\"mean_absolute_error\": 2.0"));
  EXPECT_THAT(TableOf("zone", ScoreOf(kSite, kKnown, {})), testing::HasSubstr("-"));
  EXPECT_THAT(JsonOf(ScoreOf(kSite, kKnown, {}), {}), testing::HasSubstr("\"bias\": null"));
}

TEST(Score, WhoIsInAFullestCellIsNotCountedAgainAmongAll) {
  Site site = kSite;
  site.zones[1].fullest_of = ZoneIndex(0);
  const std::vector<Score> scores = ScoreOf(site, kKnown, kRun);
  ASSERT_EQ(scores.size(), 3U);
  EXPECT_EQ(scores[1].compared, 1U) << "it has a line of its own";
  EXPECT_EQ(scores[2].compared, scores[0].compared);
  for (const Score& band : BandScoresOf(site, kKnown, kRun)) {
    EXPECT_LE(band.compared, scores[0].compared) << band.of;
  }
}

}  // namespace
}  // namespace throng
