// The demo goes on: its video counted again and again, and shown by a page on this machine.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "counter/apps/command.h"

namespace throng {

// Until somebody asks to stop. Its files go into `folder`, which is there.
ExitCode DemoLive(const Path& program, const Path& site, const Path& video, const Path& folder);

}  // namespace throng
