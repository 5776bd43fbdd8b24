// The edge of a throng serve: pushes what a count keeps here to a hub.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "counter/apps/exit_code.h"
#include "counter/base/time.h"
#include "counter/link/push.h"
#include "counter/serve/served.h"
#include "counter/site/serve_plan.h"

namespace throng {

class RunningEdge {
 public:
  // `plan` and `clock` outlive it.
  RunningEdge(const ServePlan& plan, const Clock& clock);

  // `own_socket`: of the hub in the same file, if the plan names no other. kOk, or what was told on
  // standard error.
  ExitCode Start(const std::optional<std::string>& own_socket);

  ServedEdge Look() const;

 private:
  const EdgePlan& plan_;
  const std::string hub_;
  const Clock& clock_;
  std::unique_ptr<EdgePush> push_;
};

}  // namespace throng
