// Answers questions about the past.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "counter/base/time.h"
#include "counter/hub/archive_readers.h"
#include "counter/hub/gate.h"
#include "counter/hub/service.h"
#include "counter/hub/sites.h"

namespace throng {

// All of them must outlive it. A reader that takes nothing for `most_idle` is ended.
std::unique_ptr<HubService> MakeHistoryService(Gate& gate, const Sites& sites,
                                               ArchiveReaders& readers, const Clock& clock,
                                               Duration most_idle);

}  // namespace throng
