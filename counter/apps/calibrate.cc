// throng calibrate count: a person's count beside the model's, kept in the site file.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iterator>
#include <string>

#include "counter/apps/command.h"
#include "counter/occupancy/calibrate.h"
#include "counter/occupancy/correction.h"

namespace throng {
namespace {

constexpr std::size_t kGoodMoments = 10;

// The site with that camera and what it sees of its zones alone, without its moments: what the
// model counts by itself. Tells what is wrong on standard error.
std::optional<Site> OnlyCamera(const Site& site, const std::string& name) {
  const auto camera = std::ranges::find(site.cameras, name, &SiteCamera::name);
  if (camera == site.cameras.end()) {
    fmt::print(stderr, "throng: there is no camera \"{}\"; the cameras are: {}\n", name,
               CameraNames(site));
    return std::nullopt;
  }
  Site only{.name = site.name, .cameras = {*camera}, .zones = {}, .patches = {}};
  only.cameras.front().moments.clear();
  const auto index = static_cast<std::uint16_t>(camera - site.cameras.begin());
  std::vector<std::optional<ZoneIndex>> renamed(site.zones.size());
  for (const auto& [place, view] : ViewsOf(site, CameraIndex(index))) {
    const Patch& patch = site.patches[place];
    if (site.zones[patch.zone.value()].fullest_of) continue;  // they are in its zone already
    std::optional<ZoneIndex>& zone = renamed[patch.zone.value()];
    if (!zone) {
      zone = ZoneIndex(static_cast<std::uint16_t>(only.zones.size()));
      only.zones.push_back(site.zones[patch.zone.value()]);
    }
    only.patches.push_back({.zone = *zone,
                            .area = patch.area,
                            .views = {{CameraIndex(0), patch.views[view].outline}}});
  }
  if (only.patches.empty()) {
    fmt::print(stderr, "throng: no zone names camera \"{}\", so nobody is counted in it\n", name);
    return std::nullopt;
  }
  return only;
}

RunOptions OptionsOf(const MomentCommand& command, const Feeds& feeds) {
  constexpr std::int64_t kTickOfWhatIsLiveS = 15;
  RunOptions options;
  options.most_steps = 1;
  options.model = command.model;
  if (feeds.sources.front().size_bytes) {
    options.steps.every = std::chrono::milliseconds(100);
    options.first_step = static_cast<std::uint64_t>(std::llround(command.at_s * 10));
  } else {
    options.steps.every = std::chrono::seconds(kTickOfWhatIsLiveS);
    options.pace = Pace::kRealTime;
  }
  return options;
}

std::string NameList(const Site& site) {
  std::string names;
  for (const Zone& zone : site.zones) names += (names.empty() ? "" : ", ") + zone.name;
  return names;
}

}  // namespace

void PrintCorrection(const SiteCamera& camera, Model model) {
  std::vector<Moment> moments;
  std::ranges::copy_if(camera.moments, std::back_inserter(moments),
                       [model](const Moment& moment) { return moment.model == NameOf(model); });
  if (const std::size_t others = camera.moments.size() - moments.size(); others > 0) {
    fmt::print(
        "  {} moment{} of another model, or of other weights of it, left aside: count them again\n",
        others, others == 1 ? "" : "s");
  }
  if (moments.empty()) return;
  const Correction correction = Correction::Fit(moments);
  fmt::print("  {} counted moment{} of {}: times {:.2f}, {} {:.1f}\n", moments.size(),
             moments.size() == 1 ? "" : "s", NameOf(model), correction.scale(),
             correction.offset() < Persons(0) ? "minus" : "plus",
             std::abs(correction.offset().value()));
  fmt::print("    {:>7}  {:>9}  {:>5}\n", "counted", "corrected", "known");
  double before = 0;
  double after = 0;
  for (const Moment& moment : moments) {
    const double corrected = correction.Apply(moment.counted, 1).mean().value();
    fmt::print("    {:>7.0f}  {:>9.1f}  {:>5.0f}\n", moment.counted.value(), corrected,
               moment.known.value());
    before += std::abs(moment.counted.value() - moment.known.value());
    after += std::abs(corrected - moment.known.value());
  }
  const auto count = static_cast<double>(moments.size());
  fmt::print("    off by {:.1f} persons on average, {:.1f} when corrected\n", before / count,
             after / count);
  if (moments.size() < kGoodMoments) {
    fmt::print("    Ten moments, from nearly empty to full, make a good correction: {} more.\n",
               kGoodMoments - moments.size());
  }
}

void TellOldMoments(const Site& site, Model model) {
  if (model != Model::kNet) return;
  for (const SiteCamera& camera : site.cameras) {
    const auto old = std::ranges::count_if(camera.moments, [model](const Moment& moment) {
      return moment.model.starts_with("net-") && moment.model != NameOf(model);
    });
    if (old == 0) continue;
    fmt::print(
        stderr,
        "throng: camera \"{}\": {} counted moment{} of an older network correct{} nothing. "
        "Count again with `throng calibrate count`, and delete the old from the site file.\n",
        camera.name, old, old == 1 ? "" : "s", old == 1 ? "s" : "");
  }
}

ExitCode CalibrateCount(const MomentCommand& command) {
  const Result<Site> site = LoadSiteOrTell(command.site);
  if (!site) return ExitCode::kSite;
  const std::optional<Site> only = OnlyCamera(*site, command.camera);
  if (!only) return ExitCode::kUsage;
  const std::vector<std::string> sources =
      command.source ? std::vector{*command.source} : std::vector<std::string>{};
  const ModelChoice model{.model = command.model, .file = {}};
  Result<Feeds> feeds =
      OpenFeedsOrTell(*only, {.site_file = command.site, .sources = sources, .model = model});
  if (!feeds) return ExitCode::kSource;
  const Result<Stop> stop = Stop::Make();
  if (!stop) return Tell("signals", stop.error());

  const SystemClock clock;
  const std::vector<std::string> names = feeds->names;
  const RunOptions options = OptionsOf(command, *feeds);
  std::optional<Persons> counted;
  const auto take = [&counted](const StepReport& report) {
    Persons all(0);
    for (const Published& published : report.released) {
      const std::optional<WholeCount> count = published.count();
      if (!count) return Status(Done{});
      all += Persons(count->persons);
    }
    counted = all;
    return Status(Done{});
  };
  const Result<RunEnd> end = RunSite(*only, *std::move(feeds), options, clock, *stop, take);
  if (!end) return Tell(names.front(), end.error());
  if (end->interrupted) return ExitCode::kInterrupted;
  if (!counted) {
    const ExitCode seen = TellEnd(*only, *end, names, {.model = command.model, .file = {}});
    if (seen != ExitCode::kOk) return seen;
    fmt::print(stderr, "throng: {}: no picture at that moment, so nothing to compare with. {}\n",
               names.front(), "Choose an earlier moment with --at.");
    return ExitCode::kSource;
  }
  const Moment moment{.model = std::string(NameOf(command.model)),
                      .counted = *counted,
                      .known = Persons(command.known)};
  const Status kept = AppendMoment(command.site, command.camera, moment);
  if (!kept) return Tell(command.site.string(), kept.error());
  fmt::print("camera \"{}\" ({}): you count {}, the model counts {:.0f}; kept in {}\n",
             command.camera, NameList(*only), command.known, counted->value(),
             command.site.string());
  SiteCamera camera = *std::ranges::find(site->cameras, command.camera, &SiteCamera::name);
  camera.moments.push_back(moment);
  PrintCorrection(camera, command.model);
  return ExitCode::kOk;
}

}  // namespace throng
