// Whoever reads a text of somebody else's may want to stop before its end.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

namespace throng {

// Asked before each step that may take long, the longest of which is one camera or one zone. Once
// it has said no it is not asked again, and what is left of the text is not looked at.
using MayGoOn = std::function<bool()>;

}  // namespace throng
