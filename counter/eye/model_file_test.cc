// A model's file is read whole, without moving the descriptor that cameras share.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/model_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <string>

#include "counter/base/descriptor.h"

namespace throng {
namespace {

Descriptor FileOf(const std::string& text) {
  std::string name = testing::TempDir() + "model.XXXXXX";
  Descriptor file(::mkstemp(name.data()));
  EXPECT_EQ(::write(file.get(), text.data(), text.size()), static_cast<ssize_t>(text.size()));
  ::unlink(name.c_str());
  return file;
}

TEST(ModelFile, IsReadFromItsBeginningAndTwice) {
  const Descriptor file = FileOf("model");  // the descriptor stands at its end
  for (int reader = 0; reader < 2; ++reader) {
    const Result<std::vector<std::byte>> bytes = ReadModelFile(file.get(), 5);
    ASSERT_TRUE(bytes);
    EXPECT_EQ(bytes->size(), 5U);
    EXPECT_EQ(bytes->front(), std::byte{'m'});
  }
  EXPECT_EQ(::lseek(file.get(), 0, SEEK_CUR), 5);
}

TEST(ModelFile, OneThatIsTooLargeIsNotRead) {
  const Result<std::vector<std::byte>> bytes = ReadModelFile(FileOf("model").get(), 4);
  ASSERT_FALSE(bytes);
  EXPECT_EQ(bytes.error(), Fault::kModelTooLarge);
}

TEST(ModelFile, NothingAFolderAndAPipeAreNoModels) {
  const Descriptor folder(::open("/", O_RDONLY | O_CLOEXEC));
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
  const Descriptor pipe(ends[0]);
  const Descriptor writer(ends[1]);
  const Descriptor empty = FileOf("");
  for (const int fd : {folder.get(), pipe.get(), empty.get(), -1}) {
    const Result<std::vector<std::byte>> bytes = ReadModelFile(fd);
    ASSERT_FALSE(bytes) << fd;
    EXPECT_EQ(bytes.error(), Fault::kNoModel) << fd;
  }
}

}  // namespace
}  // namespace throng
