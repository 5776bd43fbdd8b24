// The page of a throng serve: the hub beside it, in a browser.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "counter/apps/exit_code.h"
#include "counter/base/time.h"
#include "counter/link/caller.h"
#include "counter/link/credentials.h"
#include "counter/page/page_server.h"
#include "counter/serve/served.h"
#include "counter/site/serve_plan.h"

namespace throng {

class RunningPage {
 public:
  // All of them outlive it. `hub_socket`: of the hub in the same file.
  RunningPage(const ServePlan& plan, const Callers& callers, std::string hub_socket, Clock& clock);

  // kOk, or what was told on standard error.
  ExitCode Start();

  // A certificate that was renewed is taken up within a minute.
  ServedPage Look();

 private:
  ExitCode ReadGround(const PageGround& ground);
  Status Serve(const std::optional<PemPair>& pem);
  void Renew();

  const ServePlan& plan_;
  const PagePlan& page_plan_;
  const Callers& callers_;
  const std::string hub_socket_;
  Clock& clock_;
  std::map<std::string, GroundPlan> grounds_;  // by site
  std::string certificate_;                    // as it is served
  std::string url_;
  std::string trouble_;
  std::optional<std::int64_t> days_left_;
  Duration next_look_{};
  std::unique_ptr<PageServer> server_;
};

}  // namespace throng
