// A body's measures, and where its joints are in a posture.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "counter/drawn/figure.h"
#include "counter/drawn/manner.h"
#include "counter/drawn/random.h"
#include "counter/drawn/shape.h"

namespace throng {

struct Build {
  float height_m;
  float girth;   // 1 is average
  float head_m;  // radius of the skull
  float hip_m;   // above ground, standing
  float shoulder_m;
  float head_middle_m;
  float half_shoulders_m;
  bool child;
};

Build MakeBuild(Random& random, const Fashion& fashion);

// Where hips, knees and so on are; left is +y.
struct Joints {
  Place hip;
  Place chest;
  Place neck;
  Place head;
  Place head_up;  // 1 long
  std::array<Place, 2> knee;
  std::array<Place, 2> foot;
  std::array<Place, 2> shoulder;
  std::array<Place, 2> elbow;
  std::array<Place, 2> hand;
};

// Stands at the site's origin and looks along x; `swing` as of MakeFigure.
Joints PlaceJoints(Random& random, Posture posture, const Build& build, float swing,
                   const Manner& manner);

}  // namespace throng
