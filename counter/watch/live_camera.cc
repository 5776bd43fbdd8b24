// A link and an eye make a life; a life that is over is followed by another, after a pause.
// SPDX-License-Identifier: Apache-2.0
#include "counter/watch/live_camera.h"

#include <algorithm>
#include <chrono>
#include <random>
#include <utility>

#include "counter/door/pipe.h"
#include "counter/watch/source.h"

namespace throng {
namespace {

using std::chrono::milliseconds;

bool IsReadable(int fd) {
  pollfd look{.fd = fd, .events = POLLIN, .revents = 0};
  return ::poll(&look, 1, 0) == 1;
}

// 0.75 to 1.25 of it, another for each camera and call, so that those which went away together do
// not all call at once.
Duration Spread(Duration pause, std::size_t number, int call) {
  std::minstd_rand random(
      static_cast<unsigned>(number * 7919 + static_cast<std::size_t>(call) + 1));
  random.discard(3);
  return pause * 3 / 4 + pause / 2 * static_cast<int>(random() % 1000) / 1000;
}

}  // namespace

LiveCamera::LiveCamera(LiveFeed feed, Brief brief, const Descriptor& model,
                       std::filesystem::path eye_program, std::size_t number, const Clock& clock,
                       LiveOptions options)
    : feed_(std::move(feed)),
      brief_(std::move(brief)),
      model_(&model),
      eye_program_(std::move(eye_program)),
      number_(number),
      clock_(&clock),
      options_(options),
      grid_(clock.Steady() + brief_.first_due) {
  life_ = Call();
}

LiveCamera::Life LiveCamera::Call() const {
  std::optional<CameraLink> link;
  if (!is_device()) link = CameraLink::Dial(feed_.address, feed_.login, challenge_, *clock_);
  return Life{.link = std::move(link),
              .eye = std::nullopt,
              .began = clock_->Steady(),
              .heard = clock_->Steady(),
              .closing = std::nullopt};
}

void LiveCamera::AddAwaited(std::vector<pollfd>& awaited) const {
  for (const std::optional<Life>* life : {&life_, &successor_}) {
    if (!*life) continue;
    if ((*life)->link) {
      for (const pollfd& of_link : (*life)->link->Awaited()) awaited.push_back(of_link);
    }
    if ((*life)->eye && !(*life)->closing) {
      awaited.push_back({.fd = (*life)->eye->door_fd(), .events = POLLIN, .revents = 0});
    }
  }
}

Duration LiveCamera::due() const {
  if (!life_) return again_;
  // A life that tells nothing is looked at once a second.
  Duration due = clock_->Steady() + std::chrono::seconds(1);
  if (!successor_) due = std::min(due, life_->began + RenewedAfter());
  for (const std::optional<Life>* life : {&life_, &successor_}) {
    if (!*life) continue;
    if ((*life)->link) due = std::min(due, (*life)->link->due());
    // A process that is ending is looked after soon.
    if ((*life)->closing) due = std::min(due, clock_->Steady() + milliseconds(5));
  }
  return due;
}

void LiveCamera::Act() {
  const Duration now = clock_->Steady();
  if (!life_ && now >= again_) {
    life_ = Call();
    ++status_.restarts;
  }
  if (life_) {
    if (const std::optional<Fault> over = Live(*life_)) {
      life_.reset();
      Ended(*over);
    }
  }
  if (life_ && !successor_ && now - life_->began >= RenewedAfter()) {
    life_->began = now;  // if that fails, it is tried again after as long a time
    // A device takes no second eye: the first must go before.
    if (is_device()) {
      ends_after_tally_ = true;
    } else {
      successor_ = Call();
    }
  }
  if (!successor_) return;
  if (const std::optional<Fault> over = Live(*successor_)) {
    EndSuccessor(*over);
  } else if (successor_->told > 0) {
    life_ = std::exchange(successor_, std::nullopt);
    ++status_.renewals;
  }
}

std::optional<Fault> LiveCamera::Live(Life& life) {
  if (!life.link) return LiveWithDevice(life);
  CameraLink& link = *life.link;
  link.Act();
  if (link.challenge()) challenge_ = link.challenge();
  if (link.state() == CameraLink::State::kFailed) {
    // An eye that has ended knows better why.
    const bool eye_left = life.eye && link.why() == Fault::kEyeDied;
    if (eye_left && !life.closing) life.closing = clock_->Steady();
    return life.closing ? Hear(life) : link.why();
  }
  if (link.state() == CameraLink::State::kConnected && !life.eye) {
    const Status started = StartEye(life, link.socket_fd());
    if (!started) return started.error();
    link.SpeakFor(life.eye->TakeRequests());
  }
  return life.eye ? Hear(life) : std::nullopt;
}

std::optional<Fault> LiveCamera::LiveWithDevice(Life& life) {
  if (!life.eye) {
    const Result<Descriptor> device = OpenCamera(feed_.address.path);
    if (!device) return device.error();
    const Status started = StartEye(life, device->get());
    if (!started) return started.error();
  }
  return Hear(life);
}

Status LiveCamera::StartEye(Life& life, int video_fd) const {
  Brief brief = brief_;
  const Duration past = (clock_->Steady() - grid_) % brief.steps.every;
  brief.first_due = (past > Duration(0) ? brief.steps.every : Duration(0)) - past;
  brief.was_frozen = status_.reason == SightReason::kFrozen;
  Result<EyeProcess> eye = EyeProcess::Start(eye_program_, video_fd, brief, *model_);
  if (!eye) return eye.error();
  life.eye = *std::move(eye);
  return Done{};
}

std::optional<Fault> LiveCamera::Hear(Life& life) {
  constexpr int kMostAtOnce = 16;  // a hostile eye may write without end
  for (int i = 0; i < kMostAtOnce && !life.closing && IsReadable(life.eye->door_fd()); ++i) {
    const Result<std::optional<Tally>> heard = ReadFromDoor(life.eye->door_fd());
    if (!heard) return Fault::kEyeBroke;
    if (!*heard) {
      life.closing = clock_->Steady();
      break;
    }
    ++life.told;
    life.heard = clock_->Steady();
    Take(life, **heard);
    if (std::exchange(ends_after_tally_, false)) return Fault::kCameraHungUp;
  }
  const Duration most_silence =
      std::max<Duration>(std::chrono::seconds(30), 3 * brief_.steps.every);
  if (!life.closing && clock_->Steady() - life.heard > most_silence) return Fault::kCameraSilent;
  if (!life.closing) return std::nullopt;
  constexpr Duration kMostLinger = std::chrono::seconds(2);
  const std::optional<EyeEnd> end = life.eye->TryReap();
  if (!end && clock_->Steady() - *life.closing < kMostLinger) return std::nullopt;
  // The eye of a live camera never comes to an end by itself.
  return end && !*end ? end->error() : Fault::kEyeBroke;
}

void LiveCamera::Take(const Life& life, const Tally& tally) {
  constexpr Duration kLasts = std::chrono::seconds(10);
  if (newest_) ++status_.dropped;
  newest_ = tally;
  if (clock_->Steady() - life.began >= kLasts) failures_ = 0;
  NoteTally(status_, tally, clock_->Steady());
  status_.end = Done{};
}

// Whoever comes next, the old eye is as good as before.
void LiveCamera::EndSuccessor(Fault why) {
  if (why == Fault::kEyeBroke) NoteBreach(clock_->Steady());
  // Where the camera takes no second connection, the first must go before.
  const bool one_only = why == Fault::kCameraHungUp || why == Fault::kCameraRefuses ||
                        why == Fault::kCameraSilent || why == Fault::kCameraNotLive;
  ends_after_tally_ = one_only && successor_->told == 0;
  successor_.reset();
}

void LiveCamera::Ended(Fault why) {
  // An eye says the same of a file, about which there is other advice.
  status_.end = why == Fault::kNotVideo ? Fault::kNoLiveVideo : why;
  ends_after_tally_ = false;
  if (successor_) {  // already on its way
    life_ = std::exchange(successor_, std::nullopt);
    ++status_.restarts;
    return;
  }
  PauseAfter(why);
}

void LiveCamera::NoteBreach(Duration now) {
  std::erase_if(breaches_, [&](Duration at) { return now - at > options_.breaches_count_for; });
  breaches_.push_back(now);
}

// Cameras that began together are not all renewed at once.
Duration LiveCamera::RenewedAfter() const {
  return options_.renewed_after * static_cast<int>(100 - number_ % 20) / 100;
}

void LiveCamera::PauseAfter(Fault why) {
  const Duration now = clock_->Steady();
  if (why == Fault::kEyeBroke) {
    NoteBreach(now);
    if (std::cmp_greater_equal(breaches_.size(), options_.most_breaches)) {
      again_ = breaches_.front() + options_.breaches_count_for;
      return;
    }
  }
  const int doublings = std::min(failures_, 20);
  const Duration pause = std::min(options_.first_pause * (1 << doublings), options_.most_pause);
  again_ = now + Spread(pause, number_, failures_);
  ++failures_;
}

std::optional<double> LiveCamera::ProcessorShare() const {
  return life_ && life_->eye ? life_->eye->ProcessorShare() : std::nullopt;
}

std::optional<Duration> LiveCamera::ProcessorWait() const {
  return life_ && life_->eye ? life_->eye->ProcessorWait() : std::nullopt;
}

std::optional<Tally> LiveCamera::TakeNewest() { return std::exchange(newest_, std::nullopt); }

}  // namespace throng
