// Sites whose cameras see the same ground; for tests.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace throng {

// Two cameras look at each other along a platform of 18 m x 5 m. West's picture shows all of a
// person from x = 3.1 to 16.09, east's from 10.35 to 21.2. Zone "middle" (42.5 m2) is seen by both
// but for 1.35 m at its left end, which west sees alone, and 1.41 m at its right end.
inline constexpr std::string_view kPlatform = R"([site]
name = "Platform"
[[camera]]
name = "west"
source = "west.avi"
picture = [640, 480]
field_of_view_deg = 60.0
pose = { height_m = 5.0, tilt_deg = 35.0, at = [0, 3], heading_deg = 90 }
[[camera]]
name = "east"
source = "east.avi"
picture = [640, 480]
field_of_view_deg = 60.0
pose = { height_m = 4.5, tilt_deg = 35.0, at = [24, 3], heading_deg = 270 }
[[zone]]
name = "left"
kind = "walkway"
camera = "west"
metres = [[3.2, 0.5], [9, 0.5], [9, 5.5], [3.2, 5.5]]
[[zone]]
name = "middle"
kind = "walkway"
cameras = ["west", "east"]
metres = [[9, 0.5], [17.5, 0.5], [17.5, 5.5], [9, 5.5]]
[[zone]]
name = "right"
kind = "walkway"
camera = "east"
metres = [[17.5, 0.5], [21, 0.5], [21, 5.5], [17.5, 5.5]]
)";

// Three cameras side by side look north into a hall of 18 m x 9 m, which is one zone. Far from
// them all three see the same ground, nearer two do, and at their feet one does.
inline constexpr std::string_view kHall = R"([site]
name = "Hall"
[[camera]]
name = "one"
source = "one.avi"
picture = [640, 480]
field_of_view_deg = 70.0
pose = { height_m = 5.0, tilt_deg = 35.0, at = [1, -4], heading_deg = 0 }
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
pose = { height_m = 4.5, tilt_deg = 34.0, at = [13, -4], heading_deg = 0 }
[[zone]]
name = "hall"
kind = "walkway"
cameras = ["one", "two", "three"]
metres = [[-2, 0], [16, 0], [16, 9], [-2, 9]]
)";

}  // namespace throng
