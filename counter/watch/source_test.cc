// Sources open, or say why not; progress is the offset that the eye shares.
// SPDX-License-Identifier: Apache-2.0
#include "counter/watch/source.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <string>

namespace throng {
namespace {

namespace fs = std::filesystem;

class OpenSourceTest : public testing::Test {
 protected:
  OpenSourceTest()
      : folder_(fs::temp_directory_path() / ("throng_source." + std::to_string(::getpid()))) {
    fs::create_directories(folder_);
  }
  ~OpenSourceTest() override { fs::remove_all(folder_); }
  const fs::path folder_;
};

TEST_F(OpenSourceTest, SaysWhyItCannotBeOpened) {
  EXPECT_EQ(OpenSource(folder_ / "none.avi").error(), Fault::kNotFound);
  EXPECT_EQ(OpenSource(folder_).error(), Fault::kNotVideo);
  std::ofstream(folder_ / "empty.avi").flush();
  EXPECT_EQ(OpenSource(folder_ / "empty.avi").error(), Fault::kEmptySource);
}

TEST_F(OpenSourceTest, AModelOpensOrIsSaidToBeMissing) {
  EXPECT_EQ(OpenModel(folder_ / "none.onnx").error(), Fault::kNotFound);
  std::ofstream(folder_ / "m.onnx") << "model";
  const Result<Descriptor> model = OpenModel(folder_ / "m.onnx");
  ASSERT_TRUE(model);
  std::array<char, 9> bytes{};
  EXPECT_EQ(::read(model->get(), bytes.data(), bytes.size()), 5);
}

TEST_F(OpenSourceTest, ProgressIsTheOffsetOfTheSharedDescriptor) {
  std::ofstream(folder_ / "four.avi") << "abcd";
  const Result<OpenedSource> source = OpenSource(folder_ / "four.avi");
  ASSERT_TRUE(source);
  EXPECT_EQ(source->size_bytes, 4U);
  EXPECT_EQ(ShareRead(*source), 0.0);
  const Descriptor of_eye(::dup(source->fd.get()));
  std::array<char, 3> bytes{};
  ASSERT_EQ(::read(of_eye.get(), bytes.data(), bytes.size()), 3);
  EXPECT_EQ(ShareRead(*source), 0.75);
}

TEST_F(OpenSourceTest, APipeHasNoSizeAndOpeningItDoesNotWaitForAWriter) {
  const fs::path pipe = folder_ / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  const Result<OpenedSource> source = OpenSource(pipe);
  ASSERT_TRUE(source);
  EXPECT_FALSE(source->size_bytes);
  EXPECT_FALSE(ShareRead(*source));
  EXPECT_EQ(::fcntl(source->fd.get(), F_GETFL) & O_NONBLOCK, 0)
      << "the eye must wait for its bytes";
}

}  // namespace
}  // namespace throng
