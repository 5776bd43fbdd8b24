// fork, with the descriptors of an eye.
// SPDX-License-Identifier: Apache-2.0
#include "counter/door/trial.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "counter/base/check.h"

namespace throng {

LockedChild::LockedChild(const std::function<void()>& act, const std::map<int, int>& more) {
  COUNTER_CHECK(::pipe2(video_.data(), O_CLOEXEC) == 0 && ::pipe2(door_.data(), O_CLOEXEC) == 0);
  id_ = ::fork();
  COUNTER_CHECK(id_ >= 0);
  if (id_ == 0) {
    std::map<int, int> wanted{{0, video_[0]}, {3, door_[1]}};
    for (const auto& [number, from] : more) wanted[number] = from;
    // First out of each other's way.
    for (auto& [number, from] : wanted) from = ::fcntl(from, F_DUPFD, 10);
    for (const auto& [number, from] : wanted) ::dup2(from, number);
    ::close_range(static_cast<unsigned>(wanted.rbegin()->first) + 1, ~0U, 0);
    ::alarm(20);  // whatever hangs ends
    act();
    ::_exit(kDone);
  }
  ::close(video_[0]);
  ::close(door_[1]);
}

LockedChild::~LockedChild() {
  ::close(door_[0]);
  if (video_[1] >= 0) ::close(video_[1]);
  if (!waited_) {
    ::kill(id_, SIGKILL);
    ::waitpid(id_, nullptr, 0);
  }
}

void LockedChild::CloseVideo() {
  ::close(video_[1]);
  video_[1] = -1;
}

int LockedChild::Wait() {
  int status = 0;
  ::waitpid(id_, &status, 0);
  waited_ = true;
  return status;
}

int SignalThatEnds(const std::function<void()>& act) {
  const int status = LockedChild(act).Wait();
  return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

}  // namespace throng
