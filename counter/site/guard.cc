// Refuses a text that is too long, nests too deeply, or has foreign letters outside of strings.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/guard.h"

#include <algorithm>
#include <string>

#include "counter/site/ascii.h"

namespace throng {
namespace {

// Each dot of a key a.b.c nests one table more, and a tree is destroyed by recursion. A key needs
// a lone dot at least every second time, so the depth stays below twice this.
constexpr std::size_t kMostLoneDots = 1000;

bool IsKeyCharacter(char c) {
  return IsDigit(c) || IsLetter(c) || c == '_' || c == '.' || c == '"' || c == '\'';
}

// Whether the dot at `at` can be that of a number: digits on both sides, and before them no dot.
bool IsDecimalPoint(std::string_view text, std::size_t at) {
  if (at == 0 || at + 1 >= text.size()) return false;
  if (!IsDigit(text[at - 1]) || !IsDigit(text[at + 1])) return false;
  std::size_t first = at;
  while (first > 0 && IsDigit(text[first - 1])) --first;
  return first == 0 || !IsKeyCharacter(text[first - 1]);
}

constexpr std::size_t kNowhere = std::string_view::npos;

// Behind the string that begins at `at` with its quotes, or kNowhere if it does not end. Strings of
// one quote on each side end at the end of their line in any case.
std::size_t BehindString(std::string_view text, std::size_t at) {
  const char quote = text[at];
  const std::string three(3, quote);
  const bool long_one = text.substr(at).starts_with(three);
  for (std::size_t i = at + (long_one ? 3 : 1); i < text.size(); ++i) {
    if (quote == '"' && text[i] == '\\') {
      ++i;
    } else if (long_one) {
      if (text.substr(i).starts_with(three)) return i + 3;
    } else if (text[i] == quote || text[i] == '\n') {
      return i + 1;
    }
  }
  return kNowhere;
}

// Where a character that is not ASCII stands outside of strings and comments. TOML has none there,
// and toml++ 3.3 takes one between U+00A1 and U+049A for impossible (its code is undefined then).
std::size_t FindForeignLetter(std::string_view text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  std::size_t i = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  while (i < text.size()) {
    if (static_cast<unsigned char>(text[i]) >= 0x80) return i;
    if (text[i] == '"' || text[i] == '\'') {
      i = BehindString(text, i);
    } else if (text[i] == '#') {
      i = text.find('\n', i);
    } else {
      ++i;
    }
  }
  return kNowhere;
}

}  // namespace

std::optional<Complaint> FindUnsafe(std::string_view text) {
  const auto mistake = [](int line, std::string what) {
    return Complaint{Complaint::Weight::kMistake, line, "file", std::move(what)};
  };
  if (text.size() > kMostSiteBytes) {
    return mistake(0,
                   "the file is larger than 1 MiB; a file for throng has a few hundred lines, so "
                   "this is probably another file");
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
  const std::size_t foreign = FindForeignLetter(text);
  if (foreign == kNowhere) return std::nullopt;
  const auto before =
      std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(foreign), '\n');
  return mistake(static_cast<int>(before) + 1,
                 "this line has a letter outside of quotes that is not a to z; put the name in "
                 "quotes, and see that a quote before it is closed");
}

}  // namespace throng
