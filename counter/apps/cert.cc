// What throng cert makes, told to the person who asked for it; no key and no token is shown.
// SPDX-License-Identifier: Apache-2.0
#include "counter/apps/cert.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>

#include "counter/link/authority.h"
#include "counter/link/credentials.h"
#include "counter/link/issue_token.h"
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

}  // namespace throng
