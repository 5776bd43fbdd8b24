// Of a fullest cell the most counts, never the sum, and never zero for who is blind.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "counter/occupancy/latest.h"
#include "counter/site/calibrate.h"

namespace throng {
namespace {

const CameraIndex kWest(0), kEast(1);
const ZoneIndex kHall(0), kFullest(1);
const Spread kSpread{.floor = Persons(1), .share = 0.1};

SiteCamera AnyCamera(const char* name) {
  Result<Calibration> calibration = CalibrateFromPose({640, 480}, 60.0, Metres(5), 30.0);
  return {.name = name, .source = "", .calibration = *std::move(calibration), .moments = {}};
}

Zone ZoneOf(const char* name, double area_m2, std::optional<ZoneIndex> fullest_of) {
  return {.name = name,
          .kind = ZoneKind::kWalkway,
          .outline = {},
          .area = SquareMetres(area_m2),
          .free_area = SquareMetres(area_m2),
          .capacity = std::nullopt,
          .fullest_of = fullest_of};
}

Patch PatchOf(ZoneIndex zone, double area_m2, const std::vector<CameraIndex>& best_first) {
  Patch patch{.zone = zone, .area = SquareMetres(area_m2), .views = {}};
  for (const CameraIndex camera : best_first) {
    patch.views.push_back({camera, {{0, 0}, {10, 0}, {10, 10}}});
  }
  return patch;
}

// 200 m2 with cells of 16: 120 that only west sees, and 80 that east sees best, and west too.
Site Hall() {
  return {.name = "hall",
          .cameras = {AnyCamera("west"), AnyCamera("east")},
          .zones = {ZoneOf("hall", 200, std::nullopt), ZoneOf("hall, fullest 16 m2", 16, kHall)},
          .patches = {PatchOf(kHall, 120, {kWest}), PatchOf(kHall, 80, {kEast, kWest}),
                      PatchOf(kFullest, 120, {kWest}), PatchOf(kFullest, 80, {kEast, kWest})}};
}

Tally Says(std::initializer_list<int> persons) {
  Tally tally;
  std::size_t i = 0;
  for (const int count : persons) tally.patches.at(i++) = PatchReading(Persons(count));
  return tally;
}

class FullestCell : public testing::Test {
 protected:
  const Site site_ = Hall();
  Latest latest_{site_, kSpread};
};

TEST_F(FullestCell, IsTheMostOfItsPartsAndNotTheirSum) {
  latest_.Take(kWest, Says({60, 7, 30, 5}), 0);
  latest_.Take(kEast, Says({20, 12}), 0);
  EXPECT_EQ(latest_.At(kHall, 0).estimate->mean(), Persons(80)) << "the sum, of the zone itself";
  const ZoneOccupancy fullest = latest_.At(kFullest, 0);
  EXPECT_EQ(fullest.estimate->mean(), Persons(30));
  EXPECT_EQ(fullest.estimate->sigma(),
            WithSight(Believe(PatchReading(Persons(30)), SquareMetres(1), kSpread), Sight::kSeeing)
                .sigma());
  EXPECT_EQ(fullest.coverage, 1.0);
  EXPECT_EQ(fullest.freshness, Freshness::kFresh);
}

TEST_F(FullestCell, IsCountedByTheOwnerOfItsPart) {
  latest_.Take(kWest, Says({60, 50, 30, 45}), 0);
  latest_.Take(kEast, Says({20, 12}), 0);
  EXPECT_EQ(latest_.At(kFullest, 0).estimate->mean(), Persons(30)) << "east sees the rest better";
  latest_.Take(kWest, Says({60, 50, 30, 45}), 1);
  EXPECT_EQ(latest_.At(kFullest, 1).estimate->mean(), Persons(45)) << "east is silent";
}

TEST_F(FullestCell, WhereAPartIsBlindLessIsCoveredAndItIsNeverZero) {
  EXPECT_FALSE(latest_.At(kFullest, 0).estimate);
  EXPECT_EQ(latest_.At(kFullest, 0).freshness, Freshness::kBlind);
  latest_.Take(kEast, Says({20, 12}), 0);
  const ZoneOccupancy fullest = latest_.At(kFullest, 0);
  EXPECT_EQ(fullest.estimate->mean(), Persons(12));
  EXPECT_EQ(fullest.coverage, 0.4) << "of the hall's 200 m2";
}

TEST_F(FullestCell, IsAsOldAsTheOldestPart) {
  latest_.Take(kWest, Says({60, 7, 30, 5}), 0);
  latest_.Take(kEast, Says({20, 12}), 1);
  EXPECT_EQ(latest_.At(kFullest, 1).freshness, Freshness::kStale);
  EXPECT_EQ(latest_.At(kFullest, 1).estimate->mean(), Persons(30));
}

// West sees every second person, and one for each 25 m2 who is not there.
TEST_F(FullestCell, GetsTheScaleOfItsCameraAndOfTheOffsetTheShareOfItsArea) {
  Site site = Hall();
  for (const int known : {0, 40, 80, 120, 160, 200, 240, 280}) {
    site.cameras[0].moments.push_back(
        {.model = "net", .counted = Persons(known / 2.0 + 8), .known = Persons(known)});
  }
  const std::vector<std::optional<Correction>> corrections = CorrectionsOf(site, "net");
  Latest latest(site, kSpread, corrections);
  latest.Take(kWest, Says({60, 7, 30, 5}), 0);
  EXPECT_EQ(latest.At(kFullest, 0).estimate->mean(),
            corrections[0]->Apply(Persons(30), 16.0 / 200).mean());
  EXPECT_EQ(latest.At(kHall, 0).estimate->mean(),
            corrections[0]->Apply(Persons(60), 120.0 / 200).mean() +
                corrections[0]->Apply(Persons(7), 80.0 / 200).mean())
      << "as without cells: their parts are not counted twice";
  EXPECT_NEAR(latest.At(kFullest, 0).estimate->mean().value(), 58.7, 4);
}

}  // namespace
}  // namespace throng
