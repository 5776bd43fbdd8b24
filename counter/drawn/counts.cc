// The trainer's rule, in C++.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/counts.h"

#include <algorithm>

namespace throng {
namespace {

float Share(int part, int of) {
  return of > 0 ? static_cast<float>(part) / static_cast<float>(of) : 0.0F;
}

}  // namespace

float HowMuchCounts(const Shown& shown) {
  const float visible = Share(shown.visible, shown.pixels);
  const float head_visible = Share(shown.head_visible, shown.head_pixels);
  return std::max(std::clamp((visible - 0.08F) / 0.17F, 0.0F, 1.0F),
                  std::clamp((head_visible - 0.10F) / 0.20F, 0.0F, 1.0F));
}

bool Counts(const Shown& shown) { return HowMuchCounts(shown) > 0.5F; }

}  // namespace throng
