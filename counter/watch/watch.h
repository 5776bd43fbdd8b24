// One eye per camera, step by step: starts them, hears them, restarts the dead.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "counter/base/result.h"
#include "counter/base/time.h"
#include "counter/door/brief.h"
#include "counter/door/tally.h"
#include "counter/watch/camera_status.h"
#include "counter/watch/eye_process.h"
#include "counter/watch/live_camera.h"
#include "counter/watch/source.h"
#include "counter/watch/stop.h"

namespace throng {

struct CameraFeed {
  OpenedSource source = {};                     // of a recording or a pipe
  std::optional<LiveFeed> live = std::nullopt;  // or a live camera; then the brief says so too
  Brief brief;
  Descriptor model;    // a model's file where the brief says Model::kOnnx, else empty
  bool again = false;  // a file in real time: from its start when it has ended, without an end
};

struct WatchOptions {
  // So many deaths within `deaths_count_for`, and a camera is given up: the system's log tells of
  // each, so a hostile eye could talk by dying.
  int most_deaths = 3;
  Duration deaths_count_for = std::chrono::minutes(15);
  // In real time an eye that reads a file is replaced when it is so old: the kernel overwrites all
  // that its memory held. Its successor tells its first step before it goes.
  Duration renewed_after = std::chrono::minutes(15);
};

// What a camera said at one step.
struct CameraAnswer {
  std::optional<Tally> tally;  // absent if it was silent at this step
  bool over;                   // it has nothing more to say: its video ended, or it was given up
};

// Single-threaded; owns the sources and the processes. In the fast pace, a step waits for the
// next tally of each camera. In real time, a step takes the newest tally there is at its end on our
// clock and drops the rest, so that neither timing nor extra records carry anything.
class Watch {
 public:
  // Starts an eye for each feed. `clock` and `stop` must outlive it. Faults: kNoEyeProgram,
  // kBadBrief.
  static Result<Watch> Make(std::vector<CameraFeed> feeds, std::filesystem::path eye_program,
                            const Clock& clock, const Stop& stop, WatchOptions options = {});

  // The next step: one answer per feed, in order. With `deadline` (steady time) at that moment,
  // else when all cameras have answered or are over. Nothing if `stop` was asked meanwhile.
  std::optional<std::vector<CameraAnswer>> Next(std::optional<Duration> deadline);

  const CameraStatus& status(std::size_t camera) const;
  std::optional<double> ProcessorShare(std::size_t camera) const;  // see processor_share.h
  std::optional<Duration> ProcessorWait(std::size_t camera) const;
  // The slowest camera's share of its file, 0..1; nothing in real time, or if none reads a file.
  std::optional<double> ShareRead() const;

 private:
  // An eye, and how far it is.
  struct Life {
    EyeProcess eye;
    std::uint64_t next;  // the step, counted from the round's first, that it tells next
    Duration began;
  };
  struct CameraState {
    CameraFeed feed;
    std::unique_ptr<LiveCamera> live;  // then the rest but `newest` is not used
    std::optional<Life> life;          // absent once over
    std::optional<Life> successor;     // behind the eye still
    OpenedSource successor_source;     // what it reads
    Duration round_began{0};           // when step 0 of the file's first picture began
    std::uint64_t told_in_round = 0;
    CameraStatus status;
    std::vector<Duration> deaths;  // when, of those that count
    std::optional<Tally> newest;   // of this step
  };
  Watch(std::vector<CameraState> cameras, std::filesystem::path eye_program, const Clock& clock,
        const Stop& stop, WatchOptions options);

  bool Wait(std::optional<Duration> deadline, const std::vector<CameraState*>& awaited);
  void Hear(CameraState& camera);
  void HearSuccessor(CameraState& camera);
  void Ended(CameraState& camera, EyeEnd end);
  std::uint64_t StepAt(const CameraState& camera, Duration now) const;
  bool IsOld(const CameraState& camera) const;
  void Renew(CameraState& camera);
  void Promote(CameraState& camera);
  Result<Life> StartLife(const CameraState& camera, int video_fd, std::uint64_t next) const;
  Status Start(CameraState& camera);
  bool BeginAgain(CameraState& camera);

  std::vector<CameraState> cameras_;
  std::filesystem::path eye_program_;
  const Clock* clock_;
  const Stop* stop_;
  WatchOptions options_;
  Duration began_;
};

}  // namespace throng
