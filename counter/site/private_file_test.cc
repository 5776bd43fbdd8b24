// Which files may hold secrets.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/private_file.h"

#include <gtest/gtest.h>

namespace throng {
namespace {

namespace fs = std::filesystem;

TEST(PrivateFile, AServicesCredentialMayHaveAnAccessListAndNothingElseMay) {
  const fs::path credential = "/run/credentials/throng@station.service/logins.toml";
  EXPECT_TRUE(IsPrivate(credential, 0, 0440, 999));
  EXPECT_TRUE(IsPrivate(credential, 999, 0400, 999));
  EXPECT_FALSE(IsPrivate(credential, 999, 0440, 999)) << "not made by root";
  EXPECT_FALSE(IsPrivate(credential, 0, 0460, 999));
  EXPECT_FALSE(IsPrivate(credential, 0, 0444, 999));
  EXPECT_FALSE(IsPrivate("/run/credentials/logins.toml", 0, 0440, 999));
  EXPECT_FALSE(IsPrivate("/run/credentials/unit/../../logins.toml", 0, 0440, 999));
  EXPECT_FALSE(IsPrivate("/etc/throng/logins.toml", 0, 0440, 999));
  EXPECT_TRUE(IsPrivate("/etc/throng/logins.toml", 0, 0400, 999));
}

}  // namespace
}  // namespace throng
