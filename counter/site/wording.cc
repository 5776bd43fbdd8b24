// Texts that name the cause and the cure.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/wording.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <utility>

namespace throng {
namespace {

constexpr std::size_t kMostNameBytes = 64;
constexpr std::size_t kMostWords = 12;
constexpr std::size_t kMostEdits = 2;

std::size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

bool IsControl(unsigned char byte) { return byte < 0x20 || byte == 0x7F; }

}  // namespace

void AddMistake(std::vector<Complaint>& complaints, const Place& place, std::string text) {
  complaints.push_back({Complaint::Weight::kMistake, place.line, place.field, std::move(text)});
}

void AddNote(std::vector<Complaint>& complaints, const Place& place, std::string text) {
  complaints.push_back({Complaint::Weight::kNote, place.line, place.field, std::move(text)});
}

std::string Quote(std::string_view text) {
  const bool too_long = text.size() > kMostNameBytes;
  if (too_long) {
    std::size_t cut = kMostNameBytes;  // not within a character
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) --cut;
    text = text.substr(0, cut);
  }
  std::string quoted = "\"";
  quoted += HasControlCharacter(text) ? Printable(text) : std::string(text);
  return quoted + (too_long ? "...\"" : "\"");
}

std::string Printable(std::string_view text) {
  std::string printable(text);
  std::replace_if(
      printable.begin(), printable.end(),
      [](char c) { return IsControl(static_cast<unsigned char>(c)) || (c & 0x80) != 0; }, '?');
  return printable;
}

std::string QuoteAll(std::span<const std::string_view> words) {
  if (words.empty()) return "none";
  std::string all;
  for (std::size_t i = 0; i < std::min(words.size(), kMostWords); ++i) {
    all += (i > 0 ? ", " : "") + Quote(words[i]);
  }
  return words.size() > kMostWords ? all + ", ..." : all;
}

std::string Number(double value, int decimals) {
  std::array<char, 400> text{};  // the largest double has 309 digits
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value,
                                 std::chars_format::fixed, decimals);
  std::string number(text.data(), end.ptr);
  if (number.find('.') != std::string::npos) {
    number.erase(number.find_last_not_of('0') + 1);
    if (number.back() == '.') number.pop_back();
  }
  return number == "-0" ? "0" : number;
}

std::optional<std::string_view> NearestOf(std::string_view word,
                                          std::span<const std::string_view> words) {
  std::optional<std::string_view> nearest;
  std::size_t least = kMostEdits + 1;
  for (const std::string_view known : words) {
    if (word.size() > known.size() + kMostEdits) continue;
    const std::size_t distance = EditDistance(word, known);
    if (distance >= least || distance >= known.size()) continue;
    least = distance;
    nearest = known;
  }
  return nearest;
}

std::size_t CharacterAt(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const unsigned int first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return 0;
  }
  const unsigned int second = byte(1);
  const bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
  const bool surrogate = first == 0xED && second >= 0xA0;
  const bool too_large = first == 0xF4 && second >= 0x90;
  const bool no_character = first == 0xEF && second == 0xBF && byte(2) >= 0xBE;  // U+FFFE, U+FFFF
  return overlong || surrogate || too_large || no_character ? 0 : length;
}

bool HasControlCharacter(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (IsControl(byte)) return true;
    const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : 0);
    const auto third = static_cast<unsigned char>(i + 2 < text.size() ? text[i + 2] : 0);
    if (byte == 0xC2 && next < 0xA0) return true;  // U+0080..U+009F
    if (byte == 0xE2 && next == 0x80 && third >= 0xA8 && third <= 0xAE) return true;  // U+2028..
    if (byte == 0xE2 && next == 0x81 && third >= 0xA6 && third <= 0xA9) return true;  // U+2066..
  }
  return false;
}

std::optional<std::string> FaultOfName(std::string_view name) {
  if (name.empty()) return "the name is empty; give it a name that you will know in the results";
  if (name.size() > kMostNameBytes) {
    return "the name is " + std::to_string(name.size()) +
           " bytes long; shorten it to 64 (an accented letter takes 2 or more)";
  }
  if (HasControlCharacter(name)) {
    return "the name has an invisible control character; type the name anew";
  }
  if (name.find_first_of("=+-@") == 0) {
    return std::string("the name starts with ") + name.front() +
           ", which spreadsheets would run as a formula; start with a letter or digit";
  }
  if (name.front() == ' ' || name.back() == ' ') {
    return "the name starts or ends with a space, which nobody can see; remove it";
  }
  return std::nullopt;
}

}  // namespace throng
