// The parts of a site file that say by whose leave it is counted, and what its signs say.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "counter/site/load.h"
#include "counter/site/profile.h"
#include "counter/site/section.h"

namespace throng {

// `profile` of [site], and [legal_basis]. Each mistake is added to `complaints`; without any, the
// answer is valid.
SiteProfile ReadProfile(const toml::table& file, std::vector<Complaint>& complaints);

// [notice], which is for all cameras that do not say otherwise.
Notice ReadCommonNotice(const toml::table& file, std::vector<Complaint>& complaints);

// The same keys of a camera.
Notice ReadNotice(const Section& section);

}  // namespace throng
