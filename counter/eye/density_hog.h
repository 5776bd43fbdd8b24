// The baseline to beat: OpenCV's HOG people detector, reduced to counts at foot points.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "counter/base/result.h"
#include "counter/eye/density.h"

namespace throng {

// With the library's own settings, on the frame as it is. Runs once on a black picture, so that the
// library has opened what it opens before the lock-down. Fault::kInternal if the library fails.
Result<std::unique_ptr<DensityModel>> MakeHogModel();

}  // namespace throng
