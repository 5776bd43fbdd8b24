// Reads the site file (TOML) and reports every mistake with its line and field.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "counter/base/result.h"
#include "counter/site/site.h"

namespace throng {

// One thing the operator should know about his file. `text` says what is wrong and how to mend it.
struct Complaint {
  enum class Weight : std::uint8_t { kMistake, kNote };  // a note does not stop anything
  Weight weight;
  int line;           // 1-based; 0 if the complaint is about the file as a whole
  std::string field;  // for example: zone "west", image[2]
  std::string text;
};

// "FILE:LINE: FIELD: TEXT", as compilers print it.
std::string Format(const Complaint& complaint, std::string_view file);

// The site, or Fault::kSiteMistakes with every mistake in `complaints` (notes are added in either
// case). kNotFound, kNotPermitted if the file cannot be read.
Result<Site> LoadSite(const std::filesystem::path& file, std::vector<Complaint>& complaints);

// The same from text.
Result<Site> ParseSite(std::string_view toml, std::vector<Complaint>& complaints);

}  // namespace throng
