// What an edge says of its site: the zones of its ledger, and the groups of its site file.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "counter/site/site.h"
#include "counter/store/archive.h"

namespace throng {

// Zones as the ledger numbers them, for its entries name them so, and it never drops or reorders
// one; a zone of the site file is added once a count has. A group comes once all of its zones are
// in the ledger.
SiteFacts EdgeSite(const Site& site, std::vector<ZoneFacts> ledger_zones);

// Whether a hub would be told the same.
bool AreSame(const SiteFacts& a, const SiteFacts& b);

}  // namespace throng
