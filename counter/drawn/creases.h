// Darkens what lies close behind something nearer: necks, arms on bodies, gaps in crowds.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "counter/drawn/canvas.h"

namespace throng {

// After all shapes are drawn. Little of the sky's light gets into creases; the sun's, which comes
// from one side, is left as it is, so overcast and lamplit places are darkened most.
void DarkenCreases(Canvas& canvas);

}  // namespace throng
