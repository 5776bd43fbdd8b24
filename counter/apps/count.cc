// throng count: the main job.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "counter/alert/legal_term.h"
#include "counter/apps/alarm_desk.h"
#include "counter/apps/command.h"
#include "counter/apps/news.h"
#include "counter/apps/outputs.h"
#include "counter/apps/post.h"
#include "counter/apps/screen.h"
#include "counter/base/check.h"
#include "counter/meaning/gather.h"
#include "counter/notify/told.h"
#include "counter/serve/lines.h"
#include "counter/serve/live_table.h"
#include "counter/serve/term.h"
#include "counter/site/address.h"

namespace throng {
namespace {

// Whom a fault of an eye is about: its model's file, or its video.
std::string SubjectOf(Fault fault, const SiteCamera& camera, const std::string& video,
                      const ModelChoice& model) {
  switch (fault) {
    case Fault::kNoModel:
    case Fault::kModelTooLarge:
    case Fault::kModelShape:
    case Fault::kModelNotNumbers:
      return model.file.string();
    case Fault::kWrongPictureSize: {
      const ImageSize size = camera.calibration.camera.pose().picture;
      return fmt::format("{} (the site file says {} x {})", video, size.width_px, size.height_px);
    }
    default:
      return video;
  }
}

RunOptions OptionsOf(const CountCommand& command, const Site& site, const Feeds& feeds,
                     const Clock& clock) {
  const bool files = std::ranges::all_of(
      feeds.sources, [](const OpenedSource& source) { return source.size_bytes.has_value(); });
  RunOptions options;
  // What cannot be read again may be live, and a live camera is heard every 5 s at the most: that
  // bounds how much it can tell.
  const double tick_s = files ? command.tick_s.value_or(1.0)
                              : std::max(command.tick_s.value_or(kUsualTickS), kShortestLiveTickS);
  options.steps.every = Duration(std::llround(tick_s * 1e9));
  if (command.look_every_s) {
    options.look_every =
        std::min(Duration(std::llround(*command.look_every_s * 1e9)), options.steps.every);
  }
  options.again = command.loop;
  options.pace = command.real_time || command.loop || !files ? Pace::kRealTime : Pace::kFast;
  const Instant now = clock.Now();
  const std::int64_t whole_second = now.utc_ns() / 1'000'000'000 * 1'000'000'000;
  options.model = command.model.model;
  options.start = command.start.value_or(Instant(whole_second));
  options.window = ShortestWindow(site.profile);
  options.until = EndOf(site.profile, ZoneOf(site));
  return options;
}

// Whether a live site's legal basis has ended.
bool IsOverOrTell(const Site& site, const Path& file, Instant now) {
  const TimeZone zone = ZoneOf(site);
  const std::optional<Instant> end = EndOf(site.profile, zone);
  if (!end || now < *end) return false;
  fmt::print(stderr,
             "throng: {}: {}. Write the new one into [legal_basis]; or delete profile = \"live\", "
             "for counts per quarter of an hour.\n",
             file.string(), NoteOfTerm(site.profile, zone, now).value_or(""));
  return true;
}

// Of a site for statistics, after a run that `lasted` less than one window.
void TellShortWindow(Duration lasted) {
  fmt::print(stderr,
             "throng: {:.0f} s were counted, for means over windows of 15 minutes, so the interval "
             "says what the rest may have been. For a count per tick, write profile = \"live\" "
             "below [site]; it needs a legal basis.\n",
             std::chrono::duration<double>(lasted).count());
}

// Everything that takes a step's released counts.
class Audience {
 public:
  Audience(const CountCommand& command, const Site& site, const RunOptions& options, Ledger ledger,
           const Clock& clock)
      : command_(command),
        site_(site),
        options_(options),
        ledger_(std::move(ledger)),
        situations_(FactsOf(site), site.groups),
        table_(situations_.places()),
        clock_(clock),
        screen_(clock, !command.json) {}

