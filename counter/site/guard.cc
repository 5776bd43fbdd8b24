// Refuses a text that is too long, or whose dotted keys could nest too deeply.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/guard.h"

#include <algorithm>
#include <string>

namespace throng {
namespace {

// Each dot of a key a.b.c nests one table more, and a tree is destroyed by recursion. A key needs
// a lone dot at least every second time, so the depth stays below twice this.
constexpr std::size_t kMostLoneDots = 1000;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsKeyCharacter(char c) {
  return IsDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '.' ||
         c == '"' || c == '\'';
}

// Whether the dot at `at` can be that of a number: digits on both sides, and before them no dot.
bool IsDecimalPoint(std::string_view text, std::size_t at) {
  if (at == 0 || at + 1 >= text.size()) return false;
  if (!IsDigit(text[at - 1]) || !IsDigit(text[at + 1])) return false;
  std::size_t first = at;
  while (first > 0 && IsDigit(text[first - 1])) --first;
  return first == 0 || !IsKeyCharacter(text[first - 1]);
}

}  // namespace

std::optional<Complaint> FindUnsafe(std::string_view text) {
  const auto mistake = [](int line, std::string what) {
    return Complaint{Complaint::Weight::kMistake, line, "file", std::move(what)};
  };
  if (text.size() > kMostSiteBytes) {
    return mistake(0,
                   "the file is larger than 1 MiB; a site file has a few hundred lines, so this "
                   "is probably another file");
  }
  std::size_t lone_dots = 0;
  int line = 1;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') ++line;
    const bool lone = text[i] == '.' && (i == 0 || text[i - 1] != '.') && !IsDecimalPoint(text, i);
    if (lone && ++lone_dots > kMostLoneDots) {
      return mistake(line,
                     "the file has more than 1000 dots outside numbers up to here; shorten "
                     "its comments, and do not use keys with dots");
    }
  }
  return std::nullopt;
}

}  // namespace throng
