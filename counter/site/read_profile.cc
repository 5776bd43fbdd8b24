// Reads profile, legal basis and notices, and complains about them.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/read_profile.h"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "counter/site/wording.h"

namespace throng {
namespace {

constexpr std::size_t kMostTextBytes = 300;
constexpr std::string_view kReference = "reference = \"Prefectoral order 2026-117\"";
constexpr std::string_view kAuthority = "authority = \"Prefecture of Exampleshire\"";
constexpr std::string_view kExpires = "expires = 2027-06-30";

// For a sign: one line of text, which no terminal or page takes for more than that.
std::optional<std::string> FaultOfText(std::string_view text) {
  if (text.find_first_not_of(' ') == std::string_view::npos) {
    return "this is empty; write what people should read, or delete the line";
  }
  if (text.size() > kMostTextBytes) {
    return "this is longer than 300 bytes; a sign has little room, so shorten it";
  }
  if (HasControlCharacter(text)) {
    return "this has an invisible control character or a line break; type it anew, in one line";
  }
  return std::nullopt;
}

std::optional<std::string> FitText(const Section& section, std::string_view key,
                                   std::string_view example) {
  std::optional<Written<std::string>> text = section.Text(key, example);
  if (!text) return std::nullopt;
  const std::optional<std::string> fault = FaultOfText(text->value);
  if (fault) section.Refuse(*section.Find(key), key, *fault);
  return fault ? std::nullopt : std::optional(std::move(text->value));
}

std::optional<std::chrono::sys_days> ReadExpiry(const Section& basis) {
  const toml::node* node = basis.Need("expires", kExpires);
  if (node == nullptr) return std::nullopt;
  const auto* const date = node->as_date();
  if (date != nullptr && (*date)->year >= 2000 && (*date)->year < 2200) {
    const std::chrono::year_month_day day(std::chrono::year((*date)->year),
                                          std::chrono::month((*date)->month),
                                          std::chrono::day((*date)->day));
    if (day.ok()) return std::chrono::sys_days(day);
  }
  basis.Refuse(*node, "expires",
               "this must be the last day on which it holds, from 2000 to 2199, without quotes and "
               "without a time, like: " +
                   std::string(kExpires));
  return std::nullopt;
}

std::optional<LegalBasis> ReadBasis(const toml::node& node, std::vector<Complaint>& complaints) {
  const Place place{LineOf(node), "legal_basis"};
  if (!node.is_table()) {
    AddMistake(complaints, place, "write [legal_basis], with single brackets, above its lines");
    return std::nullopt;
  }
  const Section basis(*node.as_table(), place, complaints);
  basis.RefuseUnknownKeys({"reference", "authority", "expires"});
  std::optional<std::string> reference = FitText(basis, "reference", kReference);
  std::optional<std::string> authority = FitText(basis, "authority", kAuthority);
  const std::optional<std::chrono::sys_days> expires = ReadExpiry(basis);
  if (!reference || !authority || !expires) return std::nullopt;
  return LegalBasis{*std::move(reference), *std::move(authority), *expires};
}

// With a mistake for any other word.
Profile ReadKind(const Section& site, const toml::node& node) {
  const std::optional<std::string> word = node.value_exact<std::string>();
  for (const Profile profile : {Profile::kStatistics, Profile::kLive}) {
    if (word == NameOf(profile)) return profile;
  }
  site.Refuse(node, "profile",
              "this must be \"statistics\" (counts per quarter of an hour, no alarms) or \"live\" "
              "(a count per tick, alarms; it needs a legal basis)");
  return Profile::kStatistics;
}

}  // namespace

SiteProfile ReadProfile(const toml::table& file, std::vector<Complaint>& complaints) {
  SiteProfile profile;
  const toml::node* const written = file.get("legal_basis");
  if (written != nullptr) profile.legal_basis = ReadBasis(*written, complaints);
  const toml::table* const table = file["site"].as_table();
  const toml::node* const kind = table == nullptr ? nullptr : table->get("profile");
  if (kind == nullptr) return profile;
  const Section site(*table, {LineOf(*table), "site"}, complaints);
  profile.kind = ReadKind(site, *kind);
  if (profile.kind == Profile::kLive && written == nullptr) {
    site.Refuse(*kind, "profile",
                "a live site needs its legal basis; add the lines: [legal_basis], " +
                    std::string(kReference) + ", " + std::string(kAuthority) + ", " +
                    std::string(kExpires) +
                    "; or delete this line, for counts per quarter of an "
                    "hour");
  }
  return profile;
}

Notice ReadNotice(const Section& section) {
  Notice notice;
  for (const NoticeLine& line : kNoticeLines) {
    if (section.Find(line.key) == nullptr) continue;  // then the sign has a blank
    notice.*line.text = FitText(section, line.key, line.example);
  }
  const std::string_view url = notice.notice_url ? *notice.notice_url : std::string_view();
  const bool is_web = url.starts_with("https://") || url.starts_with("http://");
  if (notice.notice_url && (!is_web || url.find_first_of(" \"'<>\\") != std::string_view::npos)) {
    section.Refuse(*section.Find("notice_url"), "notice_url",
                   "this must be an address that begins with https://, without spaces or quotes");
  }
  return notice;
}

Notice ReadCommonNotice(const toml::table& file, std::vector<Complaint>& complaints) {
  const toml::node* const node = file.get("notice");
  if (node == nullptr) return {};
  const Place place{LineOf(*node), "notice"};
  if (!node->is_table()) {
    AddMistake(complaints, place, "write [notice], with single brackets, above its lines");
    return {};
  }
  const Section notice(*node->as_table(), place, complaints);
  notice.RefuseUnknownKeys({"purpose", "controller", "contact", "notice_url"});
  return ReadNotice(notice);
}

}  // namespace throng
