// A descriptor is open as long as its owner lives, and closed once.
// SPDX-License-Identifier: Apache-2.0
#include "counter/base/descriptor.h"

#include <fcntl.h>
#include <gtest/gtest.h>

namespace throng {
namespace {

bool IsOpen(int fd) { return ::fcntl(fd, F_GETFD) != -1; }

TEST(Descriptor, ClosesAtItsEnd) {
  int fd = 0;
  {
    const Descriptor owner(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    fd = owner.get();
    EXPECT_TRUE(IsOpen(fd));
  }
  EXPECT_FALSE(IsOpen(fd));
}

TEST(Descriptor, MovesWithoutClosing) {
  Descriptor first(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  const Descriptor second = std::move(first);
  EXPECT_FALSE(first);  // NOLINT(bugprone-use-after-move): that is what is tested
  EXPECT_TRUE(second);
  EXPECT_TRUE(IsOpen(second.get()));
}

}  // namespace
}  // namespace throng
