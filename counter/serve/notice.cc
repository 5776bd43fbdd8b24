// Signs out of a site, as parts to read, as text and as JSON.
// SPDX-License-Identifier: Apache-2.0
#include "counter/serve/notice.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>

#include "counter/serve/notice_words.h"

namespace throng {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kColumns = 76;

bool TellTheSame(const Notice& a, const Notice& b) {
  return std::ranges::all_of(kNoticeLines,
                             [&](const NoticeLine& line) { return a.*line.text == b.*line.text; });
}

void AddZonesOf(const Site& site, CameraIndex camera, std::vector<std::string>& zones) {
  for (const ViewPlace& view : ViewsOf(site, camera)) {
    const Zone& counted = site.zones[site.patches[view.patch].zone.value()];
    if (counted.fullest_of) continue;  // the same area again
    const std::string& zone = counted.name;
    if (std::ranges::find(zones, zone) == zones.end()) zones.push_back(zone);
  }
}

// "30 June 2027"
std::string DayIn(const NoticeWords& words, std::chrono::sys_days day) {
  const std::chrono::year_month_day date(day);
  return fmt::format(fmt::runtime(words.date), unsigned{date.day()},
                     words.months.at(unsigned{date.month()} - 1), int{date.year()});
}

std::optional<std::string> BasisOf(const Sign& sign, const NoticeWords& words) {
  const std::optional<LegalBasis>& basis = sign.profile.legal_basis;
  if (!basis) return std::nullopt;
  std::string text = fmt::format(fmt::runtime(words.until), basis->reference, basis->authority,
                                 DayIn(words, basis->expires));
  if (sign.profile.kind == Profile::kLive) text += " " + std::string(words.stops);
  return text;
}

// Places for the eye, not for the machine: what continues in UTF-8 takes no column.
std::size_t ColumnsOf(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

// In lines of kColumns where its words allow it, each after two spaces.
std::string Wrapped(std::string_view text) {
  std::string all = " ";
  std::size_t column = 1;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    if (column + 1 + ColumnsOf(word) > kColumns && column > 1) {
      all += "\n ";
      column = 1;
    }
    all += " " + std::string(word);
    column += 1 + ColumnsOf(word);
  }
  return all + "\n";
}

std::string AsText(const Sign& sign, Language language) {
  const NoticeWords& words = WordsOf(language);
  std::string text = fmt::format("{}\n{}\n{}\n", words.title, words.motto, sign.site);
  for (const SignPart& part : PartsOf(sign, language)) {
    const std::string blank = fmt::format("____________________ ({})", words.to_fill_in);
    text += "\n" + part.label + "\n" + Wrapped(part.text.value_or(blank));
  }
  return text + "\n" + fmt::format(fmt::runtime(words.cameras), fmt::join(sign.cameras, ", ")) +
         "\n";
}

Json OrNull(const std::optional<std::string>& text) { return text ? Json(*text) : Json(nullptr); }

Json AsJson(const Sign& sign, Language language) {
  const NoticeWords& words = WordsOf(language);
  Json basis = nullptr;
  if (const auto& written = sign.profile.legal_basis) {
    basis = {{"reference", written->reference},
             {"authority", written->authority},
             {"last_day", FormatDay(written->expires)}};
  }
  const bool is_live = sign.profile.kind == Profile::kLive;
  return {{"place", sign.site},
          {"areas", sign.zones},
          {"cameras", sign.cameras},
          {"accountable", OrNull(sign.notice.controller)},
          {"purpose", OrNull(sign.notice.purpose)},
          {"legal_basis", basis},
          {"technology", words.technology},
          {"data_type", words.data},
          {"profile", NameOf(sign.profile.kind)},
          {"how_often", is_live ? words.per_tick : words.per_window},
          {"processing", words.processing},
          {"never", words.not_done},
          {"access", words.access},
          {"storage", words.storage},
          {"retention", {{"pictures", words.forgotten}, {"numbers", words.kept}}},
          {"contact", OrNull(sign.notice.contact)},
          {"rights", words.authority},
          {"more", OrNull(sign.notice.notice_url)},
          {"verification", words.how}};
}

}  // namespace

std::vector<Sign> SignsOf(const Site& site, const std::optional<std::string>& camera) {
  std::vector<Sign> signs;
  for (std::size_t i = 0; i < site.cameras.size(); ++i) {
    const SiteCamera& one = site.cameras[i];
    const CameraIndex index(static_cast<std::uint16_t>(i));
    if ((camera && one.name != *camera) || ViewsOf(site, index).empty()) continue;
    auto sign = std::ranges::find_if(
        signs, [&](const Sign& other) { return TellTheSame(other.notice, one.notice); });
    if (sign == signs.end()) {
      signs.push_back({.site = site.name,
                       .cameras = {},
                       .zones = {},
                       .profile = site.profile,
                       .notice = one.notice});
      sign = signs.end() - 1;
    }
    sign->cameras.push_back(one.name);
    AddZonesOf(site, index, sign->zones);
  }
  return signs;
}

std::vector<std::string_view> BlanksOf(const Sign& sign) {
  std::vector<std::string_view> blanks;
  for (const NoticeLine& line : MissingIn(sign.notice)) blanks.push_back(line.key);
  if (!sign.profile.legal_basis) blanks.emplace_back("legal_basis");
  return blanks;
}

std::vector<SignPart> PartsOf(const Sign& sign, Language language) {
  const NoticeWords& words = WordsOf(language);
  const bool is_live = sign.profile.kind == Profile::kLive;
  const auto part = [](std::string_view label, std::optional<std::string> text) {
    return SignPart{.label = std::string(label), .text = std::move(text)};
  };
  std::optional<std::string> questions = sign.notice.contact;
  if (questions) {
    *questions += (questions->ends_with('.') ? " " : ". ") + std::string(words.authority);
  }
  return {part(words.counted, fmt::format(fmt::runtime(words.zones), fmt::join(sign.zones, ", ")) +
                                  " " + std::string(is_live ? words.per_tick : words.per_window)),
          part(words.never, std::string(words.not_done)),
          part(words.picture, std::string(words.forgotten)),
          part(words.numbers, std::string(words.kept)),
          part(words.purpose, sign.notice.purpose),
          part(words.responsible, sign.notice.controller),
          part(words.basis, BasisOf(sign, words)),
          part(words.questions, questions),
          part(words.more, sign.notice.notice_url),
          part(words.check, std::string(words.how))};
}

std::string SignsAsText(std::span<const Sign> signs, Language language) {
  std::string all;
  for (const Sign& sign : signs) {
    if (!all.empty()) all += "\n" + std::string(kColumns, '-') + "\n\n";
    all += AsText(sign, language);
  }
  return all;
}

std::string SignsAsJson(std::span<const Sign> signs, Language language) {
  Json list = Json::array();
  for (const Sign& sign : signs) list.push_back(AsJson(sign, language));
  const Json all = {{"format", "dtpr-style"},
                    {"format_note",
                     "in the order of the data chain of DTPR (dtpr.io), in words of throng's own; "
                     "not an official schema"},
                    {"language", WordsOf(language).code},
                    {"signs", list}};
  return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace throng
