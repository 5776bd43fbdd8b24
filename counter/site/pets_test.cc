// The demo's camera against the public calibration of the same camera, and against real people.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "counter/site/load.h"

namespace throng {
namespace {

// Tsai's camera: a pinhole with its own centre, a radial lens distortion, and millimetres.
class TsaiCamera {
 public:
  explicit TsaiCamera(const std::string& xml)
      : sx_(Read(xml, "sx")),
        dpx_(Read(xml, "dpx")),
        dpy_(Read(xml, "dpy")),
        focal_mm_(Read(xml, "focal")),
        kappa1_(Read(xml, "kappa1")),
        cx_(Read(xml, "cx")),
        cy_(Read(xml, "cy")),
        origin_mm_(Read(xml, "tx"), Read(xml, "ty"), Read(xml, "tz")) {
    rotation_ = Eigen::AngleAxisd(Read(xml, "rz"), Eigen::Vector3d::UnitZ()) *
                Eigen::AngleAxisd(Read(xml, "ry"), Eigen::Vector3d::UnitY()) *
                Eigen::AngleAxisd(Read(xml, "rx"), Eigen::Vector3d::UnitX());
  }

  Eigen::Vector3d CentreM() const { return -(rotation_.transpose() * origin_mm_) / 1000; }

  GroundPoint GroundFromImage(ImagePoint point) const {
    const double x_mm = dpx_ * (point.x_px - cx_) / sx_;
    const double y_mm = dpy_ * (point.y_px - cy_);
    const double straight = 1 + kappa1_ * (x_mm * x_mm + y_mm * y_mm);
    const Eigen::Vector3d ray =
        rotation_.transpose() *
        Eigen::Vector3d(x_mm * straight / focal_mm_, y_mm * straight / focal_mm_, 1);
    const Eigen::Vector3d at = CentreM() + ray * (-CentreM().z() / ray.z());
    return {at.x(), at.y()};
  }

 private:
  static double Read(const std::string& xml, const std::string& attribute) {
    const std::size_t at = xml.find(" " + attribute + "=\"");
    EXPECT_NE(at, std::string::npos) << attribute;
    return std::strtod(xml.c_str() + at + attribute.size() + 3, nullptr);
  }

  double sx_, dpx_, dpy_, focal_mm_, kappa1_, cx_, cy_;
  Eigen::Vector3d origin_mm_;
  Eigen::Matrix3d rotation_;
};

std::string ReadAll(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

class Pets : public testing::Test {
 protected:
  void SetUp() override {
    const std::filesystem::path root = COUNTER_SOURCE_ROOT;
    const char* data = std::getenv("THRONG_DATA");
    folder_ =
        (data != nullptr ? std::filesystem::path(data) : root / "../shared/data") / "pets_s2l1";
    if (!std::filesystem::exists(folder_ / "View_001.xml")) {
      GTEST_SKIP() << "no real footage in " << folder_ << ": set THRONG_DATA to its folder; "
                   << "skip-all";
    }
    std::vector<Complaint> complaints;
    Result<Site> site = LoadSite(root / "counter/demo.toml", complaints);
    ASSERT_TRUE(site) << "counter/demo.toml has mistakes";
    EXPECT_TRUE(complaints.empty());
    site_.push_back(*std::move(site));
  }

  const Camera& DemoCamera() const { return site_.front().cameras.front().calibration.camera; }

  std::filesystem::path folder_;
  std::vector<Site> site_;  // one
};

TEST_F(Pets, TsaiStandsWhereSuchACameraCan) {
  const TsaiCamera tsai(ReadAll(folder_ / "View_001.xml"));
  EXPECT_NEAR(tsai.CentreM().z(), 7.07, 0.01);
  EXPECT_NEAR(DemoCamera().HeightAboveGround().value(), 7.07, 0.15);
}

TEST_F(Pets, DistancesOnTheGroundAreWithinFivePercentOfTsai) {
  const TsaiCamera tsai(ReadAll(folder_ / "View_001.xml"));
  std::vector<ImagePoint> points;
  for (double x = 40; x <= 728; x += 86) {
    for (double y = 160; y <= 546; y += 64.3) points.push_back({x, y});
  }
  std::vector<double> off;
  double worst = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const GroundPoint a = tsai.GroundFromImage(points[i]);
      const GroundPoint b = tsai.GroundFromImage(points[j]);
      const Result<GroundPoint> c = DemoCamera().GroundFromImage(points[i]);
      const Result<GroundPoint> d = DemoCamera().GroundFromImage(points[j]);
      ASSERT_TRUE(c && d);
      const double share =
          std::hypot(c->x_m - d->x_m, c->y_m - d->y_m) / std::hypot(a.x_m - b.x_m, a.y_m - b.y_m) -
          1;
      EXPECT_LT(std::abs(share), 0.05) << points[i].x_px << "," << points[i].y_px << " to "
                                       << points[j].x_px << "," << points[j].y_px;
      off.push_back(std::abs(share));
      worst = std::max(worst, std::abs(share));
    }
  }
  ASSERT_GE(off.size(), 30U);
  std::nth_element(off.begin(), off.begin() + static_cast<std::ptrdiff_t>(off.size() / 2),
                   off.end());
  std::printf("distances between %zu pairs: median %.2f %% off Tsai, worst %.2f %%\n", off.size(),
              100 * off[off.size() / 2], 100 * worst);
}

TEST_F(Pets, PeopleAreAsTallAsTheyAppear) {
  std::ifstream truth(folder_ / "truth.csv");
  std::string line;
  std::getline(truth, line);
  ASSERT_EQ(line.substr(0, 5), "frame");
  std::vector<double> off;
  std::vector<double> ratio;
  while (std::getline(truth, line)) {
    std::replace(line.begin(), line.end(), ',', ' ');
    std::istringstream fields(line);
    double frame = 0;
    double x_px = 0;
    double y_px = 0;
    double height_px = 0;
    ASSERT_TRUE(fields >> frame >> x_px >> y_px >> height_px) << line;
    const Result<double> predicted_px = DemoCamera().PersonHeightPx({x_px, y_px});
    ASSERT_TRUE(predicted_px) << line;
    off.push_back(std::abs(*predicted_px - height_px) / height_px);
    ratio.push_back(*predicted_px / height_px);
  }
  ASSERT_GT(off.size(), 400U);
  const auto middle = static_cast<std::ptrdiff_t>(off.size() / 2);
  std::nth_element(off.begin(), off.begin() + middle, off.end());
  std::nth_element(ratio.begin(), ratio.begin() + middle, ratio.end());
  std::printf("heights of %zu persons: median %.1f %% off, median ratio %.3f\n", off.size(),
              100 * off[off.size() / 2], ratio[ratio.size() / 2]);
  EXPECT_LT(off[off.size() / 2], 0.06);
  EXPECT_NEAR(ratio[ratio.size() / 2], 1, 0.06);
}

}  // namespace
}  // namespace throng
