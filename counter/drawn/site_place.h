// The place that cameras of a site look at, and one camera's pictures of it with people in them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
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

// The zones of which one of the cameras sees a patch, in the site's order.
std::vector<ZoneIndex> ZonesOf(const Site& site, std::span<const CameraIndex> cameras);

struct SitePicture {
  cv::Mat bgr;  // CV_8UC3, of the camera's size
  std::vector<bool>
      shows;  // whether enough of somebody does that he counts, for each of the people
};

// How many people have their feet in each zone, or in its fullest cell; of those who show.
std::vector<int> FeetIn(const std::vector<const Zone*>& zones, std::span<const Walker> people,
                        const std::vector<bool>& shows);

// Ground, what stands on it, light and the camera's settings stay as they are; people and noise
// differ from picture to picture. `site` must outlive it.
class SitePlace {
 public:
  // As the camera at `which` of `cameras` sees it. Places of the same cameras and seed are one
  // place: they have the same light, ground and things, and dress the same people alike.
  SitePlace(const Site& site, std::span<const CameraIndex> cameras, std::size_t which,
            std::uint64_t seed);

  // With these people and nobody else.
  SitePicture Draw(std::span<const Walker> people);

  const View& view() const { return canvas_.view(); }
  const std::vector<Taken>& taken() const { return stage_.taken; }
  const std::vector<const Zone*>& zones() const { return zones_; }

 private:
  SitePlace(const Site& site, std::span<const CameraIndex> cameras, std::size_t which,
            Random random);
  void DrawBackground(Random random, bool is_shared);

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
