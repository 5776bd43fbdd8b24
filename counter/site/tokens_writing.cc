// Writes parts into the file of tokens, and leaves the rest as its owner wrote it.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <iterator>
#include <utility>

#include "counter/site/tokens.h"
#include "counter/site/wording.h"

namespace throng {
namespace {

std::string HexOf(const TokenDigest& digest) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t byte : digest) text += {kDigits[byte / 16], kDigits[byte % 16]};
  return text;
}

// As a text of TOML.
std::string InQuotes(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

// A part of the file.
std::string Format(const NotedToken& token, std::span<const std::string_view> roles) {
  std::string text = "[[token]]\nname = " + InQuotes(token.name) + "\nrole = \"" +
                     std::string(roles[token.role]) + "\"\nsha256 = \"" + HexOf(token.sha256) +
                     "\"\n";
  if (token.ends) {
    const Instant last = *token.ends + std::chrono::nanoseconds(-1);
    text += "until = " + FormatUtc(last).substr(0, std::string_view("2027-11-26").size()) + "\n";
  }
  return text;
}

bool IsBlank(std::string_view line) {
  return line.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

// Whether a line has no word for the parser.
bool IsRemark(std::string_view line) {
  return IsBlank(line) || line[line.find_first_not_of(" \t")] == '#';
}

bool IsHeader(std::string_view line) {
  const std::size_t first = line.find_first_not_of(" \t");
  return first != std::string_view::npos && line.substr(first).starts_with("[[");
}

// Without the part that holds `digest`, from its header up to the remarks above the next one.
std::string Without(std::string_view text, const std::string& digest) {
  std::vector<std::string_view> lines;
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t length = std::min(rest.find('\n'), rest.size() - 1) + 1;
    lines.push_back(rest.substr(0, length));
    rest.remove_prefix(length);
  }
  const auto holds = std::ranges::find_if(
      lines, [&](std::string_view line) { return line.find(digest) != std::string_view::npos; });
  const auto first = std::find_if(std::make_reverse_iterator(holds), lines.rend(), IsHeader).base();
  auto last = std::find_if(holds, lines.end(), IsHeader);
  while (last != holds && IsRemark(*std::prev(last))) --last;
  while (last != lines.end() && IsBlank(*last)) ++last;
  std::string kept;
  for (auto line = lines.begin(); line != lines.end(); ++line) {
    const bool is_of_it = first != lines.begin() && line >= std::prev(first) && line < last;
    if (!is_of_it) kept += *line;
  }
  return kept;
}

// Behind what is there, with an empty line between them.
std::string WithPart(std::string text, const std::string& part) {
  if (!text.empty()) text += text.ends_with('\n') ? "\n" : "\n\n";
  return text + part;
}

}  // namespace

Result<std::string> WithToken(std::string_view text, const NotedToken& token,
                              std::span<const std::string_view> roles,
                              std::vector<Complaint>& complaints) {
  Result<TokensFile> file = ParseTokens(text, roles, complaints);
  if (!file) return file.error();
  std::string changed(text);
  const auto old = std::ranges::find(file->tokens, token.name, &NotedToken::name);
  if (old != file->tokens.end()) {
    changed = Without(text, HexOf(old->sha256));
    file->tokens.erase(old);
  }
  changed = WithPart(std::move(changed), Format(token, roles));
  file->tokens.push_back(token);
  std::vector<Complaint> ours;  // would be of our own doing
  const Result<TokensFile> read = ParseTokens(changed, roles, ours);
  if (read && *read == *file) return changed;
  AddMistake(complaints, {0, "file"},
             "it is not written as throng cert token does; put a part that starts with [[token]] "
             "for each");
  return Fault::kBadTokens;
}

Result<std::string> WithRefused(std::string_view text, const RefusedCertificate& refused,
                                std::span<const std::string_view> roles,
                                std::vector<Complaint>& complaints) {
  Result<TokensFile> file = ParseTokens(text, roles, complaints);
  if (!file) return file.error();
  std::string changed(text);
  if (std::ranges::count(file->refused, refused.serial, &RefusedCertificate::serial) > 0) {
    return changed;
  }
  std::string part = "[[refused]]\nserial = \"" + refused.serial + "\"\n";
  if (!refused.note.empty()) part += "note = " + InQuotes(refused.note) + "\n";
  changed = WithPart(std::move(changed), part);
  file->refused.push_back(refused);
  std::vector<Complaint> ours;  // would be of our own doing
  const Result<TokensFile> read = ParseTokens(changed, roles, ours);
  if (read && *read == *file) return changed;
  AddMistake(complaints, {0, "file"},
             "nothing can be added at its end; put a part that starts with [[refused]] for each");
  return Fault::kBadTokens;
}

}  // namespace throng
