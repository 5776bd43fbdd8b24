// Groups and alarm rules, checked against the places that they name.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "counter/site/draft.h"
#include "counter/site/may_go_on.h"
#include "counter/site/site.h"

namespace throng {

// Adds every mistake to `complaints`: names, zones, capacities.
void CheckGroups(const DraftSite& draft, const MayGoOn& may_go_on,
                 std::vector<Complaint>& complaints);

// Of a draft that CheckGroups found nothing wrong with.
Group MakeGroup(const DraftGroup& draft, const std::vector<Zone>& zones);

// Adds every mistake to `complaints`; only without one is the answer of use.
std::vector<AlarmRule> MakeAlarms(const DraftSite& draft, const MayGoOn& may_go_on,
                                  std::vector<Complaint>& complaints);

}  // namespace throng
