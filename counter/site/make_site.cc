// Puts cameras and zones together and checks what concerns several of them.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/make_site.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <numeric>
#include <string_view>
#include <utility>
#include <variant>

#include "counter/site/fullest.h"
#include "counter/site/make_alarms.h"
#include "counter/site/region.h"
#include "counter/site/wording.h"

namespace throng {
namespace {

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
std::optional<std::size_t> FindCamera(const Written<std::string>& wanted, const DraftSite& site,
                                      std::vector<Complaint>& complaints) {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < site.cameras.size(); ++i) {
    if (!site.cameras[i].name) continue;
    if (site.cameras[i].name->value == wanted.value) return i;
    names.push_back(site.cameras[i].name->value);
  }
  AddMistake(complaints, wanted.place,
             "there is no camera " + Quote(wanted.value) + "; the cameras are: " + QuoteAll(names));
  return std::nullopt;
}

// Gives each moment to its camera.
void GiveMoments(const DraftSite& draft, Cameras& cameras, const MayGoOn& may_go_on,
                 std::vector<Complaint>& complaints) {
  const auto check_whole = [&](const std::optional<Written<double>>& count) {
    if (!count || count->value == std::floor(count->value)) return;
    AddMistake(complaints, count->place, "this must be a whole number of people");
  };
  for (const DraftMoment& moment : draft.moments) {
    if (!may_go_on()) return;
    check_whole(moment.counted);
    check_whole(moment.known);
    if (!moment.camera) continue;
    const std::optional<std::size_t> at = FindCamera(*moment.camera, draft, complaints);
    if (!at || !cameras[*at] || !moment.model || !moment.counted || !moment.known) continue;
    cameras[*at]->moments.push_back({.model = moment.model->value,
                                     .counted = Persons(moment.counted->value),
                                     .known = Persons(moment.known->value)});
  }
}

// The cameras that a zone names, which are free of mistakes; none if one of them is not.
CameraSet SeersOf(const DraftZone& zone, const DraftSite& draft, const Cameras& cameras,
                  std::vector<bool>& is_named, std::vector<Complaint>& complaints) {
  CameraSet seers;
  bool all = true;
  for (const Written<std::string>& name : zone.cameras) {
    const std::optional<std::size_t> at = FindCamera(name, draft, complaints);
    if (at) is_named[*at] = true;
    all &= at && cameras[*at];
    if (!at) continue;
    const CameraIndex seer(static_cast<std::uint16_t>(*at));
    if (std::ranges::find(seers, seer) != seers.end()) {
      AddMistake(complaints, name.place, "the camera is in the list already; delete this one");
      all = false;
    }
    seers.push_back(seer);
  }
  std::ranges::sort(seers);
  return all ? seers : CameraSet{};
}

// Whether the camera's metres are the site's, rather than its own.
bool IsInSharedMetres(const DraftCamera& camera) {
  const auto& written = camera.calibration->value;
  if (const auto* const pose = std::get_if<DraftPose>(&written)) return pose->stand.has_value();
  return std::holds_alternative<DraftGroundMarks>(written);
}

// False, with a mistake for each that is not, unless all cameras of a zone speak of the same
// metres.
bool CheckMetres(const DraftZone& zone, const CameraSet& seers, const DraftSite& draft,
                 std::vector<Complaint>& complaints) {
  if (seers.size() < 2) return true;
  bool all = true;
  for (const CameraIndex seer : seers) {
    const DraftCamera& camera = draft.cameras[seer.value()];
    if (IsInSharedMetres(camera)) continue;
    all = false;
    AddMistake(complaints, zone.place,
               "camera " + Quote(camera.name ? camera.name->value : "") +
                   " is calibrated in metres of its own, which begin below it, but the cameras of "
                   "a zone must share theirs; give it ground_marks, or a pose with at and "
                   "heading_deg");
  }
  return all;
}

// At CameraIndex: the first of the cameras that share its metres, since zones join them.
std::vector<std::size_t> FramesOf(const std::vector<PlacedZone>& zones, std::size_t cameras) {
  std::vector<std::size_t> frames(cameras);
  std::iota(frames.begin(), frames.end(), 0);
  for (const PlacedZone& zone : zones) {
    for (const CameraIndex seer : zone.seers) {
      const std::size_t from = frames[seer.value()];
      const std::size_t to = frames[zone.seers.front().value()];
      std::ranges::replace(frames, std::max(from, to), std::min(from, to));
    }
  }
  return frames;
}

struct Box {
  double left_m, right_m, low_m, high_m;
};

Box BoxAround(const GroundPolygon& polygon) {
  const auto [left, right] = std::ranges::minmax(polygon, {}, &GroundPoint::x_m);
  const auto [low, high] = std::ranges::minmax(polygon, {}, &GroundPoint::y_m);
  return {left.x_m, right.x_m, low.y_m, high.y_m};
}

bool Touch(const Box& a, const Box& b) {
  return a.left_m <= b.right_m && b.left_m <= a.right_m && a.low_m <= b.high_m &&
         b.low_m <= a.high_m;
}

// Of zones that share their metres. Cameras that no zone joins may have unrelated ones, so zones
// of theirs are not compared.
void CheckOverlaps(const std::vector<const PlacedZone*>& zones, const MayGoOn& may_go_on,
                   std::vector<Complaint>& complaints) {
  std::vector<Box> boxes;
  for (const PlacedZone* const zone : zones) {
    boxes.push_back(BoxAround(zone->seen.zone.outline));
    for (std::size_t j = 0; j + 1 < boxes.size(); ++j) {
      if (!Touch(boxes.back(), boxes[j])) continue;
      if (!may_go_on()) return;
      const SquareMetres both = OverlapOf(zone->seen.zone.outline, zones[j]->seen.zone.outline);
      if (both.value() <= kMostOverlapM2) continue;
      AddMistake(complaints, zone->draft->outline->place,
                 "this zone and zone " + Quote(zones[j]->seen.zone.name) + " overlap by " +
                     Number(both.value(), 1) +
                     " m2, where a person would be counted twice; move their common border");
      break;  // one at a time is enough to mend
    }
  }
}

void CheckAllOverlaps(const std::vector<PlacedZone>& zones, std::size_t cameras,
                      const MayGoOn& may_go_on, std::vector<Complaint>& complaints) {
  const std::vector<std::size_t> frames = FramesOf(zones, cameras);
  std::map<std::size_t, std::vector<const PlacedZone*>> zones_of;
  for (const PlacedZone& zone : zones) {
    const std::size_t frame = frames[zone.seers.front().value()];
    const auto sharing = static_cast<std::size_t>(std::ranges::count(frames, frame));
    if (zones_of[frame].size() < kMostCompared * sharing) zones_of[frame].push_back(&zone);
  }
  for (const auto& [frame, sharing] : zones_of) CheckOverlaps(sharing, may_go_on, complaints);
}

void NoteUnnamed(const DraftSite& draft, const std::vector<bool>& is_named,
                 std::vector<Complaint>& complaints) {
  for (std::size_t i = 0; i < is_named.size(); ++i) {
    if (is_named[i]) continue;
    AddNote(complaints, draft.cameras[i].place,
            "no zone names this camera, so nobody is counted in it; add a [[zone]] or delete the "
            "camera");
  }
}

// A rule that can alarm nobody is not what whoever wrote it had in mind.
void NoteSilentAlarms(const DraftSite& draft, std::vector<Complaint>& complaints) {
  if (MayAlarm(draft.profile)) return;
  for (const DraftAlarm& alarm : draft.alarms) {
    AddNote(complaints, alarm.place,
            "nobody is alarmed while the site is for statistics; write profile = \"live\" below "
            "[site], and its [legal_basis], or delete the rule");
  }
}

}  // namespace

