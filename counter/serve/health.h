// How the cameras of a run are doing: a table for people, JSON for machines.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "counter/base/result.h"
#include "counter/base/time.h"

namespace throng {

struct CameraHealth {
  std::string camera;
  std::string sight;            // the best of its patches at its last look: seeing, dim or blind
  std::optional<double> age_s;  // since that look; absent if there was none
  double looks_per_s = 0;       // over the last tick
  std::optional<double> processor_percent;  // of one core, by its eye; absent where it is not shown
  std::optional<double> waiting_percent;    // of the last tick, its eye for a processor; likewise
  std::uint64_t restarts = 0;               // of its eye, or its connection
  std::uint64_t renewals = 0;               // in time
  std::uint64_t dropped = 0;                // looks beside the newest of a tick
  std::string trouble;                      // why there is no picture; empty where there is one
};

// The machine does not keep up: each camera is looked at less often than asked.
struct Overload {
  double asked_looks_per_s;
  double looks_per_s;  // of the camera in the middle
};

struct SiteHealth {
  std::string site;
  Instant at;  // end of the newest window
  double tick_s = 0;
  std::optional<Overload> overload;
  std::vector<CameraHealth> cameras;
};

// Whether cameras that are well make less than four fifths of the looks that were asked, while
// their eyes wait for a processor for a quarter of the time: both are those of the camera in the
// middle. A camera that sends key pictures less often than asked is no overload, nor is one where
// the wait is not known.
std::optional<Overload> OverloadOf(const std::vector<CameraHealth>& cameras,
                                   double asked_looks_per_s);

// Unknown is null.
std::string HealthJson(const SiteHealth& health);

// Of what HealthJson wrote. Fault::kNotAStatus for any other text.
Result<SiteHealth> ParseHealth(std::string_view json);

// What a person should know of now, a line each: overload, and each camera in trouble.
std::vector<std::string> NotesOf(const SiteHealth& health);

// A line of sums, one about overload if there is any, then one for each camera, those in trouble
// first.
std::vector<std::string> RenderHealth(const SiteHealth& health, bool colour);

}  // namespace throng
