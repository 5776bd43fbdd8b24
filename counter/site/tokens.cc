// Reads and writes the parts of the file of tokens.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/tokens.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <map>
#include <utility>

#include "counter/site/private_file.h"
#include "counter/site/section.h"
#include "counter/site/wording.h"

namespace throng {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";
constexpr int kFirstYear = 1970;
constexpr int kLastYear = 2261;  // that an Instant knows

std::optional<TokenDigest> DigestFrom(std::string_view text) {
  TokenDigest digest{};
  if (text.size() != 2 * digest.size()) return std::nullopt;
  for (std::size_t i = 0; i < digest.size(); ++i) {
    const std::size_t high = kHex.find(text[2 * i]);
    const std::size_t low = kHex.find(text[2 * i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
    digest[i] = static_cast<std::uint8_t>(high * 16 + low);
  }
  return digest;
}

// When the day after `day` begins.
std::optional<Instant> EndOf(const toml::date& day) {
  const std::chrono::year_month_day written(
      std::chrono::year(day.year), std::chrono::month(day.month), std::chrono::day(day.day));
  if (!written.ok() || day.year < kFirstYear || day.year > kLastYear) return std::nullopt;
  const std::chrono::sys_days next = std::chrono::sys_days(written) + std::chrono::days(1);
  return Instant(std::chrono::duration_cast<Duration>(next.time_since_epoch()).count());
}

class FileOfTokens {
 public:
  FileOfTokens(std::span<const std::string_view> roles, std::vector<Complaint>& complaints)
      : roles_(roles), complaints_(complaints) {}

  std::vector<NotedToken> Read(const toml::table& file) {
    Section(file, {0, "file"}, complaints_).RefuseUnknownKeys({"token"});
    if (file.get("token") == nullptr) return {};
    std::vector<NotedToken> tokens;
    ReadPlaces(file, "token", complaints_,
               [&](const Section& token) { tokens.push_back(ReadOne(token)); });
    return tokens;
  }

 private:
  // What has a mistake is read as if it were empty: the file is refused anyway.
  NotedToken ReadOne(const Section& token) {
    token.RefuseUnknownKeys({"name", "role", "sha256", "until"});
    return {.name = ReadName(token),
            .role = ReadRole(token),
            .sha256 = ReadDigest(token),
            .ends = ReadEnd(token)};
  }

  std::string ReadName(const Section& token) {
    const auto name = token.Text("name", "name = \"wall screen\"");
    if (!name) return {};
    if (const std::optional<std::string> fault = FaultOfName(name->value)) {
      AddMistake(complaints_, name->place, *fault);
    }
    const auto [other, is_new] = line_of_name_.emplace(name->value, name->place.line);
    if (!is_new) {
      AddMistake(complaints_, name->place,
                 "the token of line " + std::to_string(other->second) +
                     " has this name too; give each its own");
    }
    return name->value;
  }

  std::size_t ReadRole(const Section& token) {
    const auto role = token.Text("role", "role = \"viewer\"");
    if (!role) return 0;
    const auto found = std::ranges::find(roles_, role->value);
    if (found == roles_.end()) {
      AddMistake(complaints_, role->place, "this must be one of: " + QuoteAll(roles_));
      return 0;
    }
    return static_cast<std::size_t>(found - roles_.begin());
  }

  TokenDigest ReadDigest(const Section& token) {
    const auto text = token.Text("sha256", "sha256 = \"...\", as throng cert token writes it");
    const std::optional<TokenDigest> digest = text ? DigestFrom(text->value) : std::nullopt;
    if (text && !digest) {
      AddMistake(complaints_, text->place,
                 "this must be 64 of 0-9 and a-f, as throng cert token writes them; the token "
                 "itself does not belong here");
    }
    return digest.value_or(TokenDigest{});
  }

  static std::optional<Instant> ReadEnd(const Section& token) {
    const toml::node* const until = token.Find("until");
    if (until == nullptr) return std::nullopt;
    const auto* const day = until->as_date();
    const std::optional<Instant> end = day != nullptr ? EndOf(day->get()) : std::nullopt;
    if (!end) token.Refuse(*until, "until", "write a day without quotes: until = 2027-11-26");
    return end;
  }

  std::span<const std::string_view> roles_;
  std::vector<Complaint>& complaints_;
  std::map<std::string, int> line_of_name_;
};

std::string HexOf(const TokenDigest& digest) {
  std::string text;
  for (const std::uint8_t byte : digest) text += {kHex[byte / 16], kHex[byte % 16]};
  return text;
}

// A part of the file.
std::string Format(const NotedToken& token, std::span<const std::string_view> roles) {
  std::string text = "[[token]]\nname = \"";
  for (const char c : token.name) {
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  text += "\"\nrole = \"" + std::string(roles[token.role]) + "\"\nsha256 = \"" +
          HexOf(token.sha256) + "\"\n";
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

}  // namespace

Result<std::vector<NotedToken>> LoadTokens(const std::filesystem::path& file,
                                           std::span<const std::string_view> roles,
                                           std::vector<Complaint>& complaints) {
  const Result<std::string> text = ReadPrivate(file, Fault::kTokensAreOpen);
  if (!text) return text.error();
  return ParseTokens(*text, roles, complaints);
}

Result<std::vector<NotedToken>> ParseTokens(std::string_view text,
                                            std::span<const std::string_view> roles,
                                            std::vector<Complaint>& complaints) {
  std::vector<Complaint> found;
  std::vector<NotedToken> tokens;
  if (const std::optional<toml::table> file = ParsePrivate(text, found)) {
    tokens = FileOfTokens(roles, found).Read(*file);
  }
  std::ranges::stable_sort(found, {}, &Complaint::line);
  complaints.insert(complaints.end(), found.begin(), found.end());
  if (!found.empty()) return Fault::kBadTokens;
  return tokens;
}

Result<std::string> WithToken(std::string_view text, const NotedToken& token,
                              std::span<const std::string_view> roles,
                              std::vector<Complaint>& complaints) {
  Result<std::vector<NotedToken>> tokens = ParseTokens(text, roles, complaints);
  if (!tokens) return tokens.error();
  std::string changed(text);
  const auto old = std::ranges::find(*tokens, token.name, &NotedToken::name);
  if (old != tokens->end()) {
    changed = Without(text, HexOf(old->sha256));
    tokens->erase(old);
  }
  if (!changed.empty()) changed += changed.ends_with('\n') ? "\n" : "\n\n";
  changed += Format(token, roles);
  tokens->push_back(token);
  std::vector<Complaint> ours;  // would be of our own doing
  const Result<std::vector<NotedToken>> read = ParseTokens(changed, roles, ours);
  if (read && *read == *tokens) return changed;
  AddMistake(complaints, {0, "file"},
             "it is not written as throng cert token does; put a part that starts with [[token]] "
             "for each");
  return Fault::kBadTokens;
}

}  // namespace throng
