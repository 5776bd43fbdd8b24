// Keeps the state under its lock.
// SPDX-License-Identifier: Apache-2.0
#include "counter/link/push_board.h"

#include <utility>

namespace throng {

EdgeState PushBoard::State() const {
  const std::scoped_lock lock(mutex_);
  return state_;
}

void PushBoard::Connected(Instant now, Duration clock_ahead) {
  const std::scoped_lock lock(mutex_);
  state_.is_connected = true;
  state_.since = now;
  state_.clock_ahead = clock_ahead;
  state_.tries_again_at.reset();
}

void PushBoard::Settled(std::size_t windows, std::size_t events, std::size_t suspected,
                        Instant now) {
  const std::scoped_lock lock(mutex_);
  state_.sent_windows += windows;
  state_.sent_events += events;
  state_.suspected = suspected;
  state_.answered_at = now;
}

void PushBoard::Counted(CountedOutbox counted) {
  const std::scoped_lock lock(mutex_);
  state_.waiting = counted.waiting;
  state_.on_way = counted.on_way;
  state_.held_windows = counted.held_windows;
  state_.refused = std::move(counted.refused);
  state_.zones = std::move(counted.zones);
}

void PushBoard::CertificateEnds(std::optional<Instant> ends) {
  const std::scoped_lock lock(mutex_);
  state_.certificate_ends = ends;
}

void PushBoard::NoTrouble() {
  const std::scoped_lock lock(mutex_);
  state_.trouble.reset();
}

void PushBoard::Disconnected(EdgeTrouble trouble, std::size_t suspected, Instant now,
                             Duration pause) {
  const std::scoped_lock lock(mutex_);
  if (state_.is_connected) state_.since = now;
  state_.is_connected = false;
  state_.on_way = 0;
  state_.suspected = suspected;
  state_.trouble = std::move(trouble);
  state_.tries_again_at = now + pause;
}

void PushBoard::Stop() {
  const std::scoped_lock lock(mutex_);
  is_stopped_ = true;
  stopped_.notify_all();
}

bool PushBoard::IsStopped() const {
  const std::scoped_lock lock(mutex_);
  return is_stopped_;
}

void PushBoard::Rest(Duration pause) {
  std::unique_lock lock(mutex_);
  stopped_.wait_for(lock, pause, [this] { return is_stopped_; });
}

}  // namespace throng
