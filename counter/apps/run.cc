// Wires watch, occupancy and release.
// SPDX-License-Identifier: Apache-2.0
#include "counter/apps/run.h"

#include <fcntl.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "counter/occupancy/latest.h"
#include "counter/occupancy/window_mean.h"
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
  for (const auto& [patch, view] : ViewsOf(site, camera)) {
    brief.patches.push_back(site.patches[patch].views[view].outline);
    const Zone& zone = site.zones[site.patches[patch].zone.value()];
    brief.cells.push_back(zone.fullest_of ? std::optional(zone.area) : std::nullopt);
  }
  return brief;
}

// None for a model of the user: the moments may be those of another file.
std::vector<std::optional<Correction>> CorrectionsFor(const Site& site, Model model) {
  if (model == Model::kOnnx) return {};
  return CorrectionsOf(site, NameOf(model));
}

// Between steps of pictures nobody knows the time: a collection's pictures, as those that a model
// is measured on, may be days apart, so none of them says anything of the next.
LatestOptions OptionsFor(const Steps& steps) {
  if (steps.pictures > 0) return {};
  return {.smooth = SmoothOptions{.tick = steps.every}};
}

// Another descriptor of the same file; empty if there is none.
Descriptor CopyOf(const Descriptor& file) {
  return file ? Descriptor(::fcntl(file.get(), F_DUPFD_CLOEXEC, 3)) : Descriptor();
}

// The cameras that see a zone; the others need no eye.
std::vector<CameraIndex> CamerasInUse(const Site& site) {
  std::vector<CameraIndex> used;
  for (std::size_t i = 0; i < site.cameras.size(); ++i) {
    const CameraIndex camera(static_cast<std::uint16_t>(i));
    if (!ViewsOf(site, camera).empty()) used.push_back(camera);
  }
  return used;
}

const char* NameOf(Sight sight) {
  switch (sight) {
    case Sight::kSeeing:
      return "seeing";
    case Sight::kDim:
      return "dim";
    default:
      return "blind";
  }
}

// Puts what watch knows of the cameras beside their names.
class HealthReport {
 public:
  // `look_every`: of live cameras, which are the ones that can be looked at less often than asked.
  HealthReport(const Site& site, const std::vector<CameraIndex>& cameras, Duration every,
               Duration look_every, const Clock& clock)
      : site_(site),
        cameras_(cameras),
        every_(every),
        asked_looks_per_s_(1 / std::chrono::duration<double>(look_every).count()),
        clock_(clock),
        told_(cameras.size()),
        waited_(cameras.size()) {}

  // Once per step at most: looks are counted from one call to the next.
  SiteHealth At(const Watch& watch, Instant at) {
    SiteHealth health{.site = site_.name,
                      .at = at,
                      .tick_s = std::chrono::duration<double>(every_).count(),
                      .overload = {},
                      .cameras = {}};
    const Duration now = clock_.Steady();
    const double since_s = std::chrono::duration<double>(now - last_).count();
    for (std::size_t i = 0; i < cameras_.size(); ++i) {
      const CameraStatus& status = watch.status(i);
      const bool is_late = IsLate(status, now, every_);
      CameraHealth camera{.camera = site_.cameras[cameras_[i].value()].name,
                          .sight = NameOf(status.end && !is_late ? status.sight : Sight::kBlind),
                          .age_s = std::nullopt,
                          .looks_per_s = static_cast<double>(status.told - told_[i]) / since_s,
                          .processor_percent = watch.ProcessorShare(i),
                          .waiting_percent = std::nullopt,
                          .restarts = static_cast<std::uint64_t>(status.restarts),
                          .renewals = static_cast<std::uint64_t>(status.renewals),
                          .dropped = status.dropped,
                          .trouble = std::string(TroubleOf(status))};
      if (camera.processor_percent) *camera.processor_percent *= 100;
      if (status.last_told) {
        camera.age_s = std::chrono::duration<double>(now - *status.last_told).count();
      }
      // Only of an eye that was there, and had told, at the last call: another is still starting.
      const std::optional<Duration> waited = watch.ProcessorWait(i);
      if (told_[i] > 0 && waited && waited_[i] && *waited >= *waited_[i]) {
        const double waited_s = std::chrono::duration<double>(*waited - *waited_[i]).count();
        camera.waiting_percent = 100 * waited_s / since_s;
      }
      waited_[i] = waited;
      told_[i] = status.told;
      health.cameras.push_back(std::move(camera));
    }
    last_ = now;
    // Twice running, since eyes that start are in each other's way.
    const std::optional<Overload> overload = OverloadOf(health.cameras, asked_looks_per_s_);
    if (std::exchange(was_overloaded_, overload.has_value())) health.overload = overload;
    // Only now: whose looks are late takes part in an overload.
    for (std::size_t i = 0; i < cameras_.size(); ++i) {
      const CameraStatus& status = watch.status(i);
      health.cameras[i].trouble = TroubleOf(status, IsLate(status, now, every_));
    }
    return health;
  }

