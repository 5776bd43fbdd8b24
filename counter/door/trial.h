// Runs an act in a child process with an eye's descriptors, and says how that ended.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <array>
#include <functional>
#include <map>

namespace throng {

// A child between two pipes: what it reads on descriptor 0, and what it writes to 3. Both are kept
// open until the end of this object, which waits for the child.
class LockedChild {
 public:
  static constexpr int kDone = 42;  // its exit code if `act` returned

  // `act` runs in the child, with nothing open but 0, 1, 2 and 3; and those of `more`, by the
  // number that they have there.
  explicit LockedChild(const std::function<void()>& act, const std::map<int, int>& more = {});
  LockedChild(const LockedChild&) = delete;
  LockedChild& operator=(const LockedChild&) = delete;
  ~LockedChild();

  pid_t id() const { return id_; }
  int door_fd() const { return door_[0]; }
  int video_fd() const { return video_[1]; }
  void CloseVideo();

  // As waitpid tells it. Once only.
  int Wait();

 private:
  std::array<int, 2> video_{};
  std::array<int, 2> door_{};
  pid_t id_ = 0;
  bool waited_ = false;
};

// The signal that ended a child whose act is this, or 0 if it came to its end by itself.
int SignalThatEnds(const std::function<void()>& act);

}  // namespace throng
