// Identities as URIs of certificates; only the one way of writing each is read back.
// SPDX-License-Identifier: Apache-2.0
#include "counter/link/identity.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "counter/site/wording.h"

namespace throng {
namespace {

constexpr std::string_view kHub = "throng:hub";
constexpr std::string_view kSite = "throng:site:";
constexpr std::string_view kReader = "throng:reader:";
constexpr std::string_view kHex = "0123456789ABCDEF";

constexpr std::array<std::pair<Role, std::string_view>, 4> kRoles = {{{Role::kViewer, "viewer"},
                                                                      {Role::kPlanner, "planner"},
                                                                      {Role::kOperator, "operator"},
                                                                      {Role::kAdmin, "admin"}}};

bool IsPlain(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

std::string Encoded(std::string_view name) {
  std::string text;
  for (const char c : name) {
    if (IsPlain(c)) {
      text += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    text += {'%', kHex[byte / 16], kHex[byte % 16]};
  }
  return text;
}

// Whatever stands there; the caller compares it with what Encoded() makes of it.
std::string Decoded(std::string_view text) {
  std::string name;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%' || at + 2 >= text.size()) {
      name += text[at];
      continue;
    }
    const std::size_t high = kHex.find(text[at + 1]);
    const std::size_t low = kHex.find(text[at + 2]);
    if (high != std::string_view::npos && low != std::string_view::npos) {
      name += static_cast<char>(high * 16 + low);
    }
    at += 2;
  }
  return name;
}

}  // namespace

std::string_view NameOf(Role role) {
  return std::ranges::find(kRoles, role, &std::pair<Role, std::string_view>::first)->second;
}

std::optional<Role> ParseRole(std::string_view name) {
  const auto* const role =
      std::ranges::find(kRoles, name, &std::pair<Role, std::string_view>::second);
  if (role == kRoles.end()) return std::nullopt;
  return role->first;
}

std::optional<std::string> FaultOfIdentityName(std::string_view name) {
  for (std::string_view rest = name; !rest.empty();) {
    const std::size_t length = CharacterAt(rest);
    if (length == 0) return "the name is not UTF-8; type the name anew";
    rest.remove_prefix(length);
  }
  return FaultOfName(name);
}

std::string UriOf(const Identity& identity) {
  switch (identity.kind) {
    case Identity::Kind::kHub:
      break;
    case Identity::Kind::kSite:
      return std::string(kSite) + Encoded(identity.name);
    case Identity::Kind::kReader:
      return std::string(kReader) + std::string(NameOf(identity.role)) + ":" +
             Encoded(identity.name);
  }
  return std::string(kHub);
}

std::optional<Identity> IdentityFrom(std::string_view uri) {
  if (uri == kHub) return Identity{.kind = Identity::Kind::kHub, .name = {}};
  Identity identity{.kind = Identity::Kind::kSite, .name = {}};
  if (uri.starts_with(kSite)) {
    identity.name = Decoded(uri.substr(kSite.size()));
  } else if (uri.starts_with(kReader)) {
    const std::string_view rest = uri.substr(kReader.size());
    const std::size_t colon = std::min(rest.find(':'), rest.size());
    const std::optional<Role> role = ParseRole(rest.substr(0, colon));
    if (!role || colon == rest.size()) return std::nullopt;
    identity = {
        .kind = Identity::Kind::kReader, .name = Decoded(rest.substr(colon + 1)), .role = *role};
  }
  if (FaultOfIdentityName(identity.name) || UriOf(identity) != uri) return std::nullopt;
  return identity;
}

}  // namespace throng
