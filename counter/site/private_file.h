// Files with secrets: read only where nobody else may read or write them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>

#include "counter/base/result.h"

namespace throng {

// Whether a file that `owner` owns, with this mode, may hold secrets for `reader`: it is his or
// root's and nobody else may read or write it. Of what systemd hands a service (LoadCredential, in
// /run/credentials/UNIT/) the group's bits say only that there is an access list; root made it.
bool IsPrivate(const std::filesystem::path& file, uid_t owner, mode_t mode, uid_t reader);

// Its text, but of a longer one than FindUnsafe() lets pass only one byte more than that; whoever
// has read it wipes it. Faults: kNotFound (also if it is no regular file), kNotPermitted, `if_open`
// if it is not IsPrivate.
Result<std::string> ReadPrivate(const std::filesystem::path& file, Fault if_open);

}  // namespace throng
