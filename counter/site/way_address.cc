// Takes addresses apart, strictly.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/way_address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <system_error>

#include "counter/site/ascii.h"

namespace throng {
namespace {

constexpr std::size_t kMostHostBytes = 253;  // of a name in the DNS

bool IsHostName(std::string_view host) {
  return !host.empty() && host.size() <= kMostHostBytes && host.front() != '-' &&
         host.front() != '.' && host.find("..") == std::string_view::npos &&
         std::ranges::all_of(
             host, [](char c) { return IsLetter(c) || IsDigit(c) || c == '-' || c == '.'; });
}

std::optional<std::array<unsigned char, 4>> Ip4Of(std::string_view host) {
  std::array<unsigned char, 4> bytes{};
  if (::inet_pton(AF_INET, std::string(host).c_str(), bytes.data()) != 1) return std::nullopt;
  return bytes;
}

std::optional<std::array<unsigned char, 16>> Ip6Of(std::string_view host) {
  std::array<unsigned char, 16> bytes{};
  if (::inet_pton(AF_INET6, std::string(host).c_str(), bytes.data()) != 1) return std::nullopt;
  return bytes;
}

// HOST[:PORT], all of it.
std::optional<WayAddress> ParseAuthority(std::string_view text) {
  WayAddress address;
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    address.host = text.substr(1, end - 1);
    if (!Ip6Of(address.host)) return std::nullopt;
    text.remove_prefix(end + 1);
  } else {
    const std::size_t end = std::min(text.find(':'), text.size());
    address.host = text.substr(0, end);
    if (!IsHostName(address.host)) return std::nullopt;
    text.remove_prefix(end);
  }
  if (text.empty()) return address;
  if (text.front() != ':') return std::nullopt;
  text.remove_prefix(1);
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port == 0) return std::nullopt;
  address.port = port;
  return address;
}

bool IsPlainRest(std::string_view rest) {
  constexpr std::string_view kForbidden = "\\\"<>^`{|}#";
  return std::ranges::all_of(rest, [&](char c) {
    return c > ' ' && c <= '~' && kForbidden.find(c) == std::string_view::npos;
  });
}

}  // namespace

std::optional<WayAddress> ParseWayUrl(std::string_view url) {
  const std::size_t scheme_end = url.find("://");
  if (url.size() > kMostUrlBytes || scheme_end == std::string_view::npos || scheme_end == 0) {
    return std::nullopt;
  }
  const std::string_view scheme = url.substr(0, scheme_end);
  if (!std::ranges::all_of(scheme, IsLetter)) return std::nullopt;
  url.remove_prefix(scheme_end + 3);
  const std::size_t host_end = std::min(url.find_first_of("/?"), url.size());
  std::optional<WayAddress> address = ParseAuthority(url.substr(0, host_end));
  if (!address || !IsPlainRest(url.substr(host_end))) return std::nullopt;
  address->rest = url.substr(host_end);
  std::ranges::transform(scheme, std::back_inserter(address->scheme), Small);
  return address;
}

std::optional<WayAddress> ParseHostPort(std::string_view text) {
  std::optional<WayAddress> address = ParseAuthority(text);
  if (!address || !address->port) return std::nullopt;
  return address;
}

bool IsLoopback(std::string_view host) {
  if (const auto ip4 = Ip4Of(host)) return (*ip4)[0] == 127;
  if (const auto ip6 = Ip6Of(host)) {
    return (*ip6)[15] == 1 &&
           std::all_of(ip6->begin(), ip6->end() - 1, [](unsigned char byte) { return byte == 0; });
  }
  return std::ranges::equal(host, std::string_view("localhost"), {}, Small);
}

bool IsNear(std::string_view host) {
  if (IsLoopback(host)) return true;
  if (const auto ip4 = Ip4Of(host)) {
    const auto [a, b, c, d] = *ip4;
    return a == 10 || (a == 172 && b >= 16 && b < 32) || (a == 192 && b == 168);
  }
  const auto ip6 = Ip6Of(host);
  return ip6 && ((*ip6)[0] & 0xFEU) == 0xFCU;
}

bool IsMailAddress(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos || at == 0 || text.size() > kMostMailBytes) return false;
  constexpr std::string_view kSigns = "!#$%&'*+-/=?^_`{|}~.";
  const bool local_is_plain = std::ranges::all_of(text.substr(0, at), [&](char c) {
    return IsLetter(c) || IsDigit(c) || kSigns.find(c) != std::string_view::npos;
  });
  return local_is_plain && text.front() != '-' && IsHostName(text.substr(at + 1));
}

}  // namespace throng
