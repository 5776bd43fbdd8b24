// What is known of a place, and history, as messages for whoever looks on.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "counter/meaning/situation.h"
#include "counter/meaning/situations.h"
#include "counter/wire/place.h"

namespace throng {

namespace v1 {  // made from proto/throng/v1
class Row;
class Situation;
}  // namespace v1

v1::Situation MessageOf(const WatchedPlace& place, const Situation& situation);

// `zone` is the position among the zones that the first reply names, not that of `row`.
v1::Row MessageOf(const HistoryRow& row, std::uint32_t zone);

}  // namespace throng
