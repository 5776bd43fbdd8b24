// Reads names, filters, logins and what CAP wants, of each kind of way.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/way_section.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace throng {
namespace {

constexpr std::size_t kMostListed = 1000;

std::optional<std::string> TextIn(const toml::node& node) { return node.value<std::string>(); }

bool IsCorner(double latitude, double longitude) {
  return std::abs(latitude) <= 90 && std::abs(longitude) <= 180;
}

}  // namespace

void WaySection::Refuse(std::string_view key, std::string text) const {
  if (const toml::node* node = section_.Find(key)) {
    section_.Refuse(*node, key, std::move(text));
  } else {
    AddMistake(complaints_, section_.place(), std::move(text));
  }
}

std::string WaySection::Text(std::string_view key, std::string_view example,
                             std::size_t most) const {
  std::optional<Written<std::string>> text = section_.Text(key, example);
  if (!text) return "";
  if (text->value.empty()) {
    Refuse(key, "this is empty; write it like: " + std::string(example));
  } else if (text->value.size() > most) {
    Refuse(key, "this is " + std::to_string(text->value.size()) + " bytes long; " +
                    std::to_string(most) + " are possible");
  } else if (HasControlCharacter(text->value)) {
    Refuse(key, "this has an invisible control character; type it anew (write \\\\ for \\)");
  } else {
    return std::move(text->value);
  }
  return "";
}

std::optional<std::filesystem::path> WaySection::Path(std::string_view key) const {
  if (!Has(key)) return std::nullopt;
  constexpr std::size_t kMostPathBytes = 4000;
  return folder_ / Text(key, std::string(key) + " = \"venue.pem\"", kMostPathBytes);
}

std::optional<WayLogin> WaySection::Login() const {
  if (!Has("user") && !Has("password")) return std::nullopt;
  return WayLogin{.user = Text("user", "user = \"throng\"", kMostSecretBytes),
                  .password = Text("password", "password = \"...\"", kMostSecretBytes)};
}

std::string WaySection::Name() const {
  const std::optional<Written<std::string>> name = section_.Text("name", "name = \"control room\"");
  if (!name) return "";
  if (const std::optional<std::string> fault = FaultOfName(name->value)) Refuse("name", *fault);
  return name->value;
}

AlarmFilter WaySection::Filter() const {
  AlarmFilter filter;
  if (const toml::node* rules = section_.Find("rules")) {
    const auto names =
        ReadList<std::string>(section_, *rules, {"rules", "\"too full\"", kMostListed, ""}, TextIn);
    if (names && names->empty()) {
      Refuse("rules", "the list is empty, so nothing would be told; delete this line for all");
    }
    for (const auto& [name, place] : names.value_or(std::vector<Written<std::string>>())) {
      if (std::ranges::count(rules_, name) == 0) {
        AddMistake(complaints_, place,
                   "there is no rule " + Quote(name) + "; the rules are: " + QuoteAll(rules_));
      }
      filter.rules.push_back(name);
    }
  }
  if (const toml::node* kinds = section_.Find("kinds")) {
    filter.crowding = filter.blind = filter.stale = false;
    const auto names =
        ReadList<std::string>(section_, *kinds, {"kinds", "\"crowding\"", kMostListed, ""}, TextIn);
    if (names && names->empty()) {
      Refuse("kinds", "the list is empty, so nothing would be told; delete this line for all");
    }
    for (const auto& [name, place] : names.value_or(std::vector<Written<std::string>>())) {
      if (name == "crowding") {
        filter.crowding = true;
      } else if (name == "blind") {
        filter.blind = true;
      } else if (name == "stale") {
        filter.stale = true;
      } else {
        AddMistake(complaints_, place,
                   "there is no kind " + Quote(name) +
                       "; the kinds are: \"crowding\", \"blind\", \"stale\"");
      }
    }
  }
  filter.least = Choose<Band>(
      "least", {{"busy", Band::kBusy}, {"crowded", Band::kCrowded}, {"critical", Band::kCritical}});
  return filter;
}

Language WaySection::SpokenLanguage() const {
  return Choose<Language>("language", {{"en", Language::kEnglish}, {"fr", Language::kFrench}});
}

CapVoice WaySection::Voice() const {
  using Earnest = CapVoice::Status;
  constexpr std::size_t kMostSenderBytes = 128;
  CapVoice voice{.sender = Text("sender", "sender = \"ops@venue.example\"", kMostSenderBytes),
                 .status = Earnest::kTest,
                 .language = SpokenLanguage(),
                 .area = {}};
  if (voice.sender.find_first_of(" ,<&") != std::string::npos) {
    Refuse("sender",
           "a sender may have no blank, comma, < or & (CAP 1.2); write it like an "
           "address: sender = \"ops@venue.example\"");
  }
  if (!Has("status")) {  // no default: whether it is earnest, nobody can guess
    Refuse("status", "the key \"status\" is missing; add a line like: status = \"Exercise\"");
  } else {
    voice.status = Choose<Earnest>(
        "status",
        {{"Actual", Earnest::kActual}, {"Exercise", Earnest::kExercise}, {"Test", Earnest::kTest}});
  }
  const toml::node* area = section_.Find("area");
  if (area == nullptr) return voice;
  const auto corners = ReadList<CapVoice::Corner>(
      section_, *area, {"area", "[48.8584, 2.2945]", kMostListed, ", latitude and longitude"},
      [](const toml::node& node) -> std::optional<CapVoice::Corner> {
        const std::optional<DraftCorner> pair = PairIn(&node);
        if (!pair || !IsCorner(pair->x, pair->y)) return std::nullopt;
        return CapVoice::Corner{.latitude = pair->x, .longitude = pair->y};
      });
  if (!corners) return voice;
  if (corners->size() < 3) {
    Refuse("area", "an area has at least 3 corners, each [latitude, longitude]");
    return voice;
  }
  for (const auto& corner : *corners) voice.area.push_back(corner.value);
  const CapVoice::Corner first = voice.area.front();
  const CapVoice::Corner last = voice.area.back();
  if (first.latitude != last.latitude || first.longitude != last.longitude) {
    voice.area.push_back(first);
  }
  if (voice.area.size() < 4) Refuse("area", "an area has at least 3 different corners");
  return voice;
}

}  // namespace throng
