// A private certificate authority: makes what hubs, edges and readers prove themselves with.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "counter/base/result.h"
#include "counter/base/time.h"
#include "counter/link/identity.h"
#include "counter/link/whole_files.h"

namespace throng {

// What makes `host` unfit for a hub's certificate, and how to mend it; nothing if it is fit: a name
// of letters, digits, hyphens and dots, or a numeric address without brackets or a port.
std::optional<std::string> FaultOfHost(std::string_view host);

// A new authority, or the same one (its key stays) with new time before it: 10 years, for hubs,
// sites and readers only. `name`: as of a site. Faults: as PutFolder, and to renew kNoAuthority,
// kKeyIsOpen.
Status PutAuthority(const std::filesystem::path& folder, std::string_view name, Replace replace,
                    const Clock& clock);

// A folder for `identity` with a new key and a certificate for 2 years, but not longer than
// `authority` has itself. `hosts`: under which a hub is called, each fit; else none. Faults: as
// PutFolder, and kNoAuthority, kKeyIsOpen, kKeyOfAnother, kCertificateOver of the authority.
Status PutCredentials(const std::filesystem::path& folder, const Identity& identity,
                      const std::vector<std::string>& hosts, const std::filesystem::path& authority,
                      Replace replace, const Clock& clock);

}  // namespace throng
