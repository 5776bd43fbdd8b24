// The steps of reading a site file: its draft, and the parts of that with files of their own.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "counter/site/draft.h"
#include "counter/site/load.h"
#include "counter/site/section.h"

namespace throng {

// Nothing, with a complaint, if the text is no TOML at all.
std::optional<DraftSite> ReadSite(std::string_view text, std::vector<Complaint>& complaints);

// Of a zone; nothing if there is none, or, with a complaint, if it has the wrong form.
std::optional<Written<DraftCapacity>> ReadCapacity(const Section& zone,
                                                   std::vector<Complaint>& complaints);

DraftGroup ReadGroup(const Section& group);
DraftAlarm ReadAlarm(const Section& alarm, std::vector<Complaint>& complaints);

}  // namespace throng
