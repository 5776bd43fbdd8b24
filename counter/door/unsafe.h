// Whether this build may go without the wall: never one that can publish.
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace throng {

// Builds with sanitizers, which need what the wall forbids. CMake sets it; no option of a program
// does.
#ifdef THRONG_UNSAFE_BUILD
inline constexpr bool kUnsafeBuild = true;
#else
inline constexpr bool kUnsafeBuild = false;
#endif

}  // namespace throng
