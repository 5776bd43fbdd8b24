// Colours of skin, hair and clothes.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "counter/drawn/figure.h"
#include "counter/drawn/random.h"
#include "counter/drawn/shape.h"

namespace throng {

struct Wardrobe {
  Paint skin;
  Paint hair;
  Paint top;
  Paint bottom;
  Paint shoes;
  Paint extra;  // hat, scarf or bag
};

Wardrobe MakeWardrobe(Random& random, const Fashion& fashion);

// What people wear and carry in one scene.
Fashion ChooseFashion(Random& random);

// Of people who look alike: nearly all in dark clothes and with dark hair, without umbrellas.
Fashion ChooseDarkFashion(Random& random);

// Any colour that cloth, metal or plastic may have.
Paint AnyPaint(Random& random);

}  // namespace throng
