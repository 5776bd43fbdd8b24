// The demo's geometry against the public Tsai calibration of its camera.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "counter/site/load.h"

namespace throng {
namespace {

namespace fs = std::filesystem;

fs::path DataFolder() {
  const char* folder = std::getenv("THRONG_DATA");
  return (folder != nullptr ? fs::path(folder) : fs::path(THRONG_SOURCE_DIR) / "../shared/data") /
         "pets_s2l1";
}

// R. Y. Tsai, A Versatile Camera Calibration Technique, 1987; as PETS 2009 publishes it, in mm.
class TsaiCamera {
 public:
  explicit TsaiCamera(const std::string& xml) : xml_(xml) {
    using Eigen::AngleAxisd, Eigen::Vector3d;
    camera_from_world_ =
        (AngleAxisd(Number("rz"), Vector3d::UnitZ()) * AngleAxisd(Number("ry"), Vector3d::UnitY()) *
         AngleAxisd(Number("rx"), Vector3d::UnitX()))
            .toRotationMatrix();
    world_origin_ = {Number("tx"), Number("ty"), Number("tz")};
  }

  GroundPoint GroundFromImage(ImagePoint point) const {
    const double x = Number("dpx") * (point.x_px - Number("cx")) / Number("sx");
    const double y = Number("dpy") * (point.y_px - Number("cy"));
    const double undistort = 1 + Number("kappa1") * (x * x + y * y);
    const Eigen::Vector3d ray(x * undistort, y * undistort, Number("focal"));
    const Eigen::Vector3d direction = camera_from_world_.transpose() * ray;
    const Eigen::Vector3d centre = -camera_from_world_.transpose() * world_origin_;
    const Eigen::Vector3d ground = centre - direction * (centre.z() / direction.z());
    return {ground.x() / 1000, ground.y() / 1000};
  }

 private:
  double Number(const std::string& name) const {
    const std::size_t at = xml_.find(" " + name + "=\"") + name.size() + 3;
    return std::strtod(xml_.c_str() + at, nullptr);
  }
  std::string xml_;
  Eigen::Matrix3d camera_from_world_;
  Eigen::Vector3d world_origin_;
};

double Distance(GroundPoint a, GroundPoint b) { return std::hypot(a.x_m - b.x_m, a.y_m - b.y_m); }

std::string Text(const fs::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

class PetsTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(DataFolder())) GTEST_SKIP() << "no footage at " << DataFolder();
    std::vector<Complaint> complaints;
    Result<Site> site = LoadSite(fs::path(THRONG_SOURCE_DIR) / "counter/demo.toml", complaints);
    ASSERT_TRUE(site);
    site_ = *std::move(site);
  }
  const Camera& camera() const { return site_->cameras[0].calibration.camera; }
  std::optional<Site> site_;
};

// The largest and the median error of ground distances, as shares of the distance, between all
// pairs of points of a grid over both zones. `stretch` spoils our side: the control.
struct Errors {
  std::size_t pairs;
  double worst;
  double median;
};
Errors DistanceErrors(const Camera& camera, const TsaiCamera& tsai, double stretch) {
  std::vector<ImagePoint> points;
  for (const double x : {50.0, 210.0, 370.0, 400.0, 560.0, 720.0}) {
    for (const double y : {165.0, 260.0, 400.0, 540.0}) points.push_back({x, y});
  }
  std::vector<double> errors;
  for (std::size_t i = 0; i < points.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const double known =
          Distance(tsai.GroundFromImage(points[i]), tsai.GroundFromImage(points[j]));
      const double ours = stretch * Distance(*camera.GroundFromImage(points[i]),
                                             *camera.GroundFromImage(points[j]));
      errors.push_back(std::abs(ours - known) / known);
    }
  }
  std::ranges::sort(errors);
  return {.pairs = errors.size(), .worst = errors.back(), .median = errors[errors.size() / 2]};
}

TEST_F(PetsTest, GroundDistancesAreWithinFivePercentOfTheTsaiCalibration) {
  const TsaiCamera tsai(Text(DataFolder() / "View_001.xml"));
  const Errors errors = DistanceErrors(camera(), tsai, 1.0);
  RecordProperty("worst_percent", std::to_string(100 * errors.worst));
  std::printf("%zu distances: worst %.2f%%, median %.2f%%\n", errors.pairs, 100 * errors.worst,
              100 * errors.median);
  EXPECT_GE(errors.pairs, 30U);
  EXPECT_LT(errors.worst, 0.05);
  EXPECT_GT(DistanceErrors(camera(), tsai, 1.06).worst, 0.05) << "the control must be noticed";
}

TEST_F(PetsTest, AStandingAdultIsAsTallAsTheLabelsSay) {
  std::ifstream truth(DataFolder() / "truth.csv");
  std::string line;
  std::getline(truth, line);
  std::vector<double> errors;
  while (std::getline(truth, line)) {
    std::istringstream cells(line);
    double frame = 0, x = 0, y = 0, height_px = 0;
    char comma = 0;
    cells >> frame >> comma >> x >> comma >> y >> comma >> height_px;
    const Result<double> predicted = camera().PersonHeightPx({x, y});
    ASSERT_TRUE(predicted) << line;
    errors.push_back(std::abs(*predicted - height_px) / height_px);
  }
  ASSERT_GT(errors.size(), 400U);
  std::ranges::sort(errors);
  std::printf("%zu persons: median height error %.1f%%\n", errors.size(),
              100 * errors[errors.size() / 2]);
  EXPECT_LT(errors[errors.size() / 2], 0.15);
}

}  // namespace
}  // namespace throng
