// Density to Fruin's level of service, by what people do in the zone.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "counter/base/units.h"
#include "counter/site/site.h"

namespace throng {

// A: free. F: jammed; dangerous in a queue.
enum class LevelOfService : char { kA = 'A', kB = 'B', kC = 'C', kD = 'D', kE = 'E', kF = 'F' };

// J. J. Fruin, Pedestrian Planning and Design, 1971, ch. 4. His ranges share their end points; here
// the end point belongs to the worse level.
LevelOfService LevelOf(ZoneKind kind, PersonsPerM2 density);

}  // namespace throng
