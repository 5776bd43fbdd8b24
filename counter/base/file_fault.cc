// Errno to a Fault.
// SPDX-License-Identifier: Apache-2.0
#include "counter/base/file_fault.h"

#include <cerrno>

namespace throng {

Fault FaultOfErrno() {
  switch (errno) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return Fault::kDiskFull;
    case ENOENT:
    case ENOTDIR:
      return Fault::kNotAFolder;
    default:
      return Fault::kNotPermitted;
  }
}

}  // namespace throng
