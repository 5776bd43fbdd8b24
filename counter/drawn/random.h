// Numbers by chance that are the same for the same seed, on machines whose exp and log agree.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace throng {

// xoshiro256** (Blackman, Vigna 2018), seeded through splitmix64. The standard library's
// distributions differ from one implementation to the next, so these are our own.
class Random {
 public:
  explicit Random(std::uint64_t seed);

  std::uint64_t Bits();
  float Uniform();                                       // [0, 1)
  float Between(float low, float high);                  // [low, high)
  float LogBetween(float low, float high);               // 0 < low; even in the logarithm
  int Whole(int low, int high);                          // low..high, both included; low <= high
  bool Chance(float share);                              // true that often
  float Normal(float mean, float sigma);                 // cut off at 3 sigma
  std::size_t Weighted(std::span<const float> weights);  // an index; weights >= 0, some > 0

  template <class T, std::size_t N>
  const T& Pick(const std::array<T, N>& choices) {
    return choices[static_cast<std::size_t>(Whole(0, static_cast<int>(N) - 1))];
  }

 private:
  std::array<std::uint64_t, 4> state_{};
};

// A number in [0, 1) that depends on the arguments only: for patterns on surfaces.
float Scatter(std::int32_t x, std::int32_t y, std::uint32_t seed);

// Scatter between whole numbers, smoothed: [0, 1), features of size 1.
float Cloud(float x, float y, std::uint32_t seed);

}  // namespace throng
