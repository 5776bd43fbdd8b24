// A camera of random pixels for an eye of the audit's own, and the search for them in memory.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "counter/audit/finding.h"
#include "counter/base/result.h"

namespace throng {

// How many pieces of pictures were found in the memory of the eye and of this process.
struct CanaryCount {
  int needles = 0;
  int in_use = 0;    // while the eye has them: the control, which must find some
  int left_eye = 0;  // 2 s after the camera fell silent
  int left_here = 0;
};

// Starts `eye_program` on 8 pictures without loss, lets the camera fall silent and searches. Takes
// about 3 s. Faults: those of EyeProcess::Start; kEyeDied if the eye says nothing; kNotPermitted if
// its memory cannot be read.
Result<CanaryCount> RunCanary(const std::filesystem::path& eye_program);

Finding FindingOnCanary(const Result<CanaryCount>& count);

}  // namespace throng
