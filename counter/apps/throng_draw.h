// What throng-draw's commands share.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

#include "counter/apps/exit_code.h"
#include "counter/base/result.h"

namespace throng {

// Prints "throng-draw: SUBJECT: why. Cure." on standard error.
ExitCode TellWriting(const std::string& subject, Fault fault);

// Adds `throng-draw video`, which sets `run` to what it does.
void AddVideo(CLI::App& app, std::function<ExitCode()>& run);

}  // namespace throng
