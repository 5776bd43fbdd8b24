// The loop of an eye: frame, density, tally, forget.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "counter/base/result.h"
#include "counter/base/time.h"
#include "counter/door/brief.h"
#include "counter/eye/density.h"
#include "counter/eye/live_packets.h"

namespace throng {

// Reads the video from `video_fd` and writes one tally for each step from brief.first_step on to
// `door_fd`, the k-th for step first_step + k; both stay the caller's. Each frame is gone before
// its tally is written; a frame in which nothing can be seen is not analysed. With Pace::kRealTime
// no picture is decoded before its time on `clock`: that of first_step is brief.first_due from now.
// Returns at the end of the video; the faults are those of Source, of the model, and kInternal if
// the door cannot be written to.
Status Look(int video_fd, int door_fd, const Brief& brief, DensityModel& model, Clock& clock);

// The same for a live camera, of which there is no end: looks at the first picture, then at the
// newest brief.first_due from now and after each brief.steps.every, or as soon as one has come.
// Looks that it cannot keep up with are left out. `requests_fd` is throng's ear (camera_request.h).
// The faults are those of LiveSource, of the model, and kInternal if the door cannot be written to.
Status LookLive(int connection_fd, int door_fd, int requests_fd, const Brief& brief,
                DensityModel& model, Clock& clock);

// The same for a camera in this machine, which sends already.
Status LookLive(std::unique_ptr<LivePackets> camera, int door_fd, const Brief& brief,
                DensityModel& model, Clock& clock);

}  // namespace throng
