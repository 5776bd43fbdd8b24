// Draws shapes with their light, nearest in front, and remembers whose each pixel is.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <opencv2/core.hpp>
#include <vector>

#include "counter/drawn/shape.h"
#include "counter/drawn/view.h"

namespace throng {

struct Light {
  Place towards{0, 0, 1};   // to the lamp or sun, unit
  Colour direct{0, 0, 0};   // added where a surface faces it
  Colour ambient{1, 1, 1};  // on what looks up
  float from_below = 0.6F;  // share of `ambient` on what looks down
  float shadow = 0.4F;      // 0 none .. 1 black, on the ground
  float shadow_blur_m = 0.1F;
};

// Pictures are drawn with so many pixels along each side of one.
inline constexpr int kFiner = 2;

// Whose pixel it is: 0 is nobody's. Bit 0: part of the head.
using Owner = std::uint16_t;
constexpr Owner OwnerOf(int person, bool head) {
  return static_cast<Owner>(2 * (person + 1) + (head ? 1 : 0));
}

// How much of somebody shows.
struct Shown {
  int pixels = 0;       // that would show were nobody and nothing in front
  int visible = 0;      // that do
  int head_pixels = 0;  // of these, the head's
  int head_visible = 0;
};

class Canvas {
 public:
  Canvas(const View& view, const Light& light);

  const View& view() const { return view_; }
  const Light& light() const { return light_; }

  // Colour of the surface at each pixel, before any shape: `Surface(ray, pixel)` gives it.
  cv::Mat& colours() { return colours_; }  // CV_32FC3, 0..1
  cv::Mat& depths() { return depths_; }    // CV_32FC1, metres along the view direction
  const Place& RayAt(int x, int y) const { return rays_.at<Place>(y, x); }

  // `owner`: OwnerOf a person, or 0. All shapes of one person must be drawn one after another.
  void Draw(const Bone& bone, Owner owner);
  void Draw(const Face& face, Owner owner);
  void Draw(const Shape& shape);  // nobody's

  // Begins anew with these colours and depths, and with nobody drawn.
  void Restore(const cv::Mat& colours, const cv::Mat& depths);

  // For each person 0..persons-1.
  std::vector<Shown> Count(int persons) const;

 private:
  void Put(int x, int y, float depth, const Colour& colour, Owner owner);

  View view_;
  Light light_;
  Place light_in_camera_;
  Place up_in_camera_;
  cv::Mat rays_;
  cv::Mat colours_;
  cv::Mat depths_;
  cv::Mat owners_;   // CV_16UC1
  cv::Mat touched_;  // CV_16UC1: who would own it last, were nobody in front
  std::vector<Shown> drawn_;
};

// The colour of `paint` at (u, v) metres on its surface; `pixel_m` is how much one pixel covers
// there: finer patterns fade to their mean.
Colour ColourAt(const Paint& paint, float u_m, float v_m, float pixel_m);

}  // namespace throng
