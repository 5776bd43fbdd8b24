// Takes the address of a live camera apart, and refuses what would not fit into a request.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <optional>
#include <system_error>

#include "counter/site/ascii.h"

namespace throng {
namespace {

// What an eye can hand back in a request for its own.
constexpr std::size_t kMostAddressBytes = 255;
constexpr std::size_t kMostHostNameBytes = 253;  // of a name in the DNS

bool StartsWith(std::string_view text, std::string_view small_letters) {
  return text.size() >= small_letters.size() &&
         std::ranges::equal(text.substr(0, small_letters.size()), small_letters, {}, Small);
}

// How long the scheme before "://" is; nothing if there is none.
std::optional<std::size_t> SchemeOf(std::string_view source) {
  const std::size_t end = source.find("://");
  if (end == std::string_view::npos || end == 0 || !IsLetter(source.front())) return std::nullopt;
  const bool plain = std::ranges::all_of(source.substr(0, end), [](char c) {
    return IsLetter(c) || IsDigit(c) || c == '+' || c == '-' || c == '.';
  });
  if (!plain) return std::nullopt;
  return end;
}

// The host with its port, of what stands behind "://".
std::string_view AuthorityOf(std::string_view rest) {
  return rest.substr(0, rest.find_first_of("/?#"));
}

// A user stands before an @ in front of the first slash. A password may hold a slash itself; then
// what looks like a port before it has more than digits.
bool HoldsLogin(std::string_view rest) {
  const std::string_view authority = AuthorityOf(rest);
  if (authority.find('@') != std::string_view::npos) return true;
  const std::size_t colon = authority.find(':');
  if (colon == std::string_view::npos || authority.front() == '[') return false;
  return !std::ranges::all_of(authority.substr(colon + 1), IsDigit) &&
         rest.find('@') != std::string_view::npos;
}

// Neither may end a line or a quote of a request. A fragment is a browser's matter.
bool IsPlainSource(std::string_view url) {
  return std::ranges::all_of(
      url, [](char c) { return c > ' ' && c <= '~' && c != '"' && c != '\\' && c != '#'; });
}

bool IsNumeric(int family, const std::string& host) {
  std::array<unsigned char, sizeof(in6_addr)> address{};
  return ::inet_pton(family, host.c_str(), address.data()) == 1;
}

bool IsName(std::string_view host) {
  if (host.empty() || host.size() > kMostHostNameBytes || host.front() == '.') return false;
  if (host.find("..") != std::string_view::npos) return false;
  return std::ranges::all_of(
      host, [](char c) { return IsLetter(c) || IsDigit(c) || c == '-' || c == '_' || c == '.'; });
}

// Digits behind the last dot are an IPv4 address, and then all of it must be: the system's own
// reading would take 10.1 for 10.0.0.1.
bool IsNameOrIpv4(const std::string& host) {
  const std::size_t dot = host.rfind('.');
  const std::string_view last =
      std::string_view(host).substr(dot == std::string::npos ? 0 : dot + 1);
  if (!last.empty() && std::ranges::all_of(last, IsDigit)) return IsNumeric(AF_INET, host);
  return IsName(host);
}

std::optional<std::uint16_t> PortIn(std::string_view digits) {
  std::uint16_t port = 0;
  const char* const end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, port);
  if (read.ec != std::errc() || read.ptr != end || port == 0) return std::nullopt;
  return port;
}

struct HostAndPort {
  std::string host;
  std::optional<std::uint16_t> port;
};

std::optional<HostAndPort> Split(std::string_view authority) {
  const bool bracketed = authority.starts_with('[');
  const std::size_t end = bracketed ? authority.find(']') : authority.find(':');
  if (bracketed && end == std::string_view::npos) return std::nullopt;
  HostAndPort split{.host = std::string(authority.substr(0, end)), .port = std::nullopt};
  if (bracketed) split.host.erase(0, 1);
  if (bracketed ? !IsNumeric(AF_INET6, split.host) : !IsNameOrIpv4(split.host)) return std::nullopt;
  std::string_view behind = authority.substr(std::min(end, authority.size()));
  if (bracketed) behind.remove_prefix(1);
  if (behind.empty()) return split;
  if (behind.front() != ':') return std::nullopt;
  split.port = PortIn(behind.substr(1));
  if (!split.port) return std::nullopt;
  return split;
}

}  // namespace

bool IsDevice(std::string_view source) {
  return source.starts_with("/dev/video") || source.starts_with("/dev/v4l/");
}

bool IsCameraAddress(std::string_view source) {
  return IsDevice(source) || StartsWith(source, "rtsp:") || StartsWith(source, "http:") ||
         SchemeOf(source);
}

Result<CameraAddress> ParseCameraAddress(std::string_view source) {
  if (IsDevice(source)) {
    const std::string path(source);
    return CameraAddress{CameraProtocol::kDevice, "", 0, path, path};
  }
  const std::optional<std::size_t> scheme = SchemeOf(source);
  if (!scheme) return Fault::kBadAddress;
  const std::string_view rest = source.substr(*scheme + 3);
  if (HoldsLogin(rest)) return Fault::kLoginInAddress;
  const bool is_rtsp = StartsWith(source, "rtsp://");
  if (!is_rtsp && !StartsWith(source, "http://")) return Fault::kNoSuchProtocol;
  if (source.size() > kMostAddressBytes || !IsPlainSource(source)) return Fault::kBadAddress;
  const std::string_view authority = AuthorityOf(rest);
  std::optional<HostAndPort> split = Split(authority);
  if (!split) return Fault::kBadAddress;
  const std::string_view behind = rest.substr(authority.size());
  std::string path(behind.starts_with('/') ? "" : "/");
  path += behind;
  constexpr std::uint16_t kRtspPort = 554;
  constexpr std::uint16_t kHttpPort = 80;
  return CameraAddress{.protocol = is_rtsp ? CameraProtocol::kRtsp : CameraProtocol::kHttp,
                       .host = std::move(split->host),
                       .port = split->port.value_or(is_rtsp ? kRtspPort : kHttpPort),
                       .url = std::string(source),
                       .path = std::move(path)};
}

}  // namespace throng
