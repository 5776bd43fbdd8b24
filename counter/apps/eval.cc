// throng eval: a run compared with known counts.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "counter/apps/command.h"
#include "counter/apps/outputs.h"
#include "counter/apps/screen.h"
#include "counter/truth/known.h"
#include "counter/truth/report.h"
#include "counter/truth/score.h"

namespace throng {
namespace {

// What was counted beside what is known, one panel per zone that has known counts.
std::vector<Panel> PanelsOf(const Site& site, const Known& known, const Run& run, Duration every) {
  std::vector<Panel> panels;
  const std::vector<ZoneFacts> facts = FactsOf(site);
  for (std::size_t zone = 0; zone < facts.size(); ++zone) {
    // Its capacity is of no interest here, and often far above the counts.
    Panel panel{.zone = facts[zone].name, .capacity = {}, .entries = {}, .known = {}};
    for (const auto& [step, entries] : run) panel.entries.push_back(entries[zone]);
    for (const Known::Row& row : known.rows) {
      if (!row.persons[zone]) continue;
      const Instant middle = Instant(0) + every * static_cast<std::int64_t>(row.step) + every / 2;
      panel.known.push_back({.at = middle, .persons = *row.persons[zone]});
    }
    if (!panel.known.empty()) panels.push_back(std::move(panel));
  }
  return panels;
}

void ShowProgress(const Screen& screen, const StepReport& report) {
  if (!screen.is_terminal() || !report.progress) return;
  fmt::print(stderr, "\rcounting: {:3.0f}%", 100.0 * *report.progress);
  std::fflush(stderr);
}

}  // namespace

ExitCode Eval(const EvalCommand& command) {
  const Result<Site> site = LoadSiteOrTell(command.site);
  if (!site) return ExitCode::kSite;
  std::vector<Complaint> complaints;
  const Result<Known> known = LoadKnown(command.truth, *site, complaints);
  TellComplaints(command.truth.string(), complaints);
  if (!known) {
    Tell(command.truth.string(), known.error());
    return ExitCode::kSite;
  }
  if (command.chart) {
    const Status possible = CanMake(*command.chart);
    if (!possible) return Tell(command.chart->string(), possible.error());
  }
  Result<Feeds> feeds = OpenFeedsOrTell(
      *site, {.site_file = command.site, .sources = command.sources, .model = command.model});
  if (!feeds) return feeds.error() == Fault::kSiteMistakes ? ExitCode::kUsage : ExitCode::kSource;
  if (std::ranges::any_of(feeds->live, [](const auto& live) { return live.has_value(); })) {
    fmt::print(stderr,
               "throng: a live camera has no known counts: give a recording with --source\n");
    return ExitCode::kUsage;
  }
  const Result<Stop> stop = Stop::Make();
  if (!stop) return Tell("signals", stop.error());

  const SystemClock clock;
  RunOptions options;
  options.steps = known->steps;
  options.model = command.model.model;
  const std::vector<std::string> names = feeds->names;
  Run run;
  Result<RunEnd> end = Fault::kInternal;
  {
    const Screen screen(clock, true);
    end = RunSite(*site, *std::move(feeds), options, clock, *stop, [&](const StepReport& report) {
      for (const Published& published : report.released) {
        run[report.step].push_back(EntryOf(published));
      }
      ShowProgress(screen, report);
      return Status(Done{});
    });
    if (screen.is_terminal()) fmt::print(stderr, "\r\033[K");
  }
  if (!end) return Tell(names.front(), end.error());
  const ExitCode seen = TellEnd(*site, *end, names, command.model);
  if (end->interrupted) return ExitCode::kInterrupted;

  const std::vector<Score> zones = ScoreOf(*site, *known, run);
  const std::vector<Score> bands = BandScoresOf(*site, *known, run);
  if (command.json) {
    fmt::print("{}\n", JsonOf(zones, bands));
  } else {
    fmt::print("{}\n{}", TableOf("zone", zones), TableOf("known persons/m2", bands));
  }
  if (command.chart) {
    const Duration every = known->steps.pictures > 0 ? std::chrono::seconds(1) : known->steps.every;
    const Status drawn =
        DrawChart(*command.chart, site->name + ": counted and known (time into the video)",
                  PanelsOf(*site, *known, run, every));
    if (!drawn) return Tell(command.chart->string(), drawn.error());
    fmt::print(stderr, "chart: {}\n", command.chart->string());
  }
  return seen;
}

}  // namespace throng
