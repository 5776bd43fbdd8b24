// throng-draw: drawn people for training, tests and the eyes of whoever wants to see them.
// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <cstdint>
#include <cstdio>
#include <opencv2/imgcodecs.hpp>
#include <string>
#include <vector>

#include "counter/drawn/records.h"
#include "counter/drawn/sheet.h"

namespace throng {
namespace {

struct Command {
  std::uint64_t seed = 1;
  std::uint64_t first = 0;
  std::uint64_t count = 24;
  float person_px = 36;
  int side_px = 256;
  int columns = 6;
  bool marked = false;
  std::string out;
};

PictureOptions OptionsOf(const Command& command) {
  PictureOptions options;
  options.size_px = {command.side_px, command.side_px};
  options.px_per_m = command.person_px / 1.7F;
  return options;
}

void AddCommon(CLI::App& app, Command& command) {
  app.add_option("--seed", command.seed, "The same seed draws the same pictures")
      ->capture_default_str();
  app.add_option("--first", command.first, "Number of the first picture")->capture_default_str();
  app.add_option("--count", command.count, "How many pictures")->capture_default_str();
  app.add_option("--person", command.person_px, "Height of an adult in pixels")
      ->capture_default_str();
  app.add_option("--side", command.side_px, "Width and height of a picture")->capture_default_str();
  app.add_option("--out", command.out, "Where to")->required();
}

int Sheet(const Command& command) {
  std::vector<DrawnPicture> pictures;
  for (std::uint64_t i = 0; i < command.count; ++i) {
    pictures.push_back(NumberedPicture(OptionsOf(command), command.seed, command.first + i));
  }
  return cv::imwrite(command.out, ContactSheet(pictures, command.columns, command.marked)) ? 0 : 5;
}

int Records(const Command& command) {
  const Status written =
      WriteRecords(command.out, OptionsOf(command), command.seed, command.first, command.count);
  if (written) return 0;
  std::fprintf(stderr, "throng-draw: cannot write to %s\n", command.out.c_str());
  return 5;
}

int Main(int argc, char** argv) {
  CLI::App app("throng-draw draws people who do not exist, and knows where each of them is.",
               "throng-draw");
  app.require_subcommand(1);
  Command command;
  CLI::App* sheet =
      app.add_subcommand("sheet", "A contact sheet of drawn pictures, as PNG or JPEG");
  AddCommon(*sheet, command);
  sheet->add_option("--columns", command.columns, "Pictures side by side")->capture_default_str();
  sheet->add_flag("--marked", command.marked, "Mark each head");
  CLI::App* records = app.add_subcommand("records", "Pictures and their truth, for training");
  AddCommon(*records, command);
  CLI11_PARSE(app, argc, argv);
  return sheet->parsed() ? Sheet(command) : Records(command);
}

}  // namespace
}  // namespace throng

int main(int argc, char** argv) { return throng::Main(argc, argv); }
