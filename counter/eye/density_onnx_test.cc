// Small models, written by hand, count where they should; others are refused; nothing is kept.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/density_onnx.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <numeric>
#include <opencv2/core.hpp>
#include <opencv2/dnn.hpp>
#include <string>
#include <vector>

#include "counter/eye/test_onnx.h"
#include "counter/eye/wiped_observer.h"
#include "counter/site/heads.h"
#include "counter/site/pose_for_test.h"

namespace throng {
namespace {

constexpr ImageSize kPicture{.width_px = 640, .height_px = 480};
const std::string kAnySize = test_onnx::Inputs({{1, 3, 0, 0}});
const std::string kSmall = test_onnx::Inputs({{1, 3, 32, 32}});
const CameraPose kFromAbove = PoseStraightDown(kPicture);

Brief BriefOf(const CameraPose& pose) {
  return {.camera = pose,
          .steps = {.every = std::chrono::seconds(1), .pictures = 0},
          .model = Model::kOnnx,
          .patches = {{{0, 0}, {640, 0}, {640, 480}, {0, 480}}}};
}

double AllIn(const DensityMap& density) {
  return std::accumulate(density.persons().begin(), density.persons().end(), 0.0);
}

// Of one person at the middle of an input of 32 x 32 px, with feet at (16, 24), in YOLOX's layout.
std::vector<float> OnePerson() {
  std::vector<float> answer(std::size_t{21} * 6, 0);
  const std::vector<float> last{0.5F, 0.5F, -1, std::log(0.5F), 1, 1};  // the cell of 32 px
  std::copy(last.begin(), last.end(), answer.end() - 6);
  return answer;
}

class OnnxModelTest : public testing::Test {
 protected:
  ~OnnxModelTest() override { cv::Mat::setDefaultAllocator(cv::Mat::getStdAllocator()); }

  Result<std::unique_ptr<DensityModel>> Make(const std::string& file,
                                             const CameraPose& pose = kFromAbove) {
    return MakeOnnxModel(test_onnx::Bytes(file), BriefOf(pose), mats_, memory_);
  }
  Fault FaultOf(const std::string& file, const CameraPose& pose = kFromAbove) {
    const Result<std::unique_ptr<DensityModel>> model = Make(file, pose);
    EXPECT_FALSE(model);
    return model ? Fault::kInternal : model.error();
  }

