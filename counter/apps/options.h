// Options that several commands have.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "counter/apps/command.h"
#include "counter/base/time.h"

namespace CLI {
class App;
}  // namespace CLI

namespace throng {

// An option for a moment in time.
void AddTime(CLI::App* app, const std::string& name, std::optional<Instant>& value,
             const std::string& what);

// --hub and --credentials, which may stand in the environment.
void AddHub(CLI::App* app, HubChoice& choice);

// The commands `watch` and `query`; `run` is set to the one that is on the command line.
void AddWatch(CLI::App& app, WatchCommand& command, std::function<ExitCode()>& run);
void AddQuery(CLI::App& app, QueryCommand& command, std::function<ExitCode()>& run);

}  // namespace throng
