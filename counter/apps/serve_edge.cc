// Starts the push with the site's facts and credentials, and says how it is doing.
// SPDX-License-Identifier: Apache-2.0
#include "counter/apps/serve_edge.h"

#include <chrono>
#include <random>
#include <string>
#include <utility>

#include "counter/apps/command.h"
#include "counter/link/channel.h"
#include "counter/link/credentials.h"

namespace throng {
namespace {

std::string TextOf(const EdgeTrouble& trouble) {
  if (!trouble.fault) return trouble.text;
  return trouble.text + ". " + std::string(CureOf(*trouble.fault));
}

}  // namespace

RunningEdge::RunningEdge(const ServePlan& plan, const Clock& clock)
    : plan_(*plan.edge), hub_(plan.edge->hub ? *plan.edge->hub : plan.hub->listen), clock_(clock) {}

ExitCode RunningEdge::Start(const std::optional<std::string>& own_socket) {
  Result<Site> site = LoadSiteOrTell(plan_.site);
  if (!site) return ExitCode::kSite;
  const Dial dial = EdgeDial(plan_.hub ? *plan_.hub : *own_socket, plan_.credentials);
  if (const auto first = dial(); !first) return Tell(plan_.credentials->string(), first.error());
  const auto chance = [random = std::mt19937(std::random_device()())]() mutable {
    return std::uniform_real_distribution<double>(0, 1)(random);
  };
  push_ = std::make_unique<EdgePush>(
      *std::move(site), dial, PushOptions{.ledger = plan_.ledger, .credentials = plan_.credentials},
      clock_, chance);
  return ExitCode::kOk;
}

ServedEdge RunningEdge::Look() const {
  const EdgeState state = push_->State();
  ServedEdge served{.hub = hub_,
                    .connected = state.is_connected,
                    .waiting = static_cast<std::uint64_t>(state.waiting.windows),
                    .sent = state.sent_windows,
                    .refused = static_cast<std::uint64_t>(state.waiting.refused_windows),
                    .held_back = static_cast<std::uint64_t>(state.held_windows) + state.suspected,
                    .trouble = state.trouble ? TextOf(*state.trouble) : std::string(),
                    .certificate_days = {}};
  if (state.certificate_ends) {
    served.certificate_days =
        std::chrono::floor<std::chrono::days>(*state.certificate_ends - clock_.Now()).count();
  }
  return served;
}

}  // namespace throng
