// Cameras that miss nobody look at a drawn crowd: whoever several of them see is counted once.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <random>
#include <string>
#include <vector>

#include "counter/drawn/site_video.h"
#include "counter/occupancy/latest.h"
#include "counter/site/heads.h"
#include "counter/site/load.h"
#include "counter/site/polygon.h"
#include "counter/site/test_overlaps.h"

namespace throng {
namespace {

// Shares of what is known.
constexpr double kMostBias = 0.03;
constexpr double kExact = 0.002;  // feet on a border, which is rounded to the millimetre
constexpr std::uint64_t kPictures = 240;
constexpr std::uint64_t kCutFrom = 80;  // so that the place is full
constexpr std::uint64_t kCutUntil = 160;
const LatestOptions kOptions;

Site SiteOf(std::string_view text) {
  std::vector<Complaint> complaints;
  Result<Site> site = ParseSite(text, complaints);
  EXPECT_TRUE(site);
  return *std::move(site);
}

std::vector<CameraIndex> CamerasOf(const Site& site) {
  std::vector<CameraIndex> cameras;
  for (std::size_t i = 0; i < site.cameras.size(); ++i) {
    cameras.emplace_back(static_cast<std::uint16_t>(i));
  }
  return cameras;
}

struct Person {
  GroundPoint foot;
  Metres head;  // its middle, above the ground
};

// How an eye finds where somebody stands.
enum class Finds {
  kFeet,   // it sees them
  kHeads,  // it sees the head and takes him for an adult of usual height, as throng's eyes do
};

bool IsIn(const Site& site, const PatchView& view, const Person& person, Finds finds) {
  const Camera& camera = site.cameras[view.camera.value()].calibration.camera;
  const Metres height = finds == Finds::kFeet ? Metres(0) : person.head;
  const Result<ImagePoint> seen = camera.ImageFromGround(person.foot, height);
  if (!seen || finds == Finds::kFeet) return seen && Contains(view.outline, *seen);
  const Result<ImagePoint> foot = HeadPlane::Make(camera)->FootFromHead(*seen);
  return foot && Contains(view.outline, *foot);
}

// What an eye would say that finds everybody.
Tally PerfectTally(const Site& site, CameraIndex camera, const std::vector<Person>& people,
                   Finds finds) {
  Tally tally;
  std::size_t place = 0;
  for (const auto& [patch, view] : ViewsOf(site, camera)) {
    const PatchView& seen = site.patches[patch].views[view];
    const auto count = std::ranges::count_if(
        people, [&](const Person& person) { return IsIn(site, seen, person, finds); });
    tally.patches.at(place++) = PatchReading(Persons(static_cast<double>(count)));
  }
  return tally;
}

// Who has the same look is as tall each time.
Metres HeadOf(const Walker& walker) {
  std::mt19937_64 chance(walker.look);
  return Metres(std::normal_distribution(kHeadHeight.value(), 0.09)(chance));
}

// As if nobody owned a patch: each view of it counts.
Site WithoutOwners(Site site) {
  std::vector<Patch> each;
  for (const Patch& patch : site.patches) {
    for (const PatchView& view : patch.views) each.push_back({patch.zone, patch.area, {view}});
  }
  site.patches = each;
  return site;
}

struct Sum {
  double counted = 0;
  double known = 0;
  double Bias() const { return counted / known - 1; }
  void Add(const Sum& other) {
    counted += other.counted;
    known += other.known;
  }
};

struct Outcome {
  Sum full;  // while all cameras look
  Sum cut;   // while one is cut and what it last said is too old; known: in the part that is left
  double coverage_when_cut = 1;  // of the zone, the least
};

class Scene {
 public:
  Scene(const Site& site, std::uint64_t seed) : site_(site) {
    SiteVideo video(site, CamerasOf(site),
                    {.pictures = kPictures,
                     .pictures_per_s = 1,
                     .least = PersonsPerM2(0.1),
                     .most = PersonsPerM2(0.5),
                     .seed = seed});
    for (std::uint64_t i = 0; i < kPictures; ++i) {
      people_.emplace_back();
      for (const Walker& walker : video.WalkOn()) {
        people_.back().push_back(
            {{double{walker.foot[0]}, double{walker.foot[1]}}, HeadOf(walker)});
      }
    }
  }

  // `zones` together, as `counting`, the site itself or without owners, counts them; `cut` gives no
  // tally for a while.
  Outcome Count(const Site& counting, const std::vector<ZoneIndex>& zones, Finds finds,
                std::optional<CameraIndex> cut = std::nullopt) const {
    Latest latest(counting, {.floor = Persons(1), .share = 0});
    Outcome outcome;
    for (std::uint64_t step = 0; step < kPictures; ++step) {
      const bool is_cut = cut && step >= kCutFrom && step < kCutUntil;
      for (const CameraIndex camera : CamerasOf(counting)) {
        if (is_cut && camera == *cut) continue;
        latest.Take(camera, PerfectTally(counting, camera, people_[step], finds), step);
      }
      if (is_cut && step < kCutFrom + kOptions.blind_after_steps) continue;
      Sum& sum = is_cut ? outcome.cut : outcome.full;
      for (const ZoneIndex zone : zones) {
        const ZoneOccupancy now = latest.At(zone, step);
        EXPECT_TRUE(now.estimate) << step;
        if (now.estimate) sum.counted += now.estimate->mean().value();
        sum.known += static_cast<double>(KnownIn(zone, step, is_cut ? cut : std::nullopt));
        if (is_cut) outcome.coverage_when_cut = std::min(outcome.coverage_when_cut, now.coverage);
      }
    }
    return outcome;
  }

