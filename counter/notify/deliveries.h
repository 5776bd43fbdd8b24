// How the ways are doing, for people: what went out, what waits, and why.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "counter/alert/outbox.h"
#include "counter/base/time.h"
#include "counter/notify/courier.h"

namespace throng {

// A line of titles, then one for each way: those in trouble first. `records` are what the outbox
// has, `states` the courier's; empty where none runs. Names are at most 64 bytes.
std::vector<std::string> RenderDeliveries(std::span<const WayRecord> records,
                                          std::span<const WayState> states, Instant now);

}  // namespace throng
