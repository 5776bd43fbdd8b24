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
  for (CameraState& camera : watch.cameras_) {
    const Status started = watch.Start(camera);
    if (!started) return started.error();
  }
  return watch;
}

Result<Watch::Life> Watch::StartLife(const CameraState& camera, int video_fd,
                                     std::uint64_t next) const {
  Brief brief = camera.feed.brief;
  const Duration now = clock_->Steady();
  if (brief.pace == Pace::kRealTime) {
    brief.first_due = began_ + brief.steps.every * static_cast<std::int64_t>(next) - now;
  }
  brief.first_step += next;
  Result<EyeProcess> eye = EyeProcess::Start(eye_program_, video_fd, brief, camera.feed.model);
  if (!eye) return eye.error();
  return Life{.eye = *std::move(eye), .next = next, .began = now};
}

Status Watch::Start(CameraState& camera) {
  const int video_fd = camera.feed.source.fd.get();
  std::uint64_t next = 0;
  if (camera.feed.source.size_bytes) {
    // A file is read again from its start; the eye keeps quiet until where its forerunner died.
    if (::lseek(video_fd, 0, SEEK_SET) != 0) return Fault::kInternal;
    next = camera.status.told;
  }
  Result<Life> life = StartLife(camera, video_fd, next);
  if (!life) return life.error();
  camera.life = *std::move(life);
  return Done{};
}

bool Watch::IsOld(const CameraState& camera) const {
  return camera.life && !camera.successor && camera.feed.source.size_bytes &&
         camera.feed.brief.pace == Pace::kRealTime &&
         clock_->Steady() - camera.life->began >= options_.renewed_after;
}

// Starts a successor at the step after the next, so that the next is told in any case. Where that
// fails, the old eye goes on, and it is tried again after as long a time.
void Watch::Renew(CameraState& camera) {
  camera.life->began = clock_->Steady();
  Result<OpenedSource> source = OpenAgain(camera.feed.source);
  if (!source) return;
  Result<Life> life = StartLife(camera, source->fd.get(), camera.life->next + 1);
  if (!life) return;
  camera.successor = *std::move(life);
  camera.successor_source = *std::move(source);
}

std::optional<std::vector<CameraAnswer>> Watch::Next(std::optional<Duration> deadline) {
  for (CameraState& camera : cameras_) {
    camera.newest.reset();
    if (deadline && IsOld(camera)) Renew(camera);
  }
  while (true) {
    std::vector<CameraState*> awaited;
    for (CameraState& camera : cameras_) {
      if (camera.life && (deadline || !camera.newest)) awaited.push_back(&camera);
    }
    if (awaited.empty() && !deadline) break;
    if (deadline && clock_->Steady() >= *deadline) break;
    if (!Wait(deadline, awaited)) return std::nullopt;
  }
  std::vector<CameraAnswer> answers;
  answers.reserve(cameras_.size());
  for (const CameraState& camera : cameras_) {
    answers.push_back({.tally = camera.newest, .over = !camera.life});
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
  timespec pause{};
  if (deadline) {
    const Duration left = std::max(*deadline - clock_->Steady(), Duration(0));
    const auto seconds = std::chrono::floor<std::chrono::seconds>(left);
    pause = {.tv_sec = seconds.count(), .tv_nsec = (left - seconds).count()};
  }
  if (::ppoll(looks.data(), looks.size(), deadline ? &pause : nullptr, nullptr) < 0) return true;
  if (looks.back().revents != 0) return false;
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
    camera.deaths = 0;
    camera.status.told = ++life.next;
    return;
  }
  // One that broke the rules of the door, whatever it is, is no eye of ours.
  const EyeEnd end = heard ? life.eye.Reap() : EyeEnd(Fault::kEyeDied);
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
  if (++camera.successor->next < camera.status.told) return;
  if (camera.newest) ++camera.status.dropped;
  camera.newest = **heard;
  camera.status.told = camera.successor->next;
  camera.life = std::exchange(camera.successor, std::nullopt);
  camera.feed.source = std::move(camera.successor_source);
  ++camera.status.renewals;
}

void Watch::Ended(CameraState& camera, EyeEnd end) {
  camera.successor.reset();
  camera.status.end = end;
  if (end || end.error() != Fault::kEyeDied) return;
  if (++camera.deaths >= options_.most_deaths) return;
  const Status started = Start(camera);
  if (started) {
    ++camera.status.restarts;
  } else {
    camera.status.end = started.error();
  }
}

std::optional<double> Watch::ShareRead() const {
  std::optional<double> slowest;
  for (const CameraState& camera : cameras_) {
    const std::optional<double> share = throng::ShareRead(camera.feed.source);
    if (share) slowest = std::min(slowest.value_or(1.0), *share);
  }
  return slowest;
}

}  // namespace throng
