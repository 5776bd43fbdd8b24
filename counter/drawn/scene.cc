// Puts place, light, things, people and camera together.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/scene.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <utility>

#include "counter/drawn/camera_choice.h"
#include "counter/drawn/canvas.h"
#include "counter/drawn/crowd.h"
#include "counter/drawn/faults.h"
#include "counter/drawn/figure.h"
#include "counter/drawn/ground.h"
#include "counter/drawn/leaves.h"
#include "counter/drawn/stage.h"
#include "counter/drawn/texture.h"
#include "counter/drawn/wardrobe.h"

namespace throng {
namespace {

constexpr int kMostPersons = 260;

// Square metres of ground that the picture shows where people are not too small to be of interest.
float GroundArea(const View& view, float least_px_per_m) {
  constexpr int kStep = 16;
  float area = 0;
  for (int y = 0; y < view.size_px().height; y += kStep) {
    for (int x = 0; x < view.size_px().width; x += kStep) {
      const auto px = static_cast<float>(x) + kStep / 2.0F;
      const auto py = static_cast<float>(y) + kStep / 2.0F;
      const float scale = view.ScaleAt(px, py, 0);
      if (scale < least_px_per_m) continue;
      const Place ray = view.RayThrough(px, py);
      const float slant = -ray[2] / static_cast<float>(cv::norm(ray));
      const float side_m = kStep / scale;
      area += side_m * side_m / std::max(slant, 0.05F);
    }
  }
  return area;
}

// Persons per square metre of ground.
float ChooseMeanM2(Random& random, Subject subject) {
  if (subject == Subject::kCrowds) return random.LogBetween(0.4F, 4);
  if (subject == Subject::kClose) return random.LogBetween(0.8F, 6);
  return random.Chance(0.7F) ? random.LogBetween(0.006F, 0.25F) : random.LogBetween(0.2F, 3.0F);
}

struct Actor {
  Shape head;
  Shape body;
  Place head_middle;
  Place foot;
};

std::vector<Actor> SetActors(Random& random, const View& view, const PictureOptions& options,
                             Stage& stage) {
  std::vector<Actor> actors;
  if (random.Chance(options.empty)) return actors;
  const bool crowds = options.subject == Subject::kCrowds;
  const float area = GroundArea(view, 0.6F * options.px_per_m * static_cast<float>(kFiner));
  const float mean_m2 = ChooseMeanM2(random, options.subject);
  const CrowdPlan plan{
      .most = std::clamp(static_cast<int>(std::ceil(mean_m2 * area)), 1, kMostPersons),
      .persons_m2 = std::max(mean_m2, random.LogBetween(crowds ? 1.5F : 0.3F, 6)),
      .somewhere = [&view](Random& r) { return SomewhereInView(r, view); }};
  const std::vector<Standing> standing = PlaceCrowd(random, plan, stage.taken, stage.things);
  const bool dark = crowds || (options.subject == Subject::kClose && random.Chance(0.5F));
  const Fashion fashion = dark ? ChooseDarkFashion(random) : ChooseFashion(random);
  for (const Standing& person : standing) {
    const Figure figure = MakeFigure(random, person.posture, fashion);
    Actor actor{.head = {}, .body = {}, .head_middle = {}, .foot = person.foot};
    AddMoved(actor.head, figure.head, person.heading_rad, person.foot);
    AddMoved(actor.body, figure.body, person.heading_rad, person.foot);
    Shape middle;
    middle.bones.push_back({figure.head_middle, figure.head_middle, 0.1F, 0.1F, {}});
    Shape moved;
    AddMoved(moved, middle, person.heading_rad, person.foot);
    actor.head_middle = moved.bones.front().from;
    actors.push_back(std::move(actor));
  }
  return actors;
}

// The photographs of one place; none in a place that is all painted.
struct Backing {
  const Photographs* photographs = nullptr;
  std::vector<Surface> floors;
  std::vector<Surface> walls;
  std::vector<Surface> cloths;
};

Backing ChooseBacking(Random& random, const PictureOptions& options) {
  const Photographs* const photographs = options.photographs;
  Backing backing;
  if (photographs == nullptr || !random.Chance(options.photographed)) return backing;
  backing.photographs = photographs;
  const int floors = random.Chance(0.75F) ? random.Whole(1, 2) : 0;
  const int walls = random.Chance(0.8F) ? random.Whole(1, 4) : 0;
  const int cloths = random.Chance(0.6F) ? random.Whole(1, 5) : 0;
  backing.floors = photographs->AnySurfaces(random, floors, 1, 12, 512);
  backing.walls = photographs->AnySurfaces(random, walls, 0.5F, 8, 384);
  backing.cloths = photographs->AnySurfaces(random, cloths, 0.15F, 2, 128);
  return backing;
}

// Foliage, a facade or print behind the people: in the far half, or in any part of the picture.
void DrawBackdrop(Random& random, const Photographs* photographs, Canvas& canvas) {
  cv::Mat& colours = canvas.colours();
  const cv::Rect all(cv::Point(0, 0), colours.size());
  const int bottom = random.Whole(all.height / 8, all.height);
  cv::Rect part(0, 0, all.width, bottom);
  if (random.Chance(0.5F)) {
    part = cv::Rect(random.Whole(-all.width / 2, all.width / 2),
                    random.Whole(-all.height / 2, all.height / 2), all.width, all.height) &
           all;
  }
  const Colour received = canvas.light().ambient + canvas.light().direct * 0.5F;
  cv::Mat lit;
  const cv::Mat texture = DrawTexture(random, all.size(), photographs);
  cv::multiply(texture, cv::Scalar(received[0], received[1], received[2]), lit);
  lit(part).copyTo(colours(part));
}

void DrawAll(Random& random, const Stage& stage, const std::vector<Actor>& actors,
             const Backing& backing, Canvas& canvas) {
  Ground ground = MakeGround(random);
  if (!backing.floors.empty()) ground.here.surface = backing.floors.front();
  if (backing.floors.size() > 1) ground.there.surface = backing.floors.back();
  std::vector<const Shape*> shapes{&stage.things};
  for (const Actor& actor : actors) {
    shapes.push_back(&actor.head);
    shapes.push_back(&actor.body);
  }
  DrawGround(ground, canvas);
  const bool painted = backing.photographs == nullptr;
  if (random.Chance(painted ? 0.2F : 0.5F)) DrawBackdrop(random, backing.photographs, canvas);
  if (random.Chance(0.25F)) DrawLeaves(random, canvas);
  if (random.Chance(0.3F)) DrawLightPatches(random, canvas);
  DrawShadows(shapes, canvas);
  DrawReflections(shapes, ground.gloss, canvas);
  canvas.Draw(stage.things);
  for (std::size_t i = 0; i < actors.size(); ++i) {
    const auto person = static_cast<int>(i);
    for (const Bone& bone : actors[i].body.bones) canvas.Draw(bone, OwnerOf(person, false));
    for (const Face& face : actors[i].body.faces) canvas.Draw(face, OwnerOf(person, false));
    for (const Bone& bone : actors[i].head.bones) canvas.Draw(bone, OwnerOf(person, true));
  }
}

// How much finer than the network's picture a camera's is, along a side: the eye scales it.
float ChooseNative(Random& random, Subject subject) {
  if (subject == Subject::kClose) return random.LogBetween(1.2F, 3.5F);
  const float coarse = subject == Subject::kCrowds ? 0.3F : 0.15F;  // share that it enlarges
  return random.Chance(1 - coarse) ? random.LogBetween(0.9F, 2.0F) : random.LogBetween(0.42F, 1.0F);
}

cv::Mat Photograph(Random& random, const cv::Mat& light, cv::Size size_px, Subject subject) {
  const float native = ChooseNative(random, subject);
  const cv::Size native_px(static_cast<int>(native * static_cast<float>(size_px.width)),
                           static_cast<int>(native * static_cast<float>(size_px.height)));
  cv::Mat image;
  cv::resize(light, image, native_px, 0, 0, native > kFiner ? cv::INTER_LINEAR : cv::INTER_AREA);
  const float u = random.Uniform();
  // Most cameras are good ones.
  image = SeeThroughCamera(random, random, image, MeanLevel(image), u * u);
  cv::resize(image, image, size_px, 0, 0, native >= 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
  return image;
}

// At `at` in a grey picture of `size_px`: the grey that the eye sets around a camera's picture.
DrawnPicture Framed(DrawnPicture picture, cv::Point at, cv::Size size_px) {
  cv::Mat framed(size_px, CV_8UC3, cv::Scalar::all(128));
  picture.bgr.copyTo(framed(cv::Rect(at, picture.bgr.size())));
  picture.bgr = framed;
  const cv::Point2f moved(at);
  for (DrawnPerson& person : picture.persons) {
    person.head_px += moved;
    person.foot_px += moved;
  }
  return picture;
}

// Where a picture may lie in a larger one.
cv::Point Somewhere(Random& random, cv::Size size_px, cv::Size in_px) {
  const int x = random.Whole(0, in_px.width - size_px.width);
  return {x, random.Whole(0, in_px.height - size_px.height)};
}

std::vector<DrawnPerson> PersonsIn(const std::vector<Actor>& actors, const Canvas& canvas) {
  std::vector<DrawnPerson> persons;
  const std::vector<Shown> shown = canvas.Count(static_cast<int>(actors.size()));
  const cv::Rect2f frame(0, 0, static_cast<float>(canvas.view().size_px().width),
                         static_cast<float>(canvas.view().size_px().height));
  for (std::size_t i = 0; i < actors.size(); ++i) {
    const auto head = canvas.view().Project(actors[i].head_middle);
    const auto foot = canvas.view().Project(actors[i].foot);
    if (!head || !foot || shown[i].pixels == 0) continue;
    if (!frame.contains({head->x_px, head->y_px})) continue;
    const auto share = [](int part, int of) {
      return of > 0 ? static_cast<float>(part) / static_cast<float>(of) : 0.0F;
    };
    persons.push_back({.head_px = cv::Point2f(head->x_px, head->y_px) / kFiner,
                       .foot_px = cv::Point2f(foot->x_px, foot->y_px) / kFiner,
                       .visible = share(shown[i].visible, shown[i].pixels),
                       .head_visible = share(shown[i].head_visible, shown[i].head_pixels)});
  }
  return persons;
}

Lookout LookoutOn(Subject subject) {
  if (subject == Subject::kClose) return Lookout::kClose;
  return subject == Subject::kCrowds ? Lookout::kAbove : Lookout::kAnywhere;
}

// `at`: where the view lies in a picture of `size_px`.
cv::Mat1f ScaleOf(const View& view, cv::Point at, cv::Size size_px) {
  cv::Mat1f scale(size_px / kScaleStep);
  for (int row = 0; row < scale.rows; ++row) {
    for (int column = 0; column < scale.cols; ++column) {
      const float x = (static_cast<float>(column) + 0.5F) * kScaleStep - static_cast<float>(at.x);
      const float y = (static_cast<float>(row) + 0.5F) * kScaleStep - static_cast<float>(at.y);
      scale(row, column) = view.ScaleAt(x * kFiner, y * kFiner, kHeadHeightM) / kFiner;
    }
  }
  return scale;
}

}  // namespace

DrawnPicture DrawPicture(Random& random, const PictureOptions& options) {
  if (options.subject == Subject::kTextures) {
    const cv::Mat light = DrawTexture(random, options.size_px * kFiner, options.photographs);
    return {.bgr = Photograph(random, light, options.size_px, options.subject),
            .persons = {},
            .scale = cv::Mat1f(options.size_px / kScaleStep, options.px_per_m)};
  }
  const View view = ChooseView(random, LookoutOn(options.subject), options.size_px * kFiner,
                               options.px_per_m * static_cast<float>(kFiner));
  Canvas canvas(view, ChooseLight(random));
  Stage stage = SetStage(random, view);
  std::vector<Actor> actors = SetActors(random, view, options, stage);
  const Backing backing = ChooseBacking(random, options);
  LaySurfaces(backing.walls, 0.6F, false, stage.things);
  const float patterned = options.subject == Subject::kCrowds ? 0.1F : 0.4F;
  for (Actor& actor : actors) LaySurfaces(backing.cloths, patterned, true, actor.body);
  DrawAll(random, stage, actors, backing, canvas);
  const cv::Size seen_px = view.size_px() / kFiner;
  DrawnPicture picture{.bgr = Photograph(random, canvas.colours(), seen_px, options.subject),
                       .persons = PersonsIn(actors, canvas),
                       .scale = {}};
  const cv::Point at = options.subject == Subject::kClose
                           ? Somewhere(random, seen_px, options.size_px)
                           : cv::Point(0, 0);
  picture.scale = ScaleOf(view, at, options.size_px);
  return options.subject == Subject::kClose ? Framed(std::move(picture), at, options.size_px)
                                            : picture;
}

}  // namespace throng
