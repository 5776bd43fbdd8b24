// Reads the site file (TOML), reports every mistake with its line and field, and adds moments.
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

// Adds `moment` at the end of a site file that has no mistake and a camera of that name; the rest
// of the file stays as it was written. It has the moment or is untouched, whatever happens
// meanwhile. Faults: kNotFound, kNotPermitted, kDiskFull, kSiteMistakes if it has become too long.
Status AppendMoment(const std::filesystem::path& file, std::string_view camera,
                    const Moment& moment);

}  // namespace throng
