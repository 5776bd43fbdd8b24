// throng cert: makes and shows what hubs, edges and readers prove themselves with.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "counter/apps/command.h"
#include "counter/link/identity.h"

namespace CLI {
class App;
}  // namespace CLI

namespace throng {

struct CertAuthorityCommand {
  Path folder;
  std::string name = "throng";  // as of a site
  bool renew = false;
};
ExitCode MakeAuthority(const CertAuthorityCommand& command);

// The folder of a hub, a site or a reader.
struct CertFolderCommand {
  Identity identity;                    // its name as of a site
  std::vector<std::string> hosts = {};  // of a hub
  Path authority = {};
  Path out = {};
  bool renew = false;
};
ExitCode MakeCredentials(const CertFolderCommand& command);

struct CertTokenCommand {
  Identity identity;  // of a reader
  Path tokens = {};   // the hub's file
  Path authority = {};
  Path out = {};
  // Absent: for ever. Else a token that nobody remembers would be good for ever, too.
  std::optional<int> days = 400;
  bool renew = false;
};
ExitCode MakeToken(const CertTokenCommand& command);

struct CertRefuseCommand {
  Path tokens;        // the hub's file
  std::string which;  // a folder with its certificate, or its serial number
  std::string note;   // what it was; empty: by the certificate
};
ExitCode RefuseCertificate(const CertRefuseCommand& command);

struct CertShowCommand {
  std::vector<Path> folders;  // or files of tokens
};
ExitCode ShowCredentials(const CertShowCommand& command);

struct CertCommands {
  CertAuthorityCommand authority;
  CertFolderCommand hub{.identity = {.kind = Identity::Kind::kHub, .name = {}}};
  CertFolderCommand site{.identity = {.kind = Identity::Kind::kSite, .name = {}}};
  CertFolderCommand reader{.identity = {.kind = Identity::Kind::kReader, .name = {}}};
  CertTokenCommand token{.identity = {.kind = Identity::Kind::kReader, .name = {}}};
  CertRefuseCommand refuse;
  CertShowCommand show;
};

// The last day, in UTC, of what is good until `ends`: "2028-11-25".
std::string LastDay(Instant ends);

// Adds the command; parsing fills `commands`, and `run` with what is to be done.
void AddCert(CLI::App& app, CertCommands& commands, std::function<ExitCode()>& run);

}  // namespace throng