  // Alarms, where there is somebody to see them now. Faults: those of AlarmDesk.
  Status Begin(const Ways& ways) {
    if (options_.pace != Pace::kRealTime || site_.alarms.empty()) return Done{};
    if (!MayAlarm(site_.profile)) {
      fmt::print(stderr,
                 "throng: a site for statistics raises no alarms; that needs profile = \"live\"\n");
      return Done{};
    }
    AlarmDesk::Told told{.ways = {}, .by = [ways](std::span<const AlarmEvent> alarm) {
                           return WaysFor(ways, alarm);
                         }};
    for (const NamedSender& sender : MakeSenders(ways, site_.name, ZoneOf(site_)))
      told.ways.push_back(sender.way);
    const bool is_told = !told.ways.empty();
    Result<AlarmDesk> desk =
        AlarmDesk::Make(site_, command_.ledger, ledger_, situations_, std::move(told));
    if (!desk) return desk.error();
    desk_ = *std::move(desk);
    if (!is_told) return Done{};
    if (!command_.ledger) {
      fmt::print(stderr,
                 "throng: alarms are not told to anybody without --ledger, which keeps what is "
                 "still to be told\n");
      return Done{};
    }
    Result<std::unique_ptr<Post>> post = Post::Make(ways, site_, *command_.ledger, clock_);
    if (!post) return post.error();
    post_ = *std::move(post);
    return Done{};
  }

  Status Take(const StepReport& report) {
    const Result<Appended> appended = ledger_.Append(report.released);
    if (!appended) return appended.error();
    windows_ += appended->written;
    known_ += appended->known;
    Status alarms = Done{};
    std::size_t at = 0;  // of a window's first
    Gather gather([&](const Window& window, std::span<const Entry> entries) {
      const Status taken = TakeWindow(window, entries, report.troubles.subspan(at, entries.size()));
      at += entries.size();
      if (alarms) alarms = taken;
    });
    for (const Published& published : report.released) gather.Take(EntryOf(published));
    gather.Finish();
    if (!alarms) return alarms;
    if (command_.json && std::fflush(stdout) != 0) return Fault::kNotPermitted;  // reader gone
    TakeTerm();
    if (options_.pace == Pace::kRealTime && report.health) TakeHealth(report.health());
    at_ = report.window.end;
    open_ = report.open;
    progress_ = report.progress;
    if (!command_.json && screen_.WantsPicture()) screen_.Draw(Picture(screen_.rows() - 1));
    return Done{};
  }

  // The last picture, and the files that were asked for.
  ExitCode Finish(bool interrupted) {
    if (!command_.json) {
      if (!interrupted) progress_ = 1.0;
      screen_.Finish(Picture(kAllRows));
    }
    ExitCode worst = ExitCode::kOk;
    const Span span{.from = first_, .until = at_};
    if (command_.csv) {
      worst = std::max(worst, Left("CSV", *command_.csv, WriteCsv(span)));
    }
    if (command_.chart) {
      const Result<std::vector<Panel>> panels = PanelsOf(ledger_, span);
      worst = std::max(
          worst, Left("chart", *command_.chart,
                      panels ? DrawChart(*command_.chart, site_.name + " (times in UTC)", *panels)
                             : Status(panels.error())));
    }
    if (command_.ledger) {
      fmt::print(stderr, "ledger: {} ({} new windows{})\n", command_.ledger->string(), windows_,
                 known_ > 0 ? fmt::format(", {} known already", known_) : "");
    }
    return worst;
  }

  Duration lasted() const { return at_ - options_.start; }

 private:
  static constexpr std::size_t kAllRows = LivePaper{}.rows;

  Status TakeWindow(const Window& window, std::span<const Entry> entries,
                    std::span<const ZoneTrouble> troubles) {
    first_ = std::min(first_, window.start);
    const std::vector<Situation> now = situations_.Take(window, entries, troubles);
    table_.Take(now);
    for (std::size_t i = 0; command_.json && i < now.size(); ++i) {
      fmt::print("{}\n", JsonLine(situations_.places()[i], now[i]));
    }
    if (!desk_) return Done{};
    const Status taken = desk_->Take(now);
    const std::vector<std::string> news = desk_->TakeNews();
    for (const std::string& line : news) {
      if (!screen_.is_terminal()) fmt::print(stderr, "throng: {}\n", line);
    }
    return taken;
  }

