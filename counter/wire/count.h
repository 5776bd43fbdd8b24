// Released counts as messages, and back.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "counter/base/result.h"
#include "counter/release/entry.h"
#include "counter/wire/refusal.h"

namespace throng {

namespace v1 {  // made from proto/throng/v1
class Count;
class Window;
class ZoneWindow;
}  // namespace v1

v1::Count MessageOf(const WholeCount& count);
v1::Window MessageOf(const Window& window);
v1::ZoneWindow MessageOf(const Entry& entry);

// Each: the same, if it keeps the rules of the contract; `now` is the hub's clock, and `zones` how
// many the site has.
Result<WholeCount, Refusal> CountFrom(const v1::Count& message);
Result<Window, Refusal> WindowFrom(const v1::Window& message, Instant now);
Result<Entry, Refusal> EntryFrom(const v1::ZoneWindow& message, std::size_t zones, Instant now);

}  // namespace throng
