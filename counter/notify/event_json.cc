// Writes events for programs.
// SPDX-License-Identifier: Apache-2.0
#include "counter/notify/event_json.h"

#include <nlohmann/json.hpp>

#include "counter/notify/event_words.h"

namespace throng {

std::string EventJson(std::string_view site, const Delivery& delivery) {
  using Json = nlohmann::ordered_json;
  const AlarmEvent& event = delivery.event();
  Json json = {{"version", kEventJsonVersion},
               {"id", EventId(site, event)},
               {"site", site},
               {"alarm", event.alarm},
               {"sequence", event.sequence},
               {"change", NameOf(event.change)},
               {"kind", NameOf(event.kind)},
               {"rule", event.rule},
               {"place", event.place},
               {"band", nullptr},
               {"at", FormatUtc(event.at)},
               {"raised_at", FormatUtc(delivery.alarm.front().at)},
               {"persons", nullptr},
               {"low", nullptr},
               {"high", nullptr},
               {"reason", event.reason},
               {"acknowledged_by", nullptr}};
  if (event.kind == AlarmKind::kCrowding) json["band"] = NameOf(event.band);
  if (event.count) {
    json["persons"] = event.count->persons;
    json["low"] = event.count->low;
    json["high"] = event.count->high;
  }
  if (!event.by.empty()) json["acknowledged_by"] = event.by;
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace throng
