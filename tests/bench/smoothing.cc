// What smoothing costs and gives on drawn scenes, as the table in SPECIFICATION.md has it.
// SPDX-License-Identifier: Apache-2.0
//
//   build/dev/tests/bench/smoothing FROM UNTIL LOOKS SECONDS
//
// Draws one scene for each seed, of so many looks that are so many seconds apart, in which its
// place fills and empties; all processors, a quarter of a second for each look.
#include <fmt/format.h>

#include <cstdlib>

#include "tests/truth/coverage.h"
#include "tests/truth/smoothing.h"

int main(int argc, char** argv) {
  constexpr int kArguments = 5;
  if (argc != kArguments) {
    fmt::print(stderr, "usage: smoothing FROM UNTIL LOOKS SECONDS\n");
    return 2;
  }
  const auto scenes = throng::ReadDrawnScenes(
      std::strtoull(argv[1], nullptr, 10), std::strtoull(argv[2], nullptr, 10),
      {.looks = std::strtoull(argv[3], nullptr, 10), .seconds_apart = std::atof(argv[4])});
  const throng::SmoothingFigures figures = throng::SmoothingOn(scenes);
  fmt::print(
      "{} scenes, {} readings, {} s apart: MAE {:.2f}, {:.2f}; jumps {:.2f}, {:.2f}; held back "
      "{:.1f}%\n",
      figures.scenes, figures.readings, argv[4], figures.alone.mean_absolute,
      figures.smoothed.mean_absolute, figures.alone.jump, figures.smoothed.jump,
      100 * figures.held_back);
  return 0;
}
