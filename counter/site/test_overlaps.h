// Sites whose cameras see the same ground; for tests.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace throng {

// Two cameras look at each other along a platform of 16 m x 5 m. West sees it from x = 2.0 to 12.6,
// east from 8.6 to 18.2. Zone "middle" (25 m2) is seen by both but for 0.6 m at its left end, which
// west sees alone, and 0.4 m at its right end.
inline constexpr std::string_view kPlatform = R"([site]
name = "Platform"
[[camera]]
name = "west"
source = "west.avi"
picture = [640, 480]
field_of_view_deg = 60.0
pose = { height_m = 5.0, tilt_deg = 45.0, at = [0, 3], heading_deg = 90 }
[[camera]]
name = "east"
source = "east.avi"
picture = [640, 480]
field_of_view_deg = 60.0
pose = { height_m = 4.5, tilt_deg = 45.0, at = [20, 3], heading_deg = 270 }
[[zone]]
name = "left"
kind = "walkway"
camera = "west"
metres = [[2.1, 0.5], [8, 0.5], [8, 5.5], [2.1, 5.5]]
[[zone]]
name = "middle"
kind = "walkway"
cameras = ["west", "east"]
metres = [[8, 0.5], [13, 0.5], [13, 5.5], [8, 5.5]]
[[zone]]
name = "right"
kind = "walkway"
camera = "east"
metres = [[13, 0.5], [18, 0.5], [18, 5.5], [13, 5.5]]
)";

// Three cameras side by side look north into a hall of 20 m x 9 m, which is one zone. Far from
// them all three see the same ground, nearer two do, and at their feet one does.
inline constexpr std::string_view kHall = R"([site]
name = "Hall"
[[camera]]
name = "one"
source = "one.avi"
picture = [640, 480]
field_of_view_deg = 70.0
pose = { height_m = 5.0, tilt_deg = 35.0, at = [0, -4], heading_deg = 0 }
[[camera]]
name = "two"
source = "two.avi"
picture = [640, 480]
field_of_view_deg = 70.0
pose = { height_m = 5.5, tilt_deg = 36.0, at = [7, -4], heading_deg = 0 }
[[camera]]
name = "three"
source = "three.avi"
picture = [640, 480]
field_of_view_deg = 70.0
pose = { height_m = 4.5, tilt_deg = 34.0, at = [14, -4], heading_deg = 0 }
[[zone]]
name = "hall"
kind = "walkway"
cameras = ["one", "two", "three"]
metres = [[-3, 0], [17, 0], [17, 9], [-3, 9]]
)";

}  // namespace throng
