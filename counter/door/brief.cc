// One fixed-size record through a pipe, checked at both ends.
// SPDX-License-Identifier: Apache-2.0
#include "counter/door/brief.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstddef>

#include "counter/site/cells.h"

namespace throng {
namespace {

constexpr std::uint32_t kMagic = 0x46'42'48'54;  // "THBF"

struct PatchRecord {
  std::uint64_t corners;
  double cell_m2;  // 0: a sum
  std::array<ImagePoint, Brief::kMostCorners> outline;
};

struct BriefRecord {
  std::uint32_t magic;
  std::uint32_t step_pictures;
  std::int64_t step_ns;
  std::uint64_t first_step;
  std::int64_t first_due_ns;
  CameraPose camera;
  Pace pace;
  bool was_frozen;
  bool inspected;
  std::uint8_t live;  // 0: no
  Model model;
  std::uint16_t patches;
  std::array<PatchRecord, kPatchesPerTally> patch;
};
static_assert(std::is_trivially_copyable_v<BriefRecord>);
static_assert(sizeof(BriefRecord) <= 65536, "fits an empty pipe, so writing it never blocks");

bool OutlineIsUsable(const ImagePolygon& outline) {
  if (outline.size() < 3 || outline.size() > Brief::kMostCorners) return false;
  for (const ImagePoint& corner : outline) {
    if (!std::isfinite(corner.x_px) || !std::isfinite(corner.y_px)) return false;
  }
  return true;
}

bool CellsAreUsable(const Brief& brief) {
  if (!brief.cells.empty() && brief.cells.size() != brief.patches.size()) return false;
  return std::ranges::all_of(brief.cells, [](const std::optional<SquareMetres>& cell) {
    return !cell || (*cell >= kSmallestCell && *cell <= kLargestCell);
  });
}

bool IsUsable(const Brief& brief) {
  const bool by_time = brief.steps.every > Duration(0);
  const bool by_pictures = brief.steps.pictures > 0;
  if (by_time == by_pictures || brief.steps.every < Duration(0)) return false;
  if (!Camera::Make(brief.camera)) return false;
  constexpr Duration kDay = std::chrono::hours(24);
  if (brief.first_due > kDay || brief.first_due < -kDay) return false;
  if (brief.pace != Pace::kFast && brief.pace != Pace::kRealTime) return false;
  if (brief.live) {
    if (*brief.live < CameraProtocol::kRtsp || *brief.live > CameraProtocol::kDevice) return false;
    if (brief.pace != Pace::kRealTime || !by_time) return false;
  }
  if (brief.model < Model::kHog || brief.model > Model::kOnnx) return false;
  if (brief.patches.empty() || brief.patches.size() > kPatchesPerTally) return false;
  for (const ImagePolygon& outline : brief.patches) {
    if (!OutlineIsUsable(outline)) return false;
  }
  return CellsAreUsable(brief);
}

}  // namespace

Status WriteBrief(int fd, const Brief& brief) {
  if (!IsUsable(brief)) return Fault::kBadBrief;
  BriefRecord record{.magic = kMagic,
                     .step_pictures = brief.steps.pictures,
                     .step_ns = brief.steps.every.count(),
                     .first_step = brief.first_step,
                     .first_due_ns = brief.first_due.count(),
                     .camera = brief.camera,
                     .pace = brief.pace,
                     .was_frozen = brief.was_frozen,
                     .inspected = brief.inspected,
                     .live = brief.live ? static_cast<std::uint8_t>(*brief.live) : std::uint8_t{0},
                     .model = brief.model,
                     .patches = static_cast<std::uint16_t>(brief.patches.size()),
                     .patch = {}};
  for (std::size_t i = 0; i < brief.patches.size(); ++i) {
    record.patch[i].corners = brief.patches[i].size();
    const bool has_cells = !brief.cells.empty() && brief.cells[i];
    record.patch[i].cell_m2 = has_cells ? brief.cells[i]->value() : 0;
    for (std::size_t j = 0; j < brief.patches[i].size(); ++j) {
      record.patch[i].outline[j] = brief.patches[i][j];
    }
  }
  const ssize_t written = ::write(fd, &record, sizeof record);
  if (written != static_cast<ssize_t>(sizeof record)) return Fault::kInternal;
  return Done{};
}

Result<Brief> ReadBrief(int fd) {
  BriefRecord record{};
  std::size_t got = 0;
  while (got < sizeof record) {
    const ssize_t n = ::read(fd, reinterpret_cast<std::byte*>(&record) + got, sizeof record - got);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return Fault::kBadBrief;
    got += static_cast<std::size_t>(n);
  }
  if (record.magic != kMagic || record.patches > kPatchesPerTally) return Fault::kBadBrief;
  Brief brief{.camera = record.camera,
              .steps = {.every = Duration(record.step_ns), .pictures = record.step_pictures},
              .first_step = record.first_step,
              .first_due = Duration(record.first_due_ns),
              .pace = record.pace,
              .was_frozen = record.was_frozen,
              .inspected = record.inspected,
              .model = record.model,
              .patches = {}};
  for (std::size_t i = 0; i < record.patches; ++i) {
    const PatchRecord& patch = record.patch[i];
    if (patch.corners > Brief::kMostCorners) return Fault::kBadBrief;
    brief.patches.emplace_back(patch.outline.begin(),
                               patch.outline.begin() + static_cast<std::ptrdiff_t>(patch.corners));
    std::optional<SquareMetres>& cell = brief.cells.emplace_back();
    if (patch.cell_m2 != 0) cell = SquareMetres(patch.cell_m2);
  }
  if (record.live != 0) brief.live = static_cast<CameraProtocol>(record.live);
  if (!IsUsable(brief)) return Fault::kBadBrief;
  return brief;
}

}  // namespace throng
