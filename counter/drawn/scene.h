// One drawn picture with its truth: who is where, and how much of him shows.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <opencv2/core.hpp>
#include <vector>

#include "counter/drawn/photographs.h"
#include "counter/drawn/random.h"

namespace throng {

struct DrawnPerson {
  cv::Point2f head_px;  // the middle of the head
  cv::Point2f foot_px;  // on the ground below the body's middle
  float visible;        // share of the body that shows in the picture, 0..1
  float head_visible;   // share of the head that shows, 0..1
};

// Pixels between two numbers of a picture's scale: the network's cell.
inline constexpr int kScaleStep = 8;

struct DrawnPicture {
  cv::Mat bgr;                       // CV_8UC3
  std::vector<DrawnPerson> persons;  // those whose head is in the picture
  // Pixels per metre of what is kHeadHeight above the ground, at the middles of squares of
  // kScaleStep pixels from the top left on; <= 0 where nothing is.
  cv::Mat1f scale;
};

enum class Subject : std::uint8_t {
  kPlaces,
  kCrowds,   // packed places seen from above, whose people look alike
  kClose,    // places seen by a low camera; what lies beyond its picture is grey
  kTextures  // no place at all; nobody is in them
};

struct PictureOptions {
  Subject subject = Subject::kPlaces;
  cv::Size size_px{256, 256};
  float px_per_m = 36.0F / 1.7F;  // in the middle of the picture, about
  float empty = 0.15F;            // share of places without anybody
  // Laid into places and shown among the textures; outlive the drawing. None: all is painted.
  const Photographs* photographs = nullptr;
  float photographed = 0.5F;  // share of places that have photographs in them
};

// A scene by chance: place, camera, light, things, people, weather.
DrawnPicture DrawPicture(Random& random, const PictureOptions& options);

}  // namespace throng
