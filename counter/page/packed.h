// Makes answers smaller for whoever can unpack them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace throng {

// By gzip. `hard`: smaller, and ten times as slow.
std::string Packed(std::string_view plain, bool hard);

// Whether an Accept-Encoding takes gzip.
bool TakesGzip(std::string_view accept_encoding);

}  // namespace throng
