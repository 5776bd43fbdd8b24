// Pictures keep their shape in a network's input, and places find their way back.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/letterbox.h"

#include <gtest/gtest.h>

#include <vector>

namespace throng {
namespace {

TEST(Letterbox, AWidePictureIsPaddedBelow) {
  const Letterbox letterbox = FitInto({.width_px = 416, .height_px = 416},
                                      {.width_px = 832, .height_px = 624}, Placement::kTopLeft);
  EXPECT_EQ(letterbox.shown, (ImageSize{.width_px = 416, .height_px = 312}));
  EXPECT_EQ(letterbox.PictureFromInput({208, 312}), (ImagePoint{416, 624}));
}

TEST(Letterbox, ATallPictureInTheMiddleIsPaddedAtBothSides) {
  const Letterbox letterbox = FitInto({.width_px = 640, .height_px = 640},
                                      {.width_px = 200, .height_px = 320}, Placement::kMiddle);
  EXPECT_EQ(letterbox.shown, (ImageSize{.width_px = 400, .height_px = 640}));
  EXPECT_EQ(letterbox.left_px, 120);
  EXPECT_EQ(letterbox.PictureFromInput({120, 0}), (ImagePoint{0, 0}));
  EXPECT_EQ(letterbox.PictureFromInput({520, 640}), (ImagePoint{200, 320}));
}

TEST(Letterbox, AStripIsNeverNothing) {
  const Letterbox letterbox = FitInto({.width_px = 32, .height_px = 32},
                                      {.width_px = 4000, .height_px = 8}, Placement::kMiddle);
  EXPECT_EQ(letterbox.shown, (ImageSize{.width_px = 32, .height_px = 1}));
}

TEST(Letterbox, FillsPlanesInTheNetworksOrderAndPadsTheRest) {
  const Letterbox letterbox = FitInto({.width_px = 2, .height_px = 2},
                                      {.width_px = 2, .height_px = 1}, Placement::kTopLeft);
  const std::vector<std::uint8_t> bgr{1, 2, 3, 4, 5, 6};
  const PixelStyle style{.placement = Placement::kTopLeft,
                         .red_first = true,
                         .padding = 7,
                         .gain = {10, 100, 1000},
                         .bias = {0, 0.5, 0}};
  std::vector<float> input(12);
  FillInput(bgr, letterbox, style, input);
  EXPECT_EQ(input, (std::vector<float>{30, 60, 7, 7, 200.5, 500.5, 7, 7, 1000, 4000, 7, 7}));
}

}  // namespace
}  // namespace throng
