// The picture of a run: every zone's occupancy with its interval over time.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "counter/base/result.h"
#include "counter/meaning/situation.h"
#include "counter/release/entry.h"
#include "counter/site/alarm_rule.h"

namespace throng {

// One panel of a chart. `known` draws known counts beside the counted ones, or is empty. With
// `means`, those are drawn instead of `entries`.
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
  // Of a span of time.
  struct Mean {
    Window window;
    std::optional<Range> persons;  // absent: nobody saw the zone
    int highest;                   // count in it, if anybody did
  };
  std::string zone;
  std::optional<Persons> capacity;
  std::vector<Entry> entries;  // in order of time
  std::vector<Known> known;
  std::vector<Alarm> alarms = {};
  std::vector<Mean> means = {};  // in order of time
};

// Panels below each other with one time axis: count (or mean, and the highest count as a thin line)
// as a line, its 90% interval as a band,
// capacity as a dashed line, blind spans in grey, alarms as bars along the upper edge, higher the
// worse. Faults as in Draw (serve/gnuplot.h).
Status DrawChart(const std::filesystem::path& file, const std::string& title,
                 std::span<const Panel> panels);

}  // namespace throng
