// English and French.
// SPDX-License-Identifier: Apache-2.0
#include "counter/notify/event_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "counter/notify/plain_text.h"

namespace throng {
namespace {

bool IsFrench(Language language) { return language == Language::kFrench; }

std::string_view BandInWords(Band band, Language language) {
  if (!IsFrench(language)) return NameOf(band);
  switch (band) {
    case Band::kClear:
      return "normal";
    case Band::kBusy:
      return "charg\u00e9";
    case Band::kCrowded:
      return "bond\u00e9";
    case Band::kCritical:
      return "critique";
  }
  return "?";
}

std::string Capital(std::string_view word) {
  std::string capital(word);
  if (capital.front() >= 'a' && capital.front() <= 'z') {
    capital.front() = static_cast<char>(capital.front() - 'a' + 'A');
  }
  return capital;
}

std::string CrowdingHeadline(const AlarmEvent& event, const std::string& place, Language language) {
  const bool french = IsFrench(language);
  const std::string_view band = BandInWords(event.band, language);
  switch (event.change) {
    case AlarmChange::kRaise:
    case AlarmChange::kEscalate:
      return fmt::format("{}{}: {}", Capital(band), french ? " " : "", place);
    case AlarmChange::kEase:
      return french ? fmt::format("Moins plein : {} est {}", place, band)
                    : fmt::format("Less full: {} is {}", place, band);
    case AlarmChange::kAcknowledge:
      return french ? fmt::format("Vu : {} est {}", place, band)
                    : fmt::format("Acknowledged: {} is {}", place, band);
    case AlarmChange::kEnd:
      return french ? fmt::format("Termin\u00e9 : {} est normal", place)
                    : fmt::format("Over: {} is clear", place);
  }
  return place;
}

std::string SightHeadline(const AlarmEvent& event, const std::string& place, Language language) {
  const bool french = IsFrench(language);
  const bool blind = event.kind == AlarmKind::kBlind;
  if (event.change == AlarmChange::kEnd) {
    if (french) return (blind ? "De nouveau visible : " : "Comptage repris : ") + place;
    return (blind ? "Seen again: " : "Counted again: ") + place;
  }
  const std::string_view seen =
      event.change == AlarmChange::kAcknowledge ? (french ? "Vu : " : "Acknowledged: ") : "";
  if (french) {
    return fmt::format("{}{} : {}", seen, blind ? "Aveugle" : "Comptage ancien", place);
  }
  return fmt::format("{}{}: {}", seen, blind ? "Blind" : "Old counts", place);
}

}  // namespace

std::string EventId(std::string_view site, const AlarmEvent& event) {
  std::string time = FormatUtc(event.at);
  std::erase_if(time, [](char c) { return c == '-' || c == ':' || c == '.'; });
  return fmt::format("{}/{}/{}/{}", PercentEncoded(site), event.alarm, event.sequence, time);
}

std::string_view TopicOf(AlarmKind kind, Language language) {
  const bool french = IsFrench(language);
  switch (kind) {
    case AlarmKind::kCrowding:
      return french ? "Densit\u00e9 de foule" : "Crowding";
    case AlarmKind::kBlind:
      return french ? "Comptage impossible : aucune cam\u00e9ra ne voit"
                    : "Not counted: no camera sees";
    case AlarmKind::kStale:
      return french ? "Comptage ancien" : "Not counted: old counts";
  }
  return "?";
}

std::string Headline(const AlarmEvent& event, Language language) {
  const std::string place = OneLine(event.place);
  return event.kind == AlarmKind::kCrowding ? CrowdingHeadline(event, place, language)
                                            : SightHeadline(event, place, language);
}

std::string CountInWords(const AlarmEvent& event, Language language) {
  const bool french = IsFrench(language);
  if (!event.count) {
    return french ? "Pas de comptage : il peut y avoir du monde."
                  : "No count: there may be people.";
  }
  const auto [persons, low, high] = *event.count;
  if (french) {
    return fmt::format("{} personne{} ({} \u00e0 {}, s\u00fbr \u00e0 90 %)", persons,
                       persons < 2 ? "" : "s", low, high);
  }
  return fmt::format("{} {} ({} to {}, 90% certain)", persons, persons == 1 ? "person" : "people",
                     low, high);
}

std::vector<std::string> Details(const AlarmEvent& event, Language language) {
  const bool french = IsFrench(language);
  std::vector<std::string> lines;
  if (event.count || event.change != AlarmChange::kAcknowledge) {
    lines.push_back(CountInWords(event, language));
  }
  if (!french && !event.reason.empty()) lines.push_back(OneLine(event.reason));
  if (!event.by.empty()) {
    lines.push_back((french ? "Vu par : " : "Acknowledged by: ") + OneLine(event.by));
  }
  return lines;
}

std::string ReadableTime(Instant at, const TimeZone& zone) {
  const std::chrono::seconds ahead = zone.AheadAt(at);
  std::string time = FormatUtc(at + ahead).substr(0, 19);
  std::ranges::replace(time, 'T', ' ');
  return time + " UTC" + (ahead.count() == 0 ? "" : OffsetInWords(ahead, ":"));
}

std::string OffsetInWords(std::chrono::seconds ahead, std::string_view colon) {
  const std::int64_t minutes = std::abs(ahead.count()) / 60;
  return fmt::format("{}{:02}{}{:02}", ahead.count() < 0 ? '-' : '+', minutes / 60, colon,
                     minutes % 60);
}

}  // namespace throng
