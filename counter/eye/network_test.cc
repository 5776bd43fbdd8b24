// The library calculates what plain loops do, in each precision, and nothing stays behind.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/network.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "counter/eye/default_weights.h"
#include "counter/eye/readout.h"
#include "counter/eye/test_weights.h"
#include "counter/eye/wiped_observer.h"

namespace throng {
namespace {

using test_weights::Pattern;

// The output for one picture; empty, with a failed test, if there is none.
std::vector<float> OutputOf(Network& network, std::size_t input,
                            const std::vector<std::uint8_t>& pixels) {
  EXPECT_EQ(network.Pixels(input).size(), pixels.size());
  std::ranges::copy(pixels, network.Pixels(input).begin());
  const Result<std::span<const float>> output = network.Run(input);
  EXPECT_TRUE(output);
  if (!output) return {};
  return {output->begin(), output->end()};
}

std::vector<float> OutputOf(const Weights& weights, ImageSize size,
                            const std::vector<std::uint8_t>& pixels) {
  const auto network = MakeNetwork(weights, std::vector{size}, Precision::kFloat32);
  EXPECT_TRUE(network);
  return network ? OutputOf(**network, 0, pixels) : std::vector<float>();
}

// Relative to the largest number.
float Difference(const std::vector<float>& got, const std::vector<float>& wanted) {
  EXPECT_EQ(got.size(), wanted.size());
  float largest = 1;
  float difference = 0;
  for (std::size_t i = 0; i < std::min(got.size(), wanted.size()); ++i) {
    largest = std::max(largest, std::abs(wanted[i]));
    difference = std::max(difference, std::abs(got[i] - wanted[i]));
  }
  return difference / largest;
}

TEST(Network, EachLayerGivesWhatPlainLoopsGive) {
  constexpr ImageSize kSize{64, 48};
  const Weights whole = test_weights::Planned();
  const auto pixels = Pattern(kSize);
  const auto wanted = test_weights::OutputsOf(whole, kSize, pixels);
  for (std::size_t i = 0; i < whole.layers.size(); ++i) {
    Weights first = whole;
    first.layers.resize(i + 1);
    EXPECT_LT(Difference(OutputOf(first, kSize, pixels), wanted[i]), 1e-4F) << "layer " << i;
  }
}

TEST(Network, ThePlainLoopsNoticeAWeightThatIsWrong) {
  constexpr ImageSize kSize{64, 48};
  Weights weights = test_weights::Planned();
  const auto pixels = Pattern(kSize);
  const auto wanted = test_weights::OutputsOf(weights, kSize, pixels).back();
  weights.layers[7].weights[4 * 9 + 1] += 0.1F;
  EXPECT_GT(Difference(OutputOf(weights, kSize, pixels), wanted), 1e-4F);
}

TEST(Network, PicturesNeedNotBeWholeCells) {
  const Weights weights = test_weights::Planned(2);
  for (const ImageSize size : {ImageSize{37, 21}, {8, 8}, {1, 1}, {7, 64}}) {
    const auto pixels = Pattern(size);
    const auto wanted = test_weights::OutputsOf(weights, size, pixels).back();
    EXPECT_EQ(wanted.size(),
              (size.width_px + 7U) / 8 * ((size.height_px + 7U) / 8) * Weights::kAnswers);
    EXPECT_LT(Difference(OutputOf(weights, size, pixels), wanted), 1e-4F)
        << size.width_px << " x " << size.height_px;
  }
}

TEST(Network, SizesThatShareMemoryDoNotDisturbEachOther) {
  const Weights weights = test_weights::Planned();
  const std::vector<ImageSize> sizes{{64, 48}, {24, 16}, {40, 80}};
  const auto network = MakeNetwork(weights, sizes, Precision::kFloat32);
  ASSERT_TRUE(network);
  for (const std::size_t input : {0U, 1U, 2U, 0U, 2U, 1U}) {
    const auto pixels = Pattern(sizes[input], static_cast<unsigned>(input));
    const auto wanted = test_weights::OutputsOf(weights, sizes[input], pixels).back();
    EXPECT_LT(Difference(OutputOf(**network, input, pixels), wanted), 1e-4F) << input;
  }
}

double PersonsIn(const std::vector<float>& answer, ImageSize size) {
  std::vector<CellReading> readings(answer.size() / Weights::kAnswers);
  ReadCells(answer, size.width_px / 8, size.height_px / 8, readings);
  double persons = 0;
  for (const CellReading& cell : readings) persons += double{cell.persons};
  return persons;
}

class PrecisionTest : public testing::TestWithParam<Precision> {
 protected:
  void SetUp() override {
    const Result<Weights> weights = ReadWeights(DefaultWeights());
    ASSERT_TRUE(weights);
    weights_ = *weights;
  }

