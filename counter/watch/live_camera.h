// One live camera: calls or opens it, keeps an eye on it, and does so again when either is gone.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <poll.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "counter/base/descriptor.h"
#include "counter/base/result.h"
#include "counter/base/time.h"
#include "counter/door/brief.h"
#include "counter/door/tally.h"
#include "counter/site/address.h"
#include "counter/site/logins.h"
#include "counter/watch/camera_link.h"
#include "counter/watch/camera_status.h"
#include "counter/watch/eye_process.h"

namespace throng {

struct LiveFeed {
  CameraAddress address;
  std::optional<Login> login;
};

struct LiveOptions {
  // Pauses before a call: the first, and twice as long after each more that came to nothing.
  Duration first_pause = std::chrono::milliseconds(250);
  Duration most_pause = std::chrono::seconds(60);
  // So many eyes that did what is forbidden within `breaches_count_for`, and the camera is left
  // alone until they no longer count: the system's log tells of each.
  int most_breaches = 3;
  Duration breaches_count_for = std::chrono::minutes(15);
  // As WatchOptions::renewed_after. An eye is replaced with its connection; where the camera takes
  // only one, between two tallies.
  Duration renewed_after = std::chrono::minutes(15);
};

// Nothing blocks. Single-threaded.
class LiveCamera {
 public:
  // Calls at once. `brief` is live; the first look after each start is at the first picture, the
  // others `brief.first_due` from now and each brief.steps.every before and after that. `number`
  // spreads the pauses of cameras that went away together. `clock` and `model` outlive this object.
  LiveCamera(LiveFeed feed, Brief brief, const Descriptor& model, std::filesystem::path eye_program,
             std::size_t number, const Clock& clock, LiveOptions options = {});

  // What to wait for with poll(), and when (steady time) Act() is due in any case.
  void AddAwaited(std::vector<pollfd>& awaited) const;
  Duration due() const;
  // Does all that can be done now.
  void Act();

  // The newest tally since the last call; those before it are dropped and counted.
  std::optional<Tally> TakeNewest();

  // `end` is why there is no picture now, kNoLiveVideo instead of kNotVideo; Done where there is.
  const CameraStatus& status() const { return status_; }
  std::optional<double> ProcessorShare() const;  // of its eye; see processor_share.h
  std::optional<Duration> ProcessorWait() const;

 private:
  // A connection, and who looks through it. A camera in this machine has none: the eye has it.
  struct Life {
    std::optional<CameraLink> link;
    std::optional<EyeProcess> eye;  // once the link is connected
    Duration began;
    Duration heard;                   // when it told last, or began
    std::optional<Duration> closing;  // since when the eye's door is closed
    std::uint64_t told = 0;
  };
  Life Call() const;
  // Why it is over, if it is.
  std::optional<Fault> Live(Life& life);
  std::optional<Fault> LiveWithDevice(Life& life);
  Status StartEye(Life& life, int video_fd) const;
  std::optional<Fault> Hear(Life& life);
  void Take(const Life& life, const Tally& tally);
  void EndSuccessor(Fault why);
  void Ended(Fault why);
  void NoteBreach(Duration now);
  void PauseAfter(Fault why);
  Duration RenewedAfter() const;
  bool is_device() const { return feed_.address.protocol == CameraProtocol::kDevice; }

  LiveFeed feed_;
  Brief brief_;
  const Descriptor* model_;
  std::filesystem::path eye_program_;
  std::size_t number_;
  const Clock* clock_;
  LiveOptions options_;
  Duration grid_;  // one of the times at which it looks
  std::optional<LoginChallenge> challenge_;
  std::optional<Life> life_;
  std::optional<Life> successor_;
  bool ends_after_tally_ = false;  // the camera takes no second connection
  Duration again_{0};              // when to call, where there is no life
  int failures_ = 0;               // ends since the last life that lasted
  std::vector<Duration> breaches_;
  std::optional<Tally> newest_;
  CameraStatus status_;
};

}  // namespace throng
