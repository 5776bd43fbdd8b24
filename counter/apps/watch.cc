// throng watch: what is going on now at the sites of a hub, as a table or as lines.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "counter/apps/command.h"
#include "counter/apps/hub_reader.h"
#include "counter/apps/screen.h"
#include "counter/serve/city_table.h"
#include "counter/serve/lines.h"
#include "counter/watch/stop.h"

namespace throng {
namespace {

// Ages go on when nothing is said.
constexpr Duration kBetweenTables = std::chrono::seconds(1);

class Onlooker {
 public:
  Onlooker(const WatchCommand& command, const std::string& hub, const Stop& stop,
           const Clock& clock)
      : command_(command),
        hub_(hub),
        stop_(stop),
        clock_(clock),
        screen_(clock, !command.json && !command.csv),
        city_(command.sites, command.places) {
    if (command.csv) fmt::print("{}", SiteCsvHeader());
  }

  ReaderCalls Calls() {
    return {.go_on = [this] { return GoOn(); },
            .on_broken = [this](const HubTrouble& trouble,
                                std::chrono::seconds pause) { TakeTrouble(trouble, pause); }};
  }
  WatchListener Listener() {
    return {.on_sites = [this](std::span<const SiteNow> sites) { city_.TakeSites(sites); },
            .on_news = [this](const SiteNews& news) { return Take(news); }};
  }
  bool has_lost_output() const { return has_lost_output_; }

  void Finish() {
    if (screen_.is_terminal()) screen_.Finish(Picture(LivePaper{}.rows));
  }

 private:
  bool GoOn() {
    if (clock_.Steady() >= next_picture_) Draw();
    return !stop_.Asked();
  }

  void Draw() {
    if (!screen_.WantsPicture()) return;
    screen_.Draw(Picture(screen_.rows() - 1));
    next_picture_ = clock_.Steady() + kBetweenTables;
  }

  void TakeTrouble(const HubTrouble& trouble, std::chrono::seconds pause) {
    const std::string said = trouble.said.empty() ? "" : " (\"" + trouble.said + "\")";
    trouble_ = fmt::format("{}{}; what is shown is from before, and it is asked again and again",
                           Describe(trouble.fault), said);
    if (!screen_.is_terminal()) {
      fmt::print(stderr, "throng: {}: {}{}; it is asked again in {} s\n", hub_,
                 Describe(trouble.fault), said, pause.count());
    }
    Draw();
  }

  bool Take(const SiteNews& news) {
    if (trouble_ && !screen_.is_terminal()) fmt::print(stderr, "throng: {} is back\n", hub_);
    trouble_.reset();
    const CityTable::Taken taken = city_.Take(news);
    if (screen_.is_terminal()) {
      Draw();
      return true;
    }
    for (const std::string& note : taken.notes) fmt::print(stderr, "throng: {}\n", note);
    for (const auto& [place, situation] : taken.windows) {
      fmt::print("{}", command_.csv ? SiteCsvLine(news.site, *place, *situation)
                                    : SiteJsonLine(news.site, *place, *situation) + "\n");
    }
    has_lost_output_ = std::fflush(stdout) != 0;
    return !has_lost_output_;
  }

  std::vector<std::string> Picture(std::size_t rows) const {
    const std::int64_t now_s = clock_.Now().utc_ns() / 1'000'000'000;
    return city_.Render({.hub = hub_,
                         .trouble = trouble_,
                         .now = Instant(now_s * 1'000'000'000),
                         .more_notes = "throng alarms"},
                        {.colour = screen_.colour(), .columns = screen_.columns(), .rows = rows});
  }

  const WatchCommand& command_;
  const std::string& hub_;
  const Stop& stop_;
  const Clock& clock_;
  Screen screen_;
  CityTable city_;
  std::optional<std::string> trouble_;
  Duration next_picture_{0};
  bool has_lost_output_ = false;
};

// Whether the sites that are watched have all the places.
bool HasPlacesOrTell(const WatchCommand& command, const std::vector<SiteNow>& sites) {
  std::vector<std::string> names;
  for (const SiteNow& site : sites) {
    const bool is_watched =
        command.sites.empty() || std::ranges::find(command.sites, site.name) != command.sites.end();
    for (const WatchedPlace& place : site.places) {
      if (is_watched && std::ranges::find(names, place.name) == names.end()) {
        names.push_back(place.name);
      }
    }
  }
  return HasAllOrTell("--place", command.places, "the hub, at these sites,", names);
}

}  // namespace

ExitCode WatchHub(const WatchCommand& command) {
  SystemClock clock;
  const Result<Stop> stop = Stop::Make();
  if (!stop) return Tell("signals", stop.error());
  const std::optional<std::string> hub = HubOrTell(command.hub);
  if (!hub) return ExitCode::kUsage;
  Result<Reader> first = OpenOrTell(command.hub, clock, {.go_on = [&] { return !stop->Asked(); }});
  if (!first) return ExitCode::kUsage;
  ExitCode end = ExitCode::kOk;
  const auto sites = SitesOrTell(*first, *hub, command.sites, end);
  if (!sites) return end;
  if (!HasPlacesOrTell(command, *sites)) return ExitCode::kUsage;

  Onlooker onlooker(command, *hub, *stop, clock);
  Result<Reader> reader = OpenOrTell(command.hub, clock, onlooker.Calls());
  if (!reader) return ExitCode::kUsage;
  const Heard<Done> watched =
      reader->Watch({.sites = command.sites, .places = command.places}, onlooker.Listener());
  onlooker.Finish();
  if (onlooker.has_lost_output()) return Tell("standard output", Fault::kNotPermitted);
  return watched ? ExitCode::kOk : TellTrouble(*hub, watched.error());
}

}  // namespace throng
