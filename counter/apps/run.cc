// Wires watch, occupancy and release.
// SPDX-License-Identifier: Apache-2.0
#include "counter/apps/run.h"

#include <fcntl.h>

#include <algorithm>

#include "counter/occupancy/latest.h"
#include "counter/release/releaser.h"

namespace throng {
namespace {

Brief BriefFor(const Site& site, CameraIndex camera, const RunOptions& options) {
  Brief brief{.camera = site.cameras[camera.value()].calibration.camera.pose(),
              .steps = options.steps,
              .first_step = options.first_step,
              .pace = options.pace,
              .model = options.model,
              .patches = {}};
  for (const Patch& patch : site.patches) {
    if (patch.camera == camera) brief.patches.push_back(patch.outline);
  }
  return brief;
}

// None for a model of the user: the moments may be those of another file.
std::vector<std::optional<Correction>> CorrectionsFor(const Site& site, Model model) {
  if (model == Model::kOnnx) return {};
  return CorrectionsOf(site, NameOf(model));
}

// Another descriptor of the same file; empty if there is none.
Descriptor CopyOf(const Descriptor& file) {
  return file ? Descriptor(::fcntl(file.get(), F_DUPFD_CLOEXEC, 3)) : Descriptor();
}

// The cameras that see a zone; the others need no eye.
std::vector<CameraIndex> CamerasInUse(const Site& site) {
  std::vector<CameraIndex> used;
  for (const Patch& patch : site.patches) {
    if (used.empty() || used.back() != patch.camera) used.push_back(patch.camera);
  }
  return used;
}

}  // namespace

Result<RunEnd> RunSite(const Site& site, Feeds feeds, const RunOptions& options, const Clock& clock,
                       const Stop& stop, const std::function<Status(const StepReport&)>& on_step) {
  const std::vector<CameraIndex> cameras = CamerasInUse(site);
  std::vector<CameraFeed> camera_feeds;
  camera_feeds.reserve(cameras.size());
  for (const CameraIndex camera : cameras) {
    CameraFeed& feed =
        camera_feeds.emplace_back(CameraFeed{.source = std::move(feeds.sources[camera.value()]),
                                             .live = std::move(feeds.live[camera.value()]),
                                             .brief = BriefFor(site, camera, options),
                                             .model = CopyOf(feeds.model)});
    if (!feed.live) continue;
    feed.brief.live = feed.live->address.protocol;
    feed.brief.steps.every = options.look_every.value_or(feed.brief.steps.every);
    // So that the cameras do not all look at the same moment.
    const auto place = static_cast<std::int64_t>(camera_feeds.size() - 1);
    feed.brief.first_due =
        feed.brief.steps.every * place / static_cast<std::int64_t>(cameras.size());
  }
  const Result<std::filesystem::path> eye = FindEyeProgram();
  if (!eye) return eye.error();
  const Duration began = clock.Steady();
  Result<Watch> watch = Watch::Make(std::move(camera_feeds), *eye, clock, stop);
  if (!watch) return watch.error();

  Latest latest(site, SpreadOf(options.model), CorrectionsFor(site, options.model));
  const Releaser releaser(Policy::kInternal);
  const Duration every = options.steps.pictures > 0 ? std::chrono::seconds(1) : options.steps.every;
  RunEnd end{.interrupted = false, .cameras = std::vector<CameraStatus>(site.cameras.size())};
  for (std::uint64_t step = options.first_step;; ++step) {
    if (options.most_steps && step - options.first_step >= *options.most_steps) break;
    const Duration since_start = every * static_cast<std::int64_t>(step);
    std::optional<Duration> deadline;
    if (options.pace == Pace::kRealTime) deadline = began + since_start + every;
    const auto answers = watch->Next(deadline);
    end.interrupted = !answers;
    if (!answers) break;
    const bool silent = std::ranges::all_of(
        *answers, [](const CameraAnswer& answer) { return answer.over && !answer.tally; });
    if (silent) break;
    for (std::size_t i = 0; i < cameras.size(); ++i) {
      if ((*answers)[i].tally) latest.Take(cameras[i], *(*answers)[i].tally, step);
    }
    const Instant window_start = options.start + since_start;
    const Window window{.start = window_start, .end = window_start + every};
    std::vector<Published> released;
    for (std::size_t zone = 0; zone < site.zones.size(); ++zone) {
      released.push_back(
          releaser.Release(latest.At(ZoneIndex(static_cast<std::uint16_t>(zone)), step), window));
    }
    const Status done = on_step(
        {.step = step, .window = window, .released = released, .progress = watch->ShareRead()});
    if (!done) return done.error();
  }
  for (std::size_t i = 0; i < cameras.size(); ++i) {
    end.cameras[cameras[i].value()] = watch->status(i);
  }
  return end;
}

}  // namespace throng
