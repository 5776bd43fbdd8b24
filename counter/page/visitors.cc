// Reads cookies; tells our own page from others.
// SPDX-License-Identifier: Apache-2.0
#include "counter/page/visitors.h"

#include "counter/site/way_address.h"

namespace throng {
namespace {

// What browsers keep a cookie for at most.
constexpr std::string_view kLongestS = "34560000";  // 400 days

// Of "a=b; c=d"; nothing if it is not there or there twice.
std::optional<std::string> CookieIn(std::string_view cookies, std::string_view name) {
  std::optional<std::string> found;
  while (!cookies.empty()) {
    const std::size_t end = cookies.find(';');
    std::string_view one = cookies.substr(0, end);
    cookies = end == std::string_view::npos ? std::string_view() : cookies.substr(end + 1);
    while (one.starts_with(' ')) one.remove_prefix(1);
    if (!one.starts_with(name) || one.substr(name.size(), 1) != "=") continue;
    if (found) return std::nullopt;
    found = std::string(one.substr(name.size() + 1));
  }
  return found;
}

// A page of another site can lead its own name to this machine's address, and then ask us.
bool NamesThisMachine(const std::string& host) {
  const std::optional<WayAddress> at = ParseHostPort(host);
  return at ? IsLoopback(at->host) : IsLoopback(host);
}

}  // namespace

std::optional<Visitor> Visitors::Of(const HttpRequest& request) const {
  if (!NeedLogin()) {
    if (!NamesThisMachine(request.host)) return std::nullopt;
    return Visitor{.name = "", .role = Role::kAdmin, .token = std::nullopt};
  }
  const std::optional<std::string> token = CookieIn(request.cookie, CookieName());
  return token ? OfToken(*token) : std::nullopt;
}

std::optional<Visitor> Visitors::OfToken(const std::string& token) const {
  if (!NeedLogin()) return std::nullopt;
  const std::optional<Identity> reader = reader_of_(token);
  if (!reader) return std::nullopt;
  return Visitor{.name = reader->name, .role = reader->role, .token = token};
}

// With "__Host-", browsers take it from HTTPS alone, and from no other host of the same domain.
std::string_view Visitors::CookieName() const {
  return is_https_ ? "__Host-throng-token" : "throng-token";
}

std::string Visitors::Cookie(const std::string& token) const {
  return std::string(CookieName()) + '=' + token + "; Max-Age=" + std::string(kLongestS) +
         "; Path=/; HttpOnly; SameSite=Strict" + (is_https_ ? "; Secure" : "");
}

std::string Visitors::NoCookie() const {
  return std::string(CookieName()) + "=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict" +
         (is_https_ ? "; Secure" : "");
}

bool Visitors::IsFromPage(const HttpRequest& request) const {
  if (request.origin.empty()) return true;  // no browser, or one that asks for nothing by itself
  // Of either scheme: a proxy before us may speak HTTPS for us.
  return request.origin == "https://" + request.host || request.origin == "http://" + request.host;
}

}  // namespace throng
