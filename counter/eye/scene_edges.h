// Which way edges run in each part of the picture, and whether the camera moved by that.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>

#include "counter/base/time.h"
#include "counter/eye/frame.h"

namespace throng {

// Three numbers for each of 16 x 12 parts of a picture: the direction of its edges as a vector of
// the doubled angle, no longer than 1 (as long as they agree), and the logarithm of their strength.
// No brightness and no place within a part: too little to show anything.
class SceneEdges {
 public:
  static constexpr int kColumns = 16;
  static constexpr int kRows = 12;

  // Nowhere any edges.
  SceneEdges() = default;
  explicit SceneEdges(const Frame& frame);

  // Comes nearer to `other` by `share` of the way.
  void Approach(const SceneEdges& other, float share);

  // How well the places with clear edges agree, about 0 (another scene) to 1 (the same): the mean
  // of how well directions agree, beyond chance, and of how well strengths do.
  double Fit(const SceneEdges& other) const;

 private:
  struct Part {
    float along = 0;  // the vector
    float across = 0;
    float strength = 0;
  };
  std::array<Part, std::size_t{kColumns} * kRows> parts_;
};

// Holds the fixed scene as an average over minutes, and the latest as one over seconds, in which
// who passes by counts little.
class SceneMemory {
 public:
  // Whether the newest frames fit the fixed scene no more. `at` as Frame::at().
  bool HasMoved(const Frame& frame);

 private:
  SceneEdges fixed_;
  SceneEdges latest_;
  Duration last_{0};
  int looks_ = 0;
  int misfits_ = 0;  // in a row
  Duration misfits_since_{0};
};

}  // namespace throng
