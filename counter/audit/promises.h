// The promises that one program can look at by itself, each as a finding.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "counter/audit/finding.h"
#include "counter/store/ledger.h"

namespace throng {

// Tries every way out in a child that is locked as an eye is. Only with one thread.
Finding FindingOnEscape();

// The most that an eye can tell at a tick of `tick_s`.
Finding FindingOnBound(double tick_s);

// That no library which could read a picture is loaded into this program. `maps`: the text of
// /proc/self/maps.
Finding FindingOnLibraries(const std::string& maps);

// That a ledger has no column for anything but counts. Pure.
Finding FindingOnColumns(std::span<const Column> columns);

// The same of a hub's archive, in SQLite or PostgreSQL. Pure.
Finding FindingOnArchive(std::span<const Column> columns);

}  // namespace throng
