// A table of the site file: finds keys and values, and complains where they are missing or wrong.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#ifndef TOML_EXCEPTIONS
#define TOML_EXCEPTIONS 0
#endif
#include <toml++/toml.h>

#include "counter/site/draft.h"
#include "counter/site/load.h"
#include "counter/site/wording.h"

namespace throng {

// The 1-based line on which `node` starts.
int LineOf(const toml::node& node);

// A whole number or one with a point, nan and inf included.
std::optional<double> NumberIn(const toml::node& node);

// [x, y], both within +-1e6. `node` may be null.
std::optional<DraftCorner> PairIn(const toml::node* node);

bool HasOnly(const toml::table& table, std::initializer_list<std::string_view> known);

// A file with secrets. Nothing, after a complaint that shows no word of it, if it cannot be read.
std::optional<toml::table> ParsePrivate(std::string_view text, std::vector<Complaint>& complaints);

// Looks at a table and a list of complaints that must both outlive it.
class Section {
 public:
  Section(const toml::table& table, Place place, std::vector<Complaint>& complaints)
      : table_(table), place_(std::move(place)), complaints_(complaints) {}

  const Place& place() const { return place_; }
  Place PlaceOf(const toml::node& node, std::string_view key) const;

  void RefuseUnknownKeys(std::initializer_list<std::string_view> known) const;
  void Refuse(const toml::node& node, std::string_view key, std::string text) const;

  // Null if there is no such key. Need() complains of that, and shows `example`.
  const toml::node* Find(std::string_view key) const { return table_.get(key); }
  const toml::node* Need(std::string_view key, std::string_view example) const;

  // Nothing, with a complaint, if it is missing or no text.
  std::optional<Written<std::string>> Text(std::string_view key, std::string_view example) const;

  // Nothing if it is missing; nothing, with a complaint, if it is no number or out of range.
  std::optional<Written<double>> Value(std::string_view key, double least, double most) const;

 private:
  const toml::table& table_;
  Place place_;
  std::vector<Complaint>& complaints_;
};

// `camera "view1"`, or `camera 2` while it has no name.
Place PlaceOfEntry(const toml::table& table, std::string_view word, std::size_t number);

// Each [[word]] of the file, read by `read_one(section)`; there must be one.
template <class ReadOne>
void ReadPlaces(const toml::table& file, std::string_view word, std::vector<Complaint>& complaints,
                const ReadOne& read_one) {
  constexpr std::size_t kMostEntries = 1000;
  const std::string header = "[[" + std::string(word) + "]]";
  const toml::node* node = file.get(word);
  if (node == nullptr) {
    AddMistake(complaints, {0, std::string(word)},
               "the file has no " + std::string(word) + "; add a part that starts with " + header);
    return;
  }
  const toml::array* places = node->as_array();
  const bool are_tables = places != nullptr && !places->empty() &&
                          std::all_of(places->begin(), places->end(),
                                      [](const toml::node& place) { return place.is_table(); });
  if (!are_tables || places->size() > kMostEntries) {
    AddMistake(complaints, {LineOf(*node), std::string(word)},
               are_tables
                   ? "there are too many; 1000 are possible"
                   : "write " + header + ", with double brackets, above each " + std::string(word));
    return;
  }
  for (std::size_t i = 0; i < places->size(); ++i) {
    const toml::table& table = *places->get(i)->as_table();
    read_one(Section(table, PlaceOfEntry(table, word, i + 1), complaints));
  }
}

// What the entries of a list look like, and how many there may be.
struct ListForm {
  std::string_view key;
  std::string example;
  std::size_t most;
  std::string_view made_of = ", with real numbers";
};

// The entries of a list, each read by `read_one(node)`; nothing if one of them is wrong.
template <class T, class ReadOne>
std::optional<std::vector<Written<T>>> ReadList(const Section& section, const toml::node& node,
                                                const ListForm& form, const ReadOne& read_one) {
  const auto& [key, example, most, made_of] = form;
  const toml::array* list = node.as_array();
  if (list == nullptr) {
    section.Refuse(node, key, "this must be a list in square brackets: [ " + example + ", ... ]");
    return std::nullopt;
  }
  if (list->size() > most) {
    section.Refuse(node, key,
                   "the list has " + std::to_string(list->size()) + " entries; give at most " +
                       std::to_string(most));
    return std::nullopt;
  }
  std::vector<Written<T>> all;
  for (std::size_t i = 0; i < list->size(); ++i) {
    const toml::node& entry = *list->get(i);
    const std::string numbered = std::string(key) + "[" + std::to_string(i + 1) + "]";
    if (const std::optional<T> one = read_one(entry)) {
      all.push_back({*one, section.PlaceOf(entry, numbered)});
    } else {
      section.Refuse(entry, numbered, "this must look like " + example + std::string(made_of));
    }
  }
  if (all.size() < list->size()) return std::nullopt;
  return all;
}

}  // namespace throng
