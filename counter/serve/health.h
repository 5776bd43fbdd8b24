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
  std::uint64_t restarts = 0;               // of its eye, or its connection
  std::uint64_t renewals = 0;               // in time
  std::uint64_t dropped = 0;                // looks beside the newest of a tick
  std::string trouble;                      // why there is no picture; empty where there is one
};

struct SiteHealth {
  std::string site;
  Instant at;  // end of the newest window
  double tick_s = 0;
  std::vector<CameraHealth> cameras;
};

// Unknown is null.
std::string HealthJson(const SiteHealth& health);

// Of what HealthJson wrote. Fault::kNotAStatus for any other text.
Result<SiteHealth> ParseHealth(std::string_view json);

// A line of sums, then one for each camera, those in trouble first.
std::vector<std::string> RenderHealth(const SiteHealth& health, bool colour);

}  // namespace throng
