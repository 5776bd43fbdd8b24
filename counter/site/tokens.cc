// Reads the parts of the file of tokens.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/tokens.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <map>

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

  TokensFile Read(const toml::table& file) {
    Section(file, {0, "file"}, complaints_).RefuseUnknownKeys({"token", "refused"});
    TokensFile read;
    if (file.get("token") != nullptr) {
      ReadPlaces(file, "token", complaints_,
                 [&](const Section& token) { read.tokens.push_back(ReadOne(token)); });
    }
    if (file.get("refused") != nullptr) {
      ReadPlaces(file, "refused", complaints_,
                 [&](const Section& refused) { read.refused.push_back(ReadRefused(refused)); });
    }
    return read;
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

  RefusedCertificate ReadRefused(const Section& refused) {
    refused.RefuseUnknownKeys({"serial", "note"});
    return {.serial = ReadSerial(refused), .note = ReadNote(refused)};
  }

  std::string ReadSerial(const Section& refused) {
    const auto text = refused.Text("serial", "serial = \"...\", as throng cert show tells it");
    if (!text) return {};
    const std::optional<std::string> serial = SerialFrom(text->value);
    if (!serial) {
      AddMistake(complaints_, text->place,
                 "this must be a certificate's serial number, as throng cert show tells it: up to "
                 "40 of 0-9 and a-f");
      return {};
    }
    const auto [other, is_new] = line_of_serial_.emplace(*serial, text->place.line);
    if (!is_new) {
      AddMistake(complaints_, text->place,
                 "it is refused in line " + std::to_string(other->second) + " already");
    }
    return *serial;
  }

  std::string ReadNote(const Section& refused) {
    if (refused.Find("note") == nullptr) return {};
    const auto note = refused.Text("note", "note = \"edge of North Station, stolen\"");
    if (!note) return {};
    if (const std::optional<std::string> fault = FaultOfName(note->value)) {
      AddMistake(complaints_, note->place, *fault);
    }
    return note->value;
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
  std::map<std::string, int> line_of_serial_;
};

}  // namespace

std::optional<std::string> SerialFrom(std::string_view text) {
  constexpr std::size_t kMostDigits = 40;
  std::string serial;
  for (const char c : text) {
    if (c == ':') continue;
    const char digit = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
    if (kHex.find(digit) == std::string_view::npos) return std::nullopt;
    if (digit != '0' || !serial.empty()) serial += digit;
  }
  if (serial.empty() || serial.size() > kMostDigits) return std::nullopt;
  return serial;
}

Result<TokensFile> LoadTokens(const std::filesystem::path& file,
                              std::span<const std::string_view> roles,
                              std::vector<Complaint>& complaints) {
  const Result<std::string> text = ReadPrivate(file, Fault::kTokensAreOpen);
  if (!text) return text.error();
  return ParseTokens(*text, roles, complaints);
}

Result<TokensFile> ParseTokens(std::string_view text, std::span<const std::string_view> roles,
                               std::vector<Complaint>& complaints) {
  std::vector<Complaint> found;
  TokensFile read;
  if (const std::optional<toml::table> file = ParsePrivate(text, found)) {
    read = FileOfTokens(roles, found).Read(*file);
  }
  std::ranges::stable_sort(found, {}, &Complaint::line);
  complaints.insert(complaints.end(), found.begin(), found.end());
  if (!found.empty()) return Fault::kBadTokens;
  return read;
}

}  // namespace throng
