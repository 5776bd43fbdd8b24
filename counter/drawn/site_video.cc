// How many are wanted when, and where they come from and go to.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/site_video.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "counter/base/check.h"
#include "counter/site/polygon.h"

namespace throng {
namespace {

constexpr float kShareBeside = 0.15F;  // of goals, around the zones rather than in them
constexpr float kMarginM = 2;          // around a zone, where those are
constexpr float kTallestM = 2.1F;
constexpr float kLeastRayDown = -0.03F;  // a ray that comes down less is hardly below the horizon
constexpr int kTries = 200;

// Shares of the video's length.
constexpr double kFullFrom = 0.35;
constexpr double kFullUntil = 0.5;
constexpr double kEmptyFrom = 0.75;  // the rest is for the last to walk out

double AreaOfAll(const Site& site, CameraIndex camera) {
  double area_m2 = 0;
  for (const ZoneIndex zone : ZonesOf(site, camera))
    area_m2 += site.zones[zone.value()].area.value();
  return area_m2;
}

// In a zone, each square metre alike; now and then a little beside it.
SomePlace GoalsIn(const std::vector<const Zone*>& zones) {
  struct Floor {
    GroundPolygon outline;
    cv::Rect2d box;
  };
  std::vector<Floor> floors;
  std::vector<float> areas;
  for (const Zone* const zone : zones) {
    const auto [left, right] = std::ranges::minmax(zone->outline, {}, &GroundPoint::x_m);
    const auto [low, high] = std::ranges::minmax(zone->outline, {}, &GroundPoint::y_m);
    floors.push_back(
        {zone->outline, {left.x_m, low.y_m, right.x_m - left.x_m, high.y_m - low.y_m}});
    areas.push_back(static_cast<float>(zone->area.value()));
  }
  return [floors, areas](Random& random) {
    const Floor& floor = floors[random.Weighted(areas)];
    const double margin_m = random.Chance(kShareBeside) ? double{kMarginM} : 0;
    GroundPoint at{};
    for (int i = 0; i < kTries; ++i) {
      at = {floor.box.x - margin_m + double{random.Uniform()} * (floor.box.width + 2 * margin_m),
            floor.box.y - margin_m + double{random.Uniform()} * (floor.box.height + 2 * margin_m)};
      if (Contains(floor.outline, at) == (margin_m == 0)) break;
    }
    return Place(static_cast<float>(at.x_m), static_cast<float>(at.y_m), 0);
  };
}

// Whether somebody there would be wholly outside the picture.
bool IsOutOfSight(const View& view, const Place& foot) {
  const auto below = view.Project(foot);
  const auto above = view.Project(foot + Place(0, 0, kTallestM));
  if (!below || !above) return true;
  const float margin_px = 0.5F * below->px_per_m;
  const auto [left, right] = std::minmax(below->x_px, above->x_px);
  return right < -margin_px || left > static_cast<float>(view.size_px().width) + margin_px ||
         above->y_px > static_cast<float>(view.size_px().height) + margin_px;
}

// Beside or below the picture, as far away as the zones are.
SomePlace EntrancesTo(const std::vector<const Zone*>& zones, const View& view) {
  const auto width = static_cast<float>(view.size_px().width);
  const auto height = static_cast<float>(view.size_px().height);
  float top_px = height;
  for (const Zone* const zone : zones) {
    for (const GroundPoint& corner : zone->outline) {
      const auto at =
          view.Project({static_cast<float>(corner.x_m), static_cast<float>(corner.y_m), 0});
      if (at) top_px = std::clamp(at->y_px, 0.0F, top_px);
    }
  }
  return [view, width, height, top_px](Random& random) {
    Place foot;
    for (int i = 0; i < kTries; ++i) {
      const Place ray = view.RayThrough(random.Between(-0.5F, 1.5F) * width,
                                        random.Between(top_px, 2.0F * height));
      if (ray[2] > kLeastRayDown) continue;
      const Place at = view.position() + ray * (-view.position()[2] / ray[2]);
      foot = Place(at[0], at[1], 0);
      if (IsOutOfSight(view, foot)) break;
    }
    return foot;
  };
}

WalkPlan PlanFor(const SitePlace& place, PersonsPerM2 most) {
  // Nearer than this, random places would not hold so many.
  const double apart_m = 0.65 / std::sqrt(std::max(most.value(), 0.1));
  return {.goal = GoalsIn(place.zones()),
          .entrance = EntrancesTo(place.zones(), place.view()),
          .taken = place.taken(),
          .apart_m = static_cast<float>(std::clamp(apart_m, 0.3, 0.7))};
}

}  // namespace

int MostPersons(const Site& site, CameraIndex camera, PersonsPerM2 most) {
  return static_cast<int>(
      std::lround(most.value() * AreaOfAll(site, camera) / (1 - double{kShareBeside})));
}

SiteVideo::SiteVideo(const Site& site, CameraIndex camera, const SiteVideoOptions& options)
    : options_(options),
      least_(MostPersons(site, camera, options.least)),
      most_(MostPersons(site, camera, options.most)),
      place_(site, camera, options.seed),
      walkers_(Random(~options.seed), PlanFor(place_, options.most), least_) {
  COUNTER_CHECK(!place_.zones().empty());
}

int SiteVideo::Wanted() const {
  const double at = static_cast<double>(drawn_) / static_cast<double>(options_.pictures);
  const double rising = std::clamp(at / kFullFrom, 0.0, 1.0);
  const double falling = std::clamp((kEmptyFrom - at) / (kEmptyFrom - kFullUntil), 0.0, 1.0);
  return static_cast<int>(std::lround(least_ + (most_ - least_) * std::min(rising, falling)));
}

SitePicture SiteVideo::Next() {
  if (drawn_ > 0) walkers_.Pass(static_cast<float>(1 / options_.pictures_per_s), Wanted());
  ++drawn_;
  return place_.Draw(walkers_.all());
}

}  // namespace throng
