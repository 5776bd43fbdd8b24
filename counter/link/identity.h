// Who is at an end of a connection: a hub, the edge of a site, or a reader with a role.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace throng {

// Each may do what those before it may.
enum class Role : std::uint8_t {
  kViewer = 1,    // sees what is going on now, and the last 24 hours
  kPlanner = 2,   // sees all of the past
  kOperator = 3,  // acknowledges alarms
  kAdmin = 4,     // reads the audit trail
};

// "viewer", "planner", "operator", "admin".
std::string_view NameOf(Role role);
std::optional<Role> ParseRole(std::string_view name);

// Never a person: a site, or a desk, a screen, a program that reads.
struct Identity {
  enum class Kind : std::uint8_t { kHub = 1, kSite = 2, kReader = 3 };
  Kind kind;
  std::string name;           // of the site, or of the reader; empty for a hub
  Role role = Role::kViewer;  // of a reader
  friend bool operator==(const Identity&, const Identity&) = default;
};

// What makes `name` unfit for a site or a reader, and how to mend it; nothing if it is fit: what a
// site file would take as a name, in UTF-8.
std::optional<std::string> FaultOfIdentityName(std::string_view name);

// As it stands in a certificate, as its only URI: "throng:hub", "throng:site:North%20Station",
// "throng:reader:operator:control%20room" (names percent-encoded but for A-Z a-z 0-9 - . _ ~).
std::string UriOf(const Identity& identity);
// Nothing for any other text, and for a name that no site could have.
std::optional<Identity> IdentityFrom(std::string_view uri);

}  // namespace throng
