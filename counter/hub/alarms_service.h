// Takes word that somebody has seen an alarm.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "counter/base/time.h"
#include "counter/hub/gate.h"
#include "counter/hub/push_service.h"
#include "counter/hub/service.h"
#include "counter/hub/sites.h"
#include "counter/hub/trail.h"
#include "counter/hub/writer.h"

namespace throng {

// All of them must outlive it; a `trail` may be absent.
std::unique_ptr<HubService> MakeAlarmsService(Gate& gate, Writer& writer, const Sites& sites,
                                              PushService& edges, Trail* trail, const Clock& clock);

}  // namespace throng