  WipeObserver memory_;
  WipedMats mats_{memory_};
};

TEST_F(OnnxModelTest, ADensityNetworkOfAnySizeSeesThePictureAsItIs) {
  for (const int stride : {1, 8, 32}) {
    const auto model = Make(test_onnx::Density(kAnySize, stride, 0, 0.25));
    ASSERT_TRUE(model) << stride;
    const auto density = (*model)->DensityOf(Frame(kPicture, Duration(0)));
    ASSERT_TRUE(density) << stride;
    EXPECT_NEAR(AllIn(*density), 640.0 / stride * 480 / stride * 0.25, 0.5) << stride;
  }
}

TEST_F(OnnxModelTest, ADensityNetworkOfOneSizeSeesThePictureScaled) {
  const std::string square = test_onnx::Inputs({{1, 3, 320, 320}});
  const auto model = Make(test_onnx::Density(square, 16, 0, 0.25));
  ASSERT_TRUE(model);
  const auto density = (*model)->DensityOf(Frame(kPicture, Duration(0)));
  ASSERT_TRUE(density);
  EXPECT_NEAR(AllIn(*density), 20 * 15 * 0.25, 1e-3) << "5 of 20 rows show the padding";
}

TEST_F(OnnxModelTest, AWhiteHeadIsOnePersonAtTheFeetBelow) {
  // The channels of black add up to -5.958062, those of white to 7.317480.
  const float gain = 1 / 13.275542F;
  const CameraPose pose = PoseTilted(kPicture, 5, 25);
  const Camera camera = *Camera::Make(pose);
  const auto model = Make(test_onnx::Density(kAnySize, 8, gain, 5.958062F * gain), pose);
  ASSERT_TRUE(model);
  const Frame frame(kPicture, Duration(0));
  const ImagePoint head = *camera.ImageFromGround({0, 12}, kHeadHeight);
  const cv::Point corner(static_cast<int>(head.x_px) / 8 * 8, static_cast<int>(head.y_px) / 8 * 8);
  frame.Bgr()(cv::Rect(corner, cv::Size(8, 8))).setTo(cv::Scalar::all(255));
  const auto density = (*model)->DensityOf(frame);
  ASSERT_TRUE(density);
  EXPECT_NEAR(AllIn(*density), 1, 0.01);
  const auto persons = density->persons();
  const auto cell = static_cast<std::size_t>(std::ranges::max_element(persons) - persons.begin());
  const ImagePoint foot = *camera.ImageFromGround({0, 12});
  EXPECT_NEAR(density->grid().CentreOf(cell).x_px, foot.x_px, 10);
  EXPECT_NEAR(density->grid().CentreOf(cell).y_px, foot.y_px, 14);
}

TEST_F(OnnxModelTest, ADetectorCountsAPersonAtHisFeet) {
  const auto model = Make(test_onnx::Constant(kSmall, {1, 21, 6}, OnePerson()));
  ASSERT_TRUE(model);
  const auto density = (*model)->DensityOf(Frame(kPicture, Duration(0)));
  ASSERT_TRUE(density);
  EXPECT_EQ(AllIn(*density), 1);
  EXPECT_EQ(density->persons()[density->grid().CellAt({320, 479})], 1) << "20 times (16, 24)";
}

TEST_F(OnnxModelTest, ADetectorOfAnySizeGetsWhatItsFamilyIsTrainedAt) {
  std::vector<float> answer(std::size_t{8400} * 5, 0);
  for (const std::size_t field : {0, 1, 2, 3}) answer[field * 8400] = 64;
  answer[std::size_t{4} * 8400] = 0.9F;
  const auto model = Make(test_onnx::Constant(kAnySize, {1, 5, 8400}, answer));
  ASSERT_TRUE(model);
  const auto density = (*model)->DensityOf(Frame(kPicture, Duration(0)));
  ASSERT_TRUE(density);
  // 80 px of padding above: feet at (64, 96) of the input are at (64, 16) of the picture.
  EXPECT_EQ(density->persons()[density->grid().CellAt({64, 16})], 1);
}

TEST_F(OnnxModelTest, WhatIsNoModelIsRefused) {
  const std::string whole = test_onnx::Density(kAnySize, 8, 1, 0);
  EXPECT_EQ(FaultOf(""), Fault::kNoModel);
  EXPECT_EQ(FaultOf("a letter to somebody who wanted a model"), Fault::kNoModel);
  EXPECT_EQ(FaultOf(whole.substr(0, whole.size() / 2)), Fault::kNoModel);
  std::string unknown = whole;
  unknown.replace(unknown.find("Conv"), 4, "Cove");
  EXPECT_EQ(FaultOf(unknown), Fault::kNoModel) << "an operator that nobody knows";
}

TEST_F(OnnxModelTest, AModelForSomethingElseIsRefused) {
  const std::vector<float> twelve(12, 0);
  EXPECT_EQ(FaultOf(test_onnx::Constant(kSmall, {1, 12}, twelve)), Fault::kModelShape);
  EXPECT_EQ(FaultOf(test_onnx::Constant(kSmall, {1, 2, 6}, twelve)), Fault::kModelShape);
  EXPECT_EQ(FaultOf(test_onnx::Constant(kSmall, {1, 3, 2, 2}, twelve)), Fault::kModelShape);
  EXPECT_EQ(FaultOf(test_onnx::Density(test_onnx::Inputs({{1, 1, 64, 64}}), 8, 1, 0)),
            Fault::kModelShape);
}

TEST_F(OnnxModelTest, AModelThatAnswersWithNoNumberIsRefused) {
  EXPECT_EQ(FaultOf(test_onnx::Density(kAnySize, 8, 0, std::numeric_limits<float>::quiet_NaN())),
            Fault::kModelNotNumbers);
  std::vector<float> answer = OnePerson();
  answer[0] = std::numeric_limits<float>::infinity();
  EXPECT_EQ(FaultOf(test_onnx::Constant(kSmall, {1, 21, 6}, answer)), Fault::kModelNotNumbers);
}

TEST_F(OnnxModelTest, OnlyADensityNetworkNeedsToLookOntoHeads) {
  const CameraPose low = PoseTilted(kPicture, 1.7, 10);
  EXPECT_EQ(FaultOf(test_onnx::Density(kAnySize, 8, 1, 0), low), Fault::kCameraTooLow);
  EXPECT_TRUE(Make(test_onnx::Constant(kSmall, {1, 21, 6}, OnePerson()), low));
}

Frame Pattern() {
  Frame frame(kPicture, Duration(0));
  cv::Mat bgr = frame.Bgr();
  cv::RNG(7).fill(bgr, cv::RNG::NORMAL, 128, 40);
  return frame;
}

// Of what the library and the model hold.
TEST_F(OnnxModelTest, KeepsNothingOfAFrame) {
  {
    const auto model = Make(test_onnx::Density(kAnySize, 8, 1, 9));
    ASSERT_TRUE(model);
    const std::size_t weights = memory_.not_zero();
    {
      const auto density = (*model)->DensityOf(Pattern());
      ASSERT_TRUE(density);
      EXPECT_GT(memory_.not_zero(), weights) << "the control: the map is here";
    }
    EXPECT_EQ(memory_.not_zero(), weights);
  }
  EXPECT_EQ(memory_.not_wiped(), 0);
}

TEST_F(OnnxModelTest, OfItselfTheLibraryKeepsTheLastFrame) {
  mats_.Serve();
  const std::string file = test_onnx::Density(kAnySize, 8, 1, 9);
  cv::dnn::Net net = cv::dnn::readNetFromONNX(file.data(), file.size());
  net.setInput(cv::Mat(std::vector<int>{1, 3, 64, 64}, CV_32F, cv::Scalar(0)));
  net.forward();
  const std::size_t before = memory_.not_zero();
  net.setInput(cv::Mat(std::vector<int>{1, 3, 64, 64}, CV_32F, cv::Scalar(5)));
  net.forward();
  EXPECT_GT(memory_.not_zero(), before + std::size_t{3} * 64 * 64);
}

class YoloxTest : public OnnxModelTest {
 protected:
  void SetUp() override {
    const char* const named = std::getenv("THRONG_YOLOX");
    const std::filesystem::path file =
        named != nullptr ? named : THRONG_SOURCE_DIR "/../shared/models/yolox_nano.onnx";
    if (!std::filesystem::exists(file)) {
      GTEST_SKIP() << "no yolox_nano.onnx; set THRONG_YOLOX to where it is";
    }
    std::ifstream in(file, std::ios::binary);
    file_.assign(std::istreambuf_iterator<char>(in), {});
  }
  std::string file_;
};

TEST_F(YoloxTest, FindsNobodyInNoiseAndKeepsNothingOfIt) {
  const auto model = Make(file_);
  ASSERT_TRUE(model);
  const std::size_t weights = memory_.not_zero();
  for (int look = 0; look < 2; ++look) {
    const auto density = (*model)->DensityOf(Pattern());
    ASSERT_TRUE(density);
    EXPECT_EQ(AllIn(*density), 0);
  }
  EXPECT_EQ(memory_.not_zero(), weights);
}

TEST_F(YoloxTest, AFileThatIsCutOffIsRefused) {
  for (const double share : {0.1, 0.5, 0.99}) {
    const auto length = static_cast<std::size_t>(share * static_cast<double>(file_.size()));
    EXPECT_EQ(FaultOf(file_.substr(0, length)), Fault::kNoModel) << share;
  }
}

}  // namespace
}  // namespace throng
