// What is released is whole, has an interval around it, and is absent when blind.
// SPDX-License-Identifier: Apache-2.0
#include "counter/release/releaser.h"

#include <gtest/gtest.h>

namespace throng {
namespace {

const Window kWindow{Instant(0), Instant(1'000'000'000)};

Published Release(std::optional<Estimate> estimate, double coverage, Freshness freshness) {
  return Releaser(Policy::kInternal)
      .Release({.zone = ZoneIndex(3),
                .estimate = estimate,
                .coverage = coverage,
                .freshness = freshness},
               kWindow);
}

WholeCount CountOf(double mean, double sigma) {
  return *Release(Estimate(Persons(mean), Persons(sigma)), 1.0, Freshness::kFresh).count();
}

TEST(Releaser, TheIntervalHoldsTheWholeNumbersWithin1Point645Sigma) {
  EXPECT_EQ(CountOf(10, 2), (WholeCount{.persons = 10, .low = 7, .high = 13}));  // 6.7..13.3
  EXPECT_EQ(CountOf(9.6, 2), (WholeCount{.persons = 10, .low = 7, .high = 12}));
}

TEST(Releaser, TheIntervalNeverGoesBelowZeroNorLeavesTheCountOut) {
  EXPECT_EQ(CountOf(1, 3), (WholeCount{.persons = 1, .low = 0, .high = 5}));
  EXPECT_EQ(CountOf(4.5, 0.01), (WholeCount{.persons = 5, .low = 5, .high = 5}));
}

TEST(Releaser, ABlindZoneHasNoCount) {
  const Published blind = Release(std::nullopt, 0.0, Freshness::kBlind);
  EXPECT_FALSE(blind.count());
  EXPECT_EQ(blind.freshness(), Freshness::kBlind);
  EXPECT_EQ(blind.coverage_percent(), 0);
}

TEST(Releaser, KeepsZoneWindowFreshnessAndPolicy) {
  const Published out = Release(Estimate(Persons(1), Persons(1)), 0.6, Freshness::kStale);
  EXPECT_EQ(out.zone(), ZoneIndex(3));
  EXPECT_EQ(out.window(), kWindow);
  EXPECT_EQ(out.freshness(), Freshness::kStale);
  EXPECT_EQ(out.policy(), Policy::kInternal);
}

TEST(ReleaserDeathTest, AWindowShorterThanTheShortestNeverLeaves) {
  const ZoneOccupancy one{.zone = ZoneIndex(3),
                          .estimate = Estimate(Persons(1), Persons(1)),
                          .coverage = 1,
                          .freshness = Freshness::kFresh};
  const Window quarter{Instant(0), Instant(0) + std::chrono::minutes(15)};
  const Window shorter{Instant(0), Instant(0) + std::chrono::seconds(899)};
  const Releaser statistics(Policy::kInternal, std::chrono::minutes(15));
  EXPECT_EQ(statistics.Release(one, quarter).count()->persons, 1);
  EXPECT_DEATH(static_cast<void>(statistics.Release(one, shorter)), "releaser.cc");
}

TEST(Releaser, CoverageIsRoundedDownButNotForItsLastBit) {
  const Estimate any(Persons(1), Persons(1));
  EXPECT_EQ(Release(any, 0.999, Freshness::kFresh).coverage_percent(), 99);
  EXPECT_EQ(Release(any, 0.999999, Freshness::kFresh).coverage_percent(), 100);
  EXPECT_EQ(Release(any, 0.6, Freshness::kFresh).coverage_percent(), 60);
}

}  // namespace
}  // namespace throng
