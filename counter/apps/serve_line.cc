// The command line of throng serve, and its help.
// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include "counter/apps/serve.h"

namespace throng {
namespace {

constexpr const char* kServeExample =
    "FILE says what this machine is: an edge, which sends what throng count keeps here to a hub; "
    "a\n"
    "hub, which takes that from many edges and answers readers; or both.\n\n"
    "  [edge]\n"
    "  site = \"station.toml\"\n"
    "  ledger = \"station.ledger\"            # of a throng count that runs beside it\n"
    "  hub = \"hub.example.org:7443\"         # or leave it out, with a [hub] in this file\n"
    "  credentials = \"north-station\"        # a folder from throng cert\n\n"
    "  [hub]\n"
    "  listen = \"0.0.0.0:7443\"              # or \"unix:/run/throng/hub.sock\"\n"
    "  archive = \"city.archive\"             # or: postgresql = \"host=... dbname=...\"\n"
    "  credentials = \"hub\"                  # may be missing where only this machine can call\n"
    "  tokens = \"tokens.toml\"               # readers without certificates; may be missing\n\n"
    "  [page]                               # the control room, in a browser; of a hub\n"
    "  listen = \"0.0.0.0:8443\"              # HTTPS, and a login with a token of tokens.toml;\n"
    "                                       # 127.0.0.1:8080 is HTTP and, without tokens, open\n"
    "  credentials = \"page\"                # certificate.pem and key.pem; else those of the "
    "hub\n\n"
    "  [[page.ground]]                      # a site's plan; that of [edge] is there already\n"
    "  site = \"harbour.toml\"\n"
    "  drawing = \"harbour.svg\"             # may be missing; never a camera's picture\n"
    "  edges = [0, 0, 100, 26]              # left, bottom, right, top, in metres\n\n"
    "  [hub.keep]                           # in days; for ever what is not here\n"
    "  released_days = 90\n"
    "  minute_days = 400\n"
    "  alarm_days = 400                     # since they ended; open ones stay\n\n"
    "Paths start at the folder of FILE. A hub notes in an audit trail when it was started and "
    "with\n"
    "what, which sites came or changed, and who acknowledged alarms: beside its archive, or in\n"
    "trail = \"FILE\" of [hub]. --check says whether a line of it was changed since.\n\n"
    "On a terminal it shows a table; else it tells what changes on standard error. With --json it\n"
    "tells how it is doing every 10 s, one JSON object in each line. Ctrl-C or SIGTERM ends it:\n"
    "what was answered is on the disk, what was not is sent again.\n\n"
    "Examples:\n"
    "  throng serve --check city.toml\n"
    "  throng serve city.toml\n"
    "  systemctl enable --now throng-serve@city     # /etc/throng/city.toml\n";

}  // namespace

void AddServe(CLI::App& app, ServeCommand& command, std::function<ExitCode()>& run) {
  CLI::App* serve = app.add_subcommand(
      "serve", "Send counts to a hub, or be the hub of many sites, which others may read");
  serve->add_option("FILE", command.file, "What to serve: an edge, a hub, or both")
      ->required()
      ->type_name("");
  CLI::Option* json =
      serve->add_flag("--json", command.json, "How it is doing, one JSON object in each line");
  serve
      ->add_flag("--check", command.check,
                 "Only look at the file, what it names, and the audit trail")
      ->excludes(json);
  serve->footer(kServeExample);
  serve->callback([&] { run = [&command] { return Serve(command); }; });
}

}  // namespace throng
