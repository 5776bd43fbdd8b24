// The sign for the wall: what people are told who are counted, out of the site file.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "counter/site/language.h"
#include "counter/site/profile.h"
#include "counter/site/site.h"

namespace throng {

// One sign: for all cameras that tell people the same.
struct Sign {
  std::string site;
  std::vector<std::string> cameras;  // at least one
  std::vector<std::string> zones;    // that they count in; at least one
  SiteProfile profile;
  Notice notice;
};

// A part of a sign. Without a text it is a blank, for somebody to fill in.
struct SignPart {
  std::string label;
  std::optional<std::string> text;
};

// Of all cameras that count, or of `camera` alone, in the order of the site file. Empty if there is
// no such camera, or none that counts.
std::vector<Sign> SignsOf(const Site& site, const std::optional<std::string>& camera);

// What a sign leaves blank, as keys of the site file: "purpose", "legal_basis".
std::vector<std::string_view> BlanksOf(const Sign& sign);

// In the order in which people should read them.
std::vector<SignPart> PartsOf(const Sign& sign, Language language);

// Plain text, 76 columns wide.
std::string SignsAsText(std::span<const Sign> signs, Language language);

// A page that needs nothing else, with an A4 sheet for each sign.
std::string SignsAsHtml(std::span<const Sign> signs, Language language);

// One object, with a list of signs. It follows the order of DTPR's chain (who, why, what, how,
// where, for how long), in words of its own; blanks are null.
std::string SignsAsJson(std::span<const Sign> signs, Language language);

}  // namespace throng
