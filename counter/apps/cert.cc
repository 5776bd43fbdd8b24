// What throng cert makes, told to the person who asked for it; no key and no token is shown.
// SPDX-License-Identifier: Apache-2.0
#include "counter/apps/cert.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>

#include "counter/link/authority.h"
#include "counter/link/credentials.h"
#include "counter/link/issue_token.h"
#include "counter/site/tokens.h"
#include "counter/site/wording.h"

namespace throng {
namespace {

Replace ReplaceIf(bool renew) { return renew ? Replace::kAlways : Replace::kNever; }

std::string Named(const Identity& identity) {
  switch (identity.kind) {
    case Identity::Kind::kHub:
      return "a hub";
    case Identity::Kind::kSite:
      return "the site " + Quote(identity.name);
    case Identity::Kind::kReader:
      return "the " + std::string(NameOf(identity.role)) + " " + Quote(identity.name);
  }
  return {};
}

// Why the folder that is to be renewed is not of the same one: told.
bool IsOfAnother(const CertFolderCommand& command) {
  const Result<CertificateFacts> old = ReadCertificate(command.out);
  if (!old || old->identity == command.identity) return false;
  fmt::print(stderr,
             "throng: {}: it is the folder of {}, not of {}. Choose another folder, or write the "
             "same name and role.\n",
             command.out.string(), old->identity ? Named(*old->identity) : "somebody else",
             Named(command.identity));
  return true;
}

// Whose certificate it is; nothing, and told, if there is none that a hub could refuse.
std::optional<RefusedCertificate> ToRefuse(const CertRefuseCommand& command) {
  std::error_code unknown;
  if (!std::filesystem::is_directory(command.which, unknown)) {
    if (const auto serial = SerialFrom(command.which)) {
      return RefusedCertificate{.serial = *serial, .note = command.note};
    }
    fmt::print(stderr,
               "throng: {}: it is neither a folder that throng cert made, nor a serial number as "
               "throng cert show tells it\n",
               Printable(command.which));
    return std::nullopt;
  }
  const Path folder(command.which);
  const Result<CertificateFacts> facts = ReadCertificate(folder);
  if (!facts && std::filesystem::exists(folder / kTokenFile, unknown)) {
    fmt::print(stderr,
               "throng: {}: it holds a token. To end it, delete its part of {}; throng cert show "
               "tells which there are\n",
               command.which, command.tokens.string());
    return std::nullopt;
  }
  if (!facts) {
    Tell(command.which, facts.error());
    return std::nullopt;
  }
  if (facts->identity && facts->identity->kind == Identity::Kind::kHub) {
    fmt::print(stderr,
               "throng: {}: it is a hub's, which calls no hub. Give whoever called it another "
               "authority instead\n",
               command.which);
    return std::nullopt;
  }
  const bool needs_note = command.note.empty() && facts->identity;
  return RefusedCertificate{.serial = facts->serial,
                            .note = needs_note ? facts->identity->name : command.note};
}

}  // namespace

std::string LastDay(Instant ends) {
  return FormatUtc(ends + std::chrono::nanoseconds(-1)).substr(0, std::string("2028-11-25").size());
}

ExitCode MakeAuthority(const CertAuthorityCommand& command) {
  const Status done =
      PutAuthority(command.folder, command.name, ReplaceIf(command.renew), SystemClock());
  if (!done) return Tell(command.folder.string(), done.error());
  const Result<CertificateFacts> made = ReadAuthority(command.folder);
  if (!made) return Tell(command.folder.string(), made.error());
  fmt::print("{}: the authority {}, until {}\n", command.folder.string(), Quote(made->name),
             LastDay(made->ends));
  if (!command.renew) {
    fmt::print(
        "Whoever has {} can be anybody: keep it on this machine, and a copy where nobody else "
        "reads.\n",
        (command.folder / kKeyFile).string());
  }
  return ExitCode::kOk;
}

ExitCode MakeCredentials(const CertFolderCommand& command) {
  if (command.renew && IsOfAnother(command)) return ExitCode::kUsage;
  const Status done = PutCredentials(command.out, command.identity, command.hosts,
                                     command.authority, ReplaceIf(command.renew), SystemClock());
  if (!done) {
    const bool is_authority =
        done.error() == Fault::kNoAuthority || done.error() == Fault::kKeyIsOpen ||
        done.error() == Fault::kKeyOfAnother || done.error() == Fault::kBadCertificate ||
        done.error() == Fault::kCertificateOver;
    return Tell((is_authority ? command.authority : command.out).string(), done.error());
  }
  const Result<CertificateFacts> made = ReadCertificate(command.out);
  if (!made) return Tell(command.out.string(), made.error());
  fmt::print("{}: {}, until {}\n", command.out.string(), Named(command.identity),
             LastDay(made->ends));
  return ExitCode::kOk;
}

ExitCode MakeToken(const CertTokenCommand& command) {
  using std::chrono::days;
  std::optional<Instant> ends;
  if (command.days) {
    const std::chrono::nanoseconds now(SystemClock().Now().utc_ns());
    const days last = std::chrono::floor<days>(now) + days(*command.days);
    ends = Instant(std::chrono::nanoseconds(last + days(1)).count());
  }
  std::vector<Complaint> complaints;
  const Status done = PutToken({command.out, command.tokens, command.authority}, command.identity,
                               ends, ReplaceIf(command.renew), complaints);
  TellComplaints(command.tokens.string(), complaints);
  if (!done) {
    std::error_code unknown;
    const bool is_folder = std::filesystem::exists(command.out, unknown);
    switch (done.error()) {
      case Fault::kNoAuthority:
      case Fault::kBadCertificate:
        return Tell(command.authority.string(), done.error());
      case Fault::kTokensAreOpen:
      case Fault::kBadTokens:
        return Tell(command.tokens.string(), done.error());
      case Fault::kAlreadyThere:
        return Tell(is_folder ? command.out.string()
                              : "a token " + Quote(command.identity.name) + " in " +
                                    command.tokens.string(),
                    done.error());
      default:
        return Tell(command.out.string(), done.error());
    }
  }
  fmt::print("{}: a token of {}, {}; its digest is in {}\n", command.out.string(),
             Named(command.identity), ends ? "until " + LastDay(*ends) : "for ever",
             command.tokens.string());
  return ExitCode::kOk;
}

ExitCode RefuseCertificate(const CertRefuseCommand& command) {
  const std::optional<RefusedCertificate> refused = ToRefuse(command);
  if (!refused) return ExitCode::kUsage;
  std::vector<Complaint> complaints;
  const Result<bool> is_new = PutRefused(command.tokens, *refused, complaints);
  TellComplaints(command.tokens.string(), complaints);
  if (!is_new) return Tell(command.tokens.string(), is_new.error());
  fmt::print(
      "{}: refuses the certificate {}{}{}; a hub whose `tokens` it is ends its connections "
      "within seconds\n",
      command.tokens.string(), refused->serial,
      refused->note.empty() ? "" : ", " + Quote(refused->note),
      *is_new ? "" : ", as it did before");
  return ExitCode::kOk;
}

}  // namespace throng