bool HasMistake(const std::vector<Complaint>& complaints) {
  return std::ranges::count(complaints, Complaint::Weight::kMistake, &Complaint::weight) > 0;
}

MadeParts MakeParts(const DraftSite& draft, const MayGoOn& may_go_on,
                    std::vector<Complaint>& complaints) {
  bool stopped = false;
  const MayGoOn go_on = [&] {
    stopped = stopped || !may_go_on();
    return !stopped;
  };
  if (draft.name) {
    if (const auto fault = FaultOfName(draft.name->value)) {
      AddMistake(complaints, draft.name->place, *fault);
    }
  }
  CheckNames(draft.cameras, complaints);
  CheckNames(draft.zones, complaints);

  MadeParts made;
  Cameras& cameras = made.cameras;
  for (const DraftCamera& camera : draft.cameras) {
    cameras.push_back(go_on() ? MakeCamera(camera, complaints) : std::nullopt);
    if (!cameras.back()) continue;
    cameras.back()->has_own_metres = !IsInSharedMetres(camera);
    cameras.back()->notice = Merged(camera.notice, draft.notice);
  }
  GiveMoments(draft, cameras, go_on, complaints);
  std::vector<bool> is_named(cameras.size());
  for (const DraftZone& zone : draft.zones) {
    if (!go_on()) break;
    CameraSet seers = SeersOf(zone, draft, cameras, is_named, complaints);
    if (!CheckMetres(zone, seers, draft, complaints)) seers.clear();
    std::optional<SeenZone> seen = MakeZone(zone, seers, cameras, complaints);
    if (seen) made.zones.push_back({&zone, std::move(seers), *std::move(seen)});
  }
  CheckAllOverlaps(made.zones, cameras.size(), go_on, complaints);
  made.patches = MakePatches(draft, made.zones, cameras, go_on, complaints);
  if (!stopped) NoteUnnamed(draft, is_named, complaints);
  CheckFullest(draft, go_on, complaints);
  CheckGroups(draft, go_on, complaints);
  made.alarms = MakeAlarms(draft, go_on, complaints);
  if (stopped) {
    AddMistake(complaints, {0, "file"},
               "this file takes too long to look at, so the end of it was not; mend its other "
               "mistakes first, or let throng check it on its own machine");
  }
  if (!HasMistake(complaints)) NoteSilentAlarms(draft, complaints);
  return made;
}

std::optional<Site> MakeSite(const DraftSite& draft, std::vector<Complaint>& complaints) {
  MadeParts made = MakeParts(
      draft, [] { return true; }, complaints);
  if (HasMistake(complaints)) return std::nullopt;

  Site site{.name = draft.name->value,
            .cameras = {},
            .zones = {},
            .patches = std::move(made.patches),
            .groups = {},
            .alarms = std::move(made.alarms),
            .time_zone = draft.time_zone ? draft.time_zone->value : "",
            .profile = draft.profile};
  CellAreas cells;
  for (auto& camera : made.cameras) site.cameras.push_back(*std::move(camera));
  for (PlacedZone& zone : made.zones) {
    site.zones.push_back(std::move(zone.seen.zone));
    cells.push_back(CellOf(*zone.draft));
  }
  AddFullest(cells, site.zones, site.patches);
  for (const DraftGroup& group : draft.groups) site.groups.push_back(MakeGroup(group, site.zones));
  return site;
}

}  // namespace throng
