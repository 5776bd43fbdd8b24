// Zones sum what their patches last said, grow unsure with age, and go blind, never to zero.
// SPDX-License-Identifier: Apache-2.0
#include "counter/occupancy/latest.h"

#include <gtest/gtest.h>

#include <chrono>
#include <vector>

#include "counter/site/calibrate.h"

namespace throng {
namespace {

const ImagePolygon kAnywhere{{0, 0}, {10, 0}, {10, 10}};

SiteCamera AnyCamera(const char* name) {
  Result<Calibration> calibration = CalibrateFromPose({640, 480}, 60.0, Metres(5), 30.0);
  return {.name = name, .source = "", .calibration = *std::move(calibration), .moments = {}};
}

Zone AnyZone(const char* name, double area_m2) {
  return {.name = name,
          .kind = ZoneKind::kWalkway,
          .outline = {},
          .area = SquareMetres(area_m2),
          .free_area = SquareMetres(area_m2),
          .capacity = std::nullopt};
}

Patch PatchOf(int zone, int camera, double area_m2) {
  return {.zone = ZoneIndex(static_cast<std::uint16_t>(zone)),
          .area = SquareMetres(area_m2),
          .views = {{CameraIndex(static_cast<std::uint16_t>(camera)), kAnywhere}}};
}

// Zone "hall" (100 m2) is seen by both cameras, 60 and 40 m2; zone "gate" (10 m2) half by the
// second.
Site TwoCameras() {
  return {.name = "test",
          .cameras = {AnyCamera("a"), AnyCamera("b")},
          .zones = {AnyZone("hall", 100), AnyZone("gate", 10)},
          .patches = {PatchOf(0, 0, 60), PatchOf(0, 1, 40), PatchOf(1, 1, 5)}};
}

Tally Says(std::initializer_list<int> persons) {
  Tally tally;
  std::size_t i = 0;
  for (const int count : persons) {
    if (count >= 0) tally.patches[i] = PatchReading(Persons(count));
    ++i;  // a negative count stands for blind
  }
  return tally;
}

constexpr int kNoSight = -1;
const CameraIndex kA(0), kB(1);
const ZoneIndex kHall(0), kGate(1);
const Spread kSpread{.floor = Persons(1), .share = 0};

TEST(Latest, AZoneIsBlindBeforeAnybodySawIt) {
  const Site site = TwoCameras();
  const Latest latest(site, kSpread);
  const ZoneOccupancy hall = latest.At(kHall, 0);
  EXPECT_EQ(hall.freshness, Freshness::kBlind);
  EXPECT_FALSE(hall.estimate);
  EXPECT_EQ(hall.coverage, 0.0);
}

TEST(Latest, AZoneIsTheSumOfItsPatches) {
  const Site site = TwoCameras();
  Latest latest(site, kSpread);
  latest.Take(kA, Says({7}), 0);
  latest.Take(kB, Says({5, 2}), 0);
  const ZoneOccupancy hall = latest.At(kHall, 0);
  EXPECT_EQ(hall.freshness, Freshness::kFresh);
  EXPECT_EQ(hall.estimate->mean(), Persons(12));
  EXPECT_NEAR(hall.estimate->sigma().value(), 1.4720, 1e-4);
  EXPECT_EQ(hall.coverage, 1.0);
  EXPECT_EQ(latest.At(kGate, 0).estimate->mean(), Persons(2));
  EXPECT_EQ(latest.At(kGate, 0).coverage, 0.5);
}

// Who misses a fifth of the people here misses a fifth of them there too.
TEST(Latest, PatchesOfOneCameraAreWrongTogether) {
  Site site = TwoCameras();
  site.patches = {PatchOf(0, 0, 60), PatchOf(0, 0, 40)};
  Latest latest(site, kSpread);
  latest.Take(kA, Says({7, 5}), 0);
  // Of 1.0408 each: 1.4720 if they were independent, 2.0817 if they were the same.
  EXPECT_NEAR(latest.At(kHall, 0).estimate->sigma().value(), 1.6783, 1e-4);
}

TEST(Latest, AMomentMovesTheCountsOfItsCameraAlone) {
  Site site = TwoCameras();
  // Camera b sees every second person, and one who is not there.
  for (const int known : {1, 9, 17, 25, 33}) {
    site.cameras[1].moments.push_back(
        {.model = "net", .counted = Persons((known + 1) / 2), .known = Persons(known)});
  }
  const Spread spread{.floor = Persons(3), .share = 0.9};
  Latest latest(site, spread, CorrectionsOf(site, "net"));
  latest.Take(kA, Says({7}), 0);
  latest.Take(kB, Says({8, 2}), 0);
  EXPECT_NEAR(latest.At(kHall, 0).estimate->mean().value(), 7 + 8 * 2 - 40.0 / 45, 0.4);
  EXPECT_NEAR(latest.At(kGate, 0).estimate->mean().value(), 2 * 2 - 5.0 / 45, 0.3);

  Latest other(site, spread, CorrectionsOf(site, "hog"));
  other.Take(kB, Says({8, 2}), 0);
  EXPECT_EQ(other.At(kHall, 0).estimate->mean(), Persons(8));
}

TEST(Latest, CoverageDropsWhereOneCameraIsBlind) {
  const Site site = TwoCameras();
  Latest latest(site, kSpread);
  latest.Take(kA, Says({7}), 0);
  latest.Take(kB, Says({kNoSight, 2}), 0);
  EXPECT_EQ(latest.At(kHall, 0).coverage, 0.6);
  EXPECT_EQ(latest.At(kHall, 0).estimate->mean(), Persons(7));
  EXPECT_EQ(latest.At(kHall, 0).freshness, Freshness::kFresh);
}

TEST(Latest, AnAnswerGrowsUnsureThenStaleThenBlindAndNeverZero) {
  const Site site = TwoCameras();
  Latest latest(site, kSpread);
  latest.Take(kB, Says({kNoSight, 4}), 10);
  latest.Take(kB, Says({kNoSight, kNoSight}), 11);
  EXPECT_EQ(latest.At(kGate, 10).freshness, Freshness::kFresh);
  const ZoneOccupancy stale = latest.At(kGate, 12);
  EXPECT_EQ(stale.freshness, Freshness::kStale);
  EXPECT_EQ(stale.estimate->mean(), Persons(4));
  EXPECT_NEAR(stale.estimate->sigma() / latest.At(kGate, 10).estimate->sigma(), 3.0, 1e-9);
  const ZoneOccupancy blind = latest.At(kGate, 13);
  EXPECT_EQ(blind.freshness, Freshness::kBlind);
  EXPECT_FALSE(blind.estimate);
}

TEST(Latest, ItSeesAgainByItself) {
  const Site site = TwoCameras();
  Latest latest(site, kSpread);
  latest.Take(kB, Says({3, 4}), 0);
  EXPECT_EQ(latest.At(kGate, 9).freshness, Freshness::kBlind);
  latest.Take(kB, Says({3, 0}), 9);
  EXPECT_EQ(latest.At(kGate, 9).freshness, Freshness::kFresh);
  EXPECT_EQ(latest.At(kGate, 9).estimate->mean(), Persons(0));
}

// What camera b says of the gate at each step, and the persons that are believed there.
std::vector<double> GateAfter(const LatestOptions& options, std::initializer_list<int> readings) {
  const Site site = TwoCameras();
  Latest latest(site, kSpread, {}, options);
  std::vector<double> persons;
  for (const int reading : readings) {
    const std::uint64_t step = persons.size();
    latest.Take(kB, Says({kNoSight, reading}), step);
    persons.push_back(latest.At(kGate, step).estimate->mean().value());
  }
  return persons;
}

const LatestOptions kSmoothed{.smooth = SmoothOptions{.tick = std::chrono::seconds(15)}};

TEST(Latest, WhereTicksHaveALengthOneBadReadingMovesNothing) {
  EXPECT_NEAR(GateAfter(kSmoothed, {50, 50, 0, 50})[2], 50, 0.5);
  EXPECT_EQ(GateAfter(kSmoothed, {50, 50, 0, 0})[3], 0) << "two are believed";
}

// The control: without, each reading is believed.
TEST(Latest, PicturesThatHaveNoTimeStandForThemselves) {
  EXPECT_EQ(GateAfter({}, {50, 50, 0, 50, 52}), (std::vector<double>{50, 50, 0, 50, 52}));
}

TEST(Latest, BlindStepsGrowTheIntervalAndEndTheLevel) {
  const Site site = TwoCameras();
  Latest latest(site, kSpread, {}, kSmoothed);
  latest.Take(kB, Says({kNoSight, 50}), 0);
  latest.Take(kB, Says({kNoSight, 50}), 1);
  const Estimate seen = *latest.At(kGate, 1).estimate;
  latest.Take(kB, Says({kNoSight, kNoSight}), 2);
  const ZoneOccupancy stale = latest.At(kGate, 2);
  EXPECT_EQ(stale.estimate->mean(), seen.mean());
  EXPECT_GT(stale.estimate->sigma(), seen.sigma());
  EXPECT_FALSE(latest.At(kGate, 4).estimate) << "blind, not zero";
  latest.Take(kB, Says({kNoSight, 3}), 5);
  EXPECT_EQ(latest.At(kGate, 5).estimate->mean(), Persons(3));
}

// Of a patch that two cameras see, the one that comes in goes on from its own level.
TEST(Latest, EachViewHasALevelOfItsOwn) {
  Site site = TwoCameras();
  site.patches = {
      {.zone = kGate, .area = SquareMetres(5), .views = {{kB, kAnywhere}, {kA, kAnywhere}}}};
  Latest latest(site, kSpread, {}, kSmoothed);
  for (std::uint64_t step = 0; step < 3; ++step) {
    latest.Take(kA, Says({20}), step);
    latest.Take(kB, Says({50}), step);
  }
  EXPECT_EQ(latest.At(kGate, 2).estimate->mean(), Persons(50));
  latest.Take(kA, Says({20}), 3);
  EXPECT_EQ(latest.At(kGate, 3).estimate->mean(), Persons(20)) << "b is blind";
}

}  // namespace
}  // namespace throng
