// Several cameras see the same people at the same moments, and each as it must.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <utility>

#include "counter/drawn/site_video.h"
#include "counter/site/load.h"
#include "counter/site/polygon.h"
#include "counter/site/test_overlaps.h"

namespace throng {
namespace {

const std::vector<CameraIndex> kBoth{CameraIndex(0), CameraIndex(1)};

Site Platform() {
  std::vector<Complaint> complaints;
  Result<Site> site = ParseSite(kPlatform, complaints);
  return *std::move(site);
}

SiteVideoOptions Sparse(double pictures_per_s) {
  return {.pictures = 60,
          .pictures_per_s = pictures_per_s,
          .least = PersonsPerM2(0),
          .most = PersonsPerM2(0.3),
          .seed = 4};
}

bool IsInPicture(const Site& site, CameraIndex camera, const Place& foot) {
  const Camera& pinhole = site.cameras[camera.value()].calibration.camera;
  const Result<ImagePoint> seen = pinhole.ImageFromGround({double{foot[0]}, double{foot[1]}});
  const ImageSize size = pinhole.pose().picture;
  return seen && seen->x_px >= 0 && seen->y_px >= 0 && seen->x_px <= size.width_px &&
         seen->y_px <= size.height_px;
}

TEST(OverlapVideo, WhoStandsWhereBothSeeIsInBothPicturesAboveHisFeet) {
  const Site site = Platform();
  const Walker person{
      .foot = {13, 3, 0}, .heading_rad = 1, .speed_mps = 0, .walked_m = 0, .look = 3};
  for (std::size_t which = 0; which < kBoth.size(); ++which) {
    SitePlace one(site, kBoth, which, 5);
    SitePlace same(site, kBoth, which, 5);
    const SitePicture picture = one.Draw(std::vector{person});
    EXPECT_TRUE(picture.shows[0]);
    cv::Mat change;
    cv::absdiff(picture.bgr, same.Draw({}).bgr, change);
    const ImagePoint chest =
        *site.cameras[which].calibration.camera.ImageFromGround({13, 3}, Metres(1.2));
    const cv::Rect there(static_cast<int>(chest.x_px) - 2, static_cast<int>(chest.y_px) - 2, 5, 5);
    const cv::Scalar sums = cv::mean(change(there));
    EXPECT_GT(sums[0] + sums[1] + sums[2], 30) << which;
  }
}

TEST(OverlapVideo, ThePlaceIsTheSameForAllCameras) {
  const Site site = Platform();
  const SitePlace west(site, kBoth, 0, 5);
  const SitePlace east(site, kBoth, 1, 5);
  ASSERT_EQ(west.taken().size(), east.taken().size());
  EXPECT_FALSE(west.taken().empty());
  for (std::size_t i = 0; i < west.taken().size(); ++i) {
    EXPECT_EQ(west.taken()[i].middle, east.taken()[i].middle);
  }
  EXPECT_EQ(west.zones().size(), 3U) << "also those that only east sees";
}

TEST(OverlapVideo, CountsThoseWhoWalkThere) {
  const Site site = Platform();
  SiteVideo drawn(site, kBoth, Sparse(0.5));
  SiteVideo walked(site, kBoth, Sparse(0.5));
  int most = 0;
  for (int i = 0; i < 30; ++i) {
    const SiteMoment moment = drawn.Next();
    ASSERT_EQ(moment.pictures.size(), 2U);
    int feet = 0;
    for (const Walker& walker : walked.WalkOn()) {
      const GroundPoint foot{double{walker.foot[0]}, double{walker.foot[1]}};
      if (Contains(site.zones[1].outline, foot)) ++feet;
    }
    EXPECT_LE(moment.persons[1], feet) << i;
    EXPECT_GE(moment.persons[1], feet - 1) << i << ": hardly anybody is hidden from both";
    most = std::max(most, feet);
  }
  EXPECT_GT(most, 6);
}

TEST(OverlapVideo, NobodyComesOutOfNothingInAnyPicture) {
  const Site site = Platform();
  SiteVideoOptions options = Sparse(8);  // so that nobody has walked far when he is first seen
  options.pictures = 240;
  SiteVideo video(site, kBoth, options);
  std::set<std::uint64_t> known;
  for (int i = 0; i < 240; ++i) {
    for (const Walker& walker : video.WalkOn()) {
      if (!known.insert(walker.look).second) continue;
      EXPECT_FALSE(IsInPicture(site, kBoth[0], walker.foot)) << i;
      EXPECT_FALSE(IsInPicture(site, kBoth[1], walker.foot)) << i;
    }
  }
  EXPECT_GT(known.size(), 20U);
}

}  // namespace
}  // namespace throng
