// How OpenCV behaves in an eye.
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace throng {

// From now on the library says nothing, not even of errors, and works on the caller's thread alone.
void SetUpOpenCv();

}  // namespace throng
