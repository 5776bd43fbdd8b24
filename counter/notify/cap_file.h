// Alarms as CAP documents in a folder, for whatever program hands them on.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "counter/notify/sender.h"
#include "counter/site/ways.h"

namespace throng {

// EventId with _ for each slash, and ".xml".
std::string CapFileName(std::string_view site, const AlarmEvent& event);

// Each file appears whole or not at all, and once more with the same text if it was told again.
// While it is written, its name begins with a dot.
std::unique_ptr<Sender> MakeCapFile(const CapWay& way, const std::string& site);

}  // namespace throng
