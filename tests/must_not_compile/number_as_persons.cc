// A bare number is not a quantity: its unit must be said.
// SPDX-License-Identifier: Apache-2.0
// must say: (could not convert|no viable conversion).*(Persons|Quantity)
#include "counter/base/units.h"

namespace throng {

Persons Try() {
#ifdef FORBIDDEN
  return 3.0;
#else
  return Persons(3.0);
#endif
}

}  // namespace throng
