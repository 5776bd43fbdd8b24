// The page of `throng serve`: where browsers find it, and what it knows of the ground.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace throng {

// A drawing of the ground, never a camera's picture, and where its edges are, in metres.
struct PageDrawing {
  std::filesystem::path file;  // .png, .jpg, .svg or .webp
  double left;
  double bottom;
  double right;
  double top;
};

struct PageGround {
  std::filesystem::path site;  // a site file
  std::optional<PageDrawing> drawing;
};

struct PagePlan {
  std::string listen;                                // HOST:PORT
  std::optional<std::filesystem::path> credentials;  // of HTTPS; absent only on this machine
  std::vector<PageGround> grounds;
};

}  // namespace throng
