// The picture of a run: every zone's occupancy with its interval over time.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "counter/base/result.h"
#include "counter/release/entry.h"
#include "counter/site/alarm_rule.h"

namespace throng {

// One panel of a chart. `known` draws known counts beside the counted ones, or is empty.
struct Panel {
  struct Known {
    Instant at;
    int persons;
  };
  struct Alarm {
    Instant from;
    Instant until;
    Band band;  // the worst
  };
  ZoneFacts zone;
  std::vector<Entry> entries;  // in order of time
  std::vector<Known> known;
  std::vector<Alarm> alarms = {};
};

// Panels below each other with one time axis: count as a line, its 90% interval as a band,
// capacity as a dashed line, blind spans in grey, alarms as bars along the upper edge, higher the
// worse. Faults as in Draw (serve/gnuplot.h).
Status DrawChart(const std::filesystem::path& file, const std::string& title,
                 std::span<const Panel> panels);

}  // namespace throng
