// An event of an alarm in words: for programs, and in the language of people.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "counter/alert/delivery.h"
#include "counter/alert/schedule.h"
#include "counter/site/ways.h"

namespace throng {

// SITE/ALARM/SEQUENCE/TIME: the same for the same event, whatever is restarted, and for no other,
// also not of a new ledger whose alarms are numbered from 1 again. ASCII, no blank.
std::string EventId(std::string_view site, const AlarmEvent& event);

// What is known in kind of it, for example "Crowding": the same text for all of an alarm.
std::string_view TopicOf(AlarmKind kind, Language language);

// One line that says the most, for example "Crowded: west stand". UTF-8.
std::string Headline(const AlarmEvent& event, Language language);

// "412 people (380 to 450, 90% certain)"; that there is no count, where there is none.
std::string CountInWords(const AlarmEvent& event, Language language);

// What a person should know of the event, a line each: the count, the reason (it is in English, so
// only there), who acknowledged.
std::vector<std::string> Details(const AlarmEvent& event, Language language);

// By the clocks of `zone`: "2026-11-24 09:30:00 UTC+01:00", "2026-11-24 08:30:00 UTC".
std::string ReadableTime(Instant at, const TimeZone& zone);

// "+01:00", "-03:30", "+00:00"; without the colon if `colon` is empty.
std::string OffsetInWords(std::chrono::seconds ahead, std::string_view colon);

}  // namespace throng
