// Who gets what of the page: logins, roles, foreign pages in the same browser.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <vector>

#include "tests/page/page_for_test.h"

namespace throng {
namespace {

using testing::HasSubstr;
using testing::Not;
using Kind = PageForTest::Kind;

const std::vector<std::string> kReading = {"sites",
                                           "watch?site=arena",
                                           "plan?site=arena",
                                           "plan-image?site=arena",
                                           "history?site=arena&from=0&until=1&resolution=hour",
                                           "alarms?site=arena&from=0&until=1"};

void LetArenaBeKnown(PageForTest& page) {
  EdgeForTest edge(page.hub().Call());
  ASSERT_TRUE(edge.SayHello(SiteWith("arena", 2), SystemClock().Now()));
}

TEST(PageAccess, WithoutALoginNothingButTheEmptyPageIsTold) {
  PageForTest page(Kind::kWithLogin);
  LetArenaBeKnown(page);
  for (const std::string& call : kReading) {
    const HttpReply reply = page.Get(call);
    EXPECT_EQ(reply.status, 401) << call;
    EXPECT_EQ(reply.body, "{}") << call;
  }
  EXPECT_EQ(page.Post("acknowledge", R"({"site":"arena","alarm":"1"})").status, 401);
  EXPECT_EQ(page.Post("check", "x", std::nullopt, "Content-Type: text/plain\r\n").status, 401);
  EXPECT_EQ(Ask(page.port(), {.path = "/"}).status, 200);
  EXPECT_THAT(page.Get("me").body, HasSubstr(R"("needsLogin":true)"));
}

TEST(PageAccess, ATokenLogsInAndItsCookieIsOutOfReachOfScripts) {
  PageForTest page(Kind::kWithLogin);
  const HttpReply wrong = page.Post("login", R"({"token":"wrong"})");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(wrong.Header("set-cookie"), "");
  EXPECT_EQ(page.Post("login", "{").status, 400);
  EXPECT_EQ(page.Post("login", R"({"token":7})").status, 400);
  const HttpReply right =
      page.Post("login", R"({"token":")" + page.TokenOf(Role::kOperator) + "\"}");
  EXPECT_EQ(right.status, 200);
  const std::string cookie = right.Header("set-cookie");
  EXPECT_THAT(cookie, testing::StartsWith("throng-token=" + page.TokenOf(Role::kOperator) + ";"));
  for (const char* part : {"HttpOnly", "SameSite=Strict", "Path=/"}) {
    EXPECT_THAT(cookie, HasSubstr(part));
  }
  EXPECT_EQ(page.Get("me", Role::kOperator).body,
            R"({"name":"the operator","needsLogin":false,"role":"operator"})");
  const HttpReply out = page.Post("logout", "{}", Role::kOperator);
  EXPECT_THAT(out.Header("set-cookie"), HasSubstr("throng-token=; Max-Age=0"));
}

TEST(PageAccess, OverHttpsTheCookieGoesNowhereElse) {
  PageForTest page(Kind::kHttps);
  const HttpReply right = page.Post("login", R"({"token":")" + page.TokenOf(Role::kViewer) + "\"}");
  EXPECT_THAT(right.Header("set-cookie"), testing::StartsWith("__Host-throng-token="));
  EXPECT_THAT(right.Header("set-cookie"), HasSubstr("; Secure"));
  EXPECT_THAT(page.Get("me", Role::kViewer).body, HasSubstr("the viewer"));
  EXPECT_EQ(Ask(page.port(), {.path = "/"}).status, 0) << "HTTP where HTTPS is served";
  EXPECT_TRUE(HttpLine(page.port(), true, TLS1_2_VERSION).IsOpen());
  EXPECT_FALSE(HttpLine(page.port(), true, TLS1_1_VERSION).IsOpen());
}

