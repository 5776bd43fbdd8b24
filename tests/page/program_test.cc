// throng serve shows its page: of a hub on this machine, and of one that others reach.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <csignal>
#include <nlohmann/json.hpp>

#include "counter/hub/hub_for_test.h"
#include "counter/link/credentials.h"
#include "counter/link/test_city.h"
#include "tests/page/http_line.h"
#include "tests/pipeline/served_folder.h"

namespace throng {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class PageProgramTest : public ServedFolderTest {
 protected:
  PageProgramTest() : ServedFolderTest("page") {}

  // An edge and its hub, with more lines of [hub] and of what follows.
  void WritePlan(const std::string& rest) const {
    Write("both.toml",
          "[edge]\nsite = \"station.toml\"\nledger = \"station.ledger\"\n[hub]\nlisten = "
          "\"unix:" +
              In("socket").string() + "\"\narchive = \"city.archive\"\n" + rest);
  }
  std::string PageAt(const std::string& host) const {
    return "[page]\nlisten = \"" + host + ":" + std::to_string(port_) + "\"\n";
  }

  const int port_ = FreePort();
};

TEST_F(PageProgramTest, OnThisMachineItIsOpenAndShowsTheEdgeBesideIt) {
  WritePlan(PageAt("127.0.0.1"));
  Process throng({THRONG_PROGRAM, "serve", In("both.toml").string(), "--json"}, folder_.folder());
  const auto get = [&](const std::string& path) { return Ask(port_, {.path = path}); };
  ASSERT_TRUE(Eventually([&] {
    return get("/api/v1/sites").body.find(site_) != std::string::npos;
  })) << throng.OutSoFar();
  EXPECT_THAT(get("/").body, HasSubstr("<title>throng</title>"));
  const std::string site =
      "site=" +
      json::parse(get("/api/v1/sites").body)["sites"][0]["site"]["name"].get<std::string>();
  std::string escaped = site;
  for (std::size_t at = escaped.find(' '); at != std::string::npos; at = escaped.find(' ')) {
    escaped.replace(at, 1, "%20");
  }
  const json plan = json::parse(get("/api/v1/plan?" + escaped).body);
  EXPECT_GT(plan["zones"].size(), 0U);
  const HttpReply check = Ask(port_, {.method = "POST",
                                      .path = "/api/v1/check",
                                      .headers = "Content-Type: text/plain; charset=utf-8\r\n",
                                      .body = std::string(kGoodSite)});
  EXPECT_EQ(json::parse(check.body)["complaints"].size(), 0U) << check.body;
  HttpLine line(port_);
  line.Send(Written({.path = "/api/v1/watch?" + escaped}));
  EXPECT_THAT(line.ReadUntil("\"connected\":true"), HasSubstr("\"connected\":true"));
  ASSERT_TRUE(Eventually([&] {
    return throng.OutSoFar().find("\"browsers\":1") != std::string::npos;
  })) << throng.OutSoFar();
  throng.Signal(SIGTERM);
  const Ended ended = throng.Wait();
  EXPECT_EQ(ended.code, 130) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("the page is at http://127.0.0.1:" + std::to_string(port_)));
}

TEST_F(PageProgramTest, ForOthersItSpeaksHttpsToWhoeverHasAToken) {
  ASSERT_EQ(Throng({"cert", "authority", "--folder", In("ca")}).code, 0);
  ASSERT_EQ(Throng({"cert", "hub", "localhost", "--authority", In("ca"), "--out", In("hub")}).code,
            0);
  const Ended made = Throng({"cert", "token", "wall", "--role", "viewer", "--tokens",
                             In("tokens.toml"), "--authority", In("ca"), "--out", In("wall")});
  ASSERT_EQ(made.code, 0) << made.err;
  WritePlan("credentials = \"hub\"\ntokens = \"tokens.toml\"\n" + PageAt("0.0.0.0"));
  const Ended checked = Throng({"serve", "--check", In("both.toml")});
  EXPECT_EQ(checked.code, 0) << checked.err;
  Process throng({THRONG_PROGRAM, "serve", In("both.toml").string(), "--json"}, folder_.folder());
  const auto get = [&](const std::string& path, const std::string& cookie) {
    return Ask(port_, {.path = path, .headers = cookie, .https = true});
  };
  ASSERT_TRUE(Eventually([&] { return get("/", "").status == 200; })) << throng.OutSoFar();
  std::string token = TextOfFile(In("wall") / kTokenFile);
  token.pop_back();
  EXPECT_EQ(get("/api/v1/sites", "").status, 401);
  EXPECT_EQ(get("/api/v1/sites", "Cookie: __Host-throng-token=" + token + "x\r\n").status, 401);
  EXPECT_EQ(get("/api/v1/sites", "Cookie: __Host-throng-token=" + token + "\r\n").status, 200);
  throng.Signal(SIGTERM);
  EXPECT_EQ(throng.Wait().code, 130);
}

TEST_F(PageProgramTest, APortThatIsTakenIsSaid) {
  WritePlan(PageAt("127.0.0.1"));
  Process first({THRONG_PROGRAM, "serve", In("both.toml").string()}, folder_.folder());
  ASSERT_TRUE(Eventually([&] { return Ask(port_, {}).status == 200; }));
  Write("other.toml", "[hub]\nlisten = \"unix:" + In("other").string() +
                          "\"\narchive = \"other.archive\"\n" + PageAt("127.0.0.1"));
  const std::filesystem::path beside = In("beside");
  std::filesystem::create_directory(beside);
  const Ended second = RunToEnd({THRONG_PROGRAM, "serve", In("other.toml").string()}, beside);
  EXPECT_NE(second.code, 0);
  EXPECT_THAT(second.err, HasSubstr("127.0.0.1:" + std::to_string(port_)));
}

}  // namespace
}  // namespace throng
