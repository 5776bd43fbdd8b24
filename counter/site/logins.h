// The file of logins: who throng says it is to each camera. Kept apart from the site file.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "counter/base/result.h"
#include "counter/site/load.h"
#include "counter/site/site.h"

namespace throng {

// Each 1..128 bytes of UTF-8 without control characters; no colon in `user`. Never shown, logged or
// given to an eye.
struct Login {
  std::string user;
  std::string password;
  bool may_go_in_clear = false;  // to a camera that wants it so (Basic), or says that it does
};

// At CameraIndex; absent where the file has none. TOML:
//   [[login]]
//   cameras = ["north", "south"]   # absent: all cameras that no other login names
//   user = "throng"
//   password = "..."
//   basic = true                   # absent: only Digest proves it, which does not tell it
// All mistakes are in `complaints`, none tells a password. Faults: kNotFound (also if it is no
// regular file), kNotPermitted, kBadLogins, kLoginsAreOpen if it is not
// IsPrivate.
Result<std::vector<std::optional<Login>>> LoadLogins(const std::filesystem::path& file,
                                                     const Site& site,
                                                     std::vector<Complaint>& complaints);

// Of such a file's text. Fault::kBadLogins.
Result<std::vector<std::optional<Login>>> ParseLogins(std::string_view text, const Site& site,
                                                      std::vector<Complaint>& complaints);

}  // namespace throng
