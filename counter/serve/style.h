// How a terminal is told to mark a line.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace throng {

inline constexpr std::string_view kPlainStyle = "\033[0m";
inline constexpr std::string_view kAlarmStyle = "\033[1;7m";  // reversed, not only red

}  // namespace throng
