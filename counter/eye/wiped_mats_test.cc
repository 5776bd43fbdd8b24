// OpenCV's matrices are zero before their memory goes back, and frame-class ones between frames.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/wiped_mats.h"

#include <gtest/gtest.h>

#include <array>
#include <opencv2/core.hpp>

#include "counter/eye/wiped_observer.h"

namespace throng {
namespace {

class WipedMatsTest : public testing::Test {
 protected:
  WipedMatsTest() { mats_.Serve(); }
  ~WipedMatsTest() override { cv::Mat::setDefaultAllocator(cv::Mat::getStdAllocator()); }

  WipeObserver memory_;
  WipedMats mats_{memory_};
};

TEST_F(WipedMatsTest, AMatrixIsZeroBeforeItsMemoryGoesBack) {
  {
    const cv::Mat mat(30, 40, CV_8UC3, cv::Scalar::all(171));
    EXPECT_EQ(memory_.not_zero(), 3600U) << "the control: it was served";
  }
  EXPECT_EQ(memory_.given_back(), 1);
  EXPECT_EQ(memory_.not_wiped(), 0);
}

TEST_F(WipedMatsTest, AHeaderOverBytesOfOthersLeavesThemAlone) {
  std::array<float, 6> numbers{1, 2, 3, 4, 5, 6};
  {
    const cv::Mat header(2, 3, CV_32F, numbers.data());
    const cv::Mat copy = header.clone();
    EXPECT_EQ(copy.at<float>(1, 2), 6);
  }
  EXPECT_EQ(numbers[5], 6);
  EXPECT_EQ(memory_.given_back(), 1) << "the copy";
}

TEST_F(WipedMatsTest, WhatChangesBetweenTwoPicturesIsOfAFrameTheRestStays) {
  const cv::Mat weights(10, 10, CV_8U, cv::Scalar(1));
  cv::Mat activations(10, 10, CV_8U, cv::Scalar(2));
  mats_.Remember();
  activations.setTo(cv::Scalar(3));
  mats_.MarkChanged();
  const cv::Mat later(10, 10, CV_8U, cv::Scalar(4));
  EXPECT_EQ(memory_.not_zero(), 300U);
  mats_.Wipe();
  EXPECT_EQ(memory_.not_zero(), 100U);
  EXPECT_EQ(cv::countNonZero(weights), 100);
}

}  // namespace
}  // namespace throng
