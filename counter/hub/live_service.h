// Tells readers which sites there are and what is going on there.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "counter/hub/gate.h"
#include "counter/hub/live.h"
#include "counter/hub/service.h"
#include "counter/hub/sites.h"

namespace throng {

// All of them must outlive it.
std::unique_ptr<HubService> MakeLiveService(Gate& gate, const Sites& sites, Live& live);

}  // namespace throng
