// Things on wheels.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "counter/drawn/furniture.h"
#include "counter/drawn/random.h"

namespace throng {

Thing Car(Random& random);
Thing Bus(Random& random);
Thing Cart(Random& random);  // a trolley, a stall, a delivery bicycle's box

}  // namespace throng
