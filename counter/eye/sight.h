// How well frames show anything: each by itself, and beside a few numbers of those before.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "counter/base/time.h"
#include "counter/door/brief.h"
#include "counter/door/tally.h"
#include "counter/eye/frame.h"
#include "counter/eye/picture_quality.h"
#include "counter/eye/scene_edges.h"

namespace throng {

// `reason` is kNone exactly if `sight` is Seeing.
struct Seen {
  Sight sight = Sight::kSeeing;
  SightReason reason = SightReason::kNone;
  friend bool operator==(const Seen&, const Seen&) = default;
};

// The worse of both.
Seen WorseOf(const Seen& a, const Seen& b);

// The size of what must be sharp in a picture, in pixels: a ninth of a person's height in the
// middle of the brief's patches, each counted once; from 2 to a twelfth of the picture's height.
int DetailPx(const Brief& brief);

// Of one frame by itself. Dark: nearly all of it is black; over-exposed: much of it is white;
// covered: of one brightness, or hardly a shape in it; noise: hardly anything else; blurred: people
// are too. Each is Dim where something is left, Blind where nothing is. Pure.
Seen SightOf(const PictureQuality& quality);

// In the order of the frames. Beside SightOf, frozen: the same picture for kFrozenFor and three
// looks, Blind; moved: the fixed scene is another (scene_edges.h), Dim. Keeps no picture.
class SightJudge {
 public:
  static constexpr Duration kFrozenFor = std::chrono::seconds(2);

  // What the brief says was frozen is so until the picture changes.
  explicit SightJudge(const Brief& brief);

  Seen Judge(const Frame& frame);

 private:
  bool IsFrozen(const Frame& frame, std::uint64_t checksum);

  int detail_px_;
  bool was_frozen_;
  std::uint64_t checksum_ = 0;  // of the newest picture
  Duration since_{0};           // when it was first seen
  int same_ = 0;                // looks at it
  SceneMemory scene_;
};

}  // namespace throng
