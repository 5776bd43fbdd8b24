// How much the hub takes at once, and what a count or a text can be.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace throng {

inline constexpr std::size_t kMostWindows = 2000;     // in a batch
inline constexpr std::size_t kMostEvents = 200;       // in a batch
inline constexpr std::size_t kMostZones = 4096;       // in a site
inline constexpr std::size_t kMostGroups = 1024;      // in a site
inline constexpr std::size_t kMostGrouped = 16'384;   // zones in all groups of a site
inline constexpr std::size_t kMostAskedNames = 4096;  // in a request, of sites or of places

// What the largest of these takes is below this (wire/ingest_test).
inline constexpr std::size_t kMostMessageBytes = std::size_t{4} << 20U;

inline constexpr std::size_t kMostSentenceBytes = 200;
inline constexpr std::size_t kMostRoleBytes = 32;

inline constexpr std::uint32_t kMostPersons = 65'535;        // in a count
inline constexpr std::uint32_t kMostCapacity = 100'000'000;  // of a place, in persons
inline constexpr double kLeastAreaM2 = 1e-6;
inline constexpr double kMostAreaM2 = 1e9;

inline constexpr std::chrono::milliseconds kShortestWindow{1};
inline constexpr std::chrono::days kLongestWindow{1};
inline constexpr std::chrono::days kMostAhead{1};  // of the hub's clock

}  // namespace throng
