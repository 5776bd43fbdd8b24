// XML by pugixml, which escapes what stands in it.
// SPDX-License-Identifier: Apache-2.0
#include "counter/notify/cap.h"

#include <fmt/format.h>

#include <algorithm>
#include <pugixml.hpp>

#include "counter/notify/event_words.h"
#include "counter/notify/plain_text.h"

namespace throng {
namespace {

// "2026-11-24T08:30:00-00:00": CAP 3.3.2 knows no Z and no fractions.
std::string CapTime(Instant at) { return FormatUtc(at).substr(0, 19) + "-00:00"; }

std::string_view StatusOf(const CapVoice& voice) {
  switch (voice.status) {
    case CapVoice::Status::kActual:
      return "Actual";
    case CapVoice::Status::kExercise:
      return "Exercise";
    case CapVoice::Status::kTest:
      return "Test";
  }
  return "Test";
}

struct Grade {
  std::string_view urgency;
  std::string_view severity;
};

Grade GradeOf(const AlarmEvent& event) {
  if (event.change == AlarmChange::kEnd) return {.urgency = "Past", .severity = "Minor"};
  if (event.kind != AlarmKind::kCrowding) return {.urgency = "Unknown", .severity = "Unknown"};
  switch (event.band) {
    case Band::kClear:
      return {.urgency = "Past", .severity = "Minor"};
    case Band::kBusy:
      return {.urgency = "Future", .severity = "Minor"};
    case Band::kCrowded:
      return {.urgency = "Expected", .severity = "Moderate"};
    case Band::kCritical:
      return {.urgency = "Immediate", .severity = "Severe"};
  }
  return {.urgency = "Unknown", .severity = "Unknown"};
}

void Add(pugi::xml_node& parent, const char* name, std::string_view text) {
  parent.append_child(name).text().set(std::string(text).c_str());
}

void AddParameter(pugi::xml_node& info, std::string_view name, std::string_view value) {
  pugi::xml_node parameter = info.append_child("parameter");
  Add(parameter, "valueName", name);
  Add(parameter, "value", value);
}

// "sender,identifier,sent" of each, with blanks between them.
std::string References(const CapVoice& voice, std::string_view site, const Delivery& delivery) {
  std::string references;
  for (const AlarmEvent& earlier : delivery.alarm) {
    if (std::ranges::count(delivery.told, earlier.sequence) == 0) continue;
    references += fmt::format("{}{},{},{}", references.empty() ? "" : " ", voice.sender,
                              EventId(site, earlier), CapTime(earlier.at));
  }
  return references;
}

void AddInfo(pugi::xml_node& alert, const CapVoice& voice, std::string_view site,
             const AlarmEvent& event) {
  const bool french = voice.language == Language::kFrench;
  const Grade grade = GradeOf(event);
  pugi::xml_node info = alert.append_child("info");
  Add(info, "language", french ? "fr" : "en");
  Add(info, "category", "Safety");
  Add(info, "event", TopicOf(event.kind, voice.language));
  if (event.change == AlarmChange::kEnd) Add(info, "responseType", "AllClear");
  Add(info, "urgency", grade.urgency);
  Add(info, "severity", grade.severity);
  Add(info, "certainty", "Observed");
  Add(info, "senderName", "throng, " + OneLine(site));
  Add(info, "headline", Headline(event, voice.language));
  std::string description;
  for (const std::string& line : Details(event, voice.language)) {
    description += (description.empty() ? "" : "\n") + line;
  }
  if (!description.empty()) Add(info, "description", description);
  AddParameter(info, "throng:alarm", std::to_string(event.alarm));
  AddParameter(info, "throng:rule", OneLine(event.rule));
  AddParameter(info, "throng:change", NameOf(event.change));
  if (event.kind == AlarmKind::kCrowding) AddParameter(info, "throng:band", NameOf(event.band));
  if (event.count) {
    AddParameter(info, "throng:persons", std::to_string(event.count->persons));
    AddParameter(info, "throng:low", std::to_string(event.count->low));
    AddParameter(info, "throng:high", std::to_string(event.count->high));
  }
  pugi::xml_node area = info.append_child("area");
  Add(area, "areaDesc", OneLine(event.place) + ", " + OneLine(site));
  std::string polygon;
  for (const CapVoice::Corner& corner : voice.area) {
    polygon += fmt::format("{}{:.6f},{:.6f}", polygon.empty() ? "" : " ", corner.latitude,
                           corner.longitude);
  }
  if (!polygon.empty()) Add(area, "polygon", polygon);
}

struct Text final : pugi::xml_writer {
  void write(const void* bytes, std::size_t size) override {
    text.append(static_cast<const char*>(bytes), size);
  }
  std::string text;
};

}  // namespace

Result<std::string> CapXml(const CapVoice& voice, std::string_view site, const Delivery& delivery) {
  const AlarmEvent& event = delivery.event();
  const std::string references = References(voice, site, delivery);
  const bool ends = event.change == AlarmChange::kEnd;
  if (ends && references.empty()) return Fault::kWayNothingToEnd;
  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version") = "1.0";
  declaration.append_attribute("encoding") = "UTF-8";
  pugi::xml_node alert = document.append_child("alert");
  alert.append_attribute("xmlns") = "urn:oasis:names:tc:emergency:cap:1.2";
  Add(alert, "identifier", EventId(site, event));
  Add(alert, "sender", voice.sender);
  Add(alert, "sent", CapTime(event.at));
  Add(alert, "status", StatusOf(voice));
  Add(alert, "msgType", ends ? "Cancel" : references.empty() ? "Alert" : "Update");
  Add(alert, "scope", "Restricted");
  Add(alert, "restriction", "Staff of the venue, and whoever they tell");
  if (!references.empty()) Add(alert, "references", references);
  AddInfo(alert, voice, site, event);
  Text text;
  document.save(text, "  ", pugi::format_indent, pugi::encoding_utf8);
  return std::move(text.text);
}

}  // namespace throng
