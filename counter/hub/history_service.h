// Answers questions about the past.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>

#include "counter/base/time.h"
#include "counter/hub/archive_readers.h"
#include "counter/hub/gate.h"
#include "counter/hub/service.h"
#include "counter/hub/sites.h"

namespace throng {

// A reader that takes nothing for so long is ended.
inline constexpr std::chrono::seconds kMostIdle{30};

// All of them must outlive it.
std::unique_ptr<HubService> MakeHistoryService(Gate& gate, const Sites& sites,
                                               ArchiveReaders& readers, const Clock& clock,
                                               Duration most_idle = kMostIdle);

}  // namespace throng
