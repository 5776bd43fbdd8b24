// How a hub and an edge are doing: a table for people, a JSON line for machines.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "counter/base/time.h"

namespace throng {

struct ServedSite {
  std::string name;
  bool connected;
  std::optional<Instant> newest;        // end of its newest window
  std::optional<Duration> clock_ahead;  // of the hub's
};

// A token that lets its reader in for some days more.
struct EndingToken {
  std::string name;
  std::int64_t days;  // whole ones; below 0: it is over
  friend bool operator==(const EndingToken&, const EndingToken&) = default;
};

struct ServedHub {
  std::string listen;
  std::string trouble;  // why the archive cannot be written; empty: it can
  double windows_per_s;
  std::size_t watchers;
  std::optional<std::int64_t> certificate_days;  // that are left; absent without one
  std::vector<EndingToken> ending = {};          // tokens, the first to end first
  std::string tokens_trouble = {};               // why the file of tokens lets nobody in
  std::vector<std::string> refused_callers =
      {};                         // serial numbers of refused certificates that call
  std::vector<ServedSite> sites;  // by name
};

struct ServedEdge {
  std::string hub;
  bool connected;
  std::uint64_t waiting;  // windows that the hub does not have yet
  std::uint64_t sent;     // since the start
  std::uint64_t refused;  // of them, by the hub, for good
  // Of those that wait: they end a day after the hub's clock, or it refused each alone and has
  // taken nothing since.
  std::uint64_t held_back = 0;
  std::string trouble;  // empty if there is none
  std::optional<std::int64_t> certificate_days;
};

struct ServedPage {
  std::string url;
  std::size_t browsers;  // that watch now
  std::string trouble;   // empty if there is none
  std::optional<std::int64_t> certificate_days;
};

struct Served {
  Instant at;
  std::optional<ServedHub> hub;
  std::optional<ServedEdge> edge;
  std::optional<ServedPage> page;
};

// At most `rows` lines, at least 4; where there are more sites, those that are in trouble are shown
// first: gone, late, or with a clock that is off. Names must be printable.
std::vector<std::string> RenderServed(const Served& served, bool colour, std::size_t rows);

// One line, without its end.
std::string ServedJson(const Served& served);

// What is worth a line of a log: what has become different from `before`.
std::vector<std::string> ChangesOf(const Served& before, const Served& now);

}  // namespace throng
