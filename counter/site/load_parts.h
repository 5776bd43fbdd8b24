// Parts of the site file that are read in files of their own: capacities, groups, alarms.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "counter/site/draft.h"
#include "counter/site/load.h"
#include "counter/site/section.h"

namespace throng {

// Of a zone; nothing if there is none, or, with a complaint, if it has the wrong form.
std::optional<Written<DraftCapacity>> ReadCapacity(const Section& zone,
                                                   std::vector<Complaint>& complaints);

DraftGroup ReadGroup(const Section& group);
DraftAlarm ReadAlarm(const Section& alarm, std::vector<Complaint>& complaints);

}  // namespace throng
