// Parts of a WatchReply in their bytes: put one behind the other, they are one WatchReply.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "counter/alert/alarm.h"
#include "counter/meaning/situation.h"
#include "counter/meaning/situations.h"

namespace throng {

// So each is made once, whoever is told of it (protobuf: fields of messages that follow each other
// are merged, and lists are joined).
std::string SitePart(const std::string& site);
std::string SituationPart(const WatchedPlace& place, const Situation& situation);
std::string EventPart(const AlarmEvent& event);
std::string ConnectedPart(bool connected);
std::string MissedPart(std::uint32_t missed);

}  // namespace throng
