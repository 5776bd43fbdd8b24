// The place is drawn once; people with their shadows are drawn over it, picture by picture.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/site_place.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <opencv2/imgproc.hpp>

#include "counter/drawn/counts.h"
#include "counter/drawn/faults.h"
#include "counter/drawn/furniture.h"
#include "counter/drawn/ground.h"
#include "counter/drawn/wardrobe.h"
#include "counter/site/cells.h"
#include "counter/site/polygon.h"

namespace throng {
namespace {

constexpr float kTwoStepsM = 1.4F;
constexpr float kLeastSwing = 0.12F;   // of somebody who stands
constexpr float kSlimM = 0.6F;         // what is wider stands beside the zones
constexpr float kFarthestFrontM = 80;  // beyond, a wall is too small to matter

const Camera& CameraOf(const Site& site, CameraIndex camera) {
  return site.cameras[camera.value()].calibration.camera;
}

View ViewOf(const Camera& camera) {
  const ImageSize size = camera.pose().picture;
  return {camera, {0, 0}, cv::Size(size.width_px, size.height_px) * kFiner, kFiner};
}

std::vector<View> ViewsOf(const Site& site, std::span<const CameraIndex> cameras) {
  std::vector<View> views;
  for (const CameraIndex camera : cameras) views.push_back(ViewOf(CameraOf(site, camera)));
  return views;
}

std::vector<const Zone*> ZonesAt(const Site& site, std::span<const CameraIndex> cameras) {
  std::vector<const Zone*> zones;
  for (const ZoneIndex zone : ZonesOf(site, cameras)) zones.push_back(&site.zones[zone.value()]);
  return zones;
}

bool IsInAZone(const std::vector<const Zone*>& zones, const Place& at) {
  return std::ranges::any_of(zones, [&at](const Zone* zone) {
    return Contains(zone->outline, GroundPoint{double{at[0]}, double{at[1]}});
  });
}

// A wall behind all zones, across the view.
void AddFront(Random& random, const View& view, const std::vector<const Zone*>& zones,
              Stage& stage) {
  const Place ray = view.RayThrough(static_cast<float>(view.size_px().width) / 2,
                                    static_cast<float>(view.size_px().height) / 2);
  const float heading = std::atan2(ray[1], ray[0]);
  float farthest_m = 0;
  for (const Zone* const zone : zones) {
    for (const GroundPoint& corner : zone->outline) {
      const Place at(static_cast<float>(corner.x_m), static_cast<float>(corner.y_m), 0);
      farthest_m = std::max(farthest_m, (at - view.position()).dot(Heading(heading)));
    }
  }
  const float behind_m = farthest_m + random.Between(3, 10);
  const float length_m = random.Between(0.5F, 1.5F) * behind_m;
  if (behind_m > kFarthestFrontM) return;
  const Place foot = view.position() + Heading(heading) * behind_m;
  AddMoved(stage.things, MakeFront(random, length_m), heading - kTurn / 4, {foot[0], foot[1], 0});
}

// Of those who stand at `feet`, in the fullest cell of the zone: by the cells of the site's metres,
// as an eye has them.
int FullestOf(const Zone& zone, const std::vector<GroundPoint>& feet) {
  const Cells cells(zone.area);
  std::map<CellPlace, int> persons;
  for (const GroundPoint& foot : feet) {
    for (const CellPlace& cell : cells.At(foot)) ++persons[cell];
  }
  std::vector<CellPlace> places;
  places.reserve(persons.size());
  for (const auto& [place, held] : persons) places.push_back(place);
  const std::vector<bool> count =
      cells.Count(places, [&zone](GroundPoint point) { return Contains(zone.outline, point); });
  int most = 0;
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (count[i]) most = std::max(most, persons.at(places[i]));
  }
  return most;
}

// In one camera's view a wall closes the scene; to another, the same wall might hide it.
Stage Furnished(Random random, const std::vector<View>& views,
                const std::vector<const Zone*>& zones) {
  Stage stage;
  if (views.size() == 1 && random.Chance(0.6F)) {
    AddFront(random, views.front(), zones, stage);
  }
  const int things = random.Whole(3, 9);
  for (int i = 0; i < things; ++i) {
    const Thing thing = MakeThing(random);
    const Place at = SomewhereInView(random, views[static_cast<std::size_t>(i) % views.size()]);
    const bool is_near = std::ranges::any_of(views, [&](const View& view) {
      return cv::norm(at - view.position()) < thing.radius_m + 2;
    });
    if (is_near) continue;
    if (thing.radius_m > kSlimM && IsInAZone(zones, at)) continue;
    AddMoved(stage.things, thing.shape, 0, at);
    stage.taken.push_back({at, thing.radius_m});
  }
  return stage;
}

Light LightOf(Random random) { return ChooseLight(random); }

Fashion FashionOf(Random random) { return ChooseFashion(random); }

// Where in his step somebody is; the sign changes from one leg to the other.
float SwingOf(const Walker& walker) {
  const float most = std::clamp(walker.speed_mps, kLeastSwing, 1.0F);
  const float swing = most * std::cos(kTurn * walker.walked_m / kTwoStepsM);
  return std::abs(swing) < kLeastSwing ? std::copysign(kLeastSwing, swing) : swing;
}

struct DressedWalker {
  Shape head;
  Shape body;
};

// Always as somebody who walks, so that the same numbers by chance dress him the same.
DressedWalker Dress(const Walker& walker, const Fashion& fashion) {
  Random random(walker.look);
  const Figure figure = MakeFigure(random, Posture::kWalking, fashion, SwingOf(walker));
  DressedWalker actor;
  AddMoved(actor.head, figure.head, walker.heading_rad, walker.foot);
  AddMoved(actor.body, figure.body, walker.heading_rad, walker.foot);
  return actor;
}

}  // namespace

