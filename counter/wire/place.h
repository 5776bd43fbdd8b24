// Sites with their zones and groups as messages, and back.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "counter/base/result.h"
#include "counter/store/archive.h"
#include "counter/wire/refusal.h"

namespace throng {

namespace v1 {  // made from proto/throng/v1
class Site;
}  // namespace v1

v1::Site MessageOf(const SiteFacts& site);

// The same, if it keeps the rules of the contract.
Result<SiteFacts, Refusal> SiteFrom(const v1::Site& message);

}  // namespace throng
