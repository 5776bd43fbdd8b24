// Numbers and outlines as JSON: finer than anybody looks, and null where there is no number.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <nlohmann/json.hpp>

#include "counter/site/geometry.h"

namespace throng {

// To three decimals.
inline nlohmann::ordered_json Rounded(double number) {
  if (!std::isfinite(number)) return nullptr;
  return std::round(number * 1000) / 1000;
}

inline nlohmann::ordered_json CornersOf(const GroundPolygon& outline) {
  auto corners = nlohmann::ordered_json::array();
  for (const auto& [x_m, y_m] : outline) corners.push_back({Rounded(x_m), Rounded(y_m)});
  return corners;
}

inline nlohmann::ordered_json CornersOf(const ImagePolygon& outline) {
  auto corners = nlohmann::ordered_json::array();
  for (const auto& [x_px, y_px] : outline) corners.push_back({Rounded(x_px), Rounded(y_px)});
  return corners;
}

}  // namespace throng
