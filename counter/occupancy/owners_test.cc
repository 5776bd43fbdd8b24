// A patch is counted by one camera at a time: the best that sees it now, whoever that is.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <random>

#include "counter/occupancy/latest.h"
#include "counter/site/calibrate.h"

namespace throng {
namespace {

const CameraIndex kWest(0), kEast(1);
const ZoneIndex kHall(0);
const Spread kSpread{.floor = Persons(1), .share = 0};

SiteCamera AnyCamera(const char* name) {
  Result<Calibration> calibration = CalibrateFromPose({640, 480}, 60.0, Metres(5), 30.0);
  return {.name = name, .source = "", .calibration = *std::move(calibration), .moments = {}};
}

Patch PatchOf(double area_m2, const std::vector<CameraIndex>& best_first) {
  Patch patch{.zone = kHall, .area = SquareMetres(area_m2), .views = {}};
  for (const CameraIndex camera : best_first) {
    patch.views.push_back({camera, {{0, 0}, {10, 0}, {10, 10}}});
  }
  return patch;
}

// 100 m2: 40 that only west sees, 20 that both see and east sees best, 30 that only east sees, 10
// that nobody sees.
Site Hall() {
  return {.name = "hall",
          .cameras = {AnyCamera("west"), AnyCamera("east")},
          .zones = {{.name = "hall",
                     .kind = ZoneKind::kWalkway,
                     .outline = {},
                     .area = SquareMetres(100),
                     .free_area = SquareMetres(100),
                     .capacity = std::nullopt}},
          .patches = {PatchOf(40, {kWest}), PatchOf(20, {kEast, kWest}), PatchOf(30, {kEast})}};
}

PatchReading Reading(int count, Sight sight) {
  if (sight == Sight::kBlind) return PatchReading::Blind(SightReason::kDark);
  return sight == Sight::kDim ? PatchReading::Dim(Persons(count), SightReason::kBlurred)
                              : PatchReading(Persons(count));
}

Tally Says(Sight sight, std::initializer_list<int> persons) {
  Tally tally;
  std::size_t i = 0;
  for (const int count : persons) tally.patches.at(i++) = Reading(count, sight);
  return tally;
}

Tally Sees(std::initializer_list<int> persons) { return Says(Sight::kSeeing, persons); }

class Owners : public testing::Test {
 protected:
  // Persons in the hall at `step`; the test fails if it is blind.
  double HallAt(std::uint64_t step) const {
    const ZoneOccupancy hall = latest_.At(kHall, step);
    EXPECT_TRUE(hall.estimate) << step;
    return hall.estimate ? hall.estimate->mean().value() : -1;
  }
  double CoverageAt(std::uint64_t step) const { return latest_.At(kHall, step).coverage; }

