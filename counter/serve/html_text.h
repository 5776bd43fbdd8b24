// Text as HTML shows it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace throng {

// Fit for the content of an element, and for an attribute in double quotes.
std::string HtmlText(std::string_view text);

}  // namespace throng
