// What is known of a place, and history, as messages for whoever looks on, and back.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "counter/base/result.h"
#include "counter/meaning/situation.h"
#include "counter/meaning/situations.h"
#include "counter/wire/place.h"
#include "counter/wire/refusal.h"

namespace throng {

namespace v1 {  // made from proto/throng/v1
class Row;
class Situation;
}  // namespace v1

v1::Situation MessageOf(const WatchedPlace& place, const Situation& situation);

// Fills an empty message, since there are millions of them: one that was used before keeps its
// memory. `zone` is the position among the zones that the first reply names, not that of `row`.
void Put(const HistoryRow& row, std::uint32_t zone, v1::Row& into);

// Each: the same, if it keeps the rules of the contract, for readers: times lie in the years 1970
// to 2261, and numbers are finite and below 1e12. A level that is not known here is absent.
// `freshness` must be one that is known here; of a row, one that is not is absent. `zones` is how
// many the first reply names; the zone of the row is a position among those.
Result<Situation, Refusal> SituationFrom(const v1::Situation& message);
Result<HistoryRow, Refusal> RowFrom(const v1::Row& message, std::size_t zones);

}  // namespace throng
