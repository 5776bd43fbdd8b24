// Where an alarm goes to: the parts of a URL or of host:port, and which hosts are near.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace throng {

inline constexpr std::size_t kMostUrlBytes = 1024;
inline constexpr std::size_t kMostMailBytes = 254;  // RFC 5321

struct WayAddress {
  std::string scheme;  // small letters, without "://"; empty of host:port
  std::string host;    // a name, an IPv4 address, or an IPv6 address without its brackets
  std::optional<std::uint16_t> port;
  std::string rest;  // what follows them; empty or from a slash or a question mark on
};

// Of SCHEME://HOST[:PORT][/...], and of HOST:PORT. Nothing for what is not exactly that, so that
// whoever reads it after us finds the same host: no user, no fragment, no blank, no backslash.
std::optional<WayAddress> ParseWayUrl(std::string_view url);
std::optional<WayAddress> ParseHostPort(std::string_view text);

// Whether `host` is this machine: localhost, 127.0.0.0/8 or ::1.
bool IsLoopback(std::string_view host);

// Whether it is that or stands in a private network: a number in 10.0.0.0/8, 172.16.0.0/12,
// 192.168.0.0/16 or fc00::/7. A name never is: it may lead anywhere.
bool IsNear(std::string_view host);

// Whether it may stand in an envelope and in a header: local@domain, ASCII, nothing that ends it.
bool IsMailAddress(std::string_view text);

}  // namespace throng
