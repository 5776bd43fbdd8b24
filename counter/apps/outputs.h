// Files that a run or an export leaves behind.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "counter/base/result.h"
#include "counter/meaning/situations.h"
#include "counter/release/entry.h"
#include "counter/serve/chart.h"
#include "counter/store/ledger.h"

namespace throng {

enum class LineFormat { kCsv, kJson };

// Whether a file can be made at `file`; tried before a long run rather than after it.
// Faults: kNotAFolder, kNotPermitted, kNotALedger if it is a folder.
Status CanMake(const std::filesystem::path& file);

// Not synced: for what the next tick writes anew. Faults: kNotAFolder, kNotPermitted, kDiskFull.
Status WriteText(const std::filesystem::path& file, std::string_view text);

// Calls `visit` with each window in the span and the situations of all places: the ledger's zones,
// then `groups`, whose zones are numbered as in the ledger. Fault::kLedgerDamaged.
Status ForEachWindow(
    const Ledger& ledger, const Span& span, std::span<const Group> groups,
    const std::function<void(std::span<const WatchedPlace>, std::span<const Situation>)>& visit);

// The groups of `site` with their zones numbered as in a ledger that was opened for it.
std::vector<Group> GroupsIn(std::span<const ZoneFacts> zones, const Site& site);

// The windows of `ledger` as lines into `file`, or onto standard output if absent. A file appears
// whole or not at all. Only places whose names `wanted` accepts. Faults: kNotAFolder,
// kNotPermitted, kDiskFull, kLedgerDamaged.
Status WriteLines(const Ledger& ledger, const Span& span, std::span<const Group> groups,
                  LineFormat format, const std::function<bool(const WatchedPlace&)>& wanted,
                  const std::optional<std::filesystem::path>& file);

// One panel per zone of the ledger, for DrawChart.
Result<std::vector<Panel>> PanelsOf(const Ledger& ledger, const Span& span);

}  // namespace throng
