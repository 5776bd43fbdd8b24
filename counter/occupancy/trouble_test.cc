// Zones say why they are not seen better: of their worst part, and of the longest part of a window.
// SPDX-License-Identifier: Apache-2.0
#include "counter/occupancy/trouble.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "counter/occupancy/latest.h"
#include "counter/occupancy/window_mean.h"
#include "counter/site/calibrate.h"

namespace throng {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

const CameraIndex kWest(0), kEast(1);
const Tally kSeen{{PatchReading(Persons(3)), PatchReading(Persons(3))}};

Tally All(PatchReading reading) { return {{reading, reading}}; }

// One zone: a part that west alone sees, and a part that east sees best and west too.
Site Hall() {
  const auto camera = [](const char* name) {
    return SiteCamera{.name = name,
                      .source = "",
                      .calibration = *CalibrateFromPose({640, 480}, 60.0, Metres(5), 30.0),
                      .moments = {}};
  };
  const ImagePolygon anywhere{{0, 0}, {10, 0}, {10, 10}};
  const auto patch = [&](std::vector<PatchView> views) {
    return Patch{.zone = ZoneIndex(0), .area = SquareMetres(50), .views = std::move(views)};
  };
  return {.name = "hall",
          .cameras = {camera("west"), camera("east")},
          .zones = {{.name = "hall",
                     .kind = ZoneKind::kWalkway,
                     .outline = {},
                     .area = SquareMetres(100),
                     .free_area = SquareMetres(100),
                     .capacity = std::nullopt}},
          .patches = {patch({{kWest, anywhere}}), patch({{kEast, anywhere}, {kWest, anywhere}})}};
}

class TroubleOfAZone : public testing::Test {
 protected:
  std::string At(std::uint64_t step) const {
    return std::string(NameOf(latest_.At(ZoneIndex(0), step).trouble));
  }
  const Site site_ = Hall();
  Latest latest_{site_, {.floor = Persons(1), .share = 0}};
};

TEST_F(TroubleOfAZone, IsThatNothingWasSeenYetAndThenNone) {
  EXPECT_EQ(At(0), "not_yet");
  latest_.Take(kWest, kSeen, 0);
  latest_.Miss(kEast, ZoneTrouble::kNotYet);
  EXPECT_EQ(At(0), "none") << "west sees all of it";
}

TEST_F(TroubleOfAZone, IsWhatItsCamerasSayOrWhyTheySayNothing) {
  latest_.Take(kWest, All(PatchReading::Blind(SightReason::kCovered)), 0);
  latest_.Take(kEast, All(PatchReading::Blind(SightReason::kCovered)), 0);
  EXPECT_EQ(At(0), "covered");
  latest_.Miss(kEast, ZoneTrouble::kCameraGone);
  EXPECT_EQ(At(0), "several") << "a part by both, which differ";
  latest_.Miss(kWest, ZoneTrouble::kCameraGone);
  EXPECT_EQ(At(0), "camera_gone");
}

TEST_F(TroubleOfAZone, IsThatOfItsWorstPart) {
  latest_.Take(kWest, kSeen, 0);
  latest_.Take(kEast, kSeen, 0);
  EXPECT_EQ(At(0), "none");
  latest_.Miss(kWest, ZoneTrouble::kLate);
  latest_.Take(kEast, All(PatchReading::Dim(Persons(3), SightReason::kBlurred)), 1);
  EXPECT_EQ(At(1), "late") << "old is worse than dim";
  latest_.Take(kWest, kSeen, 2);
  latest_.Take(kEast, All(PatchReading::Dim(Persons(3), SightReason::kBlurred)), 2);
  EXPECT_EQ(At(2), "none") << "west sees both parts well";
  latest_.Take(kWest, All(PatchReading::Dim(Persons(3), SightReason::kDark)), 3);
  latest_.Miss(kEast, ZoneTrouble::kCameraGone);
  EXPECT_EQ(At(3), "dark") << "seen by west, if dimly";
}

TEST_F(TroubleOfAZone, StaysThatItsCameraWasMovedWhateverTheNextEyeTakesForRight) {
  latest_.Take(kWest, All(PatchReading::Dim(Persons(3), SightReason::kMoved)), 0);
  latest_.Take(kEast, kSeen, 0);
  EXPECT_EQ(At(0), "moved");
  latest_.Take(kWest, kSeen, 1);
  latest_.Take(kEast, kSeen, 1);
  EXPECT_EQ(At(1), "moved");
}

TEST_F(TroubleOfAZone, IsNotThatAPartIsTooFarAwayUnlessNothingElseIsLeft) {
  const PatchReading far = PatchReading::Dim(Persons(3), SightReason::kOutOfReach);
  latest_.Take(kWest, All(far), 0);
  EXPECT_EQ(At(0), "none");
  latest_.Take(kWest, All(PatchReading::Blind(SightReason::kOutOfReach)), 3);
  latest_.Take(kEast, All(PatchReading::Blind(SightReason::kOutOfReach)), 3);
  EXPECT_EQ(At(3), "out_of_reach");
}

// The trouble of a quarter of an hour of which the zone was `zones` one after the other.
std::string InWindow(const std::vector<std::pair<minutes, ZoneOccupancy>>& zones) {
  WindowMeans means(1, minutes(15));
  Instant at = *ParseUtc("2026-11-24T08:00");
  for (const auto& [lasts, zone] : zones) {
    const auto over = means.Take({.start = at, .end = at + lasts}, std::span(&zone, 1));
    if (!over.empty()) return std::string(NameOf(over.at(0).zones.at(0).trouble));
    at = at + lasts;
  }
  return std::string(NameOf(means.TakeRest()->zones.at(0).trouble));
}

ZoneOccupancy With(ZoneTrouble trouble, Freshness freshness) {
  ZoneOccupancy zone{.zone = ZoneIndex(0),
                     .estimate = Estimate(Persons(3), Persons(1)),
                     .coverage = 1,
                     .freshness = freshness,
                     .trouble = trouble};
  if (freshness == Freshness::kBlind) zone.estimate.reset();
  return zone;
}

TEST(TroubleOfAWindow, IsWhatLastedLongest) {
  const ZoneOccupancy seen = With(ZoneTrouble::kNone, Freshness::kFresh);
  const ZoneOccupancy dark = With(ZoneTrouble::kDark, Freshness::kBlind);
  const ZoneOccupancy gone = With(ZoneTrouble::kCameraGone, Freshness::kBlind);
  const ZoneOccupancy moved = With(ZoneTrouble::kMoved, Freshness::kFresh);
  EXPECT_EQ(InWindow({{minutes(15), seen}}), "none");
  EXPECT_EQ(InWindow({{minutes(15), dark}}), "dark");
  EXPECT_EQ(InWindow({{minutes(5), dark}, {minutes(7), gone}, {minutes(3), seen}}), "camera_gone");
  EXPECT_EQ(InWindow({{minutes(9), seen}, {minutes(6), gone}}), "none") << "fresh: half was seen";
  EXPECT_EQ(InWindow({{minutes(7), seen}, {minutes(8), moved}}), "moved") << "fresh, and in doubt";
  EXPECT_EQ(InWindow({{minutes(7), seen}}), "not_counted") << "stale, since it ended there";
  EXPECT_EQ(InWindow({{minutes(4), dark}}), "not_counted");
  EXPECT_EQ(InWindow({{minutes(14), dark}}), "dark");
}

TEST(ZoneTroubles, HaveDifferentNames) {
  std::set<std::string_view> names;
  for (unsigned i = 0; i < kZoneTroubles; ++i) names.insert(NameOf(static_cast<ZoneTrouble>(i)));
  EXPECT_EQ(names.size(), kZoneTroubles);
}

}  // namespace
}  // namespace throng
