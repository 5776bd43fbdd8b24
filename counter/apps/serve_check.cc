// Credentials, tokens, the site, and the audit trail.
// SPDX-License-Identifier: Apache-2.0
#include "counter/apps/serve_check.h"

#include <fmt/format.h>

#include <chrono>
#include <vector>

#include "counter/apps/command.h"
#include "counter/apps/serve_tokens.h"
#include "counter/hub/trail.h"
#include "counter/link/credentials.h"
#include "counter/link/token_list.h"
#include "counter/site/tokens.h"

namespace throng {
namespace {

class Checker {
 public:
  Checker(const Clock& clock, bool loud) : clock_(clock), loud_(loud) {}

  ExitCode worst() const { return worst_; }

  void CheckCredentials(const std::filesystem::path& folder, Identity::Kind kind) {
    if (const Status whole = CheckFolder(folder); !whole) return Tell(folder, whole.error());
    const Result<CertificateFacts> facts = ReadCertificate(folder);
    if (!facts) return Tell(folder, facts.error());
    if (!facts->identity || facts->identity->kind != kind) return Tell(folder, Fault::kWrongEnd);
    Say(folder, fmt::format("a certificate for {} more days", *DaysLeft(folder, clock_)));
  }

  void CheckPageCredentials(const std::filesystem::path& folder) {
    if (const Result<PemPair> pem = ServerPemOf(folder); !pem) return Tell(folder, pem.error());
    Say(folder, fmt::format("a certificate for {} more days", *DaysLeft(folder, clock_)));
  }

  void CheckTokens(const std::filesystem::path& file) {
    std::vector<Complaint> complaints;
    const Result<TokensFile> read = LoadTokens(file, RoleNames(), complaints);
    TellComplaints(file.string(), complaints);
    if (!read) return Tell(file, read.error());
    for (const EndingToken& token : EndingTokens(*read, clock_.Now())) {
      fmt::print(stderr,
                 "throng: {}: the token \"{}\" {}; renew it: throng cert token with --renew\n",
                 file.string(), token.name,
                 token.days < 0 ? "is over" : fmt::format("ends in {} days", token.days));
    }
    Say(file, fmt::format("{} tokens, {} refused certificates", read->tokens.size(),
                          read->refused.size()));
  }

  void CheckTrailFile(const std::filesystem::path& file) {
    const Result<TrailCheck> check = CheckTrail(file);
    if (!check && check.error() == Fault::kNotFound) {
      return Say(file, "no audit trail yet; it begins with the first start");
    }
    if (!check) return Tell(file, check.error());
    if (!check->is_whole) {
      return Tell(fmt::format("{}:{}", file.string(), check->bad_line), Fault::kTrailBroken);
    }
    Say(file, fmt::format("an audit trail of {} lines, whole up to {}", check->lines, check->last));
  }

  void CheckSite(const std::filesystem::path& file) {
    const Result<Site> site = LoadSiteOrTell(file);
    if (!site) return Note(ExitCode::kSite);
    Say(file, fmt::format("site {} with {} zones", site->name, site->zones.size()));
  }

  void CheckLedger(const std::filesystem::path& file) {
    std::error_code unknown;
    const bool is_there = std::filesystem::exists(file, unknown);
    Say(file, is_there ? "a ledger" : "no ledger yet; a throng count makes it");
  }

 private:
  void Note(ExitCode code) {
    if (worst_ == ExitCode::kOk) worst_ = code;
  }
  void Tell(const std::filesystem::path& subject, Fault fault) {
    Note(throng::Tell(subject.string(), fault));
  }
  void Say(const std::filesystem::path& subject, const std::string& words) const {
    if (loud_) fmt::print("{}: {}\n", subject.string(), words);
  }

  const Clock& clock_;
  bool loud_;
  ExitCode worst_ = ExitCode::kOk;
};

}  // namespace

std::optional<std::int64_t> DaysLeft(const std::optional<std::filesystem::path>& folder,
                                     const Clock& clock) {
  if (!folder) return std::nullopt;
  const Result<CertificateFacts> facts = ReadCertificate(*folder);
  if (!facts) return std::nullopt;
  return std::chrono::floor<std::chrono::days>(facts->ends - clock.Now()).count();
}

ExitCode CheckServePlan(const ServePlan& plan, const Clock& clock, bool loud) {
  Checker checker(clock, loud);
  if (plan.hub) {
    if (plan.hub->credentials) {
      checker.CheckCredentials(*plan.hub->credentials, Identity::Kind::kHub);
    }
    if (plan.hub->tokens) checker.CheckTokens(*plan.hub->tokens);
    checker.CheckTrailFile(plan.hub->trail);
  }
  if (plan.edge) {
    if (plan.edge->credentials) {
      checker.CheckCredentials(*plan.edge->credentials, Identity::Kind::kSite);
    }
    checker.CheckSite(plan.edge->site);
    checker.CheckLedger(plan.edge->ledger);
  }
  if (plan.page) {
    if (plan.page->credentials) checker.CheckPageCredentials(*plan.page->credentials);
    for (const PageGround& ground : plan.page->grounds) checker.CheckSite(ground.site);
  }
  return checker.worst();
}

}  // namespace throng
