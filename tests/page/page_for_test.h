// A page over a hub of its own, with readers of all roles.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "counter/hub/hub_for_test.h"
#include "counter/link/caller.h"
#include "counter/link/test_city.h"
#include "counter/page/page_server.h"
#include "tests/page/http_line.h"

namespace throng {

class PageForTest {
 public:
  enum class Kind : std::uint8_t { kOpen, kWithLogin, kHttps };
  explicit PageForTest(Kind kind);

  PageServer& server() { return *server_; }
  void Stop() { server_.reset(); }
  int port() const { return server_->port(); }
  HubForTest& hub() { return *hub_; }

  // Of a reader who has this role; he is struck out again by NoTokens().
  const std::string& TokenOf(Role role) const { return tokens_.at(role); }
  void NoTokens();

  // With the cookie of `role`.
  HttpReply Get(const std::string& call, std::optional<Role> role = std::nullopt) const;
  HttpReply Post(const std::string& call, const std::string& body,
                 std::optional<Role> role = std::nullopt, const std::string& headers = {}) const;
  std::string CookieOf(std::optional<Role> role) const;  // a line of a request's head

 private:
  bool is_https_;
  SystemClock clock_;
  TestCity city_;
  std::map<Role, std::string> tokens_;
  std::optional<Callers> callers_;
  std::unique_ptr<HubForTest> hub_;
  std::unique_ptr<PageServer> server_;
};

}  // namespace throng
