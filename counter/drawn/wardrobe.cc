// What people wear, from black coats to bright vests.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/wardrobe.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace throng {
namespace {

Colour FromHue(float hue, float saturation, float value) {
  const auto channel = [&](float shift) {
    const float at = std::fmod(hue * 6 + shift, 6.0F);
    return value * (1 - saturation * std::clamp(std::min(at, 4 - at), 0.0F, 1.0F));
  };
  return {channel(1), channel(3), channel(5)};  // blue, green, red
}

// Black, navy, grey, brown, olive: most of what is worn.
Colour MutedColour(Random& random) {
  static constexpr std::array<float, 6> kHues{0.6F, 0.62F, 0.08F, 0.1F, 0.25F, 0.0F};
  return FromHue(random.Pick(kHues), random.Between(0.0F, 0.45F), random.Between(0.03F, 0.30F));
}

Colour ClearColour(Random& random) {
  if (random.Chance(0.35F)) {
    return FromHue(random.Uniform(), random.Between(0, 0.12F), random.Between(0.45F, 0.95F));
  }
  const float saturation = random.Between(0.15F, 1.0F) * random.Between(0.3F, 1.0F);
  return FromHue(random.Uniform(), saturation, random.Between(0.2F, 0.85F));
}

Colour JeansColour(Random& random) {
  return FromHue(random.Between(0.57F, 0.65F), random.Between(0.3F, 0.6F),
                 random.Between(0.12F, 0.5F));
}

Paint Cloth(Random& random, const Colour& colour) {
  Paint paint{.colour = colour,
              .roughness = random.Between(0.1F, 0.45F),
              .seed = static_cast<std::uint32_t>(random.Bits())};
  if (random.Chance(0.1F)) {
    paint.pattern = random.Chance(0.5F) ? Pattern::kStripes : Pattern::kBlocks;
    paint.second = random.Chance(0.5F) ? ClearColour(random) : MutedColour(random);
    paint.size_m = random.Between(0.03F, 0.15F);
  }
  return paint;
}

// From very dark to very light, after the spread of measured skin reflectances.
Colour SkinColour(Random& random, const Fashion& fashion) {
  const float lightness = random.Between(fashion.least_light, fashion.most_light);
  const Colour dark(0.07F, 0.10F, 0.16F);
  const Colour middle(0.25F, 0.36F, 0.55F);
  const Colour light(0.60F, 0.70F, 0.90F);
  const Colour colour = lightness < 0.5F
                            ? dark * (1 - 2 * lightness) + middle * (2 * lightness)
                            : middle * (2 - 2 * lightness) + light * (2 * lightness - 1);
  return colour * random.Between(0.85F, 1.1F);
}

Colour HairColour(Random& random, const Fashion& fashion) {
  if (random.Chance(fashion.dark_hair))
    return Colour(0.02F, 0.025F, 0.035F) * random.Between(0.6F, 2.2F);
  if (random.Chance(0.5F))
    return FromHue(0.07F, random.Between(0.3F, 0.6F), random.Between(0.1F, 0.35F));
  if (random.Chance(0.5F))
    return FromHue(0.12F, random.Between(0.2F, 0.5F), random.Between(0.45F, 0.8F));
  return FromHue(0.1F, 0.03F, random.Between(0.4F, 0.85F));
}

}  // namespace

Wardrobe MakeWardrobe(Random& random, const Fashion& fashion) {
  Wardrobe wardrobe;
  wardrobe.skin = {.colour = SkinColour(random, fashion), .roughness = 0.06F, .shine = 0.1F};
  wardrobe.hair = {.colour = HairColour(random, fashion), .roughness = 0.3F, .shine = 0.15F};
  const auto cloth = [&](float dark) {
    return Cloth(random, random.Chance(dark) ? MutedColour(random) : ClearColour(random));
  };
  wardrobe.top = cloth(fashion.dark_clothes);
  if (random.Chance(fashion.bright_vests)) {
    wardrobe.top.colour =
        random.Chance(0.5F) ? Colour(0.1F, 0.95F, 0.85F) : Colour(0.05F, 0.45F, 1);
    wardrobe.top.second = {0.8F, 0.8F, 0.8F};
    wardrobe.top.pattern = Pattern::kStripes;
    wardrobe.top.size_m = 0.12F;
  }
  if (random.Chance(0.35F)) {
    wardrobe.bottom = Cloth(random, JeansColour(random));
  } else {
    wardrobe.bottom = cloth(std::min(0.95F, fashion.dark_clothes + 0.25F));
  }
  wardrobe.shoes = cloth(0.7F);
  wardrobe.extra = cloth(0.5F);
  return wardrobe;
}

Fashion ChooseFashion(Random& random) {
  Fashion fashion;
  fashion.dark_clothes = random.Between(0.2F, 0.9F);
  fashion.coats = random.Between(0.0F, 0.8F);
  fashion.skirts = random.Between(0.0F, 0.4F);
  fashion.hats = random.Between(0.0F, 0.35F);
  fashion.headscarves = random.Chance(0.3F) ? random.Between(0.0F, 0.5F) : 0.02F;
  fashion.umbrellas = random.Chance(0.06F) ? random.Between(0.1F, 0.8F) : 0.0F;
  fashion.bags = random.Between(0.2F, 0.8F);
  fashion.children = random.Between(0.0F, 0.2F);
  fashion.bright_vests = random.Chance(0.1F) ? 0.3F : 0.01F;
  return fashion;
}

Fashion ChooseDarkFashion(Random& random) {
  Fashion fashion = ChooseFashion(random);
  fashion.dark_clothes = random.Between(0.75F, 1.0F);
  fashion.hats *= 0.3F;
  fashion.headscarves *= 0.3F;
  fashion.umbrellas = 0;
  fashion.bright_vests = 0.005F;
  fashion.dark_hair = random.Between(0.85F, 1.0F);
  fashion.least_light = random.Between(0.0F, 0.7F);
  fashion.most_light = fashion.least_light + 0.3F;
  return fashion;
}

Paint AnyPaint(Random& random) {
  const float which = random.Uniform();
  const float grey = random.Between(0.05F, 0.9F);
  Paint paint = Cloth(random, which < 0.4F ? Colour(grey * random.Between(0.85F, 1.05F), grey, grey)
                              : which < 0.7F ? MutedColour(random)
                                             : ClearColour(random));
  paint.roughness = random.Between(0.02F, 0.3F);
  return paint;
}

}  // namespace throng