TEST(PageAccess, EachRoleMayDoWhatItMayByTheContract) {
  PageForTest page(Kind::kWithLogin);
  LetArenaBeKnown(page);
  const std::string long_ago = "history?site=arena&from=0&until=1&resolution=hour";
  EXPECT_EQ(page.Get("sites", Role::kViewer).status, 200);
  EXPECT_EQ(page.Get(long_ago, Role::kViewer).status, 403);
  EXPECT_EQ(page.Get(long_ago, Role::kPlanner).status, 200);
  EXPECT_EQ(page.Get("alarms?site=arena&from=0&until=1", Role::kViewer).status, 403);
  const std::int64_t now_ms = SystemClock().Now().utc_ns() / 1'000'000;
  const std::string lately = "from=" + std::to_string(now_ms - 3'600'000) +
                             "&until=" + std::to_string(now_ms) + "&resolution=hour";
  EXPECT_EQ(page.Get("history?site=arena&" + lately, Role::kViewer).status, 200);
  const std::string text = "Content-Type: text/plain; charset=utf-8\r\n";
  EXPECT_EQ(page.Post("check", "abc", Role::kPlanner, text).status, 403);
  EXPECT_EQ(page.Post("check", "abc", Role::kOperator, text).body, R"({"bytes":3})");
  const std::string alarm = R"({"site":"arena","alarm":"7"})";
  EXPECT_EQ(page.Post("acknowledge", alarm, Role::kPlanner).status, 403);
  EXPECT_EQ(page.Post("acknowledge", alarm, Role::kOperator).status, 404) << "no such alarm";
}

TEST(PageAccess, AForeignPageInTheSameBrowserCannotAct) {
  PageForTest page(Kind::kWithLogin);
  LetArenaBeKnown(page);
  const std::string alarm = R"({"site":"arena","alarm":"7"})";
  const auto from = [&](const std::string& origin) {
    return page.Post("acknowledge", alarm, Role::kOperator, "Origin: " + origin + "\r\n").status;
  };
  EXPECT_EQ(from("http://127.0.0.1"), 404) << "its own";
  EXPECT_EQ(from("http://evil.example"), 403);
  EXPECT_EQ(from("https://127.0.0.1"), 404) << "its own, by a proxy that speaks HTTPS";
  EXPECT_EQ(from("ftp://127.0.0.1"), 403);
  EXPECT_EQ(from("http://127.0.0.1:81"), 403);
  EXPECT_EQ(from("null"), 403);
  EXPECT_EQ(page.Post("login", "{}", std::nullopt, "Origin: http://evil.example\r\n").status, 403);
}

TEST(PageAccess, WithoutTokensOnlyThisMachineByItsOwnNames) {
  PageForTest page(Kind::kOpen);
  LetArenaBeKnown(page);
  const auto as = [&](const std::string& host) {
    return Ask(page.port(), {.path = "/api/v1/sites", .headers = "Host: " + host + "\r\n"}).status;
  };
  for (const char* const here :
       {"127.0.0.1", "127.0.0.1:8080", "localhost", "localhost:8080", "[::1]:8080"}) {
    EXPECT_EQ(as(here), 200) << here;
  }
  for (const char* const foreign :
       {"evil.example", "evil.example:8080", "127.0.0.1.evil.example", ""}) {
    EXPECT_NE(as(foreign), 200) << foreign;
  }
  EXPECT_EQ(page.Get("me").body, R"({"name":"","needsLogin":false,"role":"admin"})");
}

TEST(PageAccess, ATokenThatIsStruckOutIsOverAlsoOnOpenStreams) {
  PageForTest page(Kind::kWithLogin);
  LetArenaBeKnown(page);
  HttpLine line(page.port());
  line.Send(Written({.path = "/api/v1/watch?site=arena", .headers = page.CookieOf(Role::kViewer)}));
  EXPECT_THAT(line.ReadUntil("\"site\":\"arena\""), HasSubstr("event: beat"));
  page.NoTokens();
  EXPECT_THAT(line.ReadUntil("\r\n0\r\n\r\n"), HasSubstr("\r\n0\r\n\r\n"));
  EXPECT_EQ(page.Get("sites", Role::kViewer).status, 401);
}

TEST(PageAccess, EveryAnswerKeepsForeignCodeOut) {
  PageForTest page(Kind::kWithLogin);
  for (const char* const path : {"/", "/page.js", "/nothing", "/api/v1/me", "/api/v1/sites"}) {
    const HttpReply reply = Ask(page.port(), {.path = path});
    const std::string policy = reply.Header("content-security-policy");
    EXPECT_THAT(policy, testing::StartsWith("default-src 'none'; script-src 'self';")) << path;
    EXPECT_THAT(policy, HasSubstr("frame-ancestors 'none'")) << path;
    EXPECT_THAT(policy, Not(HasSubstr("unsafe"))) << path;
    EXPECT_EQ(reply.Header("x-content-type-options"), "nosniff") << path;
    EXPECT_EQ(reply.Header("referrer-policy"), "no-referrer") << path;
  }
  EXPECT_EQ(page.Get("me").Header("cache-control"), "no-store");
}

}  // namespace
}  // namespace throng
