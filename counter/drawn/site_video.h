// A video of a site by one of its cameras, picture by picture, with how many are in each zone.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

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
int MostPersons(const Site& site, CameraIndex camera, PersonsPerM2 most);

// The place fills, stays full and empties again. `site` must outlive it.
class SiteVideo {
 public:
  // The camera sees a zone (checked).
  SiteVideo(const Site& site, CameraIndex camera, const SiteVideoOptions& options);

  SitePicture Next();

 private:
  int Wanted() const;

  SiteVideoOptions options_;
  int least_;
  int most_;
  SitePlace place_;
  Walkers walkers_;
  std::uint64_t drawn_ = 0;
};

}  // namespace throng
