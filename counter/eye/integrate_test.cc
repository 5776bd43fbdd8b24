// Each person is counted in exactly one of the patches that share an edge.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/integrate.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>

namespace throng {
namespace {

constexpr Seen kWell{};
constexpr Seen kDim{.sight = Sight::kDim, .reason = SightReason::kOutOfReach};
constexpr Seen kBlind{.sight = Sight::kBlind, .reason = SightReason::kOutOfReach};

constexpr ImageSize kPicture{768, 576};

ImagePolygon Box(double left, double top, double right, double bottom) {
  return {{left, top}, {right, top}, {right, bottom}, {left, bottom}};
}

std::vector<std::size_t> Shared(const PatchMask& a, const PatchMask& b) {
  std::vector<std::size_t> shared;
  std::ranges::set_intersection(a.cells(), b.cells(), std::back_inserter(shared));
  return shared;
}

TEST(Integrate, APersonOnTheBorderOfTwoPatchesIsCountedOnce) {
  const std::vector<PatchMask> masks =
      MasksOf(std::vector<ImagePolygon>{Box(40, 160, 384, 546), Box(384, 160, 728, 546)}, kPicture);
  const std::vector<Seen> sights(2);
  for (const double x : {383.0, 383.999, 384.0, 384.001, 385.0}) {
    DensityMap density(kPicture);
    density.Add({x, 300}, Persons(1));
    const Tally tally = Integrate(density, masks, sights);
    EXPECT_EQ(tally.patches[0].persons() + tally.patches[1].persons(), 1) << x;
    EXPECT_EQ(tally.patches[0].persons(), x < 384 ? 1 : 0) << x;
  }
}

TEST(Integrate, ABorderThroughCellCentresSharesNoCellAndLeavesNoneOut) {
  const PatchMask west(Box(40, 160, 388, 544), kPicture);  // centres at 4, 12, ... 388
  const PatchMask east(Box(388, 160, 728, 544), kPicture);
  const PatchMask both(Box(40, 160, 728, 544), kPicture);
  EXPECT_TRUE(Shared(west, east).empty());
  EXPECT_EQ(west.cells().size() + east.cells().size(), both.cells().size());
}

TEST(Integrate, ASlantedBorderSharesNoCellWhicheverWayRoundItIsWritten) {
  const PatchMask both(Box(0, 0, 768, 576), kPicture);
  const PatchMask left({{0, 0}, {301, 0}, {467.3, 576}, {0, 576}}, kPicture);
  const PatchMask right({{301, 0}, {768, 0}, {768, 576}, {467.3, 576}}, kPicture);
  const PatchMask diagonal({{0, 0}, {768, 576}, {0, 576}}, kPicture);  // through many centres
  const PatchMask above({{0, 0}, {768, 0}, {768, 576}}, kPicture);
  EXPECT_TRUE(Shared(left, right).empty());
  EXPECT_EQ(left.cells().size() + right.cells().size(), both.cells().size());
  EXPECT_TRUE(Shared(diagonal, above).empty());
  EXPECT_EQ(diagonal.cells().size() + above.cells().size(), both.cells().size());
}

TEST(Integrate, AMaskHoldsTheCellsWhoseCentreLiesInThePatch) {
  const PatchMask mask(Box(8, 8, 24, 19), {32, 32});  // centres 12 and 20; 12, and 20 is out
  EXPECT_TRUE(std::ranges::equal(mask.cells(), std::vector<std::size_t>{5, 6}));
}

TEST(Integrate, APatchOutsideThePictureHoldsNobody) {
  DensityMap density({32, 32});
  density.Add({1, 1}, Persons(3));
  const PatchMask mask(Box(100, 100, 200, 200), {32, 32});
  EXPECT_EQ(CountIn(density, mask).persons, Persons(0));
}

TEST(Integrate, FractionsOfPersonsAddUpBeforeTheyAreRounded) {
  DensityMap density({32, 32});
  density.Add({4, 4}, Persons(0.3));
  density.Add({12, 4}, Persons(0.3));
  const std::vector<PatchMask> masks =
      MasksOf(std::vector<ImagePolygon>{Box(0, 0, 32, 32)}, {32, 32});
  const Tally tally = Integrate(density, masks, std::vector{kWell});
  EXPECT_EQ(tally.patches[0].persons(), 1);
}

TEST(Integrate, VariancesOfCellsAddUpToThePatchs) {
  DensityMap density({32, 32});
  density.AddToCell(0, 0.5F, 0.25F);
  density.AddToCell(1, 0.25F, 0.5F);
  density.AddToCell(3, 8, 8);  // in another patch
  density.Add({4, 4}, Persons(1));
  const PatchCount count = CountIn(density, PatchMask(Box(0, 0, 24, 32), {32, 32}));
  EXPECT_EQ(count.persons, Persons(1.75));
  EXPECT_EQ(count.variance, 0.75);
}

// Reaches what stands right of `from_px`.
class ShortSighted final : public DensityModel {
 public:
  explicit ShortSighted(double from_px) : from_px_(from_px) {}
  Result<DensityMap> DensityOf(const Frame&) override { return Fault::kInternal; }
  bool Reaches(ImagePoint foot) const override { return foot.x_px > from_px_; }

