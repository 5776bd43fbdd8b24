// The languages in which people are told of counts and alarms.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace throng {

enum class Language : std::uint8_t { kEnglish = 1, kFrench = 2 };

}  // namespace throng
