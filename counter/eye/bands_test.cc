// Everybody is read at the size that the network knows, in one band, and nobody in two.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/bands.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <span>
#include <vector>

#include "counter/eye/integrate.h"
#include "counter/eye/weights.h"
#include "counter/site/pose_for_test.h"

namespace throng {
namespace {

constexpr ImageSize kPicture{640, 480};
constexpr double kPersonPx = 36;

ImagePolygon Box(double left, double top, double right, double bottom) {
  return {{left, top}, {right, top}, {right, bottom}, {left, bottom}};
}
const ImagePolygon kAll = Box(0, 0, 640, 480);

HeadPlane HeadsOf(const CameraPose& pose) { return *HeadPlane::Make(*Camera::Make(pose)); }

// From 2.6 m away to the horizon, which is 58 px below the picture's top.
HeadPlane Street() { return HeadsOf(PoseTilted(kPicture, 5, 20)); }

BandPlan PlanOf(const HeadPlane& heads, const std::vector<ImagePolygon>& patches,
                double context_px = 48) {
  return {heads, kPicture, patches, {.person_px = kPersonPx, .context_px = context_px}};
}

std::vector<ImagePoint> Pixels() {
  std::vector<ImagePoint> pixels;
  for (int y = 0; y < kPicture.height_px; ++y) {
    for (int x = 0; x < kPicture.width_px; ++x) pixels.push_back({x + 0.5, y + 0.5});
  }
  return pixels;
}

// Pixels of the camera's picture that the bands read; one that two of them read counts twice.
double AreaRead(std::span<const SizeBand> bands) {
  double area = 0;
  for (const SizeBand& band : bands) {
    const double cell_px = Weights::kCellStride / band.zoom;
    for (const CellShare& share : band.shares) area += double{share.share} * cell_px * cell_px;
  }
  return area;
}

TEST(Bands, EachPlaceIsReadOnce) {
  const BandPlan plan = PlanOf(Street(), {kAll});
  ASSERT_GE(plan.bands().size(), 4U);
  const auto pixels = Pixels();
  const auto wanted = static_cast<double>(std::ranges::count_if(
      pixels, [&](ImagePoint head) { return plan.BandOf(head).has_value(); }));
  EXPECT_GT(wanted, 0.8 * 640 * 480);
  EXPECT_NEAR(AreaRead(plan.bands()), wanted, 0.01 * wanted);
  // The control: a band that is missing or read again is noticed.
  const double missing = AreaRead(plan.bands().first(plan.bands().size() - 1));
  EXPECT_LT(missing, 0.98 * wanted);
  EXPECT_GT(2 * AreaRead(plan.bands()) - missing, 1.02 * wanted);
}

TEST(Bands, EachPlaceLiesInThePictureOfItsBand) {
  const BandPlan plan = PlanOf(Street(), {kAll});
  for (const ImagePoint& head : Pixels()) {
    const std::optional<std::size_t> place = plan.BandOf(head);
    if (!place) continue;
    const SizeBand& band = plan.bands()[*place];
    const double x_px = (head.x_px - band.left_px) * band.zoom;
    const double y_px = (head.y_px - band.top_px) * band.zoom;
    ASSERT_TRUE(x_px >= 0 && y_px >= 0 && x_px < band.size.width_px && y_px < band.size.height_px)
        << head.x_px << ", " << head.y_px;
  }
}

TEST(Bands, PeopleHaveTheSizeThatTheNetworkKnows) {
  const HeadPlane heads = Street();
  const BandPlan plan = PlanOf(heads, {kAll});
  for (const ImagePoint& head : Pixels()) {
    const std::optional<std::size_t> place = plan.BandOf(head);
    if (!place) continue;
    const double person_px = kPersonHeight.value() * heads.PixelsPerMetre(head);
    const double seen_px = person_px * plan.bands()[*place].zoom;
    ASSERT_NEAR(std::log(seen_px / kPersonPx), 0, std::log(1.4) / 2 + 1e-6)
        << head.x_px << ", " << head.y_px;
  }
}

TEST(Bands, AShareIsOfACellAndNoCellGivesMoreThanItHas) {
  const BandPlan plan = PlanOf(Street(), {kAll});
  for (const SizeBand& band : plan.bands()) {
    const std::size_t cells = std::size_t{band.size.width_px} * band.size.height_px / 64;
    std::vector<float> given(cells);
    for (const CellShare& share : band.shares) {
      ASSERT_LT(share.from, cells);
      ASSERT_LT(share.to, CellGrid(kPicture).cells());
      given[share.from] += share.share;
    }
    EXPECT_LE(*std::ranges::max_element(given), 1.0F);
    EXPECT_TRUE(std::ranges::is_sorted(band.shares, {}, &CellShare::from));
    EXPECT_EQ(band.size.width_px % 8 + band.size.height_px % 8, 0);
  }
}

TEST(Bands, ThroughALensPeopleHaveThatSizeToo) {
  CameraPose pose = PoseTilted(kPicture, 4.7, 40);
  pose.lens_bend = -0.35;
  const HeadPlane heads = HeadsOf(pose);
  const BandPlan plan = PlanOf(heads, {kAll}, 0);  // no context: a strip too narrow would show
  std::size_t read = 0;
  for (const ImagePoint& head : Pixels()) {
    const std::optional<std::size_t> place = plan.BandOf(head);
    if (!place) continue;
    ++read;
    const SizeBand& band = plan.bands()[*place];
    const double seen_px = kPersonHeight.value() * heads.PixelsPerMetre(head) * band.zoom;
    ASSERT_NEAR(std::log(seen_px / kPersonPx), 0, std::log(1.4) / 2 + 1e-3)
        << head.x_px << ", " << head.y_px;
    const double x_px = (head.x_px - band.left_px) * band.zoom;
    const double y_px = (head.y_px - band.top_px) * band.zoom;
    ASSERT_TRUE(x_px >= 0 && y_px >= 0 && x_px < band.size.width_px && y_px < band.size.height_px)
        << head.x_px << ", " << head.y_px;
  }
  EXPECT_GT(read, 9 * Pixels().size() / 10);
  EXPECT_NEAR(AreaRead(plan.bands()), static_cast<double>(read), 0.01 * static_cast<double>(read));
}

TEST(Bands, WhoIsTooFarAwayIsOutOfReach) {
  const CameraPose pose = PoseTilted(kPicture, 5, 20);
  const Camera camera = *Camera::Make(pose);
  const BandPlan plan = PlanOf(HeadsOf(pose), {kAll});
  // 36 px / 2.5 / sqrt(1.4), 12 px, is what 1.7 m have at 70 m.
  for (const double north_m : {6.0, 20.0, 65.0}) {
    EXPECT_TRUE(plan.Reaches(*camera.ImageFromGround({0, north_m}))) << north_m;
    EXPECT_TRUE(plan.BandOf(*camera.ImageFromGround({0, north_m}, kHeadHeight))) << north_m;
  }
  for (const double north_m : {76.0, 200.0}) {
    EXPECT_FALSE(plan.Reaches(*camera.ImageFromGround({0, north_m}))) << north_m;
    EXPECT_FALSE(plan.BandOf(*camera.ImageFromGround({0, north_m}, kHeadHeight))) << north_m;
  }
  EXPECT_FALSE(plan.BandOf({320, 10})) << "in the sky";
  EXPECT_FALSE(plan.Reaches({320, 10}));
}

TEST(Bands, WhoseHeadIsOutOfThePictureIsOutOfReach) {
  const BandPlan plan = PlanOf(HeadsOf(PoseStraightDown(kPicture)), {kAll});
  EXPECT_EQ(plan.bands().size(), 1U) << "from above, all are of one size";
  EXPECT_TRUE(plan.Reaches({320, 240}));
  EXPECT_FALSE(plan.Reaches({20, 240})) << "the head stands out to the left";
}

TEST(Bands, OnlyTheHeadsOfThosePatchesAreRead) {
  const std::vector<ImagePolygon> patch{Box(200, 300, 360, 420)};
  const HeadPlane heads = Street();
  const BandPlan plan = PlanOf(heads, patch);
  EXPECT_LT(AreaRead(plan.bands()), 0.3 * AreaRead(PlanOf(heads, {kAll}).bands()));
  std::set<std::size_t> fed;
  for (const SizeBand& band : plan.bands()) {
    for (const CellShare& share : band.shares) fed.insert(share.to);
  }
  const PatchMask mask(patch[0], kPicture);
  const auto wanted = static_cast<double>(mask.cells().size());
  const auto inside = static_cast<double>(
      std::ranges::count_if(mask.cells(), [&](std::size_t cell) { return fed.contains(cell); }));
  EXPECT_GT(inside, 0.8 * wanted) << "feet lie dense where heads do: nearly every cell gets some";
  EXPECT_TRUE(PlanOf(heads, {}).bands().empty());
}

TEST(Bands, ContextLiesAroundWhatIsRead) {
  const HeadPlane heads = HeadsOf(PoseStraightDown(kPicture));
  const std::vector<ImagePolygon> patch{Box(280, 200, 360, 280)};
  const BandPlan without = PlanOf(heads, patch, 0);
  const BandPlan with = PlanOf(heads, patch, 24);
  ASSERT_EQ(without.bands().size(), 1U);
  ASSERT_EQ(with.bands().size(), 1U);
  const SizeBand& narrow = without.bands()[0];
  const SizeBand& wide = with.bands()[0];
  EXPECT_EQ(wide.size.width_px, narrow.size.width_px + 2 * 24);
  EXPECT_EQ(wide.size.height_px, narrow.size.height_px + 2 * 24);
  EXPECT_NEAR((narrow.left_px - wide.left_px) * wide.zoom, 24, 1e-6);
  EXPECT_NEAR(AreaRead(with.bands()), AreaRead(without.bands()), 0.03 * AreaRead(without.bands()))
      << "but nothing more is read";
}

}  // namespace
}  // namespace throng
