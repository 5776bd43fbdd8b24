// From the site file's text to the site, or to those parts of it that are right.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <utility>

#include "counter/site/fullest.h"
#include "counter/site/load.h"
#include "counter/site/load_parts.h"
#include "counter/site/make_site.h"
#include "counter/site/site_parts.h"

namespace throng {
namespace {

void AddByLine(std::vector<Complaint> found, std::vector<Complaint>& complaints) {
  std::ranges::stable_sort(found, {}, &Complaint::line);
  std::ranges::move(found, std::back_inserter(complaints));
}

// Where each position of a draft went.
template <class Index>
using Moved = std::vector<std::optional<Index>>;

template <class Index, class T>
void Append(T part, std::vector<T>& parts, std::optional<Index>& moved) {
  moved = Index(static_cast<std::uint16_t>(parts.size()));
  parts.push_back(std::move(part));
}

// MakeZone takes another kind for a wrong one.
bool HasRightKind(const PlacedZone& zone) {
  return zone.draft->kind && zone.draft->kind->value == NameOf(zone.seen.zone.kind);
}

// Without gaps where something is wrong, and with fullest cells.
SiteParts PartsOf(const DraftSite& draft, MadeParts made) {
  SiteParts parts;
  Moved<CameraIndex> cameras(draft.cameras.size());
  for (std::size_t i = 0; i < made.cameras.size(); ++i) {
    if (made.cameras[i]) Append(*std::move(made.cameras[i]), parts.cameras, cameras[i]);
  }
  Moved<ZoneIndex> zones(draft.zones.size());
  CellAreas cells;
  for (PlacedZone& zone : made.zones) {
    if (!HasRightKind(zone)) continue;
    const auto at = static_cast<std::size_t>(zone.draft - draft.zones.data());
    Append(std::move(zone.seen.zone), parts.zones, zones[at]);
    cells.push_back(CellOf(*zone.draft));
  }
  for (Patch& patch : made.patches) {
    if (!zones[patch.zone.value()]) continue;
    patch.zone = *zones[patch.zone.value()];
    for (PatchView& view : patch.views) view.camera = *cameras[view.camera.value()];
    parts.patches.push_back(std::move(patch));
  }
  AddFullest(cells, parts.zones, parts.patches);
  return parts;
}

}  // namespace

Result<Site> ParseSite(std::string_view toml, std::vector<Complaint>& complaints) {
  std::vector<Complaint> found;
  const std::optional<DraftSite> draft = ReadSite(toml, found);
  std::optional<Site> site = draft ? MakeSite(*draft, found) : std::nullopt;
  AddByLine(std::move(found), complaints);
  if (!site) return Fault::kSiteMistakes;
  return *std::move(site);
}

SiteParts ParseSiteParts(std::string_view toml, const MayGoOn& may_go_on,
                         std::vector<Complaint>& complaints) {
  std::vector<Complaint> found;
  SiteParts parts;
  if (const std::optional<DraftSite> draft = ReadSite(toml, found)) {
    parts = PartsOf(*draft, MakeParts(*draft, may_go_on, found));
  }
  AddByLine(std::move(found), complaints);
  return parts;
}

}  // namespace throng