 private:
  const Site& site_;
  const std::vector<CameraIndex>& cameras_;
  Duration every_;
  double asked_looks_per_s_;
  const Clock& clock_;
  std::vector<std::uint64_t> told_;              // at the last call
  std::vector<std::optional<Duration>> waited_;  // likewise
  bool was_overloaded_ = false;
  Duration last_ = clock_.Steady();
};

// Why a camera says nothing at a step, as far as throng itself can tell.
ZoneTrouble SilenceOf(const CameraStatus& status, bool is_over) {
  if (is_over || !status.end) return ZoneTrouble::kCameraGone;
  return status.last_told ? ZoneTrouble::kLate : ZoneTrouble::kNotYet;
}

// Counts that may leave, and the trouble of each, which stays.
struct StepOutcome {
  std::vector<Published> released;
  std::vector<ZoneTrouble> troubles;
};

// From what is known of the zones to what leaves: at each step, or a mean for each window.
class WayOut {
 public:
  WayOut(std::size_t zones, std::optional<Duration> window)
      : releaser_(Policy::kInternal, window.value_or(Duration(0))) {
    if (window) means_.emplace(zones, *window);
  }

  StepOutcome Take(const Window& step, const std::vector<ZoneOccupancy>& zones) {
    StepOutcome outcome;
    if (!means_) Release({.window = step, .zones = zones}, outcome);
    if (!means_) return outcome;
    for (const WindowOfZones& over : means_->Take(step, zones)) Release(over, outcome);
    return outcome;
  }

  // What the end of the sources cut short.
  StepOutcome TakeRest() {
    StepOutcome outcome;
    const std::optional<WindowOfZones> rest = means_ ? means_->TakeRest() : std::nullopt;
    if (rest) Release(*rest, outcome);
    return outcome;
  }

  std::optional<Window> open() const { return means_ ? means_->open() : std::nullopt; }

 private:
  void Release(const WindowOfZones& over, StepOutcome& outcome) const {
    for (const ZoneOccupancy& zone : over.zones) {
      outcome.released.push_back(releaser_.Release(zone, over.window));
      outcome.troubles.push_back(zone.trouble);
    }
  }

  Releaser releaser_;
  std::optional<WindowMeans> means_;
};

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
                                             .model = CopyOf(feeds.model),
                                             .again = options.again});
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

  Latest latest(site, SpreadOf(options.model), CorrectionsFor(site, options.model),
                OptionsFor(options.steps));
  WayOut way_out(site.zones.size(), options.window);
  const Duration every = options.steps.pictures > 0 ? std::chrono::seconds(1) : options.steps.every;
  HealthReport health(site, cameras, every, options.look_every.value_or(every), clock);
  RunEnd end{.cameras = std::vector<CameraStatus>(site.cameras.size())};
  std::optional<StepReport> last;
  for (std::uint64_t step = options.first_step;; ++step) {
    if (options.most_steps && step - options.first_step >= *options.most_steps) break;
    const Duration since_start = every * static_cast<std::int64_t>(step);
    std::optional<Duration> deadline;
    if (options.pace == Pace::kRealTime) deadline = began + since_start + every;
    // No picture is looked at for a step that would end too late.
    const Duration ahead = deadline.value_or(clock.Steady()) - clock.Steady();
    end.expired = options.until && clock.Now() + std::max(ahead, Duration(1)) > *options.until;
    if (end.expired) break;
    const auto answers = watch->Next(deadline);
    end.interrupted = !answers;
    if (!answers) break;
    const bool silent = std::ranges::all_of(
        *answers, [](const CameraAnswer& answer) { return answer.over && !answer.tally; });
    if (silent) break;
    for (std::size_t i = 0; i < cameras.size(); ++i) {
      const CameraAnswer& answer = (*answers)[i];
      if (answer.tally) {
        latest.Take(cameras[i], *answer.tally, step);
      } else {
        latest.Miss(cameras[i], SilenceOf(watch->status(i), answer.over));
      }
    }
    const Instant window_start = options.start + since_start;
    const Window window{.start = window_start, .end = window_start + every};
    std::vector<ZoneOccupancy> zones;
    for (std::size_t zone = 0; zone < site.zones.size(); ++zone) {
      zones.push_back(latest.At(ZoneIndex(static_cast<std::uint16_t>(zone)), step));
    }
    const StepOutcome outcome = way_out.Take(window, zones);
    last = {.step = step,
            .window = window,
            .released = outcome.released,
            .troubles = outcome.troubles,
            .open = way_out.open(),
            .progress = watch->ShareRead(),
            .health = [&, window] { return health.At(*watch, window.end); }};
    const Status done = on_step(*last);
    if (!done) return done.error();
  }
  if (last && !end.interrupted && !end.expired) {
    const StepOutcome rest = way_out.TakeRest();
    last->released = rest.released;
    last->troubles = rest.troubles;
    last->open = std::nullopt;
    last->health = nullptr;
    const Status done = rest.released.empty() ? Done{} : on_step(*last);
    if (!done) return done.error();
  }
  for (std::size_t i = 0; i < cameras.size(); ++i) {
    end.cameras[cameras[i].value()] = watch->status(i);
  }
  return end;
}

}  // namespace throng
