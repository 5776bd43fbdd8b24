// What counts mean, and that blind ones mean nothing.
// SPDX-License-Identifier: Apache-2.0
#include "counter/meaning/meaning.h"

#include <gtest/gtest.h>

namespace throng {
namespace {

const ZoneFacts kQueue{
    .name = "gate", .kind = ZoneKind::kQueue, .area = SquareMetres(20), .capacity = Persons(80)};

Entry EntryOf(std::optional<WholeCount> count, int coverage_percent) {
  return {.zone = ZoneIndex(0),
          .window = {Instant(0), Instant(1)},
          .count = count,
          .coverage_percent = coverage_percent,
          .freshness = count ? Freshness::kFresh : Freshness::kBlind};
}

TEST(Meaning, FortyPersonsOnTwentySquareMetres) {
  const auto meaning = MeaningOf(EntryOf(WholeCount{40, 30, 50}, 100), kQueue);
  ASSERT_TRUE(meaning);
  EXPECT_EQ(meaning->density, PersonsPerM2(2));
  EXPECT_EQ(meaning->level, LevelOfService::kD);
  EXPECT_EQ(meaning->capacity_percent, 50.0);
}

TEST(Meaning, TheDensityIsThatOfThePartThatWasSeen) {
  const auto meaning = MeaningOf(EntryOf(WholeCount{40, 30, 50}, 50), kQueue);
  EXPECT_EQ(meaning->density, PersonsPerM2(4));
}

// 48 in 16 m2 are 3 per m2, however much of the zone around them was not seen.
TEST(Meaning, TheDensityOfAFullestCellIsThatOfTheCell) {
  ZoneFacts fullest = kQueue;
  fullest.area = SquareMetres(16);
  fullest.is_fullest = true;
  for (const int coverage_percent : {100, 40}) {
    const auto meaning = MeaningOf(EntryOf(WholeCount{48, 40, 56}, coverage_percent), fullest);
    EXPECT_EQ(meaning->density, PersonsPerM2(3)) << coverage_percent;
  }
}

TEST(Meaning, BlindMeansNothing) { EXPECT_FALSE(MeaningOf(EntryOf(std::nullopt, 0), kQueue)); }

TEST(Meaning, AZoneWithoutCapacityHasNoShareOfIt) {
  ZoneFacts open = kQueue;
  open.capacity.reset();
  EXPECT_FALSE(MeaningOf(EntryOf(WholeCount{4, 3, 5}, 100), open)->capacity_percent);
}

}  // namespace
}  // namespace throng