 private:
  double from_px_;
};

TEST(Integrate, APatchIsSeenAsWellAsTheModelReachesIt) {
  const std::vector<PatchMask> masks =
      MasksOf(std::vector<ImagePolygon>{Box(0, 0, 400, 80), Box(400, 0, 800, 80)}, {800, 80});
  const auto sights = [&](double from_px) {
    return SightsOf(masks, CellGrid({800, 80}), ShortSighted(from_px));
  };
  EXPECT_EQ(sights(0), (std::vector{kWell, kWell}));
  EXPECT_EQ(sights(40), (std::vector{kWell, kWell}));
  EXPECT_EQ(sights(48), (std::vector{kDim, kWell}));
  EXPECT_EQ(sights(200), (std::vector{kDim, kWell}));
  EXPECT_EQ(sights(208), (std::vector{kBlind, kWell}));
  EXPECT_EQ(sights(800), (std::vector{kBlind, kBlind}));
}

TEST(Integrate, AReadingCarriesItsPatchsSight) {
  DensityMap density({32, 32});
  density.Add({4, 4}, Persons(2));
  const std::vector<PatchMask> masks =
      MasksOf(std::vector<ImagePolygon>{Box(0, 0, 16, 32), Box(16, 0, 32, 32)}, {32, 32});
  const Tally tally = Integrate(density, masks, std::vector{kDim, kBlind});
  EXPECT_EQ(tally.patches[0], PatchReading::Dim(Persons(2), SightReason::kOutOfReach));
  EXPECT_EQ(tally.patches[1], PatchReading::Blind(SightReason::kOutOfReach));
}

TEST(Integrate, AReadingCarriesHowUnsureItsPatchIs) {
  DensityMap density({32, 32});
  density.AddToCell(density.grid().CellAt({4, 4}), 1.0F, 3.0F);
  density.AddToCell(density.grid().CellAt({4, 20}), 1.0F, 1.0F);
  density.Add({20, 4}, Persons(1));
  const std::vector<PatchMask> masks =
      MasksOf(std::vector<ImagePolygon>{Box(0, 0, 16, 32), Box(16, 0, 32, 32)}, {32, 32});
  const Tally tally = Integrate(density, masks, std::vector{kWell, kWell});
  EXPECT_EQ(tally.patches[0].sigma(), Persons(2));
  EXPECT_FALSE(tally.patches[1].sigma()) << "found as a whole person, by who knows no variance";
}

TEST(Integrate, PlacesWithoutAPatchStayBlind) {
  const DensityMap density({32, 32});
  const std::vector<PatchMask> masks =
      MasksOf(std::vector<ImagePolygon>{Box(0, 0, 32, 32)}, {32, 32});
  const Tally tally = Integrate(density, masks, std::vector{kWell});
  EXPECT_EQ(tally.patches[0].sight(), Sight::kSeeing);
  EXPECT_EQ(tally.patches[0].persons(), 0);
  for (std::size_t i = 1; i < kPatchesPerTally; ++i) {
    EXPECT_EQ(tally.patches[i], PatchReading());
  }
}

}  // namespace
}  // namespace throng
