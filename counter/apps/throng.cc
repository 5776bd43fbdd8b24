// The program throng: its command line.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <functional>
#include <map>

#include "counter/apps/cert.h"
#include "counter/apps/command.h"
#include "counter/apps/options.h"
#include "counter/apps/serve.h"

namespace throng {
namespace {

constexpr const char* kExitCodes =
    "Exit codes: 0 all went well; 1 internal error; 2 wrong command line; 3 mistakes in the site "
    "file\nor the known counts, a legal basis that has ended, a certificate or token that cannot "
    "be used; 4 a\nvideo or a model cannot be read; 5 a ledger, CSV or chart cannot be written or "
    "read; 6 counted,\nbut not to the end; 7 an audit found a promise broken; 8 a hub cannot be "
    "reached, or does not\nanswer; 130 stopped with Ctrl-C.";

void AddSources(CLI::App* app, std::vector<std::string>& sources) {
  app->add_option("--source", sources,
                  "The video instead of the site file's: a file, - for standard input, or a live "
                  "camera's address (rtsp://, http:// for MJPEG, or /dev/video0). With several "
                  "cameras: CAMERA=VIDEO, once for each")
      ->type_name("VIDEO")
      ->allow_extra_args(false);
}

// "net", "hog", or a file that the user brings; nothing for other words.
std::optional<ModelChoice> ModelFrom(const Path& word) {
  if (word == "net") return ModelChoice{.model = Model::kNet, .file = {}};
  if (word == "hog") return ModelChoice{.model = Model::kHog, .file = {}};
  if (word.extension() == ".onnx") return ModelChoice{.model = Model::kOnnx, .file = word};
  return std::nullopt;
}

// An option for what finds people.
void AddModel(CLI::App* app, ModelChoice& choice) {
  const auto read = [&choice](const CLI::results_t& words) {
    choice = ModelFrom(words.front()).value_or(choice);
    return true;
  };
  app->add_option("--model", read,
                  "What finds people: net, the network that sees a crowd from the size of people "
                  "in the calibrated picture; hog, OpenCV's detector, a baseline; or a model of "
                  "your own, see throng count --help")
      ->check(CLI::Validator(
          [](const std::string& word) {
            return ModelFrom(word) ? "" : word + " is not net, hog or a file that ends in .onnx";
          },
          ""))
      ->type_name("net|hog|FILE.onnx")
      ->default_str("net");
}

// The same where the counts of two models must not be mixed: a file has no name that tells what it
// has learned.
void AddBuiltInModel(CLI::App* app, Model& model) {
  static const std::map<std::string, Model> kModels{{"hog", Model::kHog}, {"net", Model::kNet}};
  app->add_option("--model", model, "Whose counts are compared with yours; see throng count --help")
      ->transform(CLI::CheckedTransformer(kModels))
      ->type_name("net|hog")
      ->default_str("net");
}

constexpr const char* kModelHelp =
    "A model of your own is an ONNX file that takes one picture (1, 3, height, width), any size or "
    "one.\nIt is told by its answer:\n"
    "  (1, places, 5 + classes)   a YOLOX detector, exported without --decode_in_inference\n"
    "  (1, 4 + classes, places)   a YOLOv8 or YOLO11 detector, exported without nms\n"
    "  (1, 1, rows, columns)      a density network: persons in each cell, at their heads\n"
    "Class 0 of a detector is a person. A density network gets red, green, blue, scaled with\n"
    "ImageNet's mean and deviation. The interval is a cautious guess: see with throng eval how "
    "far\n"
    "it is off.\n\n";

void AddCount(CLI::App& app, CountCommand& command, std::function<ExitCode()>& run) {
  CLI::App* count =
      app.add_subcommand("count", "Count the people in each zone of a video, or of live cameras");
  count->add_option("--site", command.site, "The site file: cameras, calibration, zones")
      ->required()
      ->type_name("FILE");
  AddSources(count, command.sources);
  count
      ->add_option("--logins", command.logins,
                   "Users and passwords of live cameras; logins.toml beside the site file if it is "
                   "there. Only its owner may read it")
      ->type_name("FILE");
  count
      ->add_option("--notify", command.notify,
                   "The ways that alarms go: webhooks, mail, MQTT, CAP; notify.toml beside the "
                   "site file if it is there. Only its owner may read it")
      ->type_name("FILE");
  count
      ->add_option(
          "--tick", command.tick_s,
          "Seconds of video between two counts (of a site for statistics: between two looks, of "
          "which a count is the mean over 15 minutes). 1 for files; 15 for live cameras, standard "
          "input and pipes, at least 5")
      ->check(CLI::Range(0.04, 3600.0))
      ->type_name("SECONDS");
  count
      ->add_option("--look-every", command.look_every_s,
                   "Seconds between two looks at a live camera, at most the tick: the newest look "
                   "of each tick counts. Once per tick, if not given")
      ->check(CLI::Range(0.2, 3600.0))
      ->type_name("SECONDS");
  AddTime(count, "--start", command.start, "When the recording began; now, if not given");
  count->add_flag("--realtime", command.real_time,
                  "Play a file at its own speed instead of as fast as possible");
  count->add_flag("--loop", command.loop,
                  "Play files at their own speed, and again from the start when they have ended");
  AddModel(count, command.model);
  count->add_flag("--json", command.json, "One JSON object per zone and window on standard output");
  count->add_option("--ledger", command.ledger, "Keep the counts in this SQLite file")
      ->type_name("FILE");
  count->add_option("--csv", command.csv, "Write this run's counts to a CSV file")
      ->type_name("FILE");
  count->add_option("--chart", command.chart, "Draw this run: .svg or .png")->type_name("FILE");
  count->footer(
      std::string(kModelHelp) +
      "Examples:\n"
      "  throng count --site station.toml\n"
      "  throng count --site station.toml --source tuesday.mp4 --start 2026-11-24T08:00 \\\n"
      "               --tick 15 --ledger station.ledger --chart tuesday.svg\n"
      "  throng count --site station.toml --source rtsp://10.0.0.5/stream2 --ledger live.ledger\n"
      "  throng count --site station.toml --model yolox_nano.onnx\n"
      "  throng count --site station.toml --json | jq .persons\n");
  count->callback([&] { run = [&command] { return Count(command); }; });
}

void AddDemo(CLI::App& app, DemoCommand& command, std::function<ExitCode()>& run) {
  CLI::App* demo =
      app.add_subcommand("demo", "Count a street scene that counter/demo.sh fetched, and draw it");
  demo->add_option("--video", command.video, "The demo's video, if it is not in the cache")
      ->type_name("FILE");
  demo->add_option("--folder", command.folder, "Where the CSV, the ledger and the chart go")
      ->capture_default_str()
      ->type_name("FOLDER");
  demo->add_flag("--realtime", command.real_time, "Play the video at its own speed");
  demo->add_flag("!--no-serve", command.serve,
                 "End when it is counted: no page in the browser that shows it live");
  AddModel(demo, command.model);
  demo->footer(
      "Examples:\n  throng demo --realtime\n"
      "  throng demo --no-serve\n"
      "  throng demo --model yolox_nano.onnx\n");
  demo->callback([&] { run = [&command] { return Demo(command); }; });
}

void AddCheck(CLI::App& app, CheckCommand& command, std::function<ExitCode()>& run) {
  CLI::App* check = app.add_subcommand(
      "check", "Report every mistake in a site file, and what its calibration means");
  check->add_option("FILE", command.site, "The site file")->required();
  check->footer("Example:\n  throng check station.toml\n");
  check->callback([&] { run = [&command] { return Check(command); }; });
}

void AddNotice(CLI::App& app, NoticeCommand& command, std::function<ExitCode()>& run) {
  CLI::App* notice = app.add_subcommand(
      "notice", "The sign for the wall: what is counted, what never, by whom and by whose leave");
  notice->add_option("--site", command.site, "The site file")->required()->type_name("FILE");
  notice->add_option("--format", command.format, "text, html to print on A4, or json for registers")
      ->check(CLI::IsMember({"text", "html", "json"}))
      ->capture_default_str();
  notice->add_option("--language", command.language, "en or fr")
      ->check(CLI::IsMember({"en", "fr"}))
      ->capture_default_str();
  notice->add_option("--camera", command.camera, "Only the sign of this camera")->type_name("NAME");
  notice->add_option("--out", command.out, "Into this file instead of standard output")
      ->type_name("FILE");
  notice->footer(
      "Cameras that tell people the same share a sign. What the site file does not say is left "
      "blank.\n\n"
      "Examples:\n"
      "  throng notice --site station.toml\n"
      "  throng notice --site station.toml --format html --language fr --out panneau.html\n"
      "  throng notice --site station.toml --camera north --format json\n");
  notice->callback([&] { run = [&command] { return ShowNotice(command); }; });
}

void AddAudit(CLI::App& app, AuditCommand& command, std::function<ExitCode()>& run) {
  CLI::App* audit = app.add_subcommand(
      "audit", "Check the promises on this machine, now, and say how to check them by hand");
  audit->add_option("--ledger", command.ledger, "Look into this ledger as well")->type_name("FILE");
  CLI::Option* const archive =
      audit->add_option("--archive", command.archive, "Look into this hub's archive as well")
          ->type_name("FILE");
  audit
      ->add_option(
          "--postgresql", command.postgresql,
          "The same of an archive there, as the hub's file says it: \"host=... dbname=...\"")
      ->type_name("CONNECTION")
      ->excludes(archive);
  audit->add_option("--html", command.html, "Write the page to this file as well")
      ->type_name("FILE");
  audit->add_option("--tick", command.tick_s, "The tick for which the bound is told")
      ->check(CLI::Range(kShortestLiveTickS, 3600.0))
      ->capture_default_str()
      ->type_name("SECONDS");
  audit->footer(
      "Takes about 3 seconds. Run it while a count is running, so that its eyes are looked at "
      "too;\n"
      "as root it sees those of every user. It ends with 7 if a promise does not hold.\n\n"
      "Examples:\n"
      "  throng audit\n"
      "  throng audit --ledger station.ledger --html audit.html\n"
      "  throng audit --archive city.archive            # of a hub; nothing is written to it\n");
  audit->callback([&] {
    command.version = THRONG_VERSION;
    run = [&command] { return Audit(command); };
  });
}

void AddStatus(CLI::App& app, StatusCommand& command, std::function<ExitCode()>& run) {
  CLI::App* status = app.add_subcommand(
      "status", "How the cameras of a running count are doing: sight, age, load, trouble");
  status->add_option("--ledger", command.ledger, "The ledger that the count writes")
      ->required()
      ->type_name("FILE");
  status->add_flag("--json", command.json, "For machines");
  status->footer(
      "A count in real time leaves FILE.status at each tick. Ends with 6 if nobody counts now.\n\n"
      "Examples:\n"
      "  throng status --ledger station.ledger\n"
      "  watch -n 5 throng status --ledger station.ledger\n");
  status->callback([&] { run = [&command] { return ShowStatus(command); }; });
}

template <class File>  // Path, or an optional one
CLI::Option* AddLedger(CLI::App* app, File& ledger) {
  return app->add_option("--ledger", ledger, "The ledger that the count writes")->type_name("FILE");
}

void AddAlarms(CLI::App& app, AlarmsCommand& command, std::function<ExitCode()>& run) {
  CLI::App* alarms =
      app.add_subcommand("alarms", "Which alarms are open, and what became of earlier ones");
  AddLedger(alarms, command.ledger);
  AddHub(alarms, command.hub);
  alarms
      ->add_option("--site", command.sites,
                   "Of the hub, only this site; may be given several times")
      ->type_name("NAME")
      ->allow_extra_args(false);
  AddTime(alarms, "--since", command.since, "Also those that have ended since");
  alarms->add_flag("--json", command.json, "One JSON object for each event");
  alarms->footer(
      "Rules for alarms stand in the site file, below [[alarm]]; see the README. They act while\n"
      "live cameras are counted. throng replay tells what other rules would have raised.\n\n"
      "A hub is given 10 s, with --since 20 s for each site and a minute for all. Sites whose\n"
      "alarms it did not tell by then are named, and it ends with 8; so are those whose edge is\n"
      "not on the line. A hub numbers alarms as their edge does, unless two ledgers of a site "
      "have\n"
      "the same number.\n\n"
      "Examples:\n"
      "  throng alarms --ledger station.ledger\n"
      "  throng alarms --ledger station.ledger --since 2026-11-24\n"
      "  throng alarms --hub hub.example.org:7443 --site \"North Station\"\n");
  alarms->callback([&] {
    if (!command.ledger && !command.hub.hub) throw CLI::RequiredError("--ledger or --hub");
    run = [&command] { return ShowAlarms(command); };
  });
}

void AddAcknowledge(CLI::App& app, AcknowledgeCommand& command, std::function<ExitCode()>& run) {
  CLI::App* acknowledge = app.add_subcommand(
      "acknowledge", "Say that somebody has seen an alarm; it ends by itself, not by this");
  acknowledge->add_option("NUMBER", command.alarm, "The alarm's number")
      ->required()
      ->check(CLI::PositiveNumber);
  AddLedger(acknowledge, command.ledger);
  AddHub(acknowledge, command.hub);
  acknowledge->add_option("--site", command.site, "Of the hub, the site whose alarm it is")
      ->type_name("NAME");
  acknowledge
      ->add_option(
          "--role", command.role,
          "With --ledger, who: a role such as \"shift leader\", not a person's name. A hub "
          "knows the role by the credentials")
      ->check(CLI::Validator(
          [](const std::string& role) {
            const bool fits = !role.empty() && role.size() <= 32 &&
                              role.find_first_not_of("abcdefghijklmnopqrstuvwxyz -0123456789") ==
                                  std::string::npos;
            return fits ? "" : "a role has at most 32 small letters, digits, blanks and hyphens";
          },
          ""))
      ->type_name("ROLE");
  acknowledge->footer(
      "Examples:\n"
      "  throng acknowledge 3 --ledger station.ledger --role \"shift leader\"\n"
      "  throng acknowledge 3 --hub hub.example.org:7443 --site \"North Station\"\n");
  acknowledge->callback([&] {
    if (command.ledger && command.role.empty()) throw CLI::RequiredError("--role");
    if (!command.ledger && (!command.hub.hub || !command.site)) {
      throw CLI::RequiredError("--ledger with --role, or --hub with --site,");
    }
    run = [&command] { return Acknowledge(command); };
  });
}

void AddMaintenance(CLI::App& app, MaintenanceCommand& command, std::function<ExitCode()>& run) {
  CLI::App* maintenance =
      app.add_subcommand("maintenance", "No alarms for a while: open ones end, and none is raised");
  AddLedger(maintenance, command.ledger)->required();
  constexpr double kADayMin = 24 * 60;
  CLI::Option* minutes =
      maintenance->add_option("--minutes", command.minutes, "For so long, at most a day")
          ->check(CLI::Range(1.0, kADayMin));
  maintenance->add_flag("--end", command.end, "It is over now")->excludes(minutes);
  maintenance->footer(
      "Counting goes on. It ends by itself.\n\n"
      "Examples:\n"
      "  throng maintenance --ledger station.ledger --minutes 90\n"
      "  throng maintenance --ledger station.ledger --end\n");
  maintenance->callback([&] {
    if (!command.minutes && !command.end) throw CLI::RequiredError("--minutes or --end");
    run = [&command] { return Maintain(command); };
  });
}

void AddReplay(CLI::App& app, ReplayCommand& command, std::function<ExitCode()>& run) {
  CLI::App* replay = app.add_subcommand(
      "replay", "Which alarms the site file's rules would have raised on counts of the past");
  replay->add_option("--site", command.site, "The site file, with the rules to try")
      ->required()
      ->type_name("FILE");
  CLI::Option_group* counts = replay->add_option_group("counts", "What is replayed");
  counts->add_option("--ledger", command.ledger, "Counts of a ledger")->type_name("FILE");
  counts
      ->add_option("--counts", command.counts,
                   "Counts in a CSV, as throng export writes it; zone, window_start, window_end "
                   "and persons are enough")
      ->type_name("FILE");
  counts->require_option(1);
  AddTime(replay, "--from", command.from, "Only windows that start then or later");
  AddTime(replay, "--until", command.until, "Only windows that start before");
  replay->add_flag("--json", command.json, "One JSON object for each event, no table");
  replay->add_option("--chart", command.chart, "Draw counts and alarms: .svg or .png")
      ->type_name("FILE");
  replay->footer(
      "Nothing is kept or told to anybody: change limits in a copy of the site file, and replay\n"
      "again. At the end, alarms may still be open.\n\n"
      "Examples:\n"
      "  throng replay --site station.toml --ledger station.ledger --from 2026-10-01\n"
      "  throng replay --site tried.toml --counts october.csv --chart october.svg\n");
  replay->callback([&] { run = [&command] { return Replay(command); }; });
}

void AddExport(CLI::App& app, ExportCommand& command, std::function<ExitCode()>& run) {
  CLI::App* exporting = app.add_subcommand("export", "Write what a ledger holds");
  exporting->add_option("--ledger", command.ledger, "The ledger")->required()->type_name("FILE");
  exporting->add_option("--format", command.format, "csv, or json for JSON lines")
      ->check(CLI::IsMember({"csv", "json"}))
      ->capture_default_str();
  exporting->add_option("--zone", command.zones, "Only this zone; may be given several times")
      ->type_name("NAME")
      ->allow_extra_args(false);
  AddTime(exporting, "--from", command.from, "Only windows that start then or later");
  AddTime(exporting, "--until", command.until, "Only windows that start before");
  exporting->add_option("--out", command.out, "Into this file instead of standard output")
      ->type_name("FILE");
  exporting->add_option("--chart", command.chart, "Draw it: .svg or .png")->type_name("FILE");
  exporting->footer(
      "Examples:\n"
      "  throng export --ledger station.ledger --out station.csv\n"
      "  throng export --ledger station.ledger --zone \"platform 2\" --from 2026-11-24 \\\n"
      "                --until 2026-11-25 --chart tuesday.svg\n");
  exporting->callback([&] { run = [&command] { return Export(command); }; });
}

void AddEval(CLI::App& app, EvalCommand& command, std::function<ExitCode()>& run) {
  CLI::App* eval = app.add_subcommand("eval", "Compare a run with known counts");
  eval->add_option("--site", command.site, "The site file")->required()->type_name("FILE");
  eval->add_option("--truth", command.truth,
                   "CSV of known counts: frame (or second), then a column per zone")
      ->required()
      ->type_name("FILE");
  AddSources(eval, command.sources);
  AddModel(eval, command.model);
  eval->add_flag("--json", command.json, "The scores as JSON");
  eval->add_option("--chart", command.chart, "Draw counted and known: .svg or .png")
      ->type_name("FILE");
  eval->footer(
      "Scores are by zone, and by how crowded it was: known persons per square metre.\n"
      "The file of known counts looks like this (frames count from 1):\n"
      "  frame,west,east\n"
      "  1,1,2\n"
      "  11,0,3\n\n"
      "Examples:\n"
      "  throng eval --site station.toml --source tuesday.mp4 --truth tuesday.csv --chart t.svg\n"
      "  throng eval --site station.toml --truth tuesday.csv --model yolox_nano.onnx\n");
  eval->callback([&] { run = [&command] { return Eval(command); }; });
}

void AddCalibrate(CLI::App& app, MomentCommand& command, std::function<ExitCode()>& run) {
  CLI::App* calibrate =
      app.add_subcommand("calibrate", "Tell throng how many people there really are");
  calibrate->require_subcommand(1);
  CLI::App* count = calibrate->add_subcommand(
      "count",
      "Say how many people a camera sees in its zones at one moment. The pair of numbers, yours "
      "and\n"
      "the model's, is added to the site file; no picture is kept. From then on the camera's\n"
      "counts are corrected by what such pairs tell; ten of them, from empty to full, are good.");
  count->add_option("CAMERA", command.camera, "The camera's name in the site file")->required();
  count->add_option("N", command.known, "How many people you count in all of its zones")
      ->required()
      ->check(CLI::Range(0, static_cast<int>(kMostInMoment)));
  count->add_option("--site", command.site, "The site file")->required()->type_name("FILE");
  count->add_option("--source", command.source, "The video instead of the site file's")
      ->type_name("VIDEO");
  count->add_option("--at", command.at_s, "Where in a recording you counted")
      ->check(CLI::Range(0.0, 1e6))
      ->capture_default_str()
      ->type_name("SECONDS");
  AddBuiltInModel(count, command.model);
  count->footer(
      "Example: a recording shows 14 people on the platform after two minutes\n"
      "  throng calibrate count --site station.toml --at 120 platform 14\n");
  count->callback([&] { run = [&command] { return CalibrateCount(command); }; });
}

int Main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // a reader that goes away is an error, not our end
  CLI::App app(
      "throng counts how many people are in each zone of a public place, from its cameras, and "
      "forgets\nthe frames. It keeps counts with their intervals, and nothing that could tell who.",
      "throng");
  app.set_version_flag("--version", THRONG_VERSION);
  app.require_subcommand(1);
  app.footer(std::string("throng COMMAND --help explains a command, with examples.\n\n") +
             kExitCodes);
  CountCommand count;
  DemoCommand demo;
  CheckCommand check;
  NoticeCommand notice;
  AuditCommand audit;
  StatusCommand status;
  AlarmsCommand alarms;
  AcknowledgeCommand acknowledge;
  MaintenanceCommand maintenance;
  ReplayCommand replay;
  ExportCommand exporting;
  EvalCommand eval;
  MomentCommand moment;
  WatchCommand watch;
  QueryCommand query;
  CertCommands cert;
  ServeCommand serve;
  std::function<ExitCode()> run;
  AddCount(app, count, run);
  AddDemo(app, demo, run);
  AddCheck(app, check, run);
  AddNotice(app, notice, run);
  AddAudit(app, audit, run);
  AddStatus(app, status, run);
  AddAlarms(app, alarms, run);
  AddAcknowledge(app, acknowledge, run);
  AddMaintenance(app, maintenance, run);
  AddReplay(app, replay, run);
  AddExport(app, exporting, run);
  AddEval(app, eval, run);
  AddCalibrate(app, moment, run);
  AddWatch(app, watch, run);
  AddQuery(app, query, run);
  AddCert(app, cert, run);
  AddServe(app, serve, run);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? 0 : static_cast<int>(ExitCode::kUsage);
  }
  return static_cast<int>(run());
}

}  // namespace
}  // namespace throng

int main(int argc, char** argv) { return throng::Main(argc, argv); }
