// One throng-eye process: started with what it needs, heard through its door, ended for sure.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>

#include "counter/base/descriptor.h"
#include "counter/base/result.h"
#include "counter/door/brief.h"

namespace throng {

// How an eye's life ended: Done if it saw its video through, else what its exit code says
// (Fault::kEyeBroke for what its lock forbids, kEyeDied for another signal or a code that is no
// Fault).
using EyeEnd = Status;

// Whether another eye may do better: not where the video is over, or makes no sense.
inline bool IsDeath(const EyeEnd& end) {
  return !end && (end.error() == Fault::kEyeDied || end.error() == Fault::kEyeBroke ||
                  end.error() == Fault::kEyeOutOfMemory);
}

// The process is killed and reaped at the end of this object. It gets no arguments, no environment
// and no descriptor but: 0 the video, 3 its end of the door, 4 its brief (over which it asks for
// requests, if its live camera is spoken to), 5 a model's file if it was given one. It has a
// process group of its own, so that Ctrl-C in the terminal reaches throng alone, which then ends it
// in order.
class EyeProcess {
 public:
  // `model` is open where the brief says Model::kOnnx, else empty. Faults: kNoEyeProgram,
  // kBadBrief, kInternal.
  static Result<EyeProcess> Start(const std::filesystem::path& program, int video_fd,
                                  const Brief& brief, const Descriptor& model);
  EyeProcess(EyeProcess&& other) noexcept;
  EyeProcess& operator=(EyeProcess&& other) noexcept;
  ~EyeProcess();

  // Readable when there is a tally, or when the eye has closed its end.
  int door_fd() const { return door_.get(); }

  // Of an eye whose camera is spoken to: throng's end of what its requests come over; see
  // camera_request.h. Once.
  Descriptor TakeRequests() { return std::move(requests_); }

  // See processor_share.h.
  std::optional<double> ProcessorShare() const;
  std::optional<Duration> ProcessorWait() const;

  // Waits for the process, which has closed its end of the door. Kills it if it lingers.
  EyeEnd Reap();

  // The same without waiting: nothing if it has not ended yet.
  std::optional<EyeEnd> TryReap();

 private:
  EyeProcess(pid_t process, Descriptor door, Descriptor requests)
      : process_(process), door_(std::move(door)), requests_(std::move(requests)) {}
  void Kill();
  bool HasEnded(int within_ms) const;
  std::optional<pid_t> process_;  // absent once reaped
  Descriptor door_;
  Descriptor requests_;
};

// throng-eye beside the program that is running. Fault::kNoEyeProgram if it is not there.
Result<std::filesystem::path> FindEyeProgram();

}  // namespace throng
