// From step to step until the video ends.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/look.h"

#include <poll.h>

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "counter/door/pipe.h"
#include "counter/door/tally.h"
#include "counter/eye/integrate.h"
#include "counter/eye/sight.h"
#include "counter/eye/source.h"

namespace throng {
namespace {

// Takes the frame and forgets it.
Result<Tally> TallyOf(std::optional<Frame> frame, DensityModel& model,
                      const std::vector<PatchMask>& masks, const std::vector<Sight>& sights) {
  if (!frame || SightOf(*frame) == Sight::kBlind) return Tally{};
  const Result<DensityMap> density = model.DensityOf(*frame);
  if (!density) return density.error();
  return Integrate(*density, masks, sights);
}

// Whether the door has room, or gets it soon.
bool TakesMore(int door_fd) {
  pollfd door{.fd = door_fd, .events = POLLOUT, .revents = 0};
  constexpr timespec kPause{.tv_sec = ByteReader::kStallMs / 1000,
                            .tv_nsec = ByteReader::kStallMs % 1000 * 1'000'000L};
  return ::ppoll(&door, 1, &kPause, nullptr) != 0;
}

}  // namespace

Status Look(int video_fd, int door_fd, const Brief& brief, DensityModel& model, Clock& clock) {
  const Duration start = clock.Steady();
  const std::vector<PatchMask> masks = MasksOf(brief.patches, brief.camera.picture);
  const std::vector<Sight> sights = SightsOf(masks, CellGrid(brief.camera.picture), model);
  Result<Source> source = Source::Make(video_fd, brief);
  if (!source) return source.error();
  if (brief.pace == Pace::kRealTime) {
    const Duration before = brief.steps.every * static_cast<std::int64_t>(brief.first_step);
    source->KeepPace(clock, start + brief.first_due - before);
  }
  while (true) {
    Result<std::optional<StepView>> view = source->Next();
    if (!view) return view.error();
    if (!*view) return Done{};
    const Result<Tally> tally = TallyOf(std::move((*view)->frame), model, masks, sights);
    if (!tally) return tally.error();
    if (!TakesMore(door_fd)) source->Rest();  // throng does not read; nothing may wait with us
    const Status told = WriteToDoor(door_fd, *tally);
    if (!told) return told.error();
  }
}

}  // namespace throng
