// The commands of throng: what each takes, and that each returns an exit code.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "counter/alert/schedule.h"
#include "counter/apps/exit_code.h"
#include "counter/apps/run.h"
#include "counter/base/time.h"

namespace throng {

using Path = std::filesystem::path;

struct CountCommand {
  Path site;
  std::vector<std::string> sources;    // "VIDEO", or "CAMERA=VIDEO" for each camera
  std::optional<Path> logins;          // absent: logins.toml beside the site file, if it is there
  std::optional<Path> notify;          // absent: notify.toml beside the site file, if it is there
  std::optional<double> tick_s;        // absent: 1 s for files, 15 s for what cannot be read again
  std::optional<double> look_every_s;  // of live cameras; absent: once per tick
  std::optional<Instant> start;        // absent: now
  bool real_time = false;
  bool loop = false;  // files play again and again, in real time
  ModelChoice model;
  bool json = false;
  std::optional<Path> ledger;
  std::optional<Path> csv;
  std::optional<Path> chart;
};
ExitCode Count(const CountCommand& command);

struct DemoCommand {
  std::optional<Path> video;  // absent: where counter/demo.sh keeps it
  Path folder = "throng-demo";
  bool real_time = false;
  bool serve = true;  // then it goes on, and a page shows it
  ModelChoice model;
};
ExitCode Demo(const DemoCommand& command);

struct CheckCommand {
  Path site;
};
ExitCode Check(const CheckCommand& command);

struct NoticeCommand {
  Path site;
  std::string format = "text";        // or html, json
  std::string language = "en";        // or fr
  std::optional<std::string> camera;  // absent: all that count
  std::optional<Path> out;            // absent: standard output
};
ExitCode ShowNotice(const NoticeCommand& command);

struct AuditCommand {
  std::optional<Path> ledger;             // to look into
  std::optional<Path> archive;            // of a hub, likewise
  std::optional<std::string> postgresql;  // likewise: how to connect to it
  std::optional<Path> html;               // the page goes there as well
  double tick_s = 15;
  std::string version;
};
ExitCode Audit(const AuditCommand& command);

struct StatusCommand {
  Path ledger;  // of the count
  bool json = false;
};
ExitCode ShowStatus(const StatusCommand& command);

// Where a count into `ledger` leaves its status.
Path StatusFileOf(const Path& ledger);

// The hub that is asked, and what proves who asks.
struct HubChoice {
  std::optional<std::string> hub;   // "HOST:PORT" or "unix:PATH"
  std::optional<Path> credentials;  // absent: only for a hub on this machine
};

struct WatchCommand {
  HubChoice hub;
  std::vector<std::string> sites;   // absent: all
  std::vector<std::string> places;  // zones and groups; absent: all
  bool json = false;
  bool csv = false;
};
ExitCode WatchHub(const WatchCommand& command);

struct QueryCommand {
  HubChoice hub;
  bool list = false;                // only the sites
  std::optional<std::string> site;  // unless `list`
  std::vector<std::string> zones;   // absent: all
  std::optional<Instant> from;
  std::optional<Instant> until;  // absent: now
  std::optional<Duration> last;  // instead of `from`; neither: a day
  std::string by = "hour";       // or released, minute, quarter, day
  bool json = false;
  bool csv = false;
  std::optional<Path> chart;
};
ExitCode Query(const QueryCommand& command);

struct AlarmsCommand {
  std::optional<Path> ledger;  // this, or
  HubChoice hub;
  std::vector<std::string> sites;  // of the hub; absent: all
  std::optional<Instant> since;    // absent: only those that are open
  bool json = false;
};
ExitCode ShowAlarms(const AlarmsCommand& command);
ExitCode ShowAlarmsOfHub(const AlarmsCommand& command);

struct AcknowledgeCommand {
  std::optional<Path> ledger;  // this with `role`, or
  HubChoice hub;               // with `site`
  std::optional<std::string> site;
  std::int64_t alarm = 0;
  std::string role;
};
ExitCode Acknowledge(const AcknowledgeCommand& command);
ExitCode AcknowledgeAtHub(const AcknowledgeCommand& command);

struct MaintenanceCommand {
  Path ledger;
  std::optional<double> minutes;  // from now on
  bool end = false;               // the one or the other
};
ExitCode Maintain(const MaintenanceCommand& command);

struct ReplayCommand {
  Path site;
  std::optional<Path> ledger;  // one of these two
  std::optional<Path> counts;  // CSV
  std::optional<Instant> from;
  std::optional<Instant> until;
  bool json = false;
  std::optional<Path> chart;
};
ExitCode Replay(const ReplayCommand& command);

struct ExportCommand {
  Path ledger;
  std::string format = "csv";      // or json
  std::vector<std::string> zones;  // absent: all
  std::optional<Instant> from;
  std::optional<Instant> until;
  std::optional<Path> out;
  std::optional<Path> chart;
};
ExitCode Export(const ExportCommand& command);

struct EvalCommand {
  Path site;
  Path truth;
  std::vector<std::string> sources;
  ModelChoice model;
  bool json = false;
  std::optional<Path> chart;
};
ExitCode Eval(const EvalCommand& command);

struct MomentCommand {
  Path site;
  std::string camera;
  int known = 0;                      // whole persons in the camera's zones, 0..kMostInMoment
  std::optional<std::string> source;  // absent: the site file's
  double at_s = 0;                    // into a recording
  Model model = Model::kNet;          // not kOnnx
};
ExitCode CalibrateCount(const MomentCommand& command);

// How the camera's moments correct what `model` counts, on standard output.
void PrintCorrection(const SiteCamera& camera, Model model);

// Moments that other weights of `model` counted correct nothing: says so on standard error.
void TellOldMoments(const Site& site, Model model);

// With commas.
std::string CameraNames(const Site& site);

// The site file, or its complaints on standard error.
Result<Site> LoadSiteOrTell(const Path& file);

// Where the site's pictures come from, and who counts in them.
struct FeedChoice {
  const Path& site_file;                    // relative paths in it start at its folder
  const std::vector<std::string>& sources;  // as of CountCommand; else as the site file says
  const ModelChoice& model;
  std::optional<Path> logins = std::nullopt;  // as of CountCommand
};

// Opens a source for each camera, but for live ones, which are called later; and the model's file,
// if it has one. Tells what is wrong on standard error.
Result<Feeds> OpenFeedsOrTell(const Site& site, const FeedChoice& choice);

// Of a site that LoadSiteOrTell has loaded: the system knows its time zone.
TimeZone ZoneOf(const Site& site);

// What became of the cameras, told on standard error; kOk if all was seen through.
ExitCode TellEnd(const Site& site, const RunEnd& end, const std::vector<std::string>& names,
                 const ModelChoice& model);

}  // namespace throng
