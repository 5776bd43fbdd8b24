// Looks up keys and values of a TOML table.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/section.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "counter/site/guard.h"

namespace throng {
namespace {

constexpr double kFarthest = 1e6;  // pixels or metres

}  // namespace

int LineOf(const toml::node& node) { return static_cast<int>(node.source().begin.line); }

std::optional<double> NumberIn(const toml::node& node) {
  if (const auto* whole = node.as_integer()) return static_cast<double>(whole->get());
  if (const auto* real = node.as_floating_point()) return real->get();
  return std::nullopt;
}

std::optional<DraftCorner> PairIn(const toml::node* node) {
  const toml::array* pair = node == nullptr ? nullptr : node->as_array();
  if (pair == nullptr || pair->size() != 2) return std::nullopt;
  const std::optional<double> x = NumberIn(*pair->get(0));
  const std::optional<double> y = NumberIn(*pair->get(1));
  if (!x || !y || !(std::abs(*x) <= kFarthest) || !(std::abs(*y) <= kFarthest)) {
    return std::nullopt;
  }
  return DraftCorner{*x, *y};
}

bool HasOnly(const toml::table& table, std::initializer_list<std::string_view> known) {
  return std::all_of(table.begin(), table.end(), [&known](const auto& entry) {
    return std::find(known.begin(), known.end(), entry.first.str()) != known.end();
  });
}

std::optional<toml::table> ParsePrivate(std::string_view text, std::vector<Complaint>& complaints) {
  if (std::optional<Complaint> unsafe = FindUnsafe(text)) {
    complaints.push_back(*std::move(unsafe));
    return std::nullopt;
  }
  toml::parse_result file = toml::parse(text);
  if (!file) {  // the parser's own words could show what it stumbled over
    AddMistake(complaints, {static_cast<int>(file.error().source().begin.line), "file"},
               "this cannot be read; check quotes, commas and brackets here and on the line above, "
               "and write \\\\ for \\ and \\\" for \" in a text");
    return std::nullopt;
  }
  return std::move(file).table();
}

Place Section::PlaceOf(const toml::node& node, std::string_view key) const {
  return {LineOf(node), place_.field + ", " + std::string(key)};
}

void Section::RefuseUnknownKeys(std::initializer_list<std::string_view> known) const {
  const std::span<const std::string_view> keys(known.begin(), known.size());
  for (const auto& [key, node] : table_) {
    if (std::find(keys.begin(), keys.end(), key.str()) != keys.end()) continue;
    const std::optional<std::string_view> meant = NearestOf(key.str(), keys);
    AddMistake(complaints_, {static_cast<int>(key.source().begin.line), place_.field},
               "the key " + Quote(key.str()) + " is unknown; " +
                   (meant ? "did you mean " + Quote(*meant) + "?"
                          : "the keys here are: " + QuoteAll(keys)));
  }
}

void Section::Refuse(const toml::node& node, std::string_view key, std::string text) const {
  AddMistake(complaints_, PlaceOf(node, key), std::move(text));
}

const toml::node* Section::Need(std::string_view key, std::string_view example) const {
  const toml::node* node = Find(key);
  if (node == nullptr) {
    AddMistake(complaints_, place_,
               "the key " + Quote(key) + " is missing; add a line like: " + std::string(example));
  }
  return node;
}

std::optional<Written<std::string>> Section::Text(std::string_view key,
                                                  std::string_view example) const {
  const toml::node* node = Need(key, example);
  if (node == nullptr) return std::nullopt;
  if (const auto* text = node->as_string()) {
    return Written<std::string>{text->get(), PlaceOf(*node, key)};
  }
  Refuse(*node, key, "this must be a text in quotes, like: " + std::string(example));
  return std::nullopt;
}

std::optional<Written<double>> Section::Value(std::string_view key, double least,
                                              double most) const {
  const toml::node* node = Find(key);
  if (node == nullptr) return std::nullopt;
  const std::optional<double> number = NumberIn(*node);
  if (number && *number >= least && *number <= most) {
    return Written<double>{*number, PlaceOf(*node, key)};
  }
  Refuse(*node, key,
         "this must be a number from " + Number(least, 2) + " to " + Number(most, 2) +
             ", without quotes");
  return std::nullopt;
}

Place PlaceOfEntry(const toml::table& table, std::string_view word, std::size_t number) {
  const auto* name = table["name"].as_string();
  return {LineOf(table),
          std::string(word) + " " + (name ? Quote(name->get()) : std::to_string(number))};
}

}  // namespace throng
