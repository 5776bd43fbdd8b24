// Grids to boxes, boxes that show one person to one, boxes to feet.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/detector_output.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "counter/eye/wiped.h"

namespace throng {
namespace {

constexpr std::array<std::size_t, 3> kStrides = {8, 16, 32};

std::size_t PlacesIn(ImageSize input) {
  std::size_t places = 0;
  for (const std::size_t stride : kStrides) {
    places += (input.width_px / stride) * (input.height_px / stride);
  }
  return places;
}

// Below which score nobody is there, and from which share of a common area two boxes are one
// person: what each project's own program for ONNX or prediction has where nobody chooses.
struct Thresholds {
  double score;
  double overlap;
};

Thresholds ThresholdsOf(DetectorLayout layout) {
  switch (layout) {
    case DetectorLayout::kYolox:  // demo/ONNXRuntime/onnx_inference.py
      return {.score = 0.3, .overlap = 0.45};
    case DetectorLayout::kYolov8:  // ultralytics/cfg/default.yaml
      return {.score = 0.25, .overlap = 0.7};
  }
  COUNTER_CHECK(false);
}

// Pixels of the input.
struct Box {
  double x;  // its middle
  double y;
  double width;
  double height;
  double score;
};

double Along(double a, double a_length, double b, double b_length) {
  return std::max(0.0, std::min(a + a_length / 2, b + b_length / 2) -
                           std::max(a - a_length / 2, b - b_length / 2));
}

// Of the area of both together.
double CommonShare(const Box& a, const Box& b) {
  const double common = Along(a.x, a.width, b.x, b.width) * Along(a.y, a.height, b.y, b.height);
  const double both = a.width * a.height + b.width * b.height - common;
  return both > 0 ? common / both : 0;
}

// The numbers of an answer, by place and field.
class DetectorAnswer {
 public:
  DetectorAnswer(std::span<const float> numbers, DetectorLayout layout, std::size_t places)
      : numbers_(numbers), layout_(layout), places_(places), fields_(numbers.size() / places) {
    COUNTER_CHECK(places * fields_ == numbers.size() && fields_ > FirstClass());
  }

  // At the cell (column, row) of the grid of `stride`.
  Box BoxAt(std::size_t place, double column, double row, double stride) const {
    const double x = At(place, 0);
    const double y = At(place, 1);
    const double width = At(place, 2);
    const double height = At(place, 3);
    const double score = ScoreOf(place);
    if (layout_ == DetectorLayout::kYolov8) return {x, y, width, height, score};
    return {(column + x) * stride, (row + y) * stride, std::exp(width) * stride,
            std::exp(height) * stride, score};
  }

 private:
  std::size_t FirstClass() const { return layout_ == DetectorLayout::kYolox ? 5 : 4; }

  double At(std::size_t place, std::size_t field) const {
    const bool by_place = layout_ == DetectorLayout::kYolox;
    return double{numbers_[by_place ? place * fields_ + field : field * places_ + place]};
  }

  // That a person is at `place`; 0 where something else is likelier.
  double ScoreOf(std::size_t place) const {
    const double person = At(place, FirstClass());
    for (std::size_t field = FirstClass() + 1; field < fields_; ++field) {
      if (At(place, field) > person) return 0;
    }
    return layout_ == DetectorLayout::kYolox ? At(place, 4) * person : person;
  }

  std::span<const float> numbers_;
  DetectorLayout layout_;
  std::size_t places_;
  std::size_t fields_;
};

// Whether its numbers are numbers, and small enough to calculate with.
bool IsUsable(const Box& box) {
  constexpr double kMost = 1e9;
  return std::ranges::all_of(std::array{box.x, box.y, box.width, box.height, box.score},
                             [](double number) { return std::abs(number) < kMost; });
}

// Puts the boxes in which somebody may be to the front of `boxes`, which has one for each place.
// Their number, or nothing if one of them is no box.
std::optional<std::size_t> Find(const DetectorAnswer& answer, ImageSize input, double least_score,
                                std::span<Box> boxes) {
  std::size_t place = 0;
  std::size_t found = 0;
  for (const std::size_t stride : kStrides) {
    const std::size_t columns = input.width_px / stride;
    const std::size_t rows = input.height_px / stride;
    for (std::size_t i = 0; i < columns * rows; ++i, ++place) {
      const std::size_t row = i / columns;
      const Box box = answer.BoxAt(place, static_cast<double>(i % columns),
                                   static_cast<double>(row), static_cast<double>(stride));
      if (box.score < least_score) continue;
      if (!IsUsable(box)) return std::nullopt;
      boxes[found++] = box;
    }
  }
  return found;
}

// Drops each box that shows the person of a better one; the number that is left, at the front.
std::size_t Thin(std::span<Box> boxes, double most_overlap) {
  std::ranges::sort(boxes, std::ranges::greater{}, &Box::score);
  std::size_t kept = 0;
  for (const Box& box : boxes) {
    const auto better = boxes.first(kept);
    const bool known = std::ranges::any_of(
        better, [&](const Box& other) { return CommonShare(box, other) > most_overlap; });
    if (!known) boxes[kept++] = box;
  }
  return kept;
}

}  // namespace

std::optional<DetectorLayout> DetectorLayoutOf(ImageSize input, std::size_t rows,
                                               std::size_t columns) {
  const std::size_t places = PlacesIn(input);
  if (rows == places && columns >= 6) return DetectorLayout::kYolox;
  if (columns == places && rows >= 5) return DetectorLayout::kYolov8;
  return std::nullopt;
}

PixelStyle PixelStyleOf(DetectorLayout layout) {
  constexpr float kUnit = 1.0F / 255.0F;
  constexpr float kGrey = 114;
  switch (layout) {
    case DetectorLayout::kYolox:
      return {.placement = Placement::kTopLeft,
              .red_first = false,
              .padding = kGrey,
              .gain = {1, 1, 1},
              .bias = {0, 0, 0}};
    case DetectorLayout::kYolov8:
      return {.placement = Placement::kMiddle,
              .red_first = true,
              .padding = kGrey * kUnit,
              .gain = {kUnit, kUnit, kUnit},
              .bias = {0, 0, 0}};
  }
  COUNTER_CHECK(false);
}

Result<DensityMap> PeopleIn(std::span<const float> answer, DetectorLayout layout,
                            const Letterbox& letterbox, ImageSize picture,
                            std::pmr::memory_resource& memory) {
  if (!std::ranges::all_of(answer, [](float x) { return std::isfinite(x); })) {
    return Fault::kModelNotNumbers;
  }
  const std::size_t places = PlacesIn(letterbox.input);
  const Thresholds thresholds = ThresholdsOf(layout);
  WipedArray<Box> boxes(places, memory);
  const std::optional<std::size_t> found = Find(
      DetectorAnswer(answer, layout, places), letterbox.input, thresholds.score, boxes.elements());
  if (!found) return Fault::kModelNotNumbers;
  const std::size_t kept = Thin(boxes.elements().first(*found), thresholds.overlap);
  DensityMap density(picture, memory);
  for (const Box& box : boxes.elements().first(kept)) {
    density.Add(letterbox.PictureFromInput({box.x, box.y + box.height / 2}), Persons(1));
  }
  return density;
}

}  // namespace throng
