// Sites, zones and groups in an archive: entered once, known again.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "counter/store/archive.h"
#include "counter/store/sql_session.h"

namespace throng {

// Whether a site may come with `zones` where `known` are known: these first, in their order, each
// with the same kind, area and capacity. Fault::kLedgerOtherSite.
Status CheckZones(std::span<const ZoneFacts> known, std::span<const ZoneFacts> zones);

// As Archive::Enter and Archive::Sites, within a transaction.
Result<std::int64_t> EnterSite(SqlSession& session, const SiteFacts& site);
Result<std::vector<KnownSite>> ReadSites(SqlSession& session);

}  // namespace throng
