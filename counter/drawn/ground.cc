// Tiles, grain and borders by ground coordinates; shadows and mirrored shapes on them.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/ground.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <opencv2/imgproc.hpp>

namespace throng {
namespace {

Colour GreyTint(Random& random, float low, float high) {
  const float value = random.Between(low, high);
  return Colour(value * random.Between(0.85F, 1.1F), value, value * random.Between(0.9F, 1.15F));
}

Floor MakeFloor(Random& random) {
  Floor floor{.colour = GreyTint(random, 0.12F, 0.85F),
              .second = {},
              .joint_colour = {},
              .tile_m = 0,
              .tile_ratio = random.Chance(0.5F) ? 1.0F : random.Between(1.5F, 4.0F),
              .joint_m = random.Between(0.005F, 0.03F),
              .unevenness = random.Between(0.02F, 0.25F),
              .grain = random.Between(0.02F, 0.2F),
              .seed = static_cast<std::uint32_t>(random.Bits())};
  const float which = random.Uniform();
  if (which < 0.15F) {  // lawn
    const float lush = random.Between(0.12F, 0.5F);
    floor.colour = {lush * random.Between(0.3F, 0.8F), lush, lush * random.Between(0.6F, 1.0F)};
    floor.unevenness = 0.35F;
    floor.grain = 0.4F;
  } else if (which < 0.30F) {  // wood, carpet, painted
    const float value = random.Between(0.15F, 0.7F);
    floor.colour = {value * random.Between(0.45F, 1.0F), value * random.Between(0.6F, 1.0F), value};
  }
  if (which > 0.22F && random.Chance(0.7F)) floor.tile_m = random.LogBetween(0.08F, 1.5F);
  floor.second = random.Chance(0.35F) ? GreyTint(random, 0.1F, 0.9F) : floor.colour;
  floor.joint_colour = floor.colour * random.Between(0.4F, 1.3F);
  return floor;
}

Colour FloorAt(const Floor& floor, float u, float v, float pixel_m) {
  Colour colour = floor.colour;
  if (floor.surface) {
    colour = floor.surface->At(u, v, pixel_m);
  } else if (floor.tile_m > 0) {
    const float length = floor.tile_m * floor.tile_ratio;
    const float row = std::floor(v / floor.tile_m);
    const float shift = std::fmod(row, 2.0F) != 0.0F && floor.tile_ratio > 1 ? length / 2 : 0;
    const float column = std::floor((u + shift) / length);
    const float fade = std::clamp(2.0F - 4.0F * pixel_m / floor.tile_m, 0.0F, 1.0F);
    const auto i = static_cast<std::int32_t>(column);
    const auto j = static_cast<std::int32_t>(row);
    const bool odd = ((i + j) & 1) != 0;
    colour = floor.colour * (1 - fade / 2) + floor.second * (fade / 2);
    if (fade > 0) {
      const Colour tile = odd ? floor.second : floor.colour;
      colour = colour * (1 - fade) + tile * fade;
      colour *= 1 + fade * 0.25F * floor.grain * (Scatter(i, j, floor.seed) - 0.5F);
      const float in_u = (u + shift) - column * length;
      const float in_v = v - row * floor.tile_m;
      const float edge = std::min({in_u, length - in_u, in_v, floor.tile_m - in_v});
      const float joint = std::max(floor.joint_m, 0.3F * pixel_m);
      if (edge < joint) {
        const float strength = fade * std::min(1.0F, floor.joint_m / (0.3F * pixel_m));
        colour = colour * (1 - strength) + floor.joint_colour * strength;
      }
    }
  }
  const float blotch =
      Cloud(u * 0.7F, v * 0.7F, floor.seed) + 0.5F * Cloud(u * 2.1F, v * 2.1F, floor.seed + 1);
  colour *= 1 + floor.unevenness * (blotch - 0.75F);
  if (floor.surface) return colour;
  const float grain = std::clamp(1.2F - pixel_m * 12.0F, 0.0F, 1.0F);
  if (grain > 0) colour *= 1 + grain * floor.grain * (Cloud(u * 19, v * 19, floor.seed + 2) - 0.5F);
  return colour;
}

// Takes `share` (below 0: adds) of the light on the ground, where `mask` is 255.
void Darken(const cv::Mat& mask, float share, Canvas& canvas) {
  for (int y = 0; y < mask.rows; ++y) {
    for (int x = 0; x < mask.cols; ++x) {
      if (canvas.RayAt(x, y)[2] >= 0) continue;
      const float there = static_cast<float>(mask.at<std::uint8_t>(y, x)) / 255;
      canvas.colours().at<Colour>(y, x) *= 1 - share * there;
    }
  }
}

}  // namespace

Ground MakeGround(Random& random) {
  Ground ground{.here = MakeFloor(random),
                .there = MakeFloor(random),
                .heading_rad = random.Between(0, 6.283F),
                .border_m = random.Chance(0.6F) ? random.Normal(0, 5) : 1000,
                .border_width_m = random.Chance(0.5F) ? random.Between(1, 8) : 0,
                .line_m = random.Chance(0.5F) ? random.Between(0.05F, 0.4F) : 0,
                .line_colour = {},
                .sky_low = GreyTint(random, 0.3F, 1.0F),
                .sky_high = GreyTint(random, 0.2F, 0.9F),
                .far_m = random.Between(25, 120),
                .gloss = random.Chance(0.3F) ? random.Between(0.1F, 0.5F) : 0};
  static constexpr std::array<float, 3> kBlue{0.1F, 0.9F, 0.2F};
  ground.line_colour = {random.Pick(kBlue), 0.8F, 0.9F};
  return ground;
}

void DrawGround(const Ground& ground, Canvas& canvas) {
  const Place eye = canvas.view().position();
  const float c = std::cos(ground.heading_rad);
  const float s = std::sin(ground.heading_rad);
  const Light& light = canvas.light();
  const Colour received = light.ambient + light.direct * std::max(0.0F, light.towards[2]);
  cv::Mat& colours = canvas.colours();
  cv::Mat& depths = canvas.depths();
  for (int y = 0; y < colours.rows; ++y) {
    for (int x = 0; x < colours.cols; ++x) {
      const Place& ray = canvas.RayAt(x, y);
      const float depth = ray[2] < -1e-4F ? -eye[2] / ray[2] : std::numeric_limits<float>::max();
      if (depth > 2 * ground.far_m) {
        const float high = std::clamp(ray[2] * 3, 0.0F, 1.0F);
        const float cloud = Cloud(ray[0] / (0.2F + std::abs(ray[2])), ray[1] * 3, ground.here.seed);
        colours.at<Colour>(y, x) =
            (ground.sky_low * (1 - high) + ground.sky_high * high) * (0.85F + 0.3F * cloud);
        continue;
      }
      depths.at<float>(y, x) = depth + 0.02F;
      const Place at = eye + ray * depth;
      const float u = c * at[0] + s * at[1];
      const float v = -s * at[0] + c * at[1];
      const float slant = std::max(0.15F, -ray[2] / static_cast<float>(cv::norm(ray)));
      const float pixel_m = depth / canvas.view().focal_px() / slant;
      const float beyond = v - ground.border_m;
      const bool there =
          beyond > 0 && (ground.border_width_m == 0 || beyond < ground.border_width_m);
      Colour colour = FloorAt(there ? ground.there : ground.here, u, v, pixel_m);
      if (beyond > 0 && beyond < ground.line_m) colour = ground.line_colour;
      colour = colour.mul(received);
      const float haze = std::clamp(depth / ground.far_m - 1, 0.0F, 1.0F);
      colours.at<Colour>(y, x) = colour * (1 - haze) + ground.sky_low * haze;
    }
  }
}

void DrawShadows(const std::vector<const Shape*>& shapes, Canvas& canvas) {
  const Light& light = canvas.light();
  if (light.shadow <= 0) return;
  const Place fall = light.towards * (-1 / std::max(light.towards[2], 0.15F));
  cv::Mat mask(canvas.view().size_px(), CV_8UC1, cv::Scalar(0));
  const auto on_ground = [&fall](const Place& at) { return at + fall * std::max(0.0F, at[2]); };
  float px_per_m = 0;
  const auto fill = [&mask](std::vector<cv::Point>& outline) {
    std::vector<cv::Point> hull;
    cv::convexHull(outline, hull);
    cv::fillConvexPoly(mask, hull, cv::Scalar(255));
  };
  for (const Shape* shape : shapes) {
    for (const Bone& bone : shape->bones) {
      std::vector<cv::Point> outline;
      for (const auto& [end, radius] :
           {std::pair(bone.from, bone.from_radius_m), std::pair(bone.to, bone.to_radius_m)}) {
        const Place middle = on_ground(end);
        for (int i = 0; i < 8; ++i) {
          const auto at =
              canvas.view().Project(middle + Heading(0.785F * static_cast<float>(i)) * radius);
          if (!at) continue;
          outline.emplace_back(static_cast<int>(at->x_px), static_cast<int>(at->y_px));
          px_per_m = std::max(px_per_m, at->px_per_m);
        }
      }
      if (outline.size() >= 3) fill(outline);
    }
    for (const Face& face : shape->faces) {
      std::vector<cv::Point> outline;
      for (const Place& corner : face.corners) {
        const auto at = canvas.view().Project(on_ground(corner));
        if (at) outline.emplace_back(static_cast<int>(at->x_px), static_cast<int>(at->y_px));
      }
      if (outline.size() >= 3) fill(outline);
    }
  }
  const double blur_px = std::min(40.0, double{light.shadow_blur_m} * std::min(px_per_m, 80.0F));
  if (blur_px > 0.5) cv::GaussianBlur(mask, mask, cv::Size(), blur_px);
  Darken(mask, light.shadow, canvas);
}

void DrawLightPatches(Random& random, Canvas& canvas) {
  const cv::Size size = canvas.view().size_px();
  cv::Mat mask(size, CV_8UC1, cv::Scalar(0));
  const int patches = random.Whole(1, 14);
  const float heading = random.Between(0, 6.283F);
  const float skew = random.Between(0.8F, 2.2F);
  const Place u = Heading(heading) * random.LogBetween(0.2F, 6);
  const Place v = Heading(heading + skew) * random.LogBetween(0.2F, 6);
  const auto x = static_cast<float>(size.width);
  const auto y = static_cast<float>(size.height);
  for (int i = 0; i < patches; ++i) {
    const Place ray = canvas.view().RayThrough(random.Uniform() * x, random.Uniform() * y);
    if (ray[2] > -0.03F) continue;
    const Place at = canvas.view().position() + ray * (-canvas.view().position()[2] / ray[2]);
    std::vector<cv::Point> outline;
    for (const Place& corner : {at, at + u, at + u + v, at + v}) {
      const auto seen = canvas.view().Project(corner);
      if (!seen) break;
      outline.emplace_back(static_cast<int>(seen->x_px), static_cast<int>(seen->y_px));
    }
    if (outline.size() == 4) cv::fillConvexPoly(mask, outline, cv::Scalar(255));
  }
  const double blur_px = double{random.LogBetween(0.5F, 12)};
  cv::GaussianBlur(mask, mask, cv::Size(), blur_px);
  const float gain = random.Chance(0.5F) ? random.Between(0.2F, 0.7F) : random.Between(1.4F, 3.0F);
  Darken(mask, 1 - gain, canvas);
}

void DrawReflections(const std::vector<const Shape*>& shapes, float gloss, Canvas& canvas) {
  if (gloss <= 0) return;
  Canvas mirrored(canvas.view(), canvas.light());
  const auto flip = [](Place& place) { place[2] = -place[2]; };
  for (const Shape* shape : shapes) {
    Shape below = *shape;
    for (Bone& bone : below.bones) {
      flip(bone.from);
      flip(bone.to);
    }
    for (Face& face : below.faces) std::ranges::for_each(face.corners, flip);
    mirrored.Draw(below);
  }
  cv::Mat image = mirrored.colours();
  cv::GaussianBlur(image, image, cv::Size(), 1.5);
  cv::Mat& colours = canvas.colours();
  for (int y = 0; y < image.rows; ++y) {
    for (int x = 0; x < image.cols; ++x) {
      const Place& ray = canvas.RayAt(x, y);
      if (ray[2] >= 0 || mirrored.depths().at<float>(y, x) == std::numeric_limits<float>::max())
        continue;
      const float grazing = 1 + ray[2] / static_cast<float>(cv::norm(ray));
      const float share = gloss * (0.3F + 0.7F * grazing);
      Colour& colour = colours.at<Colour>(y, x);
      colour = colour * (1 - share) + image.at<Colour>(y, x) * share;
    }
  }
}

}  // namespace throng
