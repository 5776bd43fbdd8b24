// A full disk, a missing folder and a refusal are told apart.
// SPDX-License-Identifier: Apache-2.0
#include "counter/base/file_fault.h"

#include <gtest/gtest.h>

#include <cerrno>

namespace throng {
namespace {

Fault Of(int number) {
  errno = number;
  return FaultOfErrno();
}

TEST(FileFault, TellsWhatToMend) {
  for (const int full : {ENOSPC, EDQUOT, EFBIG}) EXPECT_EQ(Of(full), Fault::kDiskFull);
  for (const int missing : {ENOENT, ENOTDIR}) EXPECT_EQ(Of(missing), Fault::kNotAFolder);
  EXPECT_EQ(Of(EACCES), Fault::kNotPermitted);
}

}  // namespace
}  // namespace throng
