// Options of the commands that ask a hub, with their help.
// SPDX-License-Identifier: Apache-2.0
#include "counter/apps/options.h"

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdint>

namespace throng {
namespace {

constexpr const char* kTimeHelp = "UTC, for example 2026-11-24T08:30 or 2026-11-24T08:30:00Z";

constexpr const char* kHubHelp =
    "A hub on this machine (localhost, or unix:PATH) needs no credentials. For another, whoever "
    "runs\n"
    "it makes you a folder with `throng cert`; keep it to yourself (chmod 700).\n"
    "  export THRONG_HUB=hub.example.org:7443 THRONG_CREDENTIALS=$HOME/throng-desk\n\n";

// "90m", "24h", "7d"; nothing for any other text.
std::optional<Duration> SpanFrom(const std::string& text) {
  constexpr std::size_t kMostDigits = 5;
  if (text.size() < 2 || text.size() > kMostDigits + 1) return std::nullopt;
  const std::string digits = text.substr(0, text.size() - 1);
  if (digits.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  const int number = std::stoi(digits);
  if (number == 0) return std::nullopt;
  switch (text.back()) {
    case 'm':
      return std::chrono::minutes(number);
    case 'h':
      return std::chrono::hours(number);
    case 'd':
      return number <= 36'500 ? std::optional<Duration>(std::chrono::days(number)) : std::nullopt;
    default:
      return std::nullopt;
  }
}

}  // namespace

void AddTime(CLI::App* app, const std::string& name, std::optional<Instant>& value,
             const std::string& what) {
  const auto read = [&value](const CLI::results_t& texts) {
    value = ParseUtc(texts.front());
    return value.has_value();
  };
  app->add_option(name, read, what + " (" + kTimeHelp + ")")->type_name("TIME");
}

void AddHub(CLI::App* app, HubChoice& choice) {
  app->add_option("--hub", choice.hub, "The hub that is asked: HOST:PORT, or unix:PATH")
      ->envname("THRONG_HUB")
      ->type_name("HOST:PORT");
  app->add_option("--credentials", choice.credentials,
                  "The folder that proves who asks; not needed for a hub on this machine")
      ->envname("THRONG_CREDENTIALS")
      ->type_name("FOLDER");
}

void AddWatch(CLI::App& app, WatchCommand& command, std::function<ExitCode()>& run) {
  CLI::App* watch =
      app.add_subcommand("watch", "What is going on now at the sites of a hub: a live table");
  AddHub(watch, command.hub);
  watch->add_option("--site", command.sites, "Only this site; may be given several times")
      ->type_name("NAME")
      ->allow_extra_args(false);
  watch
      ->add_option("--place", command.places, "Only this zone or group; may be given several times")
      ->type_name("NAME")
      ->allow_extra_args(false);
  CLI::Option* json =
      watch->add_flag("--json", command.json, "One JSON object per place and window");
  watch->add_flag("--csv", command.csv, "The same as CSV")->excludes(json);
  watch->footer(
      std::string(
          "On a terminal it is a table, and Ctrl-C ends it; elsewhere lines as with --json, "
          "and what\nhappens to alarms on standard error. A count that should have been "
          "followed by another is OLD:\nit is no number to act on. If the hub goes away it "
          "is called again until it is back.\n\n") +
      kHubHelp +
      "Examples:\n"
      "  throng watch\n"
      "  throng watch --site \"North Station\" --place platform\n"
      "  throng watch --hub localhost:7443 --json | jq .persons\n");
  watch->callback([&] { run = [&command] { return WatchHub(command); }; });
}

void AddQuery(CLI::App& app, QueryCommand& command, std::function<ExitCode()>& run) {
  CLI::App* query =
      app.add_subcommand("query", "What was at a site of a hub: a table, CSV, JSON or a chart");
  AddHub(query, command.hub);
  CLI::Option* sites =
      query->add_flag("--sites", command.list, "Which sites there are, and how they are");
  query->add_option("--site", command.site, "The site")->type_name("NAME")->excludes(sites);
  query->add_option("--zone", command.zones, "Only this zone; may be given several times")
      ->type_name("NAME")
      ->allow_extra_args(false);
  AddTime(query, "--from", command.from, "Only what begins then or later");
  AddTime(query, "--until", command.until, "Only what begins before; now, if not given");
  const auto read_span = [&command](const CLI::results_t& texts) {
    command.last = SpanFrom(texts.front());
    return command.last.has_value();
  };
  query
      ->add_option("--last", read_span,
                   "So long before --until, instead of --from: 90m, 24h, 7d. 24h, if neither is "
                   "given")
      ->type_name("SPAN")
      ->excludes("--from");
  query
      ->add_option("--by", command.by,
                   "Means over minutes, quarters of an hour, hours, or days of "
                   "UTC; or the counts as they were released")
      ->check(CLI::IsMember({"released", "minute", "quarter", "hour", "day"}))
      ->capture_default_str();
  CLI::Option* json = query->add_flag("--json", command.json, "One JSON object per row");
  CLI::Option* csv = query->add_flag("--csv", command.csv, "CSV")->excludes(json);
  query->add_option("--chart", command.chart, "Draw it: .svg or .png")
      ->type_name("FILE")
      ->excludes(json)
      ->excludes(csv);
  query->footer(
      std::string(
          "mean: persons over the time that was counted, with its 90% interval. highest: the "
          "count with most\npersons. seen: how much of the zone, and for how much of the "
          "time if not for all of it. A zone that\nnobody saw is \"not seen\", never 0.\n\n") +
      kHubHelp +
      "Examples:\n"
      "  throng query --sites\n"
      "  throng query --site \"North Station\"\n"
      "  throng query --site \"North Station\" --zone platform --last 7d --by day\n"
      "  throng query --site \"North Station\" --from 2026-11-01 --until 2026-12-01 \\\n"
      "               --by quarter --csv > november.csv\n"
      "  throng query --site \"North Station\" --last 3d --chart station.svg\n");
  query->callback([&] {
    if (!command.list && !command.site) throw CLI::RequiredError("--site NAME, or --sites");
    run = [&command] { return Query(command); };
  });
}

}  // namespace throng
