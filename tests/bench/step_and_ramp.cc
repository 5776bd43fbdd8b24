// Draws what occupancy says while people come and go at once, slowly, not at all, and unseen.
// SPDX-License-Identifier: Apache-2.0
//
//   build/dev/tests/bench/step_and_ramp FILE.svg|FILE.png
//
// The readings are made up: the model misses every tenth, always, and a twentieth more or less from
// tick to tick. Ticks of 15 s, one camera, one zone of 200 m2; the network's spread.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "counter/occupancy/latest.h"
#include "counter/release/releaser.h"
#include "counter/serve/gnuplot.h"
#include "counter/site/calibrate.h"

namespace throng {
namespace {

constexpr std::chrono::seconds kTick(15);
constexpr std::size_t kTicks = 24;

struct Story {
  const char* title;
  std::vector<double> truth;                        // persons, at each tick
  std::vector<std::optional<double>> instead = {};  // of the reading, at some ticks
  std::vector<std::size_t> blind = {};              // at these ticks
};

Site OneCamera() {
  Result<Calibration> calibration = CalibrateFromPose({640, 480}, 60.0, Metres(5), 30.0);
  return {.name = "made up",
          .cameras = {{.name = "c", .source = "", .calibration = *calibration, .moments = {}}},
          .zones = {{.name = "z",
                     .kind = ZoneKind::kWalkway,
                     .outline = {},
                     .area = SquareMetres(200),
                     .free_area = SquareMetres(200),
                     .capacity = std::nullopt}},
          .patches = {{.zone = ZoneIndex(0),
                       .area = SquareMetres(200),
                       .views = {{CameraIndex(0), {{0, 0}, {10, 0}, {10, 10}}}}}}};
}

std::vector<Story> Stories() {
  std::vector<double> train(kTicks, 0);
  std::fill(train.begin() + 6, train.begin() + 16, 300);
  std::vector<double> hall(kTicks);
  for (std::size_t i = 0; i < kTicks; ++i) {
    const double up = (static_cast<double>(i) - 3) / 8;
    const double down = (20 - static_cast<double>(i)) / 6;
    hall[i] = 240 * std::clamp(std::min(up, down), 0.0, 1.0);
  }
  std::vector<std::optional<double>> odd(kTicks);
  odd[6] = 0;
  odd[13] = 220;
  odd[19] = 0;
  std::vector<double> grows(kTicks, 60);
  std::fill(grows.begin() + 13, grows.end(), 150);
  return {{.title = "300 persons come and go at once", .truth = train},
          {.title = "240 come within 2 minutes, and go within 90 s", .truth = hall},
          {.title = "60 are there, and three readings are wrong",
           .truth = std::vector<double>(kTicks, 60),
           .instead = odd},
          {.title = "nothing is seen for 2 ticks, then for 6",
           .truth = grows,
           .blind = {4, 5, 11, 12, 13, 14, 15, 16}}};
}

struct Row {
  double minutes;
  double truth;
  std::optional<double> reading;    // absent where nothing is seen
  std::optional<WholeCount> count;  // absent where throng is blind
};

std::vector<Row> Play(const Story& story) {
  const Site site = OneCamera();
  Latest latest(site, SpreadOf(Model::kNet), {}, {.smooth = SmoothOptions{.tick = kTick}});
  const Releaser releaser(Policy::kInternal);
  std::mt19937 chance(1);
  std::vector<Row> rows;
  for (std::uint64_t step = 0; step < kTicks; ++step) {
    // Not the standard's distribution: that differs from one library to the next.
    const double jumps = 0.05 * (static_cast<double>(chance() % 2001) / 1000 - 1) * std::sqrt(3);
    Row row{.minutes = static_cast<double>(step) / 4,
            .truth = story.truth[step],
            .reading = std::round(story.truth[step] * 0.9 * (1 + jumps)),
            .count = std::nullopt};
    if (!story.instead.empty() && story.instead[step]) row.reading = story.instead[step];
    if (std::ranges::count(story.blind, step) > 0) row.reading.reset();
    Tally tally;
    if (row.reading) {
      const Persons own(std::max(0.25, 0.8 * std::sqrt(*row.reading)));
      tally.patches[0] = PatchReading(Persons(*row.reading), own);
    }
    latest.Take(CameraIndex(0), tally, step);
    row.count = releaser.Release(latest.At(ZoneIndex(0), step), {Instant(0), Instant(1)}).count();
    rows.push_back(row);
  }
  return rows;
}

// Minutes, truth, reading; then, after "END", minutes, persons, low, high, with a gap where blind.
std::string BlocksOf(const std::vector<Row>& rows, int panel) {
  std::string known = fmt::format("$known{} << END\n", panel);
  std::string counts = fmt::format("$counts{} << END\n", panel);
  for (const Row& row : rows) {
    known += fmt::format("{} {} {}\n", row.minutes, row.truth,
                         row.reading ? fmt::format("{}", *row.reading) : "?");
    counts += row.count ? fmt::format("{} {} {} {}\n", row.minutes, row.count->persons,
                                      row.count->low, row.count->high)
                        : "\n";
  }
  return known + "END\n" + counts + "END\n";
}

std::string ScriptOf(const std::vector<Story>& stories) {
  std::string script =
      "set multiplot layout 2,2\nset datafile missing '?'\nset grid lc rgb '#cccccc'\n"
      "set xrange [0:5.75]\nset xlabel 'minutes; a tick is 15 s'\nset ylabel 'persons'\n";
  int panel = 0;
  for (const Story& story : stories) {
    script += BlocksOf(Play(story), panel) +
              fmt::format(
                  "set title {1}\nset yrange [0:{2}]\n{3}\n"
                  "plot $counts{0} using 1:3:4 with filledcurves fc rgb '#a8d3ec' "
                  "title '90% interval', "
                  "$known{0} using 1:2 with lines lw 2 lc rgb '#333333' title 'truth', "
                  "$counts{0} using 1:2 with linespoints lw 2 pt 7 ps 0.5 "
                  "lc rgb '#0072B2' title 'released', "
                  "$known{0} using 1:3 with points pt 6 ps 0.9 lw 2 "
                  "lc rgb '#D55E00' title 'reading'\n",
                  panel, GnuplotText(story.title), panel < 2 ? 600 : 300,
                  panel == 2 ? "set key top left reverse Left samplen 2" : "unset key");
    ++panel;
  }
  return script + "unset multiplot\n";
}

}  // namespace
}  // namespace throng

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: step_and_ramp FILE.svg\n");
    return 2;
  }
  const std::vector<throng::Story> stories = throng::Stories();
  for (const throng::Story& story : stories) {
    fmt::print("{}\nminutes truth reading persons low high\n", story.title);
    for (const throng::Row& row : throng::Play(story)) {
      fmt::print("{:5.2f} {:5.0f} ", row.minutes, row.truth);
      fmt::print("{:>7} ", row.reading ? fmt::format("{:.0f}", *row.reading) : "-");
      if (row.count)
        fmt::print("{:7} {:3} {:4}", row.count->persons, row.count->low, row.count->high);
      fmt::print("\n");
    }
  }
  const throng::Status drawn = throng::Draw(argv[1], 1100, 800, throng::ScriptOf(stories));
  if (!drawn) fmt::print(stderr, "step_and_ramp: {}\n", throng::Describe(drawn.error()));
  return drawn ? 0 : 1;
}
