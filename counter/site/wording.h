// How complaints speak: places, quoted names, numbers, the word that was meant.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "counter/site/load.h"

namespace throng {

// Where something is written.
struct Place {
  int line;
  std::string field;
};

void AddMistake(std::vector<Complaint>& complaints, const Place& place, std::string text);
void AddNote(std::vector<Complaint>& complaints, const Place& place, std::string text);

// In double quotes, fit for a terminal: control characters replaced, long texts cut.
std::string Quote(std::string_view text);

// The same without quotes or cut: what is not printable ASCII becomes a question mark.
std::string Printable(std::string_view text);

// All of them, quoted, with commas; "none" if empty; only the first dozen of many.
std::string QuoteAll(std::span<const std::string_view> words);

// With at most `decimals` (0..9) digits after the point, no trailing zeros: 12.5, 768.
std::string Number(double value, int decimals);

// The word within an edit distance of 2 that is nearest to `word`.
std::optional<std::string_view> NearestOf(std::string_view word,
                                          std::span<const std::string_view> words);

// What makes `name` (valid UTF-8) unfit as the name of a place, and how to mend it; nothing if it
// is fit.
std::optional<std::string> FaultOfName(std::string_view name);

// The length of the character that begins `text`, 1..4 bytes; 0 if there is none (RFC 3629). U+FFFE
// and U+FFFF are none, since XML 1.0 does not know them.
std::size_t CharacterAt(std::string_view text);

// Whether `text` (valid UTF-8) holds a control character, also of Unicode: line and paragraph
// separators and those that turn the direction of writing.
bool HasControlCharacter(std::string_view text);

}  // namespace throng