  const Site site_ = Hall();
  Latest latest_{site_, kSpread};
};

TEST_F(Owners, TheBestViewCountsWhatBothSee) {
  latest_.Take(kWest, Sees({4, 9}), 0);
  latest_.Take(kEast, Sees({2, 3}), 0);
  EXPECT_EQ(HallAt(0), 4 + 2 + 3) << "not the 9 that west sees where east sees better";
  EXPECT_NEAR(CoverageAt(0), 0.9, 1e-9);
}

TEST_F(Owners, WhoArrivesFirstPlaysNoPart) {
  latest_.Take(kEast, Sees({2, 3}), 0);
  latest_.Take(kWest, Sees({4, 9}), 0);
  EXPECT_EQ(HallAt(0), 4 + 2 + 3);
}

TEST_F(Owners, WhenTheBestIsBlindTheOtherCountsAtOnceAndGivesBack) {
  latest_.Take(kWest, Sees({4, 9}), 0);
  latest_.Take(kEast, Sees({2, 3}), 0);
  latest_.Take(kWest, Sees({4, 8}), 1);
  latest_.Take(kEast, Tally(), 1);  // blind
  EXPECT_EQ(HallAt(1), 4 + 8 + 3) << "the 3 of where east alone sees are stale, and still known";
  EXPECT_EQ(latest_.At(kHall, 1).freshness, Freshness::kStale);
  latest_.Take(kWest, Sees({4, 8}), 3);
  EXPECT_EQ(HallAt(3), 4 + 8) << "east's part is gone";
  EXPECT_EQ(latest_.At(kHall, 3).freshness, Freshness::kFresh);
  EXPECT_NEAR(CoverageAt(3), 0.6, 1e-9);
  latest_.Take(kWest, Sees({4, 8}), 4);
  latest_.Take(kEast, Sees({5, 1}), 4);
  EXPECT_EQ(HallAt(4), 4 + 5 + 1);
  EXPECT_NEAR(CoverageAt(4), 0.9, 1e-9);
}

TEST_F(Owners, WhoIsBlindOnOnePatchGivesUpThatPatchAlone) {
  latest_.Take(kWest, Sees({4, 9}), 0);
  Tally half;
  half.patches[1] = PatchReading(Persons(3));
  latest_.Take(kEast, half, 0);
  EXPECT_EQ(HallAt(0), 4 + 9 + 3);
}

TEST_F(Owners, WhoSeesIsPreferredToWhoSeesDimlyAndBothToWhatIsOld) {
  latest_.Take(kEast, Says(Sight::kDim, {2, 3}), 0);
  latest_.Take(kWest, Sees({4, 9}), 0);
  EXPECT_EQ(HallAt(0), 4 + 9 + 3) << "east sees dimly";
  latest_.Take(kEast, Says(Sight::kDim, {2, 3}), 1);
  EXPECT_EQ(HallAt(1), 4 + 2 + 3) << "what west saw is old";
  latest_.Take(kEast, Says(Sight::kDim, {2, 3}), 2);
  latest_.Take(kWest, Says(Sight::kDim, {4, 9}), 2);
  EXPECT_EQ(HallAt(2), 4 + 2 + 3) << "both dimly: the better view";
}

TEST_F(Owners, WhereNobodySeesNowTheYoungerAnswerCounts) {
  latest_.Take(kEast, Sees({2, 3}), 0);
  latest_.Take(kWest, Says(Sight::kDim, {4, 9}), 1);
  EXPECT_EQ(HallAt(2), 4 + 9 + 3) << "west's is one step old, east's two";
  latest_.Take(kEast, Sees({2, 3}), 1);
  EXPECT_EQ(HallAt(2), 4 + 2 + 3) << "both are one step old: the better view";
}

TEST_F(Owners, BothGoneIsBlindAndNeverZero) {
  latest_.Take(kWest, Sees({4, 9}), 0);
  latest_.Take(kEast, Sees({2, 3}), 0);
  const ZoneOccupancy gone = latest_.At(kHall, 3);
  EXPECT_FALSE(gone.estimate);
  EXPECT_EQ(gone.coverage, 0);
  EXPECT_EQ(gone.freshness, Freshness::kBlind);
}

TEST_F(Owners, ACorrectionIsOfTheCameraThatCounts) {
  Site site = Hall();
  for (const int counted : {1, 5, 9, 13, 17}) {  // west sees every second person
    site.cameras[0].moments.push_back(
        {.model = "net", .counted = Persons(counted), .known = Persons(2 * counted - 1)});
  }
  Latest latest(site, kSpread, CorrectionsOf(site, "net"));
  latest.Take(kWest, Sees({0, 8}), 0);
  const double west = latest.At(kHall, 0).estimate->mean().value();
  EXPECT_NEAR(west, 16, 1.5);
  latest.Take(kEast, Sees({8, 0}), 0);
  EXPECT_LT(latest.At(kHall, 0).estimate->mean().value(), 9) << "east needs no correction";
}

// Whoever sees what and whenever: a patch is worth what one of its views said, and never more.
TEST_F(Owners, NobodyIsCountedTwiceWhoeverIsBlind) {
  std::mt19937 chance(1);
  const auto roll = [&chance](unsigned sides) { return chance() % sides; };
  for (std::uint64_t step = 0; step < 5000; ++step) {
    // One person, where both can see him; all else is empty.
    for (const CameraIndex camera : {kWest, kEast}) {
      if (roll(4) == 0) continue;
      const std::size_t shared = camera == kWest ? 1 : 0;
      Tally tally;
      for (std::size_t i = 0; i < 2; ++i) {
        static constexpr std::array kSights{Sight::kBlind, Sight::kDim, Sight::kSeeing};
        const Sight sight = kSights.at(roll(3));
        if (sight == Sight::kBlind) continue;
        tally.patches.at(i) = Reading(i == shared ? 1 : 0, sight);
      }
      latest_.Take(camera, tally, step);
    }
    const ZoneOccupancy hall = latest_.At(kHall, step);
    const Persons counted = hall.estimate ? hall.estimate->mean() : Persons(0);
    ASSERT_LE(counted, Persons(1)) << step;
    ASSERT_LE(hall.coverage, 0.9 + 1e-9);
  }
}

}  // namespace
}  // namespace throng
