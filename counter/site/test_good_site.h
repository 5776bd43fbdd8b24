// A small site file without a mistake, to be spoiled by tests one word at a time.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "counter/site/load.h"

namespace throng {

// Camera "hall": 9 m high, straight down, 900 px of focal length: 100 px are 1 m; its picture's
// middle is (0, 0), x to the right and y up. "yard": 6 m high, tilted by 30 degrees, looks north.
// "door": 5 m high, tilted by 45 degrees.
inline constexpr std::string_view kGoodSite = R"([site]
name = "Station"

[[camera]]
name = "hall"
source = "hall.avi"
picture = [1280, 720]
pose = { height_m = 9.0, tilt_deg = 90.0 }
field_of_view_deg = 70.83

[[camera]]
name = "yard"
source = "yard.avi"
picture = [1280, 720]
ground_marks = [
  { image = [420.4, 601.2], metres = [-2, 6] },
  { image = [859.6, 601.2], metres = [2, 6] },
  { image = [505.6, 306.0], metres = [-2, 12] },
  { image = [774.4, 306.0], metres = [2, 12] },
  { image = [301.1, 175.8], metres = [-7, 18] },
  { image = [978.9, 175.8], metres = [7, 18] },
]

[[camera]]
name = "door"
source = "door.avi"
picture = [1280, 720]
height_marks = [
  { foot = [640.0, 460.0], head = [640.0, 273.7] },
  { foot = [427.9, 210.0], head = [392.8, 36.7], metres = 1.70 },
]
field_of_view_deg = 70.83

[[zone]]
name = "west"
kind = "queue"
camera = "hall"
image = [[140, 160], [640, 160], [640, 560], [140, 560]]
capacity = 12

[[zone]]
name = "east"
kind = "walkway"
camera = "hall"
metres = [[0, -2], [5, -2], [5, 2], [0, 2]]

[[zone]]
name = "yard"
kind = "stair"
camera = "yard"
metres = [[-2, 6], [2, 6], [2, 12], [-2, 12]]

[[zone]]
name = "door"
kind = "walkway"
camera = "door"
image = [[300, 400], [980, 400], [980, 700], [300, 700]]
)";

// `kGoodSite` with the only occurrence of `from` replaced by `to`.
inline std::string Spoilt(std::string_view from, std::string_view to) {
  std::string text(kGoodSite);
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  EXPECT_EQ(text.find(from, at + 1), std::string::npos) << from;
  if (at != std::string::npos) text.replace(at, from.size(), to);
  return text;
}

inline std::string AllOf(const std::vector<Complaint>& complaints) {
  std::string all;
  for (const Complaint& complaint : complaints) all += Format(complaint, "site.toml") + "\n";
  return all;
}

}  // namespace throng
