// Whether 90% intervals hold the truth on drawn scenes, and the spread for which they would.
// SPDX-License-Identifier: Apache-2.0
//
//   build/dev/tests/bench/coverage FROM UNTIL [fit]
//
// Draws one scene for each seed (a second each; all processors) and prints a table with the spread
// that throng has; with "fit", those for some shares that are hidden in crowds, each with what else
// fits these scenes. Fit and judge on different seeds. After new weights: fit, put the result into
// counter/occupancy/calibrate.cc, and judge.
#include <fmt/format.h>

#include <cstdlib>
#include <string_view>

#include "tests/truth/coverage.h"

int main(int argc, char** argv) {
  const bool fits = argc == 4 && std::string_view(argv[3]) == "fit";
  if (argc != 3 && !fits) {
    fmt::print(stderr, "usage: coverage FROM UNTIL [fit]\n");
    return 2;
  }
  const auto scenes = throng::ReadDrawnScenes(std::strtoull(argv[1], nullptr, 10),
                                              std::strtoull(argv[2], nullptr, 10));
  const auto show = [&scenes](const char* what, const throng::Spread& spread) {
    fmt::print("{}: floor {}, share {}, crowd {}, own {}, hidden {}\n{}\n", what,
               spread.floor.value(), spread.share, spread.crowd, spread.own, spread.hidden,
               throng::TableOf(throng::CoverageOf(scenes, spread)));
  };
  const std::string_view name = throng::NameOf(throng::Model::kNet);
  fmt::print("{}, {} scenes\n", name, scenes.size());
  const throng::Spread spread = throng::SpreadOf(throng::Model::kNet);
  show("as it is", spread);
  const throng::SumCoverage sums = CoverageOfSums(scenes, spread);
  fmt::print("both zones together: {} looks, errors alike by {:.2f}, {:.1f}% held\n\n", sums.pairs,
             sums.alike, 100 * sums.held);
  show("control, half of it", HalfOf(spread));
  throng::Spread none = spread;
  none.hidden = 0;
  show("control, nobody hidden", none);
  for (const double hidden : {0.0, 0.05, 0.1, 0.15, 0.2}) {
    if (fits) show("fits", throng::FitSpread(scenes, hidden));
  }
  return 0;
}
