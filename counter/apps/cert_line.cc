// The command line of throng cert, and its help: a whole small city as an example.
// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include "counter/apps/cert.h"
#include "counter/link/authority.h"

namespace throng {
namespace {

constexpr const char* kExample =
    "A hub takes counts from the edges of many sites. Each proves who it is by a folder that this\n"
    "command makes; an edge writes only what its own folder names. Readers have a role: viewer\n"
    "(sees what is going on, and the last day), planner (all of the past), operator (acknowledges\n"
    "alarms), admin (reads the audit trail); each may do what those before it may. They prove it "
    "by\n"
    "a folder too, or by a token, where a program cannot use certificates.\n\n"
    "Example: a city with a hub, an edge, a control room and a screen\n"
    "  throng cert authority --folder ca --name \"Our city\"\n"
    "  throng cert hub hub.example.org --authority ca --out hub\n"
    "  throng cert site \"North Station\" --authority ca --out north-station\n"
    "  throng cert reader \"control room\" --role operator --authority ca --out control-room\n"
    "  throng cert token \"wall screen\" --role viewer --tokens tokens.toml --authority ca \\\n"
    "                    --out wall-screen\n"
    "  throng cert show ca hub north-station control-room wall-screen tokens.toml\n\n"
    "Copy each folder to its machine by a way that nobody else reads (scp -r), and keep it to its\n"
    "owner there. ca/key.pem stays: whoever has it can be anybody. Two years later, or earlier:\n"
    "the same command with --renew; a hub or an edge that runs takes it up within a minute.\n"
    "If one is stolen: throng cert refuse tokens.toml north-station.\n";

CLI::Validator NameRule() {
  return {[](const std::string& name) { return FaultOfIdentityName(name).value_or(""); }, ""};
}

CLI::Option* AddName(CLI::App* app, std::string& name, const std::string& what) {
  return app->add_option("NAME", name, what)->required()->check(NameRule());
}

void AddRole(CLI::App* app, Role& role) {
  const auto read = [&role](const CLI::results_t& words) {
    role = ParseRole(words.front()).value_or(role);
    return true;
  };
  app->add_option("--role", read, "What it may do: viewer, planner, operator or admin")
      ->required()
      ->check(CLI::Validator(
          [](const std::string& word) {
            return ParseRole(word) ? "" : "write viewer, planner, operator or admin";
          },
          ""))
      ->type_name("ROLE");
}

void AddAuthority(CLI::App* app, Path& authority, const std::string& what) {
  app->add_option("--authority", authority, what)->required()->type_name("FOLDER");
}

void AddOut(CLI::App* app, Path& out, bool& renew) {
  app->add_option("--out", out, "The folder to make")->required()->type_name("FOLDER");
  app->add_flag("--renew", renew, "It is there: put new files in the place of the old ones");
}

void AddAuthorityCommand(CLI::App& cert, CertCommands& commands, std::function<ExitCode()>& run) {
  CLI::App* app = cert.add_subcommand(
      "authority", "Make the authority whose word hubs, edges and readers take; for 10 years");
  CertAuthorityCommand& command = commands.authority;
  app->add_option("--folder", command.folder, "The folder to make")
      ->required()
      ->type_name("FOLDER");
  app->add_option("--name", command.name, "What people call it")
      ->check(NameRule())
      ->capture_default_str()
      ->type_name("NAME");
  app->add_flag("--renew", command.renew,
                "It is there: 10 years more, with the same key, so that all it signed stays good");
  app->footer("Example:\n  throng cert authority --folder ca --name \"Our city\"\n");
  app->callback([&] { run = [&command] { return MakeAuthority(command); }; });
}

// What hub, site and reader have in common.
void AddFolder(CLI::App* app, CertFolderCommand& command, std::function<ExitCode()>& run) {
  AddAuthority(app, command.authority, "The folder of the authority that signs");
  AddOut(app, command.out, command.renew);
  app->callback([&command, &run] { run = [&command] { return MakeCredentials(command); }; });
}

void AddFolderCommands(CLI::App& cert, CertCommands& commands, std::function<ExitCode()>& run) {
  CLI::App* hub = cert.add_subcommand("hub", "Make the folder of a hub");
  hub->add_option("HOST", commands.hub.hosts,
                  "Each name or address by which edges and readers call it")
      ->required()
      ->check(CLI::Validator([](const std::string& host) { return FaultOfHost(host).value_or(""); },
                             ""));
  AddFolder(hub, commands.hub, run);
  hub->footer("Example:\n  throng cert hub hub.example.org 192.0.2.7 --authority ca --out hub\n");

  CLI::App* site = cert.add_subcommand("site", "Make the folder of a site, for its edge");
  AddName(site, commands.site.identity.name, "The site's name, as its site file has it");
  AddFolder(site, commands.site, run);
  site->footer(
      "Example:\n  throng cert site \"North Station\" --authority ca --out north-station\n");

  CLI::App* reader = cert.add_subcommand("reader", "Make the folder of somebody who reads");
  AddName(reader, commands.reader.identity.name, "A desk or a program, not a person's name");
  AddRole(reader, commands.reader.identity.role);
  AddFolder(reader, commands.reader, run);
  reader->footer(
      "Example:\n  throng cert reader \"control room\" --role operator --authority ca \\\n"
      "                     --out control-room\n");
}

void AddTokenCommand(CLI::App& cert, CertCommands& commands, std::function<ExitCode()>& run) {
  CLI::App* app = cert.add_subcommand(
      "token", "Make a token, for a reader that cannot use certificates, and note its digest");
  CertTokenCommand& command = commands.token;
  AddName(app, command.identity.name, "A screen or a program, not a person's name");
  AddRole(app, command.identity.role);
  app->add_option("--tokens", command.tokens,
                  "The hub's file of tokens, made if need be; it holds only digests")
      ->required()
      ->type_name("FILE");
  AddAuthority(app, command.authority,
               "The authority's folder, or the hub's: the reader is told whom to trust");
  CLI::Option* const days = app->add_option("--days", command.days, "Good for so long")
                                ->check(CLI::Range(1, 36500))
                                ->default_str(std::to_string(*command.days))
                                ->type_name("DAYS");
  app->add_flag_callback(
         "--for-ever", [&command] { command.days.reset(); },
         "Good until its part of the file is deleted")
      ->excludes(days);
  AddOut(app, command.out, command.renew);
  app->footer(
      "The token is in the folder only, and is never shown. A program of your own sends it with\n"
      "each call, over TLS: authorization: Bearer TOKEN. To end it, delete its part of the file\n"
      "of tokens; a hub that runs sees that at once. The same command with --renew makes another\n"
      "in its place, for as many days from today; throng serve warns 30 days before one ends.\n\n"
      "Example:\n  throng cert token \"wall screen\" --role viewer --tokens tokens.toml \\\n"
      "                    --authority ca --out wall-screen --days 365\n");
  app->callback([&] { run = [&command] { return MakeToken(command); }; });
}

void AddRefuseCommand(CLI::App& cert, CertCommands& commands, std::function<ExitCode()>& run) {
  CLI::App* app = cert.add_subcommand(
      "refuse", "Turn one certificate away, of an edge or a reader that was stolen or lost");
  CertRefuseCommand& command = commands.refuse;
  app->add_option("TOKENS", command.tokens, "The hub's file of tokens, made if need be")
      ->required();
  app->add_option("FOLDER-or-SERIAL", command.which,
                  "The folder that was copied there, or its serial number, from throng cert show")
      ->required();
  app->add_option("--note", command.note, "What it was, without a person's name; else its name")
      ->check(NameRule())
      ->type_name("TEXT");
  app->footer(
      "A hub whose [hub] says tokens = \"TOKENS\" turns it away from the next call on and ends\n"
      "what it has open, within seconds, and notes both in its audit trail. Others of the same\n"
      "site or reader stay good, so renew the folder if it is to go on elsewhere. To undo it,\n"
      "delete its part, below [[refused]].\n\n"
      "Examples:\n"
      "  throng cert refuse tokens.toml north-station --note \"edge of North Station, stolen\"\n"
      "  throng cert refuse tokens.toml 5b1c0f7720d94a83b6e2f90d1c3a5e47\n");
  app->callback([&] { run = [&command] { return RefuseCertificate(command); }; });
}

void AddShowCommand(CLI::App& cert, CertCommands& commands, std::function<ExitCode()>& run) {
  CLI::App* app =
      cert.add_subcommand("show", "Who is who, and until when; warns of what ends soon");
  CertShowCommand& command = commands.show;
  app->add_option("FOLDER", command.folders, "Folders that throng cert made, or files of tokens")
      ->required();
  app->footer(
      "Ends with 3 if something is over, damaged or readable for others.\n\n"
      "Example:\n  throng cert show ca hub north-station tokens.toml\n");
  app->callback([&] { run = [&command] { return ShowCredentials(command); }; });
}

}  // namespace

void AddCert(CLI::App& app, CertCommands& commands, std::function<ExitCode()>& run) {
  CLI::App* cert = app.add_subcommand(
      "cert", "Certificates and tokens, by which a hub, its edges and its readers know each other");
  cert->require_subcommand(1);
  AddAuthorityCommand(*cert, commands, run);
  AddFolderCommands(*cert, commands, run);
  AddTokenCommand(*cert, commands, run);
  AddRefuseCommand(*cert, commands, run);
  AddShowCommand(*cert, commands, run);
  cert->footer(kExample);
}

}  // namespace throng
