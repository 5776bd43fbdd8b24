// Cars, buses and carts from boxes.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/vehicle.h"

#include "counter/drawn/wardrobe.h"

namespace throng {
namespace {

void AddWheels(Shape& shape, float length_m, float width_m, float radius_m) {
  const Paint tyre{.colour = {0.04F, 0.04F, 0.04F}};
  for (const float x : {-0.32F, 0.32F}) {
    for (const float y : {-0.5F, 0.5F}) {
      const Place middle(x * length_m, y * width_m, radius_m);
      shape.bones.push_back(
          {middle, middle + Place(0, y * 0.1F, 0), radius_m, radius_m * 0.9F, tyre});
    }
  }
}

}  // namespace

Thing Car(Random& random) {
  Thing thing{.shape = {}, .radius_m = 2.4F};
  Paint body = AnyPaint(random);
  body.roughness = 0.03F;
  const Paint glass{.colour = {0.12F, 0.1F, 0.09F}, .roughness = 0.2F};
  const float length = random.Between(3.6F, 4.8F);
  AddBox(thing.shape, {0, 0, 0.25F}, {length, 1.75F, 0.6F}, 0, body, body);
  AddBox(thing.shape, {-0.2F, 0, 0.85F}, {length * 0.55F, 1.55F, 0.55F}, 0, glass, body);
  AddWheels(thing.shape, length, 1.7F, 0.32F);
  return thing;
}

Thing Bus(Random& random) {
  Thing thing{.shape = {}, .radius_m = 4.0F};
  Paint body = AnyPaint(random);
  const float length = random.Between(5.0F, 11.0F);
  const float height = random.Between(2.0F, 3.0F);
  AddBox(thing.shape, {0, 0, 0.35F}, {length, 2.4F, height}, 0, body, body);
  Paint windows{.colour = body.colour, .second = {0.1F, 0.09F, 0.08F}, .pattern = Pattern::kPanes};
  windows.size_m = random.Between(0.8F, 1.6F);
  AddBox(thing.shape, {0, 0, 0.35F + height * 0.4F}, {length * 0.96F, 2.44F, height * 0.4F}, 0,
         windows, body);
  AddWheels(thing.shape, length, 2.3F, 0.45F);
  return thing;
}

Thing Cart(Random& random) {
  Thing thing{.shape = {}, .radius_m = 0.8F};
  const Paint paint = AnyPaint(random);
  AddBox(thing.shape, {0, 0, 0.3F}, {random.Between(0.6F, 1.5F), 0.6F, random.Between(0.3F, 0.9F)},
         0, paint, AnyPaint(random));
  AddWheels(thing.shape, 1, 0.6F, 0.15F);
  thing.shape.bones.push_back({{0.6F, 0, 0.6F}, {0.8F, 0, 1.1F}, 0.03F, 0.03F, paint});
  return thing;
}

}  // namespace throng
