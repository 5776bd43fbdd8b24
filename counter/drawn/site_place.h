// The place that one camera of a site looks at, and pictures of it with people in them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <opencv2/core.hpp>
#include <span>
#include <vector>

#include "counter/base/ids.h"
#include "counter/drawn/canvas.h"
#include "counter/drawn/crowd.h"
#include "counter/drawn/figure.h"
#include "counter/drawn/random.h"
#include "counter/drawn/stage.h"
#include "counter/drawn/walkers.h"
#include "counter/site/site.h"

namespace throng {

// The zones that have a patch in the camera's picture, in the site's order.
std::vector<ZoneIndex> ZonesOf(const Site& site, CameraIndex camera);

struct SitePicture {
  cv::Mat bgr;               // CV_8UC3, of the camera's size
  std::vector<int> persons;  // with their feet in a zone, and who count: at the index of ZonesOf
};

// Ground, what stands on it, light and the camera's settings stay as they are; people and noise
// differ from picture to picture. `site` must outlive it.
class SitePlace {
 public:
  SitePlace(const Site& site, CameraIndex camera, std::uint64_t seed);

  // With these people and nobody else.
  SitePicture Draw(std::span<const Walker> people);

  const View& view() const { return canvas_.view(); }
  const std::vector<Taken>& taken() const { return stage_.taken; }
  const std::vector<const Zone*>& zones() const { return zones_; }

 private:
  SitePlace(const Site& site, CameraIndex camera, Random random);
  void DrawBackground(Random random);

  cv::Size size_px_;
  std::vector<const Zone*> zones_;
  Canvas canvas_;
  Stage stage_;
  Fashion fashion_;
  Random settings_;  // of the camera: begun anew for each picture
  Random noise_;
  float strength_;
  // Without people: bare ground, and what stands on it with its depths.
  cv::Mat ground_;
  cv::Mat place_;
  cv::Mat depths_;
  cv::Mat stands_;  // CV_8UC1: 255 where something does
  double level_ = 1;
};

}  // namespace throng
