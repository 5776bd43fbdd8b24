// A part of the file of ways: reads what its kinds have in common.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "counter/site/load.h"
#include "counter/site/section.h"
#include "counter/site/way_address.h"
#include "counter/site/ways.h"

namespace throng {

inline constexpr std::size_t kMostSecretBytes = 256;

// A word of a file and what it means.
template <class T>
struct Choice {
  std::string_view word;
  T value;
};

// Looks at what must outlive it. What has a mistake is read as if it were empty: the file is
// refused anyway. No complaint shows what stands there, but for words of a choice.
class WaySection {
 public:
  WaySection(const Section& section, const std::filesystem::path& folder,
             std::span<const std::string_view> rules, std::vector<Complaint>& complaints)
      : section_(section), folder_(folder), rules_(rules), complaints_(complaints) {}

  bool Has(std::string_view key) const { return section_.Find(key) != nullptr; }
  void Refuse(std::string_view key, std::string text) const;

  // A text that must be there, of 1..`most` bytes without control characters.
  std::string Text(std::string_view key, std::string_view example, std::size_t most) const;
  // Of a text that may be missing.
  std::optional<std::filesystem::path> Path(std::string_view key) const;
  // `user` and `password`, both or neither.
  std::optional<WayLogin> Login() const;
  std::string Name() const;
  AlarmFilter Filter() const;
  CapVoice Voice() const;
  Language SpokenLanguage() const;

  // The value of the word; the first one's where the key is missing.
  template <class T>
  T Choose(std::string_view key, std::initializer_list<Choice<T>> choices) const {
    if (!Has(key)) return choices.begin()->value;
    const std::optional<std::string> word = section_.Find(key)->value<std::string>();
    std::vector<std::string_view> words;
    for (const Choice<T>& choice : choices) {
      if (word == choice.word) return choice.value;
      words.push_back(choice.word);
    }
    Refuse(key, "this must be one of: " + QuoteAll(words));
    return choices.begin()->value;
  }

 private:
  const Section& section_;
  const std::filesystem::path& folder_;
  std::span<const std::string_view> rules_;
  std::vector<Complaint>& complaints_;
};

}  // namespace throng
