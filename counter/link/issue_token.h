// Makes a reader's token, and notes where a hub looks whom it lets in by one, and whom never.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "counter/base/result.h"
#include "counter/base/time.h"
#include "counter/link/identity.h"
#include "counter/link/whole_files.h"
#include "counter/site/load.h"
#include "counter/site/tokens.h"

namespace throng {

// Where a token goes.
struct TokenPlaces {
  std::filesystem::path folder;     // the reader's, made with the token and whom to trust
  std::filesystem::path tokens;     // the hub's file of digests, made if need be
  std::filesystem::path authority;  // a folder with authority.pem, whose hub takes the token
};

// A new token of 256 random bits for `reader`, good until `ends`, the end of a day; absent: for
// ever. To replace: the folder, and the token of that name, which is no longer good then. Faults:
// as PutFolder and LoadTokens, with complaints; kAlreadyThere also if there is a token of that
// name; kNoAuthority.
Status PutToken(const TokenPlaces& places, const Identity& reader, std::optional<Instant> ends,
                Replace replace, std::vector<Complaint>& complaints);

// Notes in a hub's file of tokens, made if need be, a certificate that it is to turn away; false if
// it does already. Faults: as LoadTokens, with complaints, and PutPrivateFile.
Result<bool> PutRefused(const std::filesystem::path& tokens, const RefusedCertificate& refused,
                        std::vector<Complaint>& complaints);

}  // namespace throng
