// Sun or clouds, walls, furniture and clutter.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/stage.h"

#include <cmath>

#include "counter/drawn/clutter.h"
#include "counter/drawn/furniture.h"

namespace throng {

Light ChooseLight(Random& random) {
  Light light;
  const float warmth = random.Between(-0.12F, 0.12F);
  const Colour tint(1 - warmth, 1, 1 + warmth);
  const float which = random.Uniform();
  if (which < 0.35F) {  // sun
    const float heading = random.Between(0, kTurn);
    const float height = random.Between(0.25F, 1.4F);
    light.towards = Heading(heading) * std::cos(height) + Place(0, 0, std::sin(height));
    light.ambient = Colour(0.55F, 0.5F, 0.45F) * random.Between(0.5F, 1.2F);
    light.direct = tint * random.Between(0.4F, 1.1F);
    light.shadow = random.Between(0.3F, 0.7F);
    light.shadow_blur_m = random.Between(0.01F, 0.08F);
  } else {  // clouds, a hall, a night with lamps
    light.towards = {random.Normal(0, 0.3F), random.Normal(0, 0.3F), 1};
    light.towards *= 1 / static_cast<float>(cv::norm(light.towards));
    light.ambient = tint * random.Between(0.6F, 1.0F);
    light.direct = tint * random.Between(0.0F, 0.4F);
    light.shadow = random.Between(0.1F, 0.6F);
    light.shadow_blur_m = random.Between(0.08F, 0.3F);
  }
  light.from_below = random.Between(0.3F, 0.75F);
  return light;
}

Place SomewhereInView(Random& random, const View& view) {
  const auto width = static_cast<float>(view.size_px().width);
  const auto height = static_cast<float>(view.size_px().height);
  while (true) {
    const float x = random.Between(-0.1F, 1.1F) * width;
    const float y = random.Between(-0.1F, 1.25F) * height;
    const Place ray = view.RayThrough(x, y);
    if (ray[2] > -0.03F) continue;  // hardly below the horizon
    const Place at = view.position() + ray * (-view.position()[2] / ray[2]);
    return {at[0], at[1], 0};
  }
}

Stage SetStage(Random& random, const View& view) {
  Stage stage;
  const auto width = static_cast<float>(view.size_px().width);
  const auto height = static_cast<float>(view.size_px().height);
  const int fronts = random.Chance(0.6F) ? random.Whole(1, 3) : 0;
  for (int i = 0; i < fronts; ++i) {
    const Place ray =
        view.RayThrough(random.Uniform() * width, random.Between(0.0F, 0.4F) * height);
    if (ray[2] > -0.02F) continue;
    const Place foot = view.position() + ray * (-view.position()[2] / ray[2]);
    const float away = std::atan2(foot[1] - view.position()[1], foot[0] - view.position()[0]);
    AddMoved(stage.things, MakeFront(random, random.Between(4, 30)),
             away - kTurn / 4 + random.Normal(0, 0.5F), {foot[0], foot[1], 0});
  }
  const int things = random.Chance(0.75F) ? random.Whole(0, 9) : random.Whole(5, 22);
  for (int i = 0; i < things; ++i) {
    const Thing thing = MakeThing(random);
    const Place at = SomewhereInView(random, view);
    if (cv::norm(at - view.position()) < thing.radius_m + 2) continue;
    AddMoved(stage.things, thing.shape, 0, at);
    stage.taken.push_back({at, thing.radius_m});
  }
  const auto somewhere = [&view](Random& r) { return SomewhereInView(r, view); };
  if (random.Chance(0.6F))
    AddClutter(random, random.Chance(0.3F) ? 90 : 25, somewhere, stage.things);
  return stage;
}

}  // namespace throng
