// Who looks at the page: by the token that his browser was told at the login.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "counter/link/identity.h"
#include "counter/page/http_server.h"

namespace throng {

struct Visitor {
  std::string name;  // of the token; never a person's
  Role role;
  std::optional<std::string> token;  // goes to the hub; absent only where nobody needs one
};

// Nothing is kept of a session but the token in the browser's cookie: it outlives a restart, and is
// over when the token is struck out. Thread-safe.
class Visitors {
 public:
  using ReaderOf = std::function<std::optional<Identity>(std::string_view token)>;

  // `reader_of` null: whoever reaches the page is this machine's admin, so it must be reached from
  // nowhere else.
  Visitors(ReaderOf reader_of, bool is_https)
      : reader_of_(std::move(reader_of)), is_https_(is_https) {}

  bool NeedLogin() const { return reader_of_ != nullptr; }

  std::optional<Visitor> Of(const HttpRequest& request) const;
  std::optional<Visitor> OfToken(const std::string& token) const;

  // Values of Set-Cookie.
  std::string Cookie(const std::string& token) const;
  std::string NoCookie() const;

  // Whether it may have been sent by the page itself, and not by another site's page in the same
  // browser.
  bool IsFromPage(const HttpRequest& request) const;

 private:
  std::string_view CookieName() const;

  ReaderOf reader_of_;
  bool is_https_;
};

}  // namespace throng
