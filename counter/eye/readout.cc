// Neighbours of a cell are compared, and summed where somebody may be.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/readout.h"

#include <algorithm>
#include <cmath>

#include "counter/base/check.h"

namespace throng {
namespace {

// Drawn pictures that nothing has learned from are read alike from 0.33 to 0.41 on, empty ones the
// better the higher; counter/train/README.md has the table.
constexpr float kNobodysScore = 0.38F;
constexpr float kHeadsScore = 0.5F;
constexpr float kNearlyLogits = 0.5F;  // bf16 moves them by a tenth of that

// In 5 x 5 cells, of 0.24 m each where the network knows people of 56 px: from 1 to 2.4 per m2,
// the heads give way to the density.
constexpr std::size_t kCrowdRadius = 2;
constexpr float kFewPersons = 1.5F;
constexpr float kCrowdPersons = 3.5F;

// Less than this in a cell is the network's way to say nobody. A picture has thousands of such
// cells, which must not add up to a person; whoever is there is worth far more in his cells.
constexpr float kNobody = 0.004F;

// log(1 + exp(x)); nothing for what is no number, and an end for what is no count.
float Softplus(float x) {
  constexpr float kMost = 1000;
  if (!(x > -kMost)) return 0;
  return x > 20 ? std::min(x, kMost) : std::log1p(std::exp(x));
}

class DensityAnswer {
 public:
  DensityAnswer(std::span<const float> numbers, std::size_t columns, std::size_t rows)
      : numbers_(numbers), columns_(columns), rows_(rows) {}

  float Density(std::size_t row, std::size_t column) const {
    const float persons = Softplus(At(row, column, 0));
    return persons < kNobody ? 0 : persons;
  }

  float Variance(std::size_t row, std::size_t column) const { return Softplus(At(row, column, 1)); }

  // Of cells with the same score, the first is higher.
  bool IsHighest(std::size_t row, std::size_t column) const {
    const float own = Logit(row, column);
    bool highest = true;
    ForAround(1, row, column, [&](std::size_t r, std::size_t c) {
      const bool earlier = r < row || (r == row && c < column);
      const float other = Logit(r, c);
      if (other > own || (earlier && other == own)) highest = false;
    });
    return highest;
  }

  // A head of `persons` whose highest cell this is, shared with cells around it that say nearly the
  // same: else less than rounding would move it by a whole cell, and over the border of a zone.
  void Share(float persons, std::size_t row, std::size_t column,
             std::span<CellReading> readings) const {
    const float own = Logit(row, column);
    const auto part = [&](std::size_t r, std::size_t c) {
      return std::max(0.0F, 1 - (own - Logit(r, c)) / kNearlyLogits);
    };
    float parts = 0;
    ForAround(1, row, column, [&](std::size_t r, std::size_t c) { parts += part(r, c); });
    ForAround(1, row, column, [&](std::size_t r, std::size_t c) {
      readings[r * columns_ + c].persons += persons * part(r, c) / parts;
    });
  }

  float Score(std::size_t row, std::size_t column) const {
    return 1 / (1 + std::exp(-Logit(row, column)));
  }

  float DensityAround(std::span<const CellReading> readings, std::size_t row,
                      std::size_t column) const {
    float persons = 0;
    ForAround(kCrowdRadius, row, column,
              [&](std::size_t r, std::size_t c) { persons += readings[r * columns_ + c].density; });
    return persons;
  }

 private:
  float At(std::size_t row, std::size_t column, std::size_t answer) const {
    return numbers_[(row * columns_ + column) * Weights::kAnswers + answer];
  }

  // What is no number is no head.
  float Logit(std::size_t row, std::size_t column) const {
    const float logit = At(row, column, 2);
    return logit > -100 ? std::min(logit, 100.0F) : -100;
  }

  template <class Visit>
  void ForAround(std::size_t radius, std::size_t row, std::size_t column, Visit visit) const {
    const std::size_t top = row - std::min(row, radius);
    const std::size_t left = column - std::min(column, radius);
    for (std::size_t r = top; r < std::min(rows_, row + radius + 1); ++r) {
      for (std::size_t c = left; c < std::min(columns_, column + radius + 1); ++c) visit(r, c);
    }
  }

  std::span<const float> numbers_;
  std::size_t columns_;
  std::size_t rows_;
};

// 0 up to `nothing`, 1 from `all` on.
float Ramp(float value, float nothing, float all) {
  return std::clamp((value - nothing) / (all - nothing), 0.0F, 1.0F);
}

}  // namespace

void ReadCells(std::span<const float> answer, std::size_t columns, std::size_t rows,
               std::span<CellReading> readings) {
  COUNTER_CHECK(answer.size() == columns * rows * Weights::kAnswers);
  COUNTER_CHECK(readings.size() == columns * rows);
  const DensityAnswer cells(answer, columns, rows);
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t column = 0; column < columns; ++column) {
      readings[row * columns + column] = {.persons = 0,
                                          .variance = cells.Variance(row, column),
                                          .density = cells.Density(row, column)};
    }
  }
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t column = 0; column < columns; ++column) {
      CellReading& reading = readings[row * columns + column];
      float head = Ramp(cells.Score(row, column), kNobodysScore, kHeadsScore);
      if (head > 0 && !cells.IsHighest(row, column)) head = 0;
      if (head == 0 && reading.density == 0) continue;
      const float around = cells.DensityAround(readings, row, column);
      const float crowd = Ramp(around, kFewPersons, kCrowdPersons);
      reading.persons += crowd * reading.density;
      if (head > 0) cells.Share((1 - crowd) * head, row, column, readings);
    }
  }
}

}  // namespace throng
