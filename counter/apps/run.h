// The one way through the rooms: eyes -> tallies -> occupancy -> released counts, step by step.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "counter/base/descriptor.h"
#include "counter/base/result.h"
#include "counter/base/time.h"
#include "counter/door/brief.h"
#include "counter/occupancy/trouble.h"
#include "counter/release/published.h"
#include "counter/serve/health.h"
#include "counter/site/site.h"
#include "counter/watch/live_camera.h"
#include "counter/watch/source.h"
#include "counter/watch/stop.h"
#include "counter/watch/watch.h"

namespace throng {

// What the eyes read.
struct Feeds {
  std::vector<std::string> names;             // at CameraIndex: file or address, for messages
  std::vector<OpenedSource> sources;          // at CameraIndex
  std::vector<std::optional<LiveFeed>> live;  // at CameraIndex; where it is, there is no source
  Descriptor model;                           // of RunOptions::model, if that is kOnnx
};

// Who counts.
struct ModelChoice {
  Model model = Model::kNet;
  std::filesystem::path file;  // of kOnnx
};

struct RunOptions {
  Steps steps{.every = std::chrono::seconds(1), .pictures = 0};
  std::optional<Duration> look_every;  // of live cameras; absent: at each step
  Pace pace = Pace::kFast;
  bool again = false;  // files in real time: from their starts when they have ended
  Instant start{0};    // of the window of step 0
  std::uint64_t first_step = 0;
  std::optional<std::uint64_t> most_steps;  // absent: to the end
  Model model = Model::kNet;
  std::optional<Duration> window;  // what is released are means over such; absent: each step
  std::optional<Instant> until;    // looks at nothing from then on, by the clock
};

// What one step released.
struct StepReport {
  std::uint64_t step;
  Window window;  // steps of pictures have no length of their own: they are shown as seconds
  // One per zone, at ZoneIndex. With RunOptions::window, those of each window that is over, which
  // may be none; at last, with the last step told once more, of the one in which the sources ended.
  std::span<const Published> released;
  // Of each that is released, live only: for those who watch, and not for the ledger.
  std::span<const ZoneTrouble> troubles;
  std::optional<Window> open;      // the window under way, if there are any
  std::optional<double> progress;  // 0..1
  // How its cameras are doing, for whoever wants to know; empty where the step is told once more.
  std::function<SiteHealth()> health;
};

struct RunEnd {
  bool interrupted = false;           // then, and at `until`, the window under way is forgotten
  bool expired = false;               // at RunOptions::until
  std::vector<CameraStatus> cameras;  // at CameraIndex
};

// Runs until every source has ended or `stop` was asked. `on_step` may end the run with a Fault,
// which is then returned. Other faults: those of Watch::Make.
Result<RunEnd> RunSite(const Site& site, Feeds feeds, const RunOptions& options, const Clock& clock,
                       const Stop& stop, const std::function<Status(const StepReport&)>& on_step);

}  // namespace throng
