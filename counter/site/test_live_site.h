// Makes a site file of a test one that may be counted per tick.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace throng {

// `site` begins with [site] and a line break. A line is added below it, the legal basis at the end.
inline std::string Live(std::string_view site, std::string_view expires = "2199-12-31") {
  std::string text(site);
  text.insert(text.find('\n') + 1, "profile = \"live\"\n");
  return text +
         "\n[legal_basis]\nreference = \"test of the program\"\nauthority = \"its authors\"\n"
         "expires = " +
         std::string(expires) + "\n";
}

}  // namespace throng
