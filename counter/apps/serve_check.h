// Looks at all that a file of throng serve names, before anything is served.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "counter/apps/exit_code.h"
#include "counter/base/time.h"
#include "counter/site/serve_plan.h"

namespace throng {

// Tells what is wrong on standard error, all of it, and with `loud` what is right on standard
// output. Writes nothing.
ExitCode CheckServePlan(const ServePlan& plan, const Clock& clock, bool loud);

// Whole days that the certificate in `folder` is still good for; absent without a folder.
std::optional<std::int64_t> DaysLeft(const std::optional<std::filesystem::path>& folder,
                                     const Clock& clock);

}  // namespace throng
