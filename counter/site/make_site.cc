// Puts cameras and zones together and checks what concerns several of them.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/make_site.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include "counter/site/region.h"
#include "counter/site/wording.h"

namespace throng {
namespace {

constexpr std::size_t kMostPatches = 4;    // of one camera: what one tally holds
constexpr double kMostOverlapM2 = 0.1;     // a line drawn twice by hand, not a person's place
constexpr std::size_t kMostCompared = 16;  // zones of one camera; more is a mistake by itself

// A name that is unfit or has been used. `Draft` is a camera's or a zone's.
template <class Draft>
void CheckNames(const std::vector<Draft>& drafts, std::vector<Complaint>& complaints) {
  std::vector<const Written<std::string>*> names;
  for (const Draft& draft : drafts) {
    if (!draft.name) continue;
    const auto& [name, place] = *draft.name;
    if (const std::optional<std::string> fault = FaultOfName(name)) {
      AddMistake(complaints, place, *fault);
    }
    names.push_back(&*draft.name);
  }
  std::stable_sort(names.begin(), names.end(),
                   [](const auto* a, const auto* b) { return a->value < b->value; });
  for (std::size_t i = 1; i < names.size(); ++i) {
    if (names[i]->value != names[i - 1]->value) continue;
    AddMistake(complaints, names[i]->place,
               "the name is already used on line " + std::to_string(names[i - 1]->place.line) +
                   "; give each its own name");
  }
}

// The position of the camera that a zone or a moment names.
std::optional<std::size_t> FindCamera(const std::optional<Written<std::string>>& wanted,
                                      const DraftSite& site, std::vector<Complaint>& complaints) {
  if (!wanted) return std::nullopt;
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < site.cameras.size(); ++i) {
    if (!site.cameras[i].name) continue;
    if (site.cameras[i].name->value == wanted->value) return i;
    names.push_back(site.cameras[i].name->value);
  }
  AddMistake(
      complaints, wanted->place,
      "there is no camera " + Quote(wanted->value) + "; the cameras are: " + QuoteAll(names));
  return std::nullopt;
}

// Gives each moment to its camera.
void GiveMoments(const DraftSite& draft, std::vector<std::optional<SiteCamera>>& cameras,
                 std::vector<Complaint>& complaints) {
  const auto check_whole = [&](const std::optional<Written<double>>& count) {
    if (!count || count->value == std::floor(count->value)) return;
    AddMistake(complaints, count->place, "this must be a whole number of people");
  };
  for (const DraftMoment& moment : draft.moments) {
    check_whole(moment.counted);
    check_whole(moment.known);
    const std::optional<std::size_t> at = FindCamera(moment.camera, draft, complaints);
    if (!at || !cameras[*at] || !moment.model || !moment.counted || !moment.known) continue;
    cameras[*at]->moments.push_back({.model = moment.model->value,
                                     .counted = Persons(moment.counted->value),
                                     .known = Persons(moment.known->value)});
  }
}

// A zone with its draft.
struct PlacedZone {
  const DraftZone* draft;
  SeenZone seen;
};

void CheckOverlaps(const std::vector<PlacedZone>& zones, std::vector<Complaint>& complaints) {
  const std::size_t count = std::min(zones.size(), kMostCompared);
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const SquareMetres both = OverlapOf(zones[i].seen.zone.outline, zones[j].seen.zone.outline);
      if (both.value() <= kMostOverlapM2) continue;
      AddMistake(complaints, zones[i].draft->outline->place,
                 "this zone and zone " + Quote(zones[j].seen.zone.name) + " overlap by " +
                     Number(both.value(), 1) +
                     " m2, where a person would be counted twice; move their common border");
    }
  }
}

void CheckPatches(const std::vector<PlacedZone>& zones, const DraftCamera& camera,
                  std::vector<Complaint>& complaints) {
  std::size_t patches = 0;
  for (const PlacedZone& zone : zones) patches += zone.seen.pieces.size();
  if (patches <= kMostPatches) return;
  AddMistake(complaints, camera.place,
             "this camera has " + std::to_string(patches) +
                 " zones (a zone that the picture cuts into pieces counts as several), but one "
                 "camera can have 4; list the camera a second time under another name, for the "
                 "other zones");
}

// Zones in the file's order.
Site Assemble(const DraftSite& draft, const std::vector<std::optional<SiteCamera>>& cameras,
              const std::vector<std::vector<PlacedZone>>& zones_of) {
  Site site{draft.name->value, {}, {}, {}};
  std::vector<const Zone*> in_order(draft.zones.size());
  for (std::size_t i = 0; i < cameras.size(); ++i) {
    site.cameras.push_back(*cameras[i]);
    for (const PlacedZone& placed : zones_of[i]) {
      const auto zone = static_cast<std::uint16_t>(placed.draft - draft.zones.data());
      in_order[zone] = &placed.seen.zone;
      for (const SeenZone::Piece& piece : placed.seen.pieces) {
        site.patches.push_back({ZoneIndex(zone),
                                piece.area,
                                {{CameraIndex(static_cast<std::uint16_t>(i)), piece.outline}}});
      }
    }
  }
  for (const Zone* zone : in_order) site.zones.push_back(*zone);
  std::ranges::stable_sort(site.patches, {}, &Patch::zone);
  return site;
}

}  // namespace

std::optional<Site> MakeSite(const DraftSite& draft, std::vector<Complaint>& complaints) {
  if (draft.name) {
    if (const auto fault = FaultOfName(draft.name->value)) {
      AddMistake(complaints, draft.name->place, *fault);
    }
  }
  CheckNames(draft.cameras, complaints);
  CheckNames(draft.zones, complaints);

  std::vector<std::optional<SiteCamera>> cameras;
  for (const DraftCamera& camera : draft.cameras) cameras.push_back(MakeCamera(camera, complaints));
  GiveMoments(draft, cameras, complaints);
  std::vector<std::vector<PlacedZone>> zones_of(cameras.size());
  std::vector<bool> is_named(cameras.size());
  for (const DraftZone& zone : draft.zones) {
    const std::optional<std::size_t> at = FindCamera(zone.camera, draft, complaints);
    const SiteCamera* camera = at && cameras[*at] ? &*cameras[*at] : nullptr;
    std::optional<SeenZone> seen = MakeZone(zone, camera, complaints);
    if (at) is_named[*at] = true;
    if (at && seen) zones_of[*at].push_back({&zone, *std::move(seen)});
  }
  for (std::size_t i = 0; i < cameras.size(); ++i) {
    CheckOverlaps(zones_of[i], complaints);
    CheckPatches(zones_of[i], draft.cameras[i], complaints);
    if (is_named[i]) continue;
    AddNote(complaints, draft.cameras[i].place,
            "no zone names this camera, so nobody is counted in it; add a [[zone]] or delete the "
            "camera");
  }
  const bool mistaken = std::any_of(
      complaints.begin(), complaints.end(),
      [](const Complaint& complaint) { return complaint.weight == Complaint::Weight::kMistake; });
  if (mistaken) return std::nullopt;

  return Assemble(draft, cameras, zones_of);
}

}  // namespace throng