 private:
  // Feet in the zone; where somebody other than `cut` sees them, if one is cut.
  std::ptrdiff_t KnownIn(ZoneIndex zone, std::uint64_t step, std::optional<CameraIndex> cut) const {
    return std::ranges::count_if(people_[step], [&](const Person& person) {
      if (!Contains(site_.zones[zone.value()].outline, person.foot)) return false;
      if (!cut) return true;
      return std::ranges::any_of(site_.patches, [&](const Patch& patch) {
        return std::ranges::any_of(patch.views, [&](const PatchView& view) {
          return view.camera != *cut && IsIn(site_, view, person, Finds::kFeet);
        });
      });
    });
  }

  const Site& site_;
  std::vector<std::vector<Person>> people_;  // at each step
};

struct Case {
  const char* name;
  std::string_view site;
  std::vector<ZoneIndex> overlap;  // the zones that several cameras see
  std::vector<ZoneIndex> all;
  double least_doubled;  // bias of the control
};

const std::vector<Case> kCases{
    {"two cameras", kPlatform, {ZoneIndex(1)}, {ZoneIndex(0), ZoneIndex(1), ZoneIndex(2)}, 0.2},
    {"three cameras", kHall, {ZoneIndex(0)}, {ZoneIndex(0)}, 0.4}};

TEST(OverlapExact, WhoeverSeveralCamerasSeeIsCountedOnce) {
  for (const Case& some : kCases) {
    const Site site = SiteOf(some.site);
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
      const Scene scene(site, seed);
      const Outcome overlap = scene.Count(site, some.overlap, Finds::kFeet);
      const Outcome all = scene.Count(site, some.all, Finds::kFeet);
      std::printf("%-14s seed %d: known %.0f, bias %+.2f%% in the overlap, %+.2f%% in all\n",
                  some.name, static_cast<int>(seed), overlap.full.known, 100 * overlap.full.Bias(),
                  100 * all.full.Bias());
      EXPECT_GT(overlap.full.known, 2000);
      EXPECT_LE(std::abs(overlap.full.Bias()), kExact) << some.name << seed;
      EXPECT_LE(std::abs(all.full.Bias()), kExact) << some.name << seed;
    }
  }
}

TEST(OverlapExact, WhileACameraIsCutTheOthersCountWhatTheySeeOnce) {
  for (const Case& some : kCases) {
    const Site site = SiteOf(some.site);
    const Scene scene(site, 4);
    for (const CameraIndex cut : CamerasOf(site)) {
      const Outcome outcome = scene.Count(site, some.overlap, Finds::kFeet, cut);
      std::printf(
          "%-14s without %-6s bias %+.2f%% in the %.0f%% that are seen, %+.2f%% before and "
          "after\n",
          some.name, site.cameras[cut.value()].name.c_str(), 100 * outcome.cut.Bias(),
          100 * outcome.coverage_when_cut, 100 * outcome.full.Bias());
      EXPECT_GT(outcome.cut.known, 500);
      EXPECT_LE(std::abs(outcome.cut.Bias()), kExact) << some.name << cut.value();
      EXPECT_LE(std::abs(outcome.full.Bias()), kExact) << some.name << cut.value();
      EXPECT_LT(outcome.coverage_when_cut, 0.97) << some.name << cut.value();
      EXPECT_GT(outcome.coverage_when_cut, 0.7) << some.name << cut.value();
    }
  }
}

// Two cameras place a tall person farther away, each from itself, so at a border between owners he
// may be nobody's, and a short one both owners'. In one scene the few who stand there decide; in
// many it evens out.
TEST(OverlapExact, WhoeverIsTallerOrShorterIsCountedOnceOnAverage) {
  for (const Case& some : kCases) {
    const Site site = SiteOf(some.site);
    Sum full;
    Sum cut;
    for (std::uint64_t seed = 11; seed <= 22; ++seed) {
      const CameraIndex in_turn(static_cast<std::uint16_t>(seed % site.cameras.size()));
      const Outcome outcome = Scene(site, seed).Count(site, some.overlap, Finds::kHeads, in_turn);
      full.Add(outcome.full);
      cut.Add(outcome.cut);
    }
    std::printf("%-14s by heads: bias %+.2f%%, %+.2f%% while a camera is cut\n", some.name,
                100 * full.Bias(), 100 * cut.Bias());
    EXPECT_LE(std::abs(full.Bias()), kMostBias) << some.name;
    EXPECT_LE(std::abs(cut.Bias()), kMostBias) << some.name;
  }
}

// The control: without owners the same people are far too many.
TEST(OverlapExact, WithoutOwnersTheyAreCountedSeveralTimes) {
  for (const Case& some : kCases) {
    const Site site = SiteOf(some.site);
    const Outcome doubled = Scene(site, 1).Count(WithoutOwners(site), some.overlap, Finds::kFeet);
    std::printf("%-14s without owners: bias %+.0f%%\n", some.name, 100 * doubled.full.Bias());
    EXPECT_GT(doubled.full.Bias(), some.least_doubled) << some.name;
  }
}

}  // namespace
}  // namespace throng
