// The network's answer to persons per cell: heads that are found, and the density in a crowd.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

#include "counter/eye/weights.h"

namespace throng {

// Persons in a cell, and the variance of that number; finite and >= 0.
struct CellReading {
  float persons;
  float variance;
  float density;  // what the persons are where it is crowded
};

// Reads answers of one size, `columns` x `rows` cells, row by row with Weights::kAnswers numbers
// each; as many `readings`. Pure; no memory.
//
// Where few people are, one counts for each head that is found: a cell whose score is the highest
// of those around it counts nobody up to a score of 0.38, one person from 0.5 on, and a part of one
// between. So it matters little how sure the network is of each. A head whose place is open between
// cells lies in each of them in part. Where the density says that people stand close, their heads
// can no longer be told apart, and the density counts.
// The same, but for the parts, stands in counter/train/loss.py, which trains the network for it.
void ReadCells(std::span<const float> answer, std::size_t columns, std::size_t rows,
               std::span<CellReading> readings);

}  // namespace throng
