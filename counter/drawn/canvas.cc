// Tapered bones as shaded silhouettes, faces by their plane, a depth for each pixel.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/canvas.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <opencv2/imgproc.hpp>

#include "counter/drawn/random.h"
#include "counter/drawn/surface.h"

namespace throng {
namespace {

constexpr float kCutAtM = 0.2F;  // faces are cut here

Colour Mix(const Colour& a, const Colour& b, float share_of_b) {
  return a * (1 - share_of_b) + b * share_of_b;
}

// Share of the second colour, 0..1.
float SecondAt(const Paint& paint, float u, float v) {
  const auto odd = [](float at) { return std::fmod(std::floor(at), 2.0F) != 0.0F; };
  const auto part = [](float at) { return at - std::floor(at); };
  switch (paint.pattern) {
    case Pattern::kPlain:
      return 0;
    case Pattern::kStripes:
      return odd(u / paint.size_m) ? 1.0F : 0.0F;
    case Pattern::kBlocks:
      return odd(u / paint.size_m) != odd(v / paint.size_m) ? 1.0F : 0.0F;
    case Pattern::kPanes:
      return part(u / paint.size_m) > 0.12F && part(v / paint.size_m) > 0.12F ? 1.0F : 0.0F;
    case Pattern::kLettering: {
      if (part(v / paint.size_m) > 0.6F) return 0;
      const auto row = static_cast<std::int32_t>(std::floor(v / paint.size_m));
      const auto dash = static_cast<std::int32_t>(std::floor(u / (0.45F * paint.size_m)));
      return Scatter(dash, row, paint.seed) > 0.45F ? 1.0F : 0.0F;
    }
    case Pattern::kGoods:
      return part(v / paint.size_m) > 0.85F ? 0.0F : 0.5F;  // the shelf's edge
  }
  return 0;
}

float MeanOfSecond(Pattern pattern) {
  switch (pattern) {
    case Pattern::kPlain:
      return 0;
    case Pattern::kStripes:
    case Pattern::kBlocks:
      return 0.5F;
    case Pattern::kPanes:
      return 0.77F;
    case Pattern::kLettering:
      return 0.33F;
    case Pattern::kGoods:
      return 0.4F;
  }
  return 0;
}

// One colour for each thing on a shelf; things differ in width.
Colour GoodsAt(const Paint& paint, float u, float v) {
  const auto row = static_cast<std::int32_t>(std::floor(v / paint.size_m));
  const float width = paint.size_m * (0.3F + Scatter(0, row, paint.seed));
  const auto thing = static_cast<std::int32_t>(std::floor(u / width));
  const auto channel = [&](std::uint32_t i) { return Scatter(thing, row, paint.seed + i); };
  const float bright = 0.2F + 0.8F * channel(1);
  return {bright * channel(2), bright * channel(3), bright * channel(4)};
}

std::vector<Place> CutNear(const std::vector<Place>& corners, const View& view) {
  std::vector<Place> kept;
  const auto depth_of = [&view](const Place& place) {
    return view.InCamera(place - view.position())[2];
  };
  for (std::size_t i = 0; i < corners.size(); ++i) {
    const Place& here = corners[i];
    const Place& next = corners[(i + 1) % corners.size()];
    const float at_here = depth_of(here) - kCutAtM;
    const float at_next = depth_of(next) - kCutAtM;
    if (at_here >= 0) kept.push_back(here);
    if ((at_here >= 0) != (at_next >= 0)) {
      kept.push_back(here + (next - here) * (at_here / (at_here - at_next)));
    }
  }
  return kept;
}

// The part of the picture that holds what `corners` bound, where a lens may bow what is between
// them outwards.
cv::Rect BoxAround(const std::vector<Place>& corners, const View& view) {
  constexpr int kParts = 6;  // of each side
  const cv::Size2f size_px(view.size_px());
  cv::Point2f left_top(size_px.width, size_px.height);
  cv::Point2f right_bottom(0, 0);
  for (std::size_t i = 0; i < corners.size(); ++i) {
    const Place side = corners[(i + 1) % corners.size()] - corners[i];
    for (int part = 0; part < kParts; ++part) {
      const auto at = view.Project(corners[i] + side * (static_cast<float>(part) / kParts));
      if (!at) continue;
      left_top = {std::min(left_top.x, at->x_px), std::min(left_top.y, at->y_px)};
      right_bottom = {std::max(right_bottom.x, at->x_px), std::max(right_bottom.y, at->y_px)};
    }
  }
  const auto inside = [&size_px](float x, float y) {
    return cv::Point(static_cast<int>(std::clamp(x, 0.0F, size_px.width)),
                     static_cast<int>(std::clamp(y, 0.0F, size_px.height)));
  };
  const cv::Point from = inside(left_top.x - 1, left_top.y - 1);
  const cv::Point to = inside(right_bottom.x + 2, right_bottom.y + 2);
  return from.x < to.x && from.y < to.y ? cv::Rect(from, to) : cv::Rect();
}

}  // namespace

Colour ColourAt(const Paint& paint, float u_m, float v_m, float pixel_m) {
  Colour colour = paint.colour;
  if (paint.pattern != Pattern::kPlain) {
    const float fade = std::clamp(2.0F - 3.0F * pixel_m / paint.size_m, 0.0F, 1.0F);
    const float mean = MeanOfSecond(paint.pattern);
    const float share = mean + fade * (SecondAt(paint, u_m, v_m) - mean);
    colour = Mix(colour, paint.second, share);
    if (paint.pattern == Pattern::kGoods && fade > 0 && share > 0.2F) {
      colour = Mix(colour, GoodsAt(paint, u_m, v_m), fade);
    }
  }
  if (paint.surface != nullptr) {
    colour = Mix(colour, paint.surface->At(u_m, v_m, pixel_m), paint.surface_share);
  }
  if (paint.roughness > 0) {
    const float coarse = Cloud(u_m * 7, v_m * 7, paint.seed) - 0.5F;
    const float fine = Cloud(u_m * 23, v_m * 23, paint.seed + 1) - 0.5F;
    colour *= 1 + paint.roughness * (1.2F * coarse + 0.8F * fine);
  }
  return colour;
}

Canvas::Canvas(const View& view, const Light& light)
    : view_(view),
      light_(light),
      light_in_camera_(view.InCamera(light.towards)),
      up_in_camera_(view.InCamera({0, 0, 1})),
      rays_(view.size_px(), CV_32FC3),
      colours_(view.size_px(), CV_32FC3, cv::Scalar::all(0)),
      depths_(view.size_px(), CV_32FC1, cv::Scalar(std::numeric_limits<float>::max())),
      owners_(view.size_px(), CV_16UC1, cv::Scalar(0)),
      touched_(view.size_px(), CV_16UC1, cv::Scalar(0)) {
  for (int y = 0; y < rays_.rows; ++y) {
    for (int x = 0; x < rays_.cols; ++x) {
      rays_.at<Place>(y, x) =
          view.RayThrough(static_cast<float>(x) + 0.5F, static_cast<float>(y) + 0.5F);
    }
  }
}

void Canvas::Put(int x, int y, float depth, const Colour& colour, Owner owner) {
  if (owner != 0) {
    const auto person = static_cast<std::size_t>(owner / 2 - 1);
    if (person >= drawn_.size()) drawn_.resize(person + 1);
    Owner& touched = touched_.at<Owner>(y, x);
    if (touched / 2 != owner / 2) {
      ++drawn_[person].pixels;
      if ((owner & 1U) != 0) ++drawn_[person].head_pixels;
      touched = owner;
    } else if ((owner & 1U) != 0 && (touched & 1U) == 0) {
      ++drawn_[person].head_pixels;
      touched = owner;
    }
  }
  float& nearest = depths_.at<float>(y, x);
  if (depth >= nearest) return;
  nearest = depth;
  colours_.at<Colour>(y, x) = colour;
  owners_.at<Owner>(y, x) = owner;
}

void Canvas::Draw(const Bone& bone, Owner owner) {
  const std::optional<Projected> from = view_.Project(bone.from);
  const std::optional<Projected> to = view_.Project(bone.to);
  if (!from || !to) return;
  const cv::Point2f a(from->x_px, from->y_px);
  const cv::Point2f b(to->x_px, to->y_px);
  const float ra = bone.from_radius_m * from->px_per_m;
  const float rb = bone.to_radius_m * to->px_per_m;
  const cv::Rect box =
      cv::Rect(cv::Point(static_cast<int>(std::floor(std::min(a.x - ra, b.x - rb))),
                         static_cast<int>(std::floor(std::min(a.y - ra, b.y - rb)))),
               cv::Point(static_cast<int>(std::ceil(std::max(a.x + ra, b.x + rb))) + 1,
                         static_cast<int>(std::ceil(std::max(a.y + ra, b.y + rb))) + 1)) &
      cv::Rect(cv::Point(0, 0), view_.size_px());
  const cv::Point2f axis = b - a;
  const float length2 = axis.dot(axis);
  const auto length_m = static_cast<float>(cv::norm(bone.to - bone.from));
  for (int y = box.y; y < box.br().y; ++y) {
    for (int x = box.x; x < box.br().x; ++x) {
      const cv::Point2f p(static_cast<float>(x) + 0.5F, static_cast<float>(y) + 0.5F);
      const cv::Point2f from_a = p - a;
      float t = length2 > 1e-4F ? std::clamp(from_a.dot(axis) / length2, 0.0F, 1.0F) : 0.0F;
      // The wide end of a bone seen from its end hides the rest.
      if (length2 < (ra - rb) * (ra - rb)) t = ra > rb ? 0.0F : 1.0F;
      const float radius = ra + (rb - ra) * t;
      const cv::Point2f off = from_a - axis * t;
      const float share2 = off.dot(off) / (radius * radius);
      if (share2 >= 1) continue;
      const float towards = std::sqrt(1 - share2);
      const Place normal(off.x / radius, off.y / radius, -towards);
      const float radius_m = bone.from_radius_m + (bone.to_radius_m - bone.from_radius_m) * t;
      const float depth = from->depth_m + (to->depth_m - from->depth_m) * t - radius_m * towards;
      const float side = (off.x * axis.y - off.y * axis.x >= 0 ? 1.0F : -1.0F) * std::sqrt(share2);
      Colour colour =
          ColourAt(bone.paint, t * length_m, side * radius_m, radius_m / std::max(radius, 0.1F));
      const float up = 0.5F + 0.5F * normal.dot(up_in_camera_);
      const float facing = std::max(0.0F, normal.dot(light_in_camera_));
      Colour received = light_.ambient * (light_.from_below + (1 - light_.from_below) * up) +
                        light_.direct * facing;
      colour = colour.mul(received);
      if (bone.paint.shine > 0) {
        colour += light_.direct * (bone.paint.shine * std::pow(facing, 12.0F));
      }
      Put(x, y, depth, colour, owner);
    }
  }
}

void Canvas::Draw(const Face& face, Owner owner) {
  const std::vector<Place> corners = CutNear(face.corners, view_);
  if (corners.size() < 3) return;
  const cv::Rect box = BoxAround(corners, view_);
  if (box.empty()) return;
  Place along = face.corners[1] - face.corners[0];
  Place normal = along.cross(face.corners.back() - face.corners[0]);
  const auto size = static_cast<float>(cv::norm(normal));
  if (size <= 0) return;
  normal *= 1 / size;
  along *= 1 / static_cast<float>(cv::norm(along));
  const Place across = normal.cross(along);
  const float distance = normal.dot(face.corners[0] - view_.position());
  if (distance > 0) normal = -normal;  // towards the camera
  const float signed_distance = distance > 0 ? -distance : distance;
  const float up = 0.5F + 0.5F * normal[2];
  const float facing = std::max(0.0F, normal.dot(light_.towards));
  const Colour received =
      light_.ambient * (light_.from_below + (1 - light_.from_below) * up) + light_.direct * facing;
  std::vector<cv::Point2f> outline;  // in the face's plane, where no lens bends it
  for (const Place& corner : corners) {
    const Place at = corner - face.corners[0];
    outline.emplace_back(at.dot(along), at.dot(across));
  }
  const auto inside = [&outline](const cv::Point2f& p) {
    bool left = false;
    bool right = false;
    for (std::size_t i = 0; i < outline.size(); ++i) {
      const cv::Point2f edge = outline[(i + 1) % outline.size()] - outline[i];
      const cv::Point2f to = p - outline[i];
      (edge.x * to.y - edge.y * to.x >= 0 ? left : right) = true;
    }
    return left != right;
  };
  for (int y = box.y; y < box.br().y; ++y) {
    for (int x = box.x; x < box.br().x; ++x) {
      const Place& ray = RayAt(x, y);
      const float slope = normal.dot(ray);
      if (slope > -1e-5F) continue;
      const float depth = signed_distance / slope;
      const Place at = view_.position() + ray * depth - face.corners[0];
      const cv::Point2f in_plane(at.dot(along), at.dot(across));
      if (!inside(in_plane)) continue;
      const float pixel_m = depth / view_.focal_px();
      Put(x, y, depth, ColourAt(face.paint, in_plane.x, in_plane.y, pixel_m).mul(received), owner);
    }
  }
}

void Canvas::Draw(const Shape& shape) {
  for (const Bone& bone : shape.bones) Draw(bone, 0);
  for (const Face& face : shape.faces) Draw(face, 0);
}

void Canvas::Restore(const cv::Mat& colours, const cv::Mat& depths) {
  colours.copyTo(colours_);
  depths.copyTo(depths_);
  owners_.setTo(0);
  touched_.setTo(0);
  drawn_.clear();
}

std::vector<Shown> Canvas::Count(int persons) const {
  std::vector<Shown> shown = drawn_;
  shown.resize(static_cast<std::size_t>(persons));
  for (int y = 0; y < owners_.rows; ++y) {
    const auto* const row = owners_.ptr<Owner>(y);
    for (int x = 0; x < owners_.cols; ++x) {
      if (row[x] == 0) continue;
      Shown& person = shown[static_cast<std::size_t>(row[x] / 2 - 1)];
      ++person.visible;
      if ((row[x] & 1U) != 0) ++person.head_visible;
    }
  }
  return shown;
}

}  // namespace throng
