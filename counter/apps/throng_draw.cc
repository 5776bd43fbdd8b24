// The program throng-draw: drawn people for training, tests and whoever wants to see them.
// SPDX-License-Identifier: Apache-2.0
#include "counter/apps/throng_draw.h"

#include <fmt/format.h>
#include <malloc.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "counter/drawn/photographs.h"
#include "counter/drawn/records.h"
#include "counter/drawn/sheet.h"
#include "counter/site/camera.h"

namespace throng {

ExitCode TellWriting(const std::string& subject, Fault fault) {
  std::string cure = "This should not happen; please report it.";
  ExitCode code = ExitCode::kOutput;
  if (fault == Fault::kNotPermitted) {
    cure = "Check who may write it, and whether a file has the folder's name.";
  } else if (fault == Fault::kNotAFolder) {
    cure = "Make the folder first, or choose another.";
  } else if (fault == Fault::kDiskFull) {
    cure = "Free some space, or draw fewer pictures, and start again.";
  } else {
    code = ExitCode::kInternal;
  }
  fmt::print(stderr, "throng-draw: {}: {}. {}\n", subject, Describe(fault), cure);
  return code;
}

namespace {

constexpr const char* kExitCodes =
    "Exit codes: 0 all went well; 1 internal error; 2 wrong command line; 3 mistakes in the site "
    "file;\n5 what was drawn cannot be written.";

constexpr int kMostSheetPx = 65'000;  // along one side; JPEG holds 65535

constexpr const char* kPlaces = "places";
constexpr const char* kCrowds = "crowds";
constexpr const char* kEmptyPlaces = "empty-places";
constexpr const char* kClose = "close-ups";
constexpr const char* kTextures = "textures";

struct DrawCommand {
  std::uint64_t seed = 1;
  std::uint64_t first = 0;
  std::uint64_t count = 24;
  float person_px = 36;
  std::string subject = kPlaces;
  int side_px = 256;
  int columns = 6;
  bool marked = false;
  std::string photographs;  // a folder; empty: all is painted
  float photographed = 0.5F;
  std::string out;
};

ExitCode TellReading(const std::string& folder, Fault fault) {
  fmt::print(stderr,
             "throng-draw: {}: {}. Name a folder that holds .jpg or .png files without people.\n",
             folder, Describe(fault));
  return ExitCode::kUsage;
}

PictureOptions OptionsOf(const DrawCommand& command, const Photographs* photographs) {
  PictureOptions options;
  options.photographs = photographs;
  options.photographed = command.photographed;
  if (command.subject == kEmptyPlaces) options.empty = 1;
  if (command.subject == kCrowds) options.subject = Subject::kCrowds;
  if (command.subject == kClose) options.subject = Subject::kClose;
  if (command.subject == kTextures) options.subject = Subject::kTextures;
  options.size_px = {command.side_px, command.side_px};
  options.px_per_m = command.person_px / static_cast<float>(kPersonHeight.value());
  return options;
}

ExitCode DrawSheet(const DrawCommand& command, const Photographs* photographs) {
  std::vector<DrawnPicture> pictures;
  for (std::uint64_t i = 0; i < command.count; ++i) {
    pictures.push_back(
        NumberedPicture(OptionsOf(command, photographs), command.seed, command.first + i));
  }
  const Status written =
      WriteSheet(command.out, ContactSheet(pictures, command.columns, command.marked));
  return written ? ExitCode::kOk : TellWriting(command.out, written.error());
}

ExitCode DrawRecords(const DrawCommand& command, const Photographs* photographs) {
  const Status written = WriteRecords(command.out, OptionsOf(command, photographs), command.seed,
                                      command.first, command.count);
  return written ? ExitCode::kOk : TellWriting(command.out, written.error());
}

// Reads the photographs, if there are to be any, for as long as `draw` draws.
ExitCode WithPhotographs(const DrawCommand& command,
                         ExitCode (*draw)(const DrawCommand&, const Photographs*)) {
  if (command.photographs.empty()) return draw(command, nullptr);
  const Result<Photographs> photographs = Photographs::Read(command.photographs);
  if (!photographs) return TellReading(command.photographs, photographs.error());
  return draw(command, &*photographs);
}

// What is drawn; the same for sheets and records.
void AddPictures(CLI::App& app, DrawCommand& command, std::uint64_t most) {
  app.add_option("--seed", command.seed, "The same seed and number draw the same picture")
      ->capture_default_str()
      ->type_name("NUMBER");
  app.add_option("--first", command.first, "Number of the first picture")
      ->capture_default_str()
      ->type_name("NUMBER");
  app.add_option("--count", command.count, "How many pictures")
      ->check(CLI::Range(std::uint64_t{1}, most))
      ->capture_default_str();
  app.add_option("--of", command.subject,
                 "places: with people, a few without; crowds: packed places, seen from above, most "
                 "people in dark clothes; close-ups: seen by a low camera, as in a train, in part "
                 "of a grey picture; empty-places: without people; textures: no place at all, such "
                 "as leaves, fur or a row of windows")
      ->check(CLI::IsMember({kPlaces, kCrowds, kClose, kEmptyPlaces, kTextures}))
      ->capture_default_str()
      ->type_name("");
  app.add_option("--photographs", command.photographs,
                 "Pictures without people, .jpg or .png, for ground, walls, cloth and background, "
                 "and in three of five pieces of textures")
      ->type_name("FOLDER");
  app.add_option("--photographed", command.photographed, "Share of places with photographs in them")
      ->check(CLI::Range(0.0F, 1.0F))
      ->capture_default_str()
      ->type_name("SHARE");
  app.add_option("--person", command.person_px, "Height of a standing adult, about")
      ->check(CLI::Range(12.0F, 128.0F))
      ->capture_default_str()
      ->type_name("PIXELS");
  app.add_option("--side", command.side_px, "Width and height of each picture")
      ->check(CLI::Range(32, 1024))
      ->capture_default_str()
      ->type_name("PIXELS");
}

void AddSheet(CLI::App& app, DrawCommand& command, std::function<ExitCode()>& run) {
  CLI::App* sheet = app.add_subcommand("sheet", "Drawn pictures side by side, to look at");
  AddPictures(*sheet, command, 1000);
  sheet->add_option("--columns", command.columns, "Pictures side by side")
      ->check(CLI::Range(1, 100))
      ->capture_default_str();
  sheet->add_flag("--marked", command.marked,
                  "Mark the middle of each head: green if he shows, red if he is hidden");
  sheet->add_option("--out", command.out, "Into this file: .png or .jpg")
      ->required()
      ->check(CLI::Validator(
          [](const std::string& file) {
            return IsSheetName(file) ? "" : file + " does not end in .png or .jpg";
          },
          ""))
      ->type_name("FILE");
  sheet->footer(
      "Examples:\n"
      "  throng-draw sheet --out people.png\n"
      "  throng-draw sheet --seed 7 --count 12 --columns 4 --marked --out truth.jpg\n");
  sheet->callback([&] {
    const auto columns = static_cast<std::uint64_t>(command.columns);
    const std::uint64_t longest = std::max(columns, (command.count + columns - 1) / columns);
    if (longest * static_cast<std::uint64_t>(command.side_px) > kMostSheetPx) {
      throw CLI::ValidationError("--count",
                                 "the sheet would be longer than 65000 pixels; draw "
                                 "fewer or smaller pictures, or change --columns");
    }
    run = [&command] { return WithPhotographs(command, DrawSheet); };
  });
}

void AddRecords(CLI::App& app, DrawCommand& command, std::function<ExitCode()>& run) {
  CLI::App* records = app.add_subcommand("records", "Pictures and their truth, for training");
  AddPictures(*records, command, 10'000'000);
  records->add_option("--out", command.out, "Into this folder, which is made if need be")
      ->required()
      ->type_name("FOLDER");
  records->footer(
      "Writes three files without headers; numbers are 32-bit floats of this machine:\n"
      "  pictures.bgr  count x side x side x 3 bytes: blue, green, red, row by row\n"
      "  scale.f32     one for each 8 x 8 pixels, row by row: how many pixels a metre at\n"
      "                head height is long there; 0 or less where nobody can be\n"
      "  persons.f32   7 a person: picture from 0, head x, y, foot x, y, visible share of the\n"
      "                body, of the head\n\n"
      "Example: the second ten thousand pictures of seed 1\n"
      "  throng-draw records --first 10000 --count 10000 --out drawn/part2\n");
  records->callback([&] { run = [&command] { return WithPhotographs(command, DrawRecords); }; });
}

// Canvases are megabytes large and short-lived: memory that was returned to the kernel and asked
// for again page by page would cost a sixth of the time.
void KeepFreedMemory() {
  constexpr int kMebibyte = 1 << 20;
  // NOLINTBEGIN(concurrency-mt-unsafe): nothing else runs yet
  ::mallopt(M_MMAP_THRESHOLD, 32 * kMebibyte);  // the largest that is accepted
  ::mallopt(M_TRIM_THRESHOLD, 512 * kMebibyte);
  ::mallopt(M_TOP_PAD, 32 * kMebibyte);
  // NOLINTEND(concurrency-mt-unsafe)
}

int Main(int argc, char** argv) {
  KeepFreedMemory();
  CLI::App app(
      "throng-draw draws people who do not exist, and knows where each of them is. No photograph "
      "is in\nits pictures, unless you give it some without people.",
      "throng-draw");
  app.set_version_flag("--version", THRONG_VERSION);
  app.require_subcommand(1);
  app.footer(std::string("throng-draw COMMAND --help explains a command, with examples.\n\n") +
             kExitCodes);
  DrawCommand command;
  std::function<ExitCode()> run;
  AddSheet(app, command, run);
  AddRecords(app, command, run);
  AddVideo(app, run);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? 0 : static_cast<int>(ExitCode::kUsage);
  }
  return static_cast<int>(run());
}

}  // namespace
}  // namespace throng

int main(int argc, char** argv) { return throng::Main(argc, argv); }
