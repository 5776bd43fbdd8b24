// An eye reads what it was told, and nothing that breaks the rules.
// SPDX-License-Identifier: Apache-2.0
#include "counter/door/brief.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <functional>
#include <limits>
#include <string>

#include "counter/base/descriptor.h"
#include "counter/site/pose_for_test.h"

namespace throng {
namespace {

const ImagePolygon kTriangle{{0, 0}, {10, 0}, {10, 10}};

Brief Good() {
  return {.camera = PoseStraightDown({768, 576}),
          .steps = {.every = std::chrono::seconds(15), .pictures = 0},
          .first_step = 7,
          .pace = Pace::kRealTime,
          .live = CameraProtocol::kHttp,
          .model = Model::kNet,
          .patches = {kTriangle, {{1.5, 2}, {3, 4}, {5, 6}, {7, 8.25}}}};
}

struct Pipe {
  Pipe() {
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe(ends.data()), 0);
    read = Descriptor(ends[0]);
    write = Descriptor(ends[1]);
  }
  Descriptor read, write;
};

TEST(Brief, ArrivesAsItWasWritten) {
  const Pipe pipe;
  Brief sent = Good();
  sent.camera.lens_bend = -0.3;
  ASSERT_TRUE(WriteBrief(pipe.write.get(), sent));
  const Result<Brief> got = ReadBrief(pipe.read.get());
  ASSERT_TRUE(got);
  EXPECT_EQ(got->camera.picture, sent.camera.picture);
  EXPECT_EQ(got->camera.focal_px, sent.camera.focal_px);
  EXPECT_EQ(got->camera.lens_bend, -0.3);
  EXPECT_EQ(got->camera.camera_from_site, sent.camera.camera_from_site);
  EXPECT_EQ(got->camera.site_origin_m, sent.camera.site_origin_m);
  EXPECT_EQ(got->steps.every, sent.steps.every);
  EXPECT_EQ(got->first_step, 7U);
  EXPECT_EQ(got->pace, Pace::kRealTime);
  EXPECT_EQ(got->live, CameraProtocol::kHttp);
  EXPECT_EQ(got->model, Model::kNet);
  EXPECT_EQ(got->patches, sent.patches);
}

TEST(Brief, IsRefusedIfItBreaksARule) {
  const std::array<std::function<void(Brief&)>, 14> breaks{
      [](Brief& brief) { brief.pace = Pace::kFast; },  // a live camera
      [](Brief& brief) { brief.live = static_cast<CameraProtocol>(4); },
      [](Brief& brief) {
        brief.camera.picture = {0, 576};
      },
      [](Brief& brief) { brief.camera.focal_px = 0; },
      [](Brief& brief) { brief.camera.lens_bend = -0.9; },
      [](Brief& brief) { brief.camera.site_origin_m[2] = -10; },  // under the ground
      [](Brief& brief) { brief.steps.every = Duration(0); },
      [](Brief& brief) { brief.steps.pictures = 10; },
      [](Brief& brief) { brief.steps.every = Duration(-1); },
      [](Brief& brief) { brief.model = static_cast<Model>(4); },
      [](Brief& brief) { brief.patches.clear(); },
      [](Brief& brief) { brief.patches.assign(5, kTriangle); },
      [](Brief& brief) { brief.patches[0].resize(2); },
      [](Brief& brief) { brief.patches[0][0].x_px = std::numeric_limits<double>::quiet_NaN(); },
  };
  for (std::size_t i = 0; i < breaks.size(); ++i) {
    const Pipe pipe;
    Brief brief = Good();
    breaks[i](brief);
    const Status written = WriteBrief(pipe.write.get(), brief);
    ASSERT_FALSE(written) << i;
    EXPECT_EQ(written.error(), Fault::kBadBrief) << i;
  }
}

TEST(Brief, TellsWhichPatchesAreCountedInTheirFullestCell) {
  const Pipe pipe;
  Brief sent = Good();
  sent.cells = {std::nullopt, SquareMetres(12.5)};
  ASSERT_TRUE(WriteBrief(pipe.write.get(), sent));
  const Result<Brief> got = ReadBrief(pipe.read.get());
  ASSERT_TRUE(got);
  EXPECT_EQ(got->cells, sent.cells);
}

TEST(Brief, ACellIsNeitherTooSmallNorTooLargeNorWithoutAPatch) {
  const std::array<std::vector<std::optional<SquareMetres>>, 5> wrong{
      {{SquareMetres(16)},
       {std::nullopt, SquareMetres(16), std::nullopt},
       {std::nullopt, SquareMetres(8.9)},
       {SquareMetres(25.1), std::nullopt},
       {SquareMetres(std::numeric_limits<double>::quiet_NaN()), std::nullopt}}};
  for (std::size_t i = 0; i < wrong.size(); ++i) {
    const Pipe pipe;
    Brief brief = Good();
    brief.cells = wrong.at(i);
    EXPECT_FALSE(WriteBrief(pipe.write.get(), brief)) << i;
  }
}

TEST(Brief, TheLargestOneDoesNotBlockTheWriter) {
  const Pipe pipe;  // nobody reads
  Brief brief = Good();
  brief.patches.assign(4, ImagePolygon(Brief::kMostCorners, ImagePoint{1, 2}));
  EXPECT_TRUE(WriteBrief(pipe.write.get(), brief));
}

TEST(Brief, RubbishAndAnEarlyEndAreRefused) {
  for (const std::size_t length : {std::size_t{0}, std::size_t{100}, std::size_t{60000}}) {
    Pipe pipe;
    const std::string rubbish(length, 'x');
    ASSERT_EQ(::write(pipe.write.get(), rubbish.data(), length), static_cast<ssize_t>(length));
    pipe.write.Close();
    const Result<Brief> got = ReadBrief(pipe.read.get());
    ASSERT_FALSE(got) << length;
    EXPECT_EQ(got.error(), Fault::kBadBrief);
  }
}

}  // namespace
}  // namespace throng
