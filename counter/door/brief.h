// What an eye is told before it looks: its camera, steps, pace, and the outlines of its patches.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <type_traits>
#include <vector>

#include "counter/base/result.h"
#include "counter/base/time.h"
#include "counter/door/tally.h"
#include "counter/site/address.h"
#include "counter/site/camera.h"
#include "counter/site/geometry.h"

namespace throng {

// As fast as the processor allows, or at the speed of the recording.
enum class Pace : std::uint8_t { kFast = 1, kRealTime = 2 };

// Which estimator looks at the frames; kOnnx is a file that the user brings.
enum class Model : std::uint8_t { kHog = 1, kNet = 2, kOnnx = 3 };

// When the eye looks: at the first picture and then after each `every`, or each `pictures`
// pictures. Exactly one of the two is above zero.
struct Steps {
  Duration every{0};
  std::uint32_t pictures = 0;
};

// All that an eye knows of the site. Polygons have 3..kMostCorners corners, at most one per patch
// of a tally, in the tally's order.
struct Brief {
  static constexpr std::size_t kMostCorners = 64;

  CameraPose camera;  // Camera::Make takes it
  Steps steps;
  std::uint64_t first_step = 0;  // > 0 after a restart: the steps before it are already told
  Duration first_due{0};  // kRealTime: how long after its start that step is due, a day at most
  Pace pace = Pace::kFast;
  // The video is a live camera, or a connection to one, that speaks this; then kRealTime, and by
  // time.
  std::optional<CameraProtocol> live = std::nullopt;
  bool was_frozen = false;  // the eye before this one saw the same picture again and again
  bool inspected = false;   // its user may read its memory: only for an audit's own eye
  Model model = Model::kHog;
  std::vector<ImagePolygon> patches;
  // None, or at each patch: where there is a size (kSmallestCell to kLargestCell), the persons in
  // its fullest cell of that size are told, else all in the patch.
  std::vector<std::optional<SquareMetres>> cells = {};
};

// Whether an eye asks throng to speak to its camera.
inline bool HasTalk(std::optional<CameraProtocol> live) {
  return live && *live != CameraProtocol::kDevice;
}

// Writes `brief` to `fd` as one fixed-size record (same machine, same build). Does not block on an
// empty pipe. Fault::kBadBrief if it breaks one of the rules above.
Status WriteBrief(int fd, const Brief& brief);

// Reads what WriteBrief wrote and checks every rule again. Fault::kBadBrief otherwise.
Result<Brief> ReadBrief(int fd);

}  // namespace throng
