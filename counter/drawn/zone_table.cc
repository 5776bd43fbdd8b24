// Joins names and numbers with commas.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/zone_table.h"

namespace throng {
namespace {

std::string Quoted(const std::string& name) {
  if (name.find_first_of(",\"") == std::string::npos) return name;
  std::string quoted = "\"";
  for (const char letter : name)
    quoted += letter == '"' ? std::string("\"\"") : std::string(1, letter);
  return quoted + "\"";
}

}  // namespace

std::string ZoneTableHeader(const Site& site, std::span<const ZoneIndex> zones) {
  std::string line = "frame";
  for (const ZoneIndex zone : zones) line += "," + Quoted(site.zones[zone.value()].name);
  return line + "\n";
}

std::string ZoneTableRow(std::uint64_t picture, std::span<const int> persons) {
  std::string line = std::to_string(picture);
  for (const int count : persons) line += "," + std::to_string(count);
  return line + "\n";
}

}  // namespace throng
