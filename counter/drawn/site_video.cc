// How many are wanted when, and where they come from and go to.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/site_video.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>
#include <vector>

#include "counter/base/check.h"
#include "counter/site/polygon.h"

namespace throng {
namespace {

constexpr float kShareBeside = 0.15F;  // of goals, around the zones rather than in them
constexpr float kZoneMarginM = 2;      // around a zone, where those are
constexpr float kTallestM = 2.1F;
constexpr float kLeastRayDown = -0.03F;  // a ray that comes down less is hardly below the horizon
constexpr int kTriesOfPlace = 200;

// Shares of the video's length.
constexpr double kFullFrom = 0.35;
constexpr double kFullUntil = 0.5;
constexpr double kEmptyFrom = 0.75;  // the rest is for the last to walk out

double AreaOfAll(const Site& site, std::span<const CameraIndex> cameras) {
  double area_m2 = 0;
  for (const ZoneIndex zone : ZonesOf(site, cameras)) {
    const Zone& floor = site.zones[zone.value()];
    if (!floor.fullest_of) area_m2 += floor.area.value();
  }
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
    if (zone->fullest_of) continue;  // the same floor again
    const auto [left, right] = std::ranges::minmax(zone->outline, {}, &GroundPoint::x_m);
    const auto [low, high] = std::ranges::minmax(zone->outline, {}, &GroundPoint::y_m);
    floors.push_back(
        {zone->outline, {left.x_m, low.y_m, right.x_m - left.x_m, high.y_m - low.y_m}});
    areas.push_back(static_cast<float>(zone->area.value()));
  }
  return [floors, areas](Random& random) {
    const Floor& floor = floors[random.Weighted(areas)];
    const double margin_m = random.Chance(kShareBeside) ? double{kZoneMarginM} : 0;
    GroundPoint at{};
    for (int i = 0; i < kTriesOfPlace; ++i) {
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

// Where in its picture a camera begins to see the zones, from the top.
float TopOf(const std::vector<const Zone*>& zones, const View& view) {
  const auto height = static_cast<float>(view.size_px().height);
  float top_px = height;
  for (const Zone* const zone : zones) {
    for (const GroundPoint& corner : zone->outline) {
      const auto at =
          view.Project({static_cast<float>(corner.x_m), static_cast<float>(corner.y_m), 0});
      if (at) top_px = std::clamp(at->y_px, 0.0F, top_px);
    }
  }
  return top_px;
}

// Beside or below a camera's picture, as far away as the zones are, and in no other's.
SomePlace EntrancesTo(const std::vector<const Zone*>& zones, const std::vector<View>& views) {
  std::vector<float> tops_px;
  std::ranges::transform(views, std::back_inserter(tops_px),
                         [&zones](const View& view) { return TopOf(zones, view); });
  return [views, tops_px](Random& random) {
    Place foot;
    for (int i = 0; i < kTriesOfPlace; ++i) {
      const int last = static_cast<int>(views.size()) - 1;
      const auto which = static_cast<std::size_t>(last > 0 ? random.Whole(0, last) : 0);
      const View& view = views[which];
      const auto width = static_cast<float>(view.size_px().width);
      const auto height = static_cast<float>(view.size_px().height);
      const Place ray = view.RayThrough(random.Between(-0.5F, 1.5F) * width,
                                        random.Between(tops_px[which], 2.0F * height));
      if (ray[2] > kLeastRayDown) continue;
      const Place at = view.position() + ray * (-view.position()[2] / ray[2]);
      foot = Place(at[0], at[1], 0);
      const bool is_unseen = std::ranges::all_of(
          views, [&foot](const View& other) { return IsOutOfSight(other, foot); });
      if (is_unseen) break;
    }
    return foot;
  };
}

std::vector<SitePlace> PlacesOf(const Site& site, const std::vector<CameraIndex>& cameras,
                                std::uint64_t seed) {
  COUNTER_CHECK(!cameras.empty());
  std::vector<SitePlace> places;
  places.reserve(cameras.size());
  for (std::size_t i = 0; i < cameras.size(); ++i) {
    COUNTER_CHECK(!ViewsOf(site, cameras[i]).empty());
    places.emplace_back(site, cameras, i, seed);
  }
  return places;
}

WalkPlan PlanFor(const std::vector<SitePlace>& places, PersonsPerM2 most) {
  std::vector<View> views;
  std::ranges::transform(places, std::back_inserter(views), &SitePlace::view);
  // Nearer than this, random places would not hold so many.
  const double apart_m = 0.65 / std::sqrt(std::max(most.value(), 0.1));
  return {.goal = GoalsIn(places.front().zones()),
          .entrance = EntrancesTo(places.front().zones(), views),
          .taken = places.front().taken(),
          .apart_m = static_cast<float>(std::clamp(apart_m, 0.3, 0.7))};
}

}  // namespace

int MostPersons(const Site& site, std::span<const CameraIndex> cameras, PersonsPerM2 most) {
  return static_cast<int>(
      std::lround(most.value() * AreaOfAll(site, cameras) / (1 - double{kShareBeside})));
}

SiteVideo::SiteVideo(const Site& site, const std::vector<CameraIndex>& cameras,
                     const SiteVideoOptions& options)
    : options_(options),
      least_(MostPersons(site, cameras, options.least)),
      most_(MostPersons(site, cameras, options.most)),
      places_(PlacesOf(site, cameras, options.seed)),
      walkers_(Random(~options.seed), PlanFor(places_, options.most), least_) {}

int SiteVideo::Wanted() const {
  const double at = static_cast<double>(drawn_) / static_cast<double>(options_.pictures);
  const double rising = std::clamp(at / kFullFrom, 0.0, 1.0);
  const double falling = std::clamp((kEmptyFrom - at) / (kEmptyFrom - kFullUntil), 0.0, 1.0);
  return static_cast<int>(std::lround(least_ + (most_ - least_) * std::min(rising, falling)));
}

const std::vector<Walker>& SiteVideo::WalkOn() {
  if (drawn_ > 0) walkers_.Pass(static_cast<float>(1 / options_.pictures_per_s), Wanted());
  ++drawn_;
  return walkers_.all();
}

SiteMoment SiteVideo::Next() {
  const std::vector<Walker>& people = WalkOn();
  SiteMoment moment;
  std::vector<bool> shows(people.size());
  for (SitePlace& place : places_) {
    SitePicture picture = place.Draw(people);
    moment.pictures.push_back(std::move(picture.bgr));
    for (std::size_t i = 0; i < people.size(); ++i) shows[i] = shows[i] || picture.shows[i];
  }
  moment.persons = FeetIn(places_.front().zones(), people, shows);
  return moment;
}

}  // namespace throng