std::vector<ZoneIndex> ZonesOf(const Site& site, std::span<const CameraIndex> cameras) {
  std::vector<ZoneIndex> zones;
  for (const CameraIndex camera : cameras) {
    for (const ViewPlace& at : ViewsOf(site, camera)) zones.push_back(site.patches[at.patch].zone);
  }
  std::ranges::sort(zones);
  // clang 14 cannot compile std::ranges::unique.
  zones.erase(std::unique(zones.begin(), zones.end()), zones.end());
  return zones;
}

std::vector<int> FeetIn(const std::vector<const Zone*>& zones, std::span<const Walker> people,
                        const std::vector<bool>& shows) {
  std::vector<int> feet(zones.size());
  std::map<std::size_t, std::vector<GroundPoint>> in_cells;
  for (std::size_t i = 0; i < people.size(); ++i) {
    if (!shows[i]) continue;
    const GroundPoint foot{double{people[i].foot[0]}, double{people[i].foot[1]}};
    for (std::size_t zone = 0; zone < zones.size(); ++zone) {
      if (!Contains(zones[zone]->outline, foot)) continue;
      if (zones[zone]->fullest_of) in_cells[zone].push_back(foot);
      ++feet[zone];
    }
  }
  for (const auto& [zone, at] : in_cells) feet[zone] = FullestOf(*zones[zone], at);
  return feet;
}

SitePlace::SitePlace(const Site& site, std::span<const CameraIndex> cameras, std::size_t which,
                     std::uint64_t seed)
    : SitePlace(site, cameras, which, Random(seed)) {}

// Each part has a source of chance of its own, so that none depends on how much another took.
SitePlace::SitePlace(const Site& site, std::span<const CameraIndex> cameras, std::size_t which,
                     Random random)
    : size_px_(CameraOf(site, cameras[which]).pose().picture.width_px,
               CameraOf(site, cameras[which]).pose().picture.height_px),
      zones_(ZonesAt(site, cameras)),
      canvas_(ViewOf(CameraOf(site, cameras[which])), LightOf(Random(random.Bits()))),
      stage_(Furnished(Random(random.Bits()), ViewsOf(site, cameras), zones_)),
      fashion_(FashionOf(Random(random.Bits()))),
      settings_(random.Bits() + which),
      noise_(random.Bits() + which),
      strength_(random.Uniform()) {
  strength_ *= strength_;  // most cameras are good ones
  DrawBackground(Random(random.Bits()), cameras.size() > 1);
}

void SitePlace::DrawBackground(Random random, bool is_shared) {
  DrawGround(MakeGround(random), canvas_);
  // Those are laid by one camera's picture, so that another would see others.
  if (!is_shared && random.Chance(0.3F)) DrawLightPatches(random, canvas_);
  DrawShadows({&stage_.things}, canvas_);
  ground_ = canvas_.colours().clone();
  const cv::Mat ground_depths = canvas_.depths().clone();
  canvas_.Draw(stage_.things);
  place_ = canvas_.colours().clone();
  depths_ = canvas_.depths().clone();
  stands_ = depths_ != ground_depths;
  level_ = MeanLevel(place_);
}

SitePicture SitePlace::Draw(std::span<const Walker> people) {
  std::vector<DressedWalker> actors;
  std::vector<const Shape*> shapes;
  actors.reserve(people.size());
  for (const Walker& walker : people) {
    actors.push_back(Dress(walker, fashion_));
    shapes.push_back(&actors.back().head);
    shapes.push_back(&actors.back().body);
  }
  canvas_.Restore(ground_, depths_);
  DrawShadows(shapes, canvas_);
  place_.copyTo(canvas_.colours(), stands_);
  for (std::size_t i = 0; i < actors.size(); ++i) {
    const auto person = static_cast<int>(i);
    for (const Bone& bone : actors[i].body.bones) canvas_.Draw(bone, OwnerOf(person, false));
    for (const Face& face : actors[i].body.faces) canvas_.Draw(face, OwnerOf(person, false));
    for (const Bone& bone : actors[i].head.bones) canvas_.Draw(bone, OwnerOf(person, true));
  }
  const std::vector<Shown> shown = canvas_.Count(static_cast<int>(actors.size()));
  SitePicture picture;
  std::ranges::transform(shown, std::back_inserter(picture.shows), Counts);
  cv::Mat light;
  cv::resize(canvas_.colours(), light, size_px_, 0, 0, cv::INTER_AREA);
  Random settings = settings_;
  picture.bgr = SeeThroughCamera(settings, noise_, light, level_, strength_);
  return picture;
}

}  // namespace throng
