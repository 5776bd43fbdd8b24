// A video of a site by some of its cameras, picture by picture, with how many are in each zone.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <opencv2/core.hpp>
#include <span>
#include <vector>

#include "counter/base/units.h"
#include "counter/drawn/site_place.h"
#include "counter/drawn/walkers.h"
#include "counter/site/site.h"

namespace throng {

struct SiteVideoOptions {
  std::uint64_t pictures = 600;
  double pictures_per_s = 10;
  // In the zones, about: at the beginning and towards the end, and in the middle.
  PersonsPerM2 least{0};
  PersonsPerM2 most{0.5};
  std::uint64_t seed = 1;
};

// About how many people a video has at most, those around the zones included.
int MostPersons(const Site& site, std::span<const CameraIndex> cameras, PersonsPerM2 most);

// What the cameras see at one moment.
struct SiteMoment {
  std::vector<cv::Mat> pictures;  // CV_8UC3, by each camera
  // With their feet in a zone, and who show to at least one of the cameras: at the index of
  // ZonesOf.
  std::vector<int> persons;
};

// The place fills, stays full and empties again. All cameras see the same people in the same place,
// so their metres must be the same. `site` must outlive it.
class SiteVideo {
 public:
  // Each camera sees a zone (checked).
  SiteVideo(const Site& site, const std::vector<CameraIndex>& cameras,
            const SiteVideoOptions& options);

  // The first call gives the beginning, each other one the next picture.
  SiteMoment Next();

  // The same people at the same moments, without a picture: use one or the other.
  const std::vector<Walker>& WalkOn();

 private:
  int Wanted() const;

  SiteVideoOptions options_;
  int least_;
  int most_;
  std::vector<SitePlace> places_;  // by each camera
  Walkers walkers_;
  std::uint64_t drawn_ = 0;
};

}  // namespace throng
