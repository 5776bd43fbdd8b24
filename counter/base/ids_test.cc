// Indices name places and do not mix.
// SPDX-License-Identifier: Apache-2.0
#include "counter/base/ids.h"

#include <gtest/gtest.h>

#include <type_traits>

namespace throng {
namespace {

TEST(Ids, AnIndexOfOnePlaceCannotStandForAnother) {
  static_assert(!std::is_convertible_v<CameraIndex, ZoneIndex>);
  static_assert(!std::is_constructible_v<ZoneIndex, CameraIndex>);
  static_assert(sizeof(ZoneIndex) == 2);
  EXPECT_LT(ZoneIndex(1), ZoneIndex(2));
}

}  // namespace
}  // namespace throng
