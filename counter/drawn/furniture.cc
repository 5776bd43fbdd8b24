// Street and station furniture from boxes, bones and cones.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/furniture.h"

#include <array>
#include <cmath>

#include "counter/drawn/carried.h"
#include "counter/drawn/figure.h"
#include "counter/drawn/vehicle.h"
#include "counter/drawn/wardrobe.h"

namespace throng {
namespace {

void AddPost(Shape& shape, const Place& foot, float height_m, float radius_m, const Paint& paint) {
  shape.bones.push_back({foot, foot + Place(0, 0, height_m), radius_m, radius_m, paint});
}

Paint Printed(Random& random) {
  Paint paint = AnyPaint(random);
  static constexpr std::array kPatterns{Pattern::kLettering, Pattern::kBlocks, Pattern::kPanes,
                                        Pattern::kGoods, Pattern::kGoods};
  paint.seed = static_cast<std::uint32_t>(random.Bits());
  paint.pattern = random.Pick(kPatterns);
  paint.second = AnyPaint(random).colour;
  paint.size_m = random.LogBetween(0.05F, 0.5F);
  return paint;
}

Thing Pole(Random& random) {
  Thing thing{.shape = {}, .radius_m = 0.3F};
  const Paint paint = AnyPaint(random);
  const float height = random.Between(2.2F, 6.0F);
  AddPost(thing.shape, {0, 0, 0}, height, random.Between(0.03F, 0.12F), paint);
  if (random.Chance(0.4F)) {  // a lamp's arm or head
    AddPost(thing.shape, {0, 0, 0}, 0.5F, 0.13F, paint);
    thing.shape.bones.push_back({{0, 0, height},
                                 {random.Between(0, 1.2F), 0, height + 0.1F},
                                 0.1F,
                                 0.15F,
                                 AnyPaint(random)});
  }
  return thing;
}

Thing Sign(Random& random) {
  Thing thing{.shape = {}, .radius_m = 0.4F};
  const Paint metal = AnyPaint(random);
  const float width = random.Between(0.4F, 1.6F);
  const float low = random.Between(0.5F, 2.2F);
  const float height = random.Between(0.4F, 1.4F);
  AddPost(thing.shape, {0, 0, 0}, low + height, 0.035F, metal);
  if (random.Chance(0.4F)) {
    AddPost(thing.shape, {width / 2, 0, 0}, low + height, 0.035F, metal);
    AddPost(thing.shape, {-width / 2, 0, 0}, low + height, 0.035F, metal);
  }
  AddBox(thing.shape, {0, 0.05F, low}, {width, 0.04F, height}, 0, Printed(random), metal);
  return thing;
}

Thing Bin(Random& random) {
  Thing thing{.shape = {}, .radius_m = 0.4F};
  const Paint paint = AnyPaint(random);
  const float height = random.Between(0.7F, 1.2F);
  if (random.Chance(0.5F)) {
    const float radius = random.Between(0.18F, 0.3F);
    thing.shape.bones.push_back(
        {{0, 0, radius * 0.5F}, {0, 0, height - radius}, radius * 0.9F, radius, paint});
    if (random.Chance(0.5F)) {  // an opening, round like a head
      thing.shape.bones.push_back(
          {{0, 0, height}, {0, 0, height + 0.1F}, radius * 0.8F, radius * 0.5F, AnyPaint(random)});
    }
  } else {
    AddBox(thing.shape, {0, 0, 0}, {random.Between(0.3F, 0.7F), random.Between(0.3F, 0.7F), height},
           0, paint, AnyPaint(random));
  }
  return thing;
}

Thing Bollard(Random& random) {
  Thing thing{.shape = {}, .radius_m = 0.3F};
  const float radius = random.Between(0.05F, 0.16F);
  const float height = random.Between(0.6F, 1.2F);
  Paint paint = AnyPaint(random);
  if (random.Chance(0.3F)) {
    paint.pattern = Pattern::kStripes;
    paint.second = {0.9F, 0.9F, 0.9F};
    paint.size_m = 0.2F;
  }
  AddPost(thing.shape, {0, 0, 0}, height, radius, paint);
  if (random.Chance(0.3F)) {
    thing.shape.bones.push_back(
        {{0, 0, height + radius}, {0, 0, height + radius}, radius * 1.4F, radius * 1.4F, paint});
  }
  return thing;
}

// Stone by the roadside, as bollards that taper, or as boulders: near a head in size and roundness.
Thing Stone(Random& random) {
  const float wide = random.Between(0.12F, 0.4F);
  Thing thing{.shape = {}, .radius_m = wide + 0.1F};
  Paint paint = AnyPaint(random);
  const float grey = random.Between(0.15F, 0.8F);
  paint.colour = paint.colour * 0.2F + Colour{grey, grey, grey} * 0.8F;
  if (random.Chance(0.6F)) {
    const float height = random.Between(0.4F, 1.1F);
    const float top = wide * random.Between(0.3F, 0.8F);
    thing.shape.bones.push_back({{0, 0, 0}, {0, 0, height}, wide, top, paint});
  } else {
    const Place side(wide * random.Between(0.2F, 1.5F), 0, wide * random.Between(-0.2F, 0.4F));
    thing.shape.bones.push_back({{0, 0, wide * 0.3F}, side, wide, wide * 0.8F, paint});
  }
  return thing;
}

Thing Machine(Random& random) {
  const float width = random.Between(0.6F, 1.4F);
  Thing thing{.shape = {}, .radius_m = width * 0.7F};
  const Paint body = AnyPaint(random);
  const float height = random.Between(1.3F, 2.1F);
  const float depth = random.Between(0.4F, 0.9F);
  AddBox(thing.shape, {0, 0, 0}, {width, depth, height}, 0, body, body);
  Paint front = Printed(random);
  if (random.Chance(0.4F)) front.colour *= 1.6F;  // lit from within
  AddBox(thing.shape, {0, -depth / 2, height * 0.35F}, {width * 0.8F, 0.03F, height * 0.55F}, 0,
         front, front);
  return thing;
}

Thing Bicycle(Random& random) {
  Thing thing{.shape = {}, .radius_m = 0.6F};
  const Paint tyre{.colour = {0.05F, 0.05F, 0.05F}};
  const Paint frame = AnyPaint(random);
  for (const float x : {-0.5F, 0.5F}) {
    Place last(x + 0.34F, 0, 0.34F);
    for (int i = 1; i <= 12; ++i) {
      const float angle = kTurn * static_cast<float>(i) / 12;
      const Place next(x + 0.34F * std::cos(angle), 0, 0.34F + 0.34F * std::sin(angle));
      thing.shape.bones.push_back({last, next, 0.02F, 0.02F, tyre});
      last = next;
    }
  }
  const Place saddle(-0.2F, 0, 0.9F);
  const Place bar(0.4F, 0, 0.95F);
  const Place pedal(-0.05F, 0, 0.3F);
  for (const auto& [a, b] : std::initializer_list<std::pair<Place, Place>>{
           {saddle, pedal},
           {bar, pedal},
           {saddle, {-0.5F, 0, 0.34F}},
           {bar, {0.5F, 0, 0.34F}},
           {saddle, bar},
           {bar - Place(0, 0.25F, 0), bar + Place(0, 0.25F, 0)}}) {
    thing.shape.bones.push_back({a, b, 0.022F, 0.022F, frame});
  }
  return thing;
}

Thing Dog(Random& random) {
  Thing thing{.shape = {}, .radius_m = 0.4F};
  const Paint coat = AnyPaint(random);
  const float s = random.Between(0.5F, 1.2F);
  thing.shape.bones.push_back(
      {{-0.25F * s, 0, 0.45F * s}, {0.25F * s, 0, 0.48F * s}, 0.13F * s, 0.14F * s, coat});
  thing.shape.bones.push_back(
      {{0.38F * s, 0, 0.62F * s}, {0.52F * s, 0, 0.58F * s}, 0.1F * s, 0.06F * s, coat});
  for (const float x : {-0.25F, 0.25F}) {
    for (const float y : {-0.08F, 0.08F}) {
      AddPost(thing.shape, {x * s, y * s, 0}, 0.4F * s, 0.04F * s, coat);
    }
  }
  return thing;
}

Thing Luggage(Random& random) {
  Thing thing{.shape = {}, .radius_m = 0.4F};
  const int pieces = random.Whole(1, 4);
  for (int i = 0; i < pieces; ++i) {
    const Paint paint = AnyPaint(random);
    const int row = i / 2;
    AddBox(thing.shape, {0.35F * static_cast<float>(i % 2), 0.3F * static_cast<float>(row), 0},
           {random.Between(0.2F, 0.6F), random.Between(0.2F, 0.4F), random.Between(0.3F, 0.8F)},
           random.Between(0, 3), paint, paint);
  }
  return thing;
}

Thing Tree(Random& random) {
  Thing thing{.shape = {}, .radius_m = 0.5F};
  const bool bush = random.Chance(0.4F);
  const float crown = bush ? random.Between(0.3F, 0.8F) : random.Between(2.5F, 5.0F);
  const Paint bark{.colour = Colour(0.1F, 0.15F, 0.2F) * random.Between(0.6F, 1.8F),
                   .roughness = 0.5F};
  AddPost(thing.shape, {0, 0, 0}, crown, random.Between(0.06F, 0.22F), bark);
  const float size = bush ? 0.6F : random.Between(0.8F, 1.8F);
  const int leaves = random.Whole(10, 28);
  const Colour green(random.Between(0.03F, 0.15F), random.Between(0.15F, 0.45F),
                     random.Between(0.05F, 0.3F));
  for (int i = 0; i < leaves; ++i) {
    const Place at(random.Normal(0, size * 0.5F), random.Normal(0, size * 0.5F),
                   std::max(0.1F, crown + random.Normal(size * 0.3F, size * 0.35F)));
    const Paint leaf{.colour = green * random.Between(0.5F, 1.4F),
                     .roughness = 0.8F,
                     .seed = static_cast<std::uint32_t>(i)};
    thing.shape.bones.push_back({at, at, size * random.Between(0.15F, 0.4F), size * 0.3F, leaf});
  }
  return thing;
}

// Leaves like blades, from a pot or from the top of a trunk.
Thing Palm(Random& random) {
  Thing thing{.shape = {}, .radius_m = 0.6F};
  const Paint pot = AnyPaint(random);
  const float crown = random.Chance(0.5F) ? random.Between(0.5F, 1.0F) : random.Between(1.5F, 3.5F);
  const float width = random.Between(0.3F, 1.2F);
  AddBox(thing.shape, {0, 0, 0}, {width, width, random.Between(0.3F, 0.8F)}, 0, pot, pot);
  AddPost(thing.shape, {0, 0, 0}, crown, random.Between(0.03F, 0.15F), AnyPaint(random));
  const float length = random.Between(0.3F, 1.3F);
  const float lush = random.Between(0.1F, 0.4F);
  const bool flowers = random.Chance(0.3F);
  const int leaves = random.Whole(20, 90);
  for (int i = 0; i < leaves; ++i) {
    const float rise = random.Between(-0.6F, 1.0F);
    const Place root(random.Normal(0, width * 0.2F), random.Normal(0, width * 0.2F), crown);
    const Place tip = root +
                      Heading(random.Between(0, kTurn)) * (length * random.Between(0.5F, 1)) +
                      Place(0, 0, length * rise);
    const float shade = lush * random.Between(0.5F, 1.6F);
    const Paint leaf{.colour = {shade * 0.5F, shade, shade * random.Between(0.5F, 1.0F)}};
    thing.shape.bones.push_back({root, tip, 0.03F, 0.012F, leaf});
    if (flowers) thing.shape.bones.push_back({tip, tip, 0.05F, 0.05F, AnyPaint(random)});
  }
  return thing;
}

// A stall: counter, roof, posts, and goods between them.
Thing Kiosk(Random& random) {
  Thing thing{.shape = {}, .radius_m = 1.5F};
  const float length = random.Between(1.2F, 3.5F);
  const float depth = random.Between(1.0F, 2.0F);
  const float roof = random.Between(1.6F, 2.6F);
  const Paint body = AnyPaint(random);
  AddBox(thing.shape, {0, 0, 0}, {length, depth, random.Between(0.5F, 1.1F)}, 0, Printed(random),
         body);
  if (random.Chance(0.7F)) AddBox(thing.shape, {0, 0, roof}, {length, depth, 0.15F}, 0, body, body);
  for (const float x : {-0.49F, 0.49F}) {
    for (const float y : {-0.49F, 0.49F}) {
      AddPost(thing.shape, {x * length, y * depth, 0}, roof, 0.03F, body);
    }
  }
  const int goods = random.Whole(5, 40);
  for (int i = 0; i < goods; ++i) {
    const Place at(random.Between(-0.45F, 0.45F) * length, random.Between(-0.45F, 0.45F) * depth,
                   random.Between(0.7F, roof - 0.2F));
    const float size = random.Between(0.04F, 0.15F);
    thing.shape.bones.push_back({at, at + Place(0, 0, size), size, size, AnyPaint(random)});
  }
  return thing;
}

// A cone of traffic, a tripod, a heap of clothes: small things that stand about.
Thing Trifle(Random& random) {
  Thing thing{.shape = {}, .radius_m = 0.3F};
  const Paint paint = AnyPaint(random);
  const float which = random.Uniform();
  if (which < 0.35F) {
    AddCone(thing.shape, {0, 0, random.Between(0.4F, 0.8F)}, 0.18F, 0.6F, Printed(random));
  } else if (which < 0.6F) {
    const Place top(0, 0, random.Between(0.9F, 1.6F));
    for (int i = 0; i < 3; ++i) {
      thing.shape.bones.push_back(
          {Heading(kTurn / 3 * static_cast<float>(i)) * 0.4F, top, 0.015F, 0.02F, paint});
    }
    AddBox(thing.shape, top, {0.1F, 0.15F, 0.1F}, 0, paint, paint);
  } else {
    const int lumps = random.Whole(1, 6);
    for (int i = 0; i < lumps; ++i) {
      const Place at(random.Normal(0, 0.25F), random.Normal(0, 0.25F), 0.08F);
      thing.shape.bones.push_back({at,
                                   at + Heading(random.Between(0, kTurn)) * random.Between(0, 0.5F),
                                   random.Between(0.06F, 0.16F), 0.08F, AnyPaint(random)});
    }
  }
  return thing;
}

Thing Statue(Random& random) {
  Thing thing{.shape = {}, .radius_m = 0.4F};
  const Figure figure = MakeMannequin(random);
  const float plinth = random.Chance(0.5F) ? random.Between(0.1F, 1.2F) : 0.0F;
  if (plinth > 0) {
    const Paint stone = AnyPaint(random);
    AddBox(thing.shape, {0, 0, 0}, {0.7F, 0.7F, plinth}, 0, stone, stone);
  }
  AddMoved(thing.shape, figure.head, 0, {0, 0, plinth});
  AddMoved(thing.shape, figure.body, 0, {0, 0, plinth});
  return thing;
}

Thing Railing(Random& random) {
  const float length = random.Between(1.5F, 6.0F);
  Thing thing{.shape = {}, .radius_m = 0.3F};
  const Paint metal = AnyPaint(random);
  const float height = random.Between(0.8F, 1.3F);
  const int bars = std::max(2, static_cast<int>(length / random.Between(0.12F, 1.5F)));
  for (int i = 0; i <= bars; ++i) {
    const float x = length * (static_cast<float>(i) / static_cast<float>(bars) - 0.5F);
    AddPost(thing.shape, {x, 0, 0}, height, 0.02F, metal);
  }
  for (const float z : {height, height * 0.5F}) {
    thing.shape.bones.push_back({{-length / 2, 0, z}, {length / 2, 0, z}, 0.025F, 0.025F, metal});
  }
  return thing;
}

Thing Column(Random& random) {
  Thing thing{.shape = {}, .radius_m = 0.7F};
  const Paint stone = random.Chance(0.3F) ? Printed(random) : AnyPaint(random);
  const float width = random.Between(0.3F, 0.9F);
  if (random.Chance(0.5F)) {
    AddPost(thing.shape, {0, 0, 0}, 4, width / 2, stone);
  } else {
    AddBox(thing.shape, {0, 0, 0}, {width, width, 4}, 0, stone, stone);
  }
  return thing;
}

Thing Parasol(Random& random) {
  Thing thing{.shape = {}, .radius_m = 0.5F};
  AddPost(thing.shape, {0, 0, 0}, 2.5F, 0.03F, AnyPaint(random));
  AddCone(thing.shape, {0, 0, 2.7F}, random.Between(0.8F, 1.6F), 0.5F, AnyPaint(random));
  const Paint table = AnyPaint(random);
  AddBox(thing.shape, {0, 0, 0.7F}, {0.8F, 0.8F, 0.05F}, 0, table, table);
  return thing;
}

Thing Bench(Random& random) {
  return {.shape = MakeBench(random, random.Between(1.2F, 2.4F)), .radius_m = 0.7F};
}

}  // namespace

Shape MakeBench(Random& random, float length_m) {
  Shape shape;
  const Paint wood = AnyPaint(random);
  AddBox(shape, {0, 0, 0.38F}, {length_m, 0.45F, 0.07F}, 0, wood, wood);
  if (random.Chance(0.6F)) AddBox(shape, {0, 0.24F, 0.45F}, {length_m, 0.05F, 0.4F}, 0, wood, wood);
  for (const float x : {-0.4F, 0.4F}) {
    AddBox(shape, {x * length_m, 0, 0}, {0.08F, 0.4F, 0.38F}, 0, wood, wood);
  }
  return shape;
}

Thing MakeThing(Random& random) {
  static constexpr std::array kMakers{
      Pole,    Sign,   Bin,     Bollard, Machine, Bicycle, Dog,   Tree,  Luggage, Tree,
      Railing, Column, Parasol, Bench,   Car,     Bin,     Pole,  Bus,   Cart,    Palm,
      Palm,    Kiosk,  Kiosk,   Trifle,  Trifle,  Trifle,  Stone, Stone, Bollard};
  // Seldom: somebody who stands alone is nearly always a person.
  const Thing thing = random.Chance(0.01F) ? Statue(random) : random.Pick(kMakers)(random);
  Thing turned{.shape = {}, .radius_m = thing.radius_m};
  AddMoved(turned.shape, thing.shape, random.Between(0, kTurn), {0, 0, 0});
  return turned;
}

Shape MakeFront(Random& random, float length_m) {
  Shape shape;
  const float height = random.Between(2.5F, 8.0F);
  Paint wall = AnyPaint(random);
  wall.roughness = random.Between(0.05F, 0.5F);
  if (random.Chance(0.3F)) {  // bricks or slabs
    wall.pattern = random.Chance(0.5F) ? Pattern::kPanes : Pattern::kStripes;
    wall.second = wall.colour * random.Between(0.7F, 1.3F);
    wall.size_m = random.LogBetween(0.1F, 1.5F);
  }
  AddBox(shape, {0, 0.5F, 0}, {length_m, 1, height}, 0, wall, wall);
  const float bay = random.Between(1.2F, 4.0F);
  const float low = random.Chance(0.5F) ? 0.1F : random.Between(0.6F, 1.2F);
  const bool windows = random.Chance(0.75F);
  const Paint glass = Printed(random);
  const float waxen = random.Chance(0.15F) ? random.Uniform() : 0.0F;
  const int bays = windows ? static_cast<int>(length_m / bay) : 0;
  for (int i = 0; i < bays; ++i) {
    const float x = (static_cast<float>(i) + 0.5F) * bay - length_m / 2;
    Paint pane = random.Chance(0.6F) ? glass : Printed(random);
    if (random.Chance(0.3F)) pane.pattern = Pattern::kPlain;
    AddBox(shape, {x, -0.01F, low}, {bay * 0.8F, 0.06F, random.Between(1.2F, 2.2F)}, 0, pane, pane);
    if (random.Chance(waxen)) {  // somebody of wax behind the glass
      const Figure figure = MakeMannequin(random);
      AddMoved(shape, figure.head, -kTurn / 4, {x, -0.2F, low});
      AddMoved(shape, figure.body, -kTurn / 4, {x, -0.2F, low});
    }
  }
  return shape;
}

}  // namespace throng
