// What a site may be counted for, by whose leave and until when, and what its signs say.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "counter/base/time.h"

namespace throng {

// Statistics: for planners. What leaves are means over a quarter of an hour or more, and nobody is
// alarmed. Live: for those who act now. A count per tick, and alarms; it needs a legal basis.
enum class Profile : std::uint8_t { kStatistics = 1, kLive = 2 };

// By whose leave a place is counted. Texts as a Notice's.
struct LegalBasis {
  std::string reference;          // "Prefectoral order 2026-117"
  std::string authority;          // who gave it
  std::chrono::sys_days expires;  // the last day on which it holds, by the site's own clocks;
                                  // 2000-01-01..2199-12-31
};

struct SiteProfile {
  Profile kind = Profile::kStatistics;    // what needs nobody's leave, if the file does not say
  std::optional<LegalBasis> legal_basis;  // there if kLive
};

// What people who are counted are told, beside what is the same everywhere. Texts are 1..300 bytes
// of UTF-8 without control characters. Absent: not told yet.
struct Notice {
  std::optional<std::string> purpose;
  std::optional<std::string> controller;  // who decides, and answers for it
  std::optional<std::string> contact;     // where to ask and to object
  std::optional<std::string> notice_url;  // begins with https:// or http://
};

// A line of the site file, and where it goes.
struct NoticeLine {
  std::optional<std::string> Notice::*text;
  std::string_view key;
  std::string_view example;  // the whole line
};
inline constexpr std::array kNoticeLines{
    NoticeLine{&Notice::purpose, "purpose",
               "purpose = \"To plan how often trams run, by how full the stop is\""},
    NoticeLine{&Notice::controller, "controller", "controller = \"City of Exampleville\""},
    NoticeLine{&Notice::contact, "contact", "contact = \"privacy@exampleville.example\""},
    NoticeLine{&Notice::notice_url, "notice_url",
               "notice_url = \"https://exampleville.example/counting\""}};

// `own` where it tells something, else `common`.
Notice Merged(const Notice& own, const Notice& common);

// In the order of the members.
std::vector<NoticeLine> MissingIn(const Notice& notice);

// The shortest window that may leave a site; nothing for a live one, where a tick may.
std::optional<Duration> ShortestWindow(const SiteProfile& profile);

// Whether anybody may be alarmed. `alert` asks this.
bool MayAlarm(const SiteProfile& profile);

// From this many days on, people are told that the end is near.
inline constexpr int kDaysOfWarning = 30;

// "statistics", "live": as in site files and outputs.
const char* NameOf(Profile profile);

// "2027-06-30"
std::string FormatDay(std::chrono::sys_days day);

}  // namespace throng