  Status WriteCsv(const Span& span) const {
    const Result<std::vector<ZoneFacts>> zones = ledger_.Zones();
    if (!zones) return zones.error();
    const auto all = [](const WatchedPlace&) { return true; };
    return WriteLines(ledger_, span, GroupsIn(*zones, site_), LineFormat::kCsv, all, command_.csv);
  }

  void TakeHealth(const SiteHealth& health) {
    if (command_.ledger) {
      // A status that cannot be written is no reason to stop counting.
      static_cast<void>(WriteText(StatusFileOf(*command_.ledger), HealthJson(health)));
    }
    notes_ = NotesOf(health);
    if (post_) std::ranges::copy(post_->Notes(), std::back_inserter(notes_));
    if (!screen_.is_terminal()) news_.Tell(notes_, clock_.Steady());
  }

  // Once a day is enough for a log.
  void TakeTerm() {
    std::optional<std::string> note = NoteOfTerm(site_.profile, ZoneOf(site_), clock_.Now());
    if (note == term_) return;
    term_ = std::move(note);
    if (term_ && !screen_.is_terminal()) fmt::print(stderr, "throng: {}\n", *term_);
  }

  // What is counted how often; with windows, how much of the next count is done.
  std::string Activity() const {
    if (options_.window) {
      if (!open_) return "one count every 15 minutes";
      return fmt::format(
          "one count every 15 minutes, the next at {} ({:.0f}% of it done)",
          FormatUtc(open_->end).substr(11, 5),
          100.0 * ((at_ - open_->start) / std::chrono::duration<double>(*options_.window)));
    }
    return fmt::format("one count every {:g} s",
                       std::chrono::duration<double>(options_.steps.every).count());
  }

  std::vector<std::string> Picture(std::size_t rows) const {
    std::vector<std::string> notes = notes_;
    if (term_) notes.insert(notes.begin(), *term_);
    if (desk_) {
      std::vector<std::string> alarms = desk_->Notes();
      alarms.insert(alarms.end(), notes.begin(), notes.end());
      notes = std::move(alarms);
    }
    return table_.Render({.title = site_.name,
                          .activity = Activity(),
                          .progress = progress_,
                          .at = at_,
                          .notes = std::move(notes)},
                         {.colour = screen_.colour(), .columns = screen_.columns(), .rows = rows});
  }

  static ExitCode Left(std::string_view what, const Path& file, const Status& written) {
    if (!written) return Tell(file.string(), written.error());
    fmt::print(stderr, "{}: {}\n", what, file.string());
    return ExitCode::kOk;
  }

