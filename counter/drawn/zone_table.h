// Known counts per zone as CSV, in the form that `throng eval --truth` reads.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "counter/base/ids.h"
#include "counter/site/site.h"

namespace throng {

// "frame,west,east"; names are quoted where CSV needs it (RFC 4180).
std::string ZoneTableHeader(const Site& site, std::span<const ZoneIndex> zones);

// "1,4,0": `picture` counts from 1.
std::string ZoneTableRow(std::uint64_t picture, std::span<const int> persons);

}  // namespace throng
