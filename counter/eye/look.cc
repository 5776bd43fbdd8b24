// From step to step until the video ends.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/look.h"

#include <poll.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "counter/door/pipe.h"
#include "counter/door/tally.h"
#include "counter/eye/integrate.h"
#include "counter/eye/live_source.h"
#include "counter/eye/sight.h"
#include "counter/eye/source.h"

namespace throng {
namespace {

// What becomes of frames: a tally, and nothing.
class Teller {
 public:
  // `model` outlives it.
  Teller(const Brief& brief, DensityModel& model)
      : model_(model),
        masks_(MasksOf(brief.patches, brief.camera.picture)),
        cells_(CellMasksOf(brief)),
        reach_(SightsOf(masks_, CellGrid(brief.camera.picture), model)),
        judge_(brief) {}

  // Takes the frame and forgets it. Blind where there is none, or it shows nothing.
  Result<Tally> TallyOf(std::optional<Frame> frame) {
    if (!frame) return Tally{};
    const Seen picture = judge_.Judge(*frame);
    if (picture.sight == Sight::kBlind) return AllBlind(picture.reason);
    const Result<DensityMap> density = model_.DensityOf(*frame);
    if (!density) return density.error();
    std::vector<Seen> sights = reach_;
    for (Seen& sight : sights) sight = WorseOf(sight, picture);
    return Integrate(*density, masks_, sights, cells_);
  }

 private:
  Tally AllBlind(SightReason reason) const {
    Tally tally;
    std::fill_n(tally.patches.begin(), masks_.size(), PatchReading::Blind(reason));
    return tally;
  }

  DensityModel& model_;
  std::vector<PatchMask> masks_;
  std::vector<std::optional<CellMasks>> cells_;
  std::vector<Seen> reach_;
  SightJudge judge_;
};

// What has come is read so often: it is no older than that when it is read, so that it is gone 2 s
// after the last of it came.
constexpr Duration kBeat = std::chrono::milliseconds(250);
constexpr Duration kMostAge = std::chrono::seconds(2);  // of a picture, when it is looked at

// Whether the door has room, or gets it soon.
bool TakesMore(int door_fd) {
  pollfd door{.fd = door_fd, .events = POLLOUT, .revents = 0};
  constexpr timespec kPause{.tv_sec = ByteReader::kStallMs / 1000,
                            .tv_nsec = ByteReader::kStallMs % 1000 * 1'000'000L};
  return ::ppoll(&door, 1, &kPause, nullptr) != 0;
}

// The first look is due at once, the others on the grid of brief.first_due behind `start`.
Status LookOn(std::unique_ptr<LivePackets> packets, int door_fd, const Brief& brief, Teller& teller,
              Clock& clock, Duration start) {
  Duration due = start;
  const Duration grid = start + brief.first_due;
  const Result<std::unique_ptr<LiveSource>> source =
      LiveSource::Make(std::move(packets), brief, clock);
  if (!source) return source.error();
  while (true) {
    const Duration now = clock.Steady();
    clock.SleepUntil(due > now ? std::min(due, now + kBeat) : now + kBeat);
    const Status read = (*source)->ReadOn();
    if (!read) return read.error();
    if (clock.Steady() < due) continue;
    std::optional<Frame> frame = (*source)->TakeNewest(kMostAge);
    if (!frame) continue;  // the next that comes
    const Result<Tally> tally = teller.TallyOf(std::move(frame));
    if (!tally) return tally.error();
    const Status told = WriteToDoor(door_fd, *tally);
    if (!told) return told.error();
    // What cannot be kept up with is left out: nothing queues.
    const Duration past = clock.Steady() - grid;
    due = grid + brief.steps.every * (past / brief.steps.every + (past < Duration(0) ? 0 : 1));
  }
}

}  // namespace

Status Look(int video_fd, int door_fd, const Brief& brief, DensityModel& model, Clock& clock) {
  const Duration start = clock.Steady();
  Teller teller(brief, model);
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
    const Result<Tally> tally = teller.TallyOf(std::move((*view)->frame));
    if (!tally) return tally.error();
    if (!TakesMore(door_fd)) source->Rest();  // throng does not read; nothing may wait with us
    const Status told = WriteToDoor(door_fd, *tally);
    if (!told) return told.error();
  }
}

Status LookLive(int connection_fd, int door_fd, int requests_fd, const Brief& brief,
                DensityModel& model, Clock& clock) {
  const Duration start = clock.Steady();
  Teller teller(brief, model);
  Result<std::unique_ptr<LivePackets>> packets =
      OpenConnection(connection_fd, requests_fd, brief.live.value_or(CameraProtocol::kRtsp), clock);
  if (!packets) return packets.error();
  return LookOn(*std::move(packets), door_fd, brief, teller, clock, start);
}

Status LookLive(std::unique_ptr<LivePackets> camera, int door_fd, const Brief& brief,
                DensityModel& model, Clock& clock) {
  const Duration start = clock.Steady();
  Teller teller(brief, model);
  return LookOn(std::move(camera), door_fd, brief, teller, clock, start);
}

}  // namespace throng
