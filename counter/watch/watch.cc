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
      options_(options) {}

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

Status Watch::Start(CameraState& camera) {
  Brief brief = camera.feed.brief;
  const int video_fd = camera.feed.source.fd.get();
  if (camera.feed.source.size_bytes) {
    // A file is read again from its start; the eye keeps quiet until where its forerunner died.
    if (::lseek(video_fd, 0, SEEK_SET) != 0) return Fault::kInternal;
    brief.first_step += camera.status.told;
  }
  Result<EyeProcess> eye = EyeProcess::Start(eye_program_, video_fd, brief, camera.feed.model);
  if (!eye) return eye.error();
  camera.eye = *std::move(eye);
  return Done{};
}

std::optional<std::vector<CameraAnswer>> Watch::Next(std::optional<Duration> deadline) {
  for (CameraState& camera : cameras_) camera.newest.reset();
  while (true) {
    std::vector<CameraState*> awaited;
    for (CameraState& camera : cameras_) {
      if (camera.eye && (deadline || !camera.newest)) awaited.push_back(&camera);
    }
    if (awaited.empty() && !deadline) break;
    if (deadline && clock_->Steady() >= *deadline) break;
    if (!Wait(deadline, awaited)) return std::nullopt;
  }
  std::vector<CameraAnswer> answers;
  answers.reserve(cameras_.size());
  for (const CameraState& camera : cameras_) {
    answers.push_back({.tally = camera.newest, .over = !camera.eye});
  }
  return answers;
}

// Until one of the awaited has something to say, or the deadline; false if asked to stop.
bool Watch::Wait(std::optional<Duration> deadline, const std::vector<CameraState*>& awaited) {
  std::vector<pollfd> looks;
  looks.reserve(awaited.size() + 1);
  for (const CameraState* camera : awaited) {
    looks.push_back({.fd = camera->eye->door_fd(), .events = POLLIN, .revents = 0});
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
    if (looks[i].revents != 0) Hear(*awaited[i]);
  }
  return true;
}

void Watch::Hear(CameraState& camera) {
  const Result<std::optional<Tally>> heard = ReadFromDoor(camera.eye->door_fd());
  if (!heard) {  // broke the rules of the door: whatever it is, it is no eye of ours
    camera.eye.reset();
    Ended(camera, Fault::kEyeDied);
  } else if (!*heard) {
    const EyeEnd end = camera.eye->Reap();
    camera.eye.reset();
    Ended(camera, end);
  } else {
    if (camera.newest) ++camera.status.dropped;
    camera.newest = **heard;
    camera.deaths = 0;
    ++camera.status.told;
  }
}

void Watch::Ended(CameraState& camera, EyeEnd end) {
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