  const CountCommand& command_;
  const Site& site_;
  const RunOptions& options_;
  Ledger ledger_;
  Situations situations_;
  LiveTable table_;
  std::optional<AlarmDesk> desk_;
  std::unique_ptr<Post> post_;
  const Clock& clock_;
  Screen screen_;
  News news_;
  std::vector<std::string> notes_;
  std::uint64_t windows_ = 0;
  std::uint64_t known_ = 0;
  std::optional<std::string> term_;
  Instant first_ = options_.start;  // of the windows that were released
  Instant at_ = options_.start;
  std::optional<Window> open_;
  std::optional<double> progress_;
};

}  // namespace

std::string CameraNames(const Site& site) {
  std::string names;
  for (const SiteCamera& camera : site.cameras) names += (names.empty() ? "" : ", ") + camera.name;
  return names;
}

Result<Site> LoadSiteOrTell(const Path& file) {
  std::vector<Complaint> complaints;
  Result<Site> site = LoadSite(file, complaints);
  TellComplaints(file.string(), complaints);
  if (!site && site.error() != Fault::kSiteMistakes) Tell(file.string(), site.error());
  if (site && !TimeZone::Make(site->time_zone)) {
    fmt::print(stderr,
               "throng: {}: site, time_zone: the system knows no \"{}\"; write a name like "
               "\"Europe/Paris\" (they are below /usr/share/zoneinfo)\n",
               file.string(), site->time_zone);
    return Fault::kSiteMistakes;
  }
  return site;
}

TimeZone ZoneOf(const Site& site) {
  const std::optional<TimeZone> zone = TimeZone::Make(site.time_zone);
  COUNTER_CHECK(zone.has_value());
  return *zone;
}

ExitCode TellEnd(const Site& site, const RunEnd& end, const std::vector<std::string>& names,
                 const ModelChoice& model) {
  ExitCode worst = ExitCode::kOk;
  for (std::size_t i = 0; i < end.cameras.size(); ++i) {
    const CameraStatus& status = end.cameras[i];
    if (!status.end) {
      const Fault fault = status.end.error();
      worst = std::max(worst, Tell(SubjectOf(fault, site.cameras[i], names[i], model), fault));
    }
    if (status.restarts > 0 && IsCameraAddress(names[i])) {
      fmt::print(stderr, "throng: camera \"{}\" was called again {} time{}\n", site.cameras[i].name,
                 status.restarts, status.restarts == 1 ? "" : "s");
    } else if (status.restarts > 0) {
      fmt::print(stderr, "throng: the eye of camera \"{}\" died {} time{} and was restarted\n",
                 site.cameras[i].name, status.restarts, status.restarts == 1 ? "" : "s");
    }
  }
  return worst;
}

ExitCode Count(const CountCommand& command) {
  const Result<Site> site = LoadSiteOrTell(command.site);
  if (!site) return ExitCode::kSite;
  const SystemClock clock;
  if (IsOverOrTell(*site, command.site, clock.Now())) return ExitCode::kSite;
  TellOldMoments(*site, command.model.model);
  Result<Feeds> feeds = OpenFeedsOrTell(*site, {.site_file = command.site,
                                                .sources = command.sources,
                                                .model = command.model,
                                                .logins = command.logins});
  if (!feeds) return feeds.error() == Fault::kSiteMistakes ? ExitCode::kUsage : ExitCode::kSource;
  const Result<Ways> ways = WaysOrTell(*site, command.site, command.notify);
  if (!ways) return ExitCode::kSite;
  for (const std::optional<Path>& file : {command.csv, command.chart}) {
    if (!file) continue;
    const Status possible = CanMake(*file);
    if (!possible) return Tell(file->string(), possible.error());
  }
  Result<Ledger> ledger = Ledger::OpenToWrite(command.ledger, *site);
  const std::string ledger_name = command.ledger ? command.ledger->string() : "temporary ledger";
  if (!ledger) return Tell(ledger_name, ledger.error());
  const Result<Stop> stop = Stop::Make();
  if (!stop) return Tell("signals", stop.error());

  const RunOptions options = OptionsOf(command, *site, *feeds, clock);
  const std::vector<std::string> names = feeds->names;
  ExitCode left = ExitCode::kOk;
  Result<RunEnd> end = Fault::kInternal;
  {
    Audience audience(command, *site, options, *std::move(ledger), clock);
    const Status begun = audience.Begin(*ways);
    if (!begun) return Tell(ledger_name, begun.error());
    end = RunSite(*site, *std::move(feeds), options, clock, *stop,
                  [&audience](const StepReport& report) { return audience.Take(report); });
    left = audience.Finish(!end || end->interrupted);
    if (end && !end->interrupted && options.window && audience.lasted() < *options.window) {
      TellShortWindow(audience.lasted());
    }
  }
  if (!end) return Tell(ledger_name, end.error());
  const ExitCode seen = TellEnd(*site, *end, names, command.model);
  if (end->interrupted) {
    fmt::print(stderr, "throng: stopped before the end{}\n",
               command.ledger ? "; what is counted so far is kept" : "");
    return ExitCode::kInterrupted;
  }
  if (end->expired) {
    fmt::print(stderr,
               "throng: counting has ended with its legal basis; all its windows are whole\n");
    return left;
  }
  return std::max(left, seen);
}

}  // namespace throng
