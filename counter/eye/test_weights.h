// For tests: networks that nobody trained, their files, and what they must say, slowly.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "counter/eye/weights.h"
#include "counter/site/geometry.h"

namespace throng::test_weights {

// The shape that is meant to be trained, with random weights, the same for each `seed`: a stem that
// reduces to a cell of 8 px, three pairs of dilated convolutions with a shortcut around each, a
// head. Says about 0.01 persons in each cell.
Weights Planned(unsigned seed = 1);

// Three layers of few channels; each cell is the mean of what lies around it.
Weights Blur(float gain, float bias);

// Adds a layer with random weights that keep its output about as large as its input.
void AddRandom(Weights& weights, const Layer& shape, unsigned seed);

// As ReadWeights reads it. Weights that half precision does not hold are cut.
std::vector<std::byte> FileOf(const Weights& weights);

// A drawn pattern of rectangles and noise.
std::vector<std::uint8_t> Pattern(ImageSize size, unsigned seed = 1);

// The outputs of all layers, each row by row, channels innermost. One multiplication at a time.
std::vector<std::vector<float>> OutputsOf(const Weights& weights, ImageSize size,
                                          std::span<const std::uint8_t> pixels);

// Sets each layer's input_largest to what it is on a pattern.
void MeasureInputs(Weights& weights);

}  // namespace throng::test_weights
