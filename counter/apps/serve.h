// throng serve: an edge, a hub, or both, as a file says.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "counter/apps/command.h"

namespace CLI {
class App;
}  // namespace CLI

namespace throng {

struct ServeCommand {
  Path file;
  bool json = false;
  bool check = false;  // looks at the file and all that it names, and serves nothing
};
ExitCode Serve(const ServeCommand& command);

// Adds the command; parsing fills `command`, and `run` with what is to be done.
void AddServe(CLI::App& app, ServeCommand& command, std::function<ExitCode()>& run);

}  // namespace throng
