// The loop that hears the eyes.
// SPDX-License-Identifier: Apache-2.0
#include "counter/watch/watch.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "counter/door/pipe.h"

namespace throng {

Watch::Watch(std::vector<CameraState> cameras, std::filesystem::path eye_program,
             const Clock& clock, const Stop& stop, WatchOptions options)
    : cameras_(std::move(cameras)),
      eye_program_(std::move(eye_program)),
      clock_(&clock),
      stop_(&stop),
      options_(options),
      began_(clock.Steady()) {}

Result<Watch> Watch::Make(std::vector<CameraFeed> feeds, std::filesystem::path eye_program,
                          const Clock& clock, const Stop& stop, WatchOptions options) {
  std::vector<CameraState> cameras;
  cameras.reserve(feeds.size());
  for (CameraFeed& feed : feeds) {
    CameraState& camera = cameras.emplace_back();
    camera.feed = std::move(feed);
  }
  Watch watch(std::move(cameras), std::move(eye_program), clock, stop, options);
  for (std::size_t i = 0; i < watch.cameras_.size(); ++i) {
    CameraState& camera = watch.cameras_[i];
    if (camera.feed.live) {
      camera.live = std::make_unique<LiveCamera>(*std::move(camera.feed.live), camera.feed.brief,
                                                 camera.feed.model, watch.eye_program_, i, clock);
      continue;
    }
    camera.round_began = watch.began_;
    const Status started = watch.Start(camera);
    if (!started) return started.error();
  }
  return watch;
}

Result<Watch::Life> Watch::StartLife(const CameraState& camera, int video_fd,
                                     std::uint64_t next) const {
  Brief brief = camera.feed.brief;
  const Duration now = clock_->Steady();
  brief.was_frozen = camera.status.reason == SightReason::kFrozen;
  // What cannot be read again begins with the next picture that comes.
  if (brief.pace == Pace::kRealTime && camera.feed.source.size_bytes) {
    brief.first_due =
        camera.round_began + brief.steps.every * static_cast<std::int64_t>(next) - now;
    brief.first_step += next;
  } else if (camera.feed.source.size_bytes) {
    brief.first_step += next;
  }
  Result<EyeProcess> eye = EyeProcess::Start(eye_program_, video_fd, brief, camera.feed.model);
  if (!eye) return eye.error();
  return Life{.eye = *std::move(eye), .next = next, .began = now};
}

Status Watch::Start(CameraState& camera) {
  std::uint64_t next = camera.told_in_round;
  if (camera.feed.source.size_bytes) {
    // In real time the eye gets an offset of its own: through a shared one it could tell anything
    // to whoever else has the file open.
    if (camera.feed.brief.pace == Pace::kRealTime) {
      Result<OpenedSource> own = OpenAgain(camera.feed.source);
      if (!own) return own.error();
      camera.feed.source = *std::move(own);
      next = std::min(next, StepAt(camera, clock_->Steady()));
    }
    // A file is read again from its start; the eye keeps quiet until where its forerunner died.
    if (::lseek(camera.feed.source.fd.get(), 0, SEEK_SET) != 0) return Fault::kInternal;
  }
  Result<Life> life = StartLife(camera, camera.feed.source.fd.get(), next);
  if (!life) return life.error();
  camera.life = *std::move(life);
  return Done{};
}

// In real time the step is what our clock says, not how many tallies an eye has told.
std::uint64_t Watch::StepAt(const CameraState& camera, Duration now) const {
  return static_cast<std::uint64_t>((now - camera.round_began) / camera.feed.brief.steps.every);
}

bool Watch::IsOld(const CameraState& camera) const {
  return camera.life && camera.feed.source.size_bytes &&
         camera.feed.brief.pace == Pace::kRealTime &&
         clock_->Steady() - camera.life->began >= options_.renewed_after;
}

// Starts a successor at the step after the next, so that the next is told in any case. Where that
// fails, or it never catches up, the old eye goes on, and it is tried again after as long a time.
void Watch::Renew(CameraState& camera) {
  const Duration now = clock_->Steady();
  camera.life->began = now;
  camera.successor.reset();
  Result<OpenedSource> source = OpenAgain(camera.feed.source);
  if (!source) return;
  Result<Life> life = StartLife(camera, source->fd.get(), StepAt(camera, now) + 1);
  if (!life) return;
  camera.successor = *std::move(life);
  camera.successor_source = *std::move(source);
}

void Watch::Promote(CameraState& camera) {
  camera.life = std::exchange(camera.successor, std::nullopt);
  camera.feed.source = std::move(camera.successor_source);
  ++camera.status.renewals;
}

std::optional<std::vector<CameraAnswer>> Watch::Next(std::optional<Duration> deadline) {
  for (CameraState& camera : cameras_) {
    camera.newest.reset();
    if (deadline && IsOld(camera)) Renew(camera);
  }
  for (bool first = true;; first = false) {
    // What comes behind the deadline is of the next step.
    if (!first && deadline && clock_->Steady() >= *deadline) break;
    std::vector<CameraState*> awaited;
    for (CameraState& camera : cameras_) {
      if (camera.life && (deadline || !camera.newest)) awaited.push_back(&camera);
      if (camera.live) camera.live->Act();
    }
    if (awaited.empty() && !deadline) break;
    if (!Wait(deadline, awaited)) return std::nullopt;
  }
  std::vector<CameraAnswer> answers;
  answers.reserve(cameras_.size());
  for (const CameraState& camera : cameras_) {
    if (camera.live) {
      answers.push_back({.tally = camera.live->TakeNewest(), .over = false});
    } else {
      answers.push_back({.tally = camera.newest, .over = !camera.life});
    }
  }
  return answers;
}

// Until one of the awaited has something to say, or the deadline; false if asked to stop.
bool Watch::Wait(std::optional<Duration> deadline, const std::vector<CameraState*>& awaited) {
  std::vector<pollfd> looks;
  looks.reserve(2 * awaited.size() + 1);
  for (const CameraState* camera : awaited) {
    constexpr int kNone = -1;  // poll() passes over it
    looks.push_back({.fd = camera->life->eye.door_fd(), .events = POLLIN, .revents = 0});
    looks.push_back({.fd = camera->successor ? camera->successor->eye.door_fd() : kNone,
                     .events = POLLIN,
                     .revents = 0});
  }
  looks.push_back({.fd = stop_->fd(), .events = POLLIN, .revents = 0});
  const std::size_t stop_at = looks.size() - 1;
  std::optional<Duration> until = deadline;
  for (const CameraState& camera : cameras_) {
    if (!camera.live) continue;
    camera.live->AddAwaited(looks);  // it sees for itself which of them can be read
    until = std::min(until.value_or(Duration::max()), camera.live->due());
  }
  timespec pause{};
  if (until) {
    const Duration left = std::max(*until - clock_->Steady(), Duration(0));
    const auto seconds = std::chrono::floor<std::chrono::seconds>(left);
    pause = {.tv_sec = seconds.count(), .tv_nsec = (left - seconds).count()};
  }
  if (::ppoll(looks.data(), looks.size(), until ? &pause : nullptr, nullptr) < 0) return true;
  if (looks[stop_at].revents != 0) return false;
  // Woken late: what came meanwhile may be of the next step, and waits for it.
  if (deadline && clock_->Steady() >= *deadline) return true;
  for (std::size_t i = 0; i < awaited.size(); ++i) {
    if (looks[2 * i].revents != 0) Hear(*awaited[i]);
    if (looks[2 * i + 1].revents != 0) HearSuccessor(*awaited[i]);
  }
  return true;
}

void Watch::Hear(CameraState& camera) {
  Life& life = *camera.life;
  const Result<std::optional<Tally>> heard = ReadFromDoor(life.eye.door_fd());
  if (heard && *heard) {
    if (camera.newest) ++camera.status.dropped;
    camera.newest = **heard;
    ++life.next;
    ++camera.told_in_round;
    NoteTally(camera.status, **heard, clock_->Steady());
    return;
  }
  // One that broke the rules of the door, whatever it is, is no eye of ours.
  const EyeEnd end = heard ? life.eye.Reap() : EyeEnd(Fault::kEyeBroke);
  camera.life.reset();
  Ended(camera, end);
}

// It is the eye once it has told as much as the old one; an end before that is no loss.
void Watch::HearSuccessor(CameraState& camera) {
  if (!camera.successor) return;  // the camera is over
  const Result<std::optional<Tally>> heard = ReadFromDoor(camera.successor->eye.door_fd());
  if (!heard || !*heard) {
    camera.successor.reset();
    return;
  }
  if (++camera.successor->next < camera.life->next) return;
  // What both have told counts once.
  if (camera.newest) ++camera.status.dropped;
  if (camera.successor->next > camera.life->next) {
    ++camera.told_in_round;
    NoteTally(camera.status, **heard, clock_->Steady());
  }
  camera.newest = **heard;
  Promote(camera);
}

// At the next of our steps. Not a file that told nothing: it would not tell more another time.
bool Watch::BeginAgain(CameraState& camera) {
  if (!camera.feed.again || camera.told_in_round == 0) return false;
  camera.successor.reset();
  const Duration every = camera.feed.brief.steps.every;
  camera.round_began = began_ + every * ((clock_->Steady() - began_) / every + 1);
  camera.told_in_round = 0;
  const Status started = Start(camera);
  if (!started) camera.status.end = started.error();
  return static_cast<bool>(started);
}

void Watch::Ended(CameraState& camera, EyeEnd end) {
  camera.status.end = end;
  if (end && BeginAgain(camera)) return;
  if (!IsDeath(end)) {
    camera.successor.reset();
    return;
  }
  const Duration now = clock_->Steady();
  std::erase_if(camera.deaths, [&](Duration at) { return now - at > options_.deaths_count_for; });
  camera.deaths.push_back(now);
  if (std::cmp_greater_equal(camera.deaths.size(), options_.most_deaths)) {
    camera.successor.reset();
    return;
  }
  if (camera.successor) {  // already on its way to the next step
    Promote(camera);
    return;
  }
  const Status started = Start(camera);
  if (started) {
    ++camera.status.restarts;
  } else {
    camera.status.end = started.error();
  }
}

const CameraStatus& Watch::status(std::size_t camera) const {
  const CameraState& state = cameras_[camera];
  return state.live ? state.live->status() : state.status;
}

std::optional<double> Watch::ProcessorShare(std::size_t camera) const {
  const CameraState& state = cameras_[camera];
  if (state.live) return state.live->ProcessorShare();
  return state.life ? state.life->eye.ProcessorShare() : std::nullopt;
}

std::optional<Duration> Watch::ProcessorWait(std::size_t camera) const {
  const CameraState& state = cameras_[camera];
  if (state.live) return state.live->ProcessorWait();
  return state.life ? state.life->eye.ProcessorWait() : std::nullopt;
}

std::optional<double> Watch::ShareRead() const {
  std::optional<double> slowest;
  for (const CameraState& camera : cameras_) {
    if (camera.feed.brief.pace == Pace::kRealTime)
      continue;  // throng does not have the eye's offset
    const std::optional<double> share = throng::ShareRead(camera.feed.source);
    if (share) slowest = std::min(slowest.value_or(1.0), *share);
  }
  return slowest;
}

}  // namespace throng
