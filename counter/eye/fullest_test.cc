// The fullest cell of a patch holds its crowd whole, wherever the cells' borders run.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "counter/eye/integrate.h"
#include "counter/site/polygon.h"
#include "counter/site/pose_for_test.h"

namespace throng {
namespace {

// 50 px are 1 m; (400, 320) is the origin, north is up. A hall of 16 m x 12.5 m, which is 200 m2;
// cells of 4 m x 4 m begin every 100 px from the origin.
constexpr ImageSize kPicture{800, 640};
const ImagePolygon kHall{{0, 0}, {800, 0}, {800, 625}, {0, 625}};
constexpr SquareMetres kCell(16);

Brief BriefWith(const std::vector<std::optional<SquareMetres>>& cells) {
  return {.camera = PoseStraightDown(kPicture),
          .steps = {},
          .patches = std::vector<ImagePolygon>(cells.size(), kHall),
          .cells = cells};
}

PatchCount FullestOf(const DensityMap& density) {
  return FullestIn(density, *CellMasksOf(BriefWith({kCell}))[0]);
}

// 80 persons on 200 px x 200 px, evenly; `left`, `top` is its corner.
DensityMap CrowdAt(double left, double top) {
  DensityMap density(kPicture);
  for (int column = 0; column < 10; ++column) {
    for (int row = 0; row < 8; ++row) {
      density.Add({left + 10 + 20.0 * column, top + 12.5 + 25.0 * row}, Persons(1));
    }
  }
  return density;
}

TEST(Fullest, APatchAtFivePerSquareMetreShowsInAZoneThatHasNearlyNobodyElse) {
  const DensityMap density = CrowdAt(400, 120);
  const Brief brief = BriefWith({std::nullopt, kCell});
  const std::vector<PatchMask> masks = MasksOf(brief.patches, kPicture);
  const Tally tally = Integrate(density, masks, std::vector<Seen>(2), CellMasksOf(brief));
  EXPECT_EQ(tally.patches[0].persons(), 80) << "in 200 m2: 0.4 per m2";
  EXPECT_EQ(tally.patches[1].persons(), 80) << "in 16 m2: 5 per m2";
}

TEST(Fullest, ACrowdElsewhereIsNotAddedToIt) {
  DensityMap density = CrowdAt(400, 120);
  for (int i = 0; i < 30; ++i) density.Add({60, 600 - 5.0 * i}, Persons(1));
  EXPECT_NEAR(FullestOf(density).persons.value(), 80, 1e-4);
}

TEST(Fullest, ACrowdThatLiesBadlyHasAtLeastHalfOfItselfInOneCell) {
  EXPECT_NEAR(FullestOf(CrowdAt(500, 120)).persons.value(), 80, 1e-4) << "shifted by half a side";
  const double worst = FullestOf(CrowdAt(450, 170)).persons.value();
  EXPECT_NEAR(worst, 45, 5) << "by a quarter of a side each way: 9/16";
}

TEST(Fullest, TwoWhoAreTogetherAreTwoAndTwoWhoAreFarApartAreOne) {
  DensityMap together(kPicture);
  together.Add({410, 310}, Persons(1));
  together.Add({590, 130}, Persons(1));
  EXPECT_NEAR(FullestOf(together).persons.value(), 2, 1e-5);
  DensityMap apart(kPicture);
  apart.Add({100, 310}, Persons(1));
  apart.Add({590, 130}, Persons(1));
  EXPECT_NEAR(FullestOf(apart).persons.value(), 1, 1e-5);
}

// The map's cell around (500, 220) is cut into four where cells of one grid meet.
TEST(Fullest, WhoStandsWhereCellsMeetIsWholeInAnotherGrid) {
  DensityMap density(kPicture);
  density.Add({500, 220}, Persons(1));
  EXPECT_NEAR(FullestOf(density).persons.value(), 1, 1e-5);
  const CellMasks masks = *CellMasksOf(BriefWith({kCell}))[0];
  const std::size_t cell = density.grid().CellAt({500, 220});
  float least = 1;
  for (std::size_t i = 0; i < masks.size(); ++i) {
    for (const CellMasks::Part& part : masks.parts(i)) {
      if (part.cell == cell) least = std::min(least, part.share);
    }
  }
  EXPECT_NEAR(least, 0.25, 1e-6) << "the control: in one grid alone he would be a quarter";
}

TEST(Fullest, WhoStandsAtTheEdgeOfThePatchIsInACell) {
  for (const ImagePoint foot : {ImagePoint{4, 4}, {796, 4}, {796, 612}, {4, 300}, {300, 4}}) {
    DensityMap density(kPicture);
    density.Add(foot, Persons(1));
    EXPECT_NEAR(FullestOf(density).persons.value(), 1, 1e-5) << foot.x_px << ", " << foot.y_px;
  }
}

TEST(Fullest, HasTheVarianceOfItsCellAlone) {
  DensityMap density(kPicture);
  density.AddToCell(density.grid().CellAt({420, 300}), 3, 4);
  density.AddToCell(density.grid().CellAt({100, 300}), 1, 50);
  EXPECT_NEAR(FullestOf(density).variance, 4, 1e-5);
  const Brief brief = BriefWith({kCell});
  const Tally tally = Integrate(density, MasksOf(brief.patches, kPicture), std::vector<Seen>(1),
                                CellMasksOf(brief));
  EXPECT_EQ(tally.patches[0].sigma(), Persons(2));
}

TEST(Fullest, NobodyIsNobodyAndBlindIsBlind) {
  const DensityMap density(kPicture);
  EXPECT_EQ(FullestOf(density).persons, Persons(0));
  const Brief brief = BriefWith({kCell});
  const Seen blind{.sight = Sight::kBlind, .reason = SightReason::kDark};
  const Tally tally = Integrate(CrowdAt(400, 120), MasksOf(brief.patches, kPicture),
                                std::vector{blind}, CellMasksOf(brief));
  EXPECT_EQ(tally.patches[0], PatchReading::Blind(SightReason::kDark));
}

TEST(Fullest, APatchWithoutASizeHasNoCells) {
  EXPECT_FALSE(CellMasksOf(BriefWith({std::nullopt}))[0]);
  Brief brief = BriefWith({std::nullopt});
  brief.cells.clear();
  EXPECT_EQ(CellMasksOf(brief).size(), 1U);
  EXPECT_FALSE(CellMasksOf(brief)[0]);
}

// One person on each square metre, as a tilted camera sees it: far away, where one of the map's
// cells is 10 m deep, no cell of ground may get all that is in it.
TEST(Fullest, FarAwayACellGetsItsShareOfTheGroundAlone) {
  const CameraPose pose = PoseTilted({768, 576}, 5, 20);
  const Result<Camera> camera = Camera::Make(pose);
  ASSERT_TRUE(camera);
  const ImagePolygon ground{{100, 160}, {668, 160}, {668, 560}, {100, 560}};  // up to 53 m away
  DensityMap density(pose.picture);
  for (std::size_t cell = 0; cell < density.grid().cells(); ++cell) {
    const auto [x, y] = density.grid().CentreOf(cell);
    GroundPolygon corners;
    for (const auto& [dx, dy] : {std::pair{-4, -4}, {4, -4}, {4, 4}, {-4, 4}}) {
      const Result<GroundPoint> corner = camera->GroundFromImage({x + dx, y + dy});
      if (corner) corners.push_back(*corner);
    }
    if (corners.size() < 4 || y < 150) continue;
    density.AddToCell(cell, static_cast<float>(AreaOf(corners).value()), 0);
  }
  const double persons = FullestIn(density, CellMasks(ground, *camera, kCell)).persons.value();
  EXPECT_GT(persons, 15.5);
  EXPECT_LT(persons, 20);
}

}  // namespace
}  // namespace throng