  static constexpr ImageSize kSize{384, 288};
  Weights weights_{};
};

TEST_P(PrecisionTest, CountsAWholePictureAsInFloat32) {
  const auto exact = MakeNetwork(weights_, std::vector{kSize}, Precision::kFloat32);
  const auto fast = MakeNetwork(weights_, std::vector{kSize}, GetParam());
  ASSERT_TRUE(exact);
  if (!fast) GTEST_SKIP() << "this processor cannot do it";
  for (unsigned seed = 1; seed <= 4; ++seed) {
    const auto pixels = Pattern(kSize, seed);
    const double wanted = PersonsIn(OutputOf(**exact, 0, pixels), kSize);
    const double got = PersonsIn(OutputOf(**fast, 0, pixels), kSize);
    EXPECT_NEAR(got, wanted, std::max(0.01 * wanted, 0.1)) << "pattern " << seed;
    RecordProperty("float32_" + std::to_string(seed), std::to_string(wanted));
    RecordProperty("persons_" + std::to_string(seed), std::to_string(got));
  }
}

INSTANTIATE_TEST_SUITE_P(All, PrecisionTest,
                         testing::Values(Precision::kBfloat16, Precision::kInt8),
                         [](const auto& precision) {
                           return precision.param == Precision::kInt8 ? "Int8" : "Bfloat16";
                         });

TEST(Network, WholeNumbersNeedTheLargestNumbers) {
  Weights weights = test_weights::Planned();
  const std::vector<ImageSize> sizes{{64, 48}};
  const auto network = MakeNetwork(weights, sizes, Precision::kInt8);
  ASSERT_FALSE(network);
  EXPECT_EQ(network.error(), Fault::kBadWeights);
  test_weights::MeasureInputs(weights);
  EXPECT_TRUE(MakeNetwork(weights, sizes, Precision::kInt8));
}

TEST(Network, TheFastestPrecisionWorksHereAndKeepsTheCounts) {
  EXPECT_NE(FastestPrecision(), Precision::kInt8) << "it strays on one real picture in five";
  Weights weights = test_weights::Planned();
  test_weights::MeasureInputs(weights);
  const std::vector<ImageSize> sizes{{64, 48}};
  EXPECT_TRUE(MakeNetwork(weights, sizes, FastestPrecision()));
}

TEST(Network, WipesPicturesAndAllThatCameFromThem) {
  WipeObserver memory;
  Weights weights = test_weights::Planned();
  test_weights::MeasureInputs(weights);
  const std::vector<ImageSize> sizes{{64, 48}, {24, 16}};
  for (const Precision precision : {Precision::kFloat32, Precision::kInt8}) {
    const auto network = MakeNetwork(weights, sizes, precision, memory);
    ASSERT_TRUE(network);
    EXPECT_EQ(memory.not_zero(), 0U);
    OutputOf(**network, 0, Pattern(sizes[0]));
    OutputOf(**network, 1, Pattern(sizes[1]));
    EXPECT_GT(memory.not_zero(), 64U * 48) << "the control: the pictures are here";
    (*network)->Wipe();
    EXPECT_EQ(memory.not_zero(), 0U);
  }
  EXPECT_EQ(memory.held(), 0);
}

}  // namespace
}  // namespace throng
