// The file of throng serve: what it says, and each mistake with its line.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/serve_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace throng {
namespace {

using testing::HasSubstr;

constexpr const char* kBoth = R"(
[edge]
site = "station.toml"
ledger = "/var/lib/throng/station.ledger"
hub = "hub.example.org:7443"
credentials = "north-station"
[hub]
listen = "0.0.0.0:7443"
archive = "city.archive"
credentials = "hub"
tokens = "tokens.toml"
[hub.keep]
released_days = 90
minute_days = 400
alarm_days = 30
)";

// The complaints about a text, one on each line.
std::string ComplaintsOf(const std::string& text) {
  std::vector<Complaint> complaints;
  const Result<ServePlan> plan = ParseServePlan(text, "/etc/throng", complaints);
  EXPECT_EQ(static_cast<bool>(plan), complaints.empty());
  std::string lines;
  for (const Complaint& complaint : complaints) lines += Format(complaint, "f") + "\n";
  return lines;
}

std::string HubWith(const std::string& lines) { return "[hub]\n" + lines; }

TEST(ServePlan, AFileIsReadWholeWithItsPathsInItsFolder) {
  std::vector<Complaint> complaints;
  const Result<ServePlan> plan = ParseServePlan(kBoth, "/etc/throng", complaints);
  ASSERT_TRUE(plan) << Format(complaints.at(0), "f");
  EXPECT_EQ(plan->edge->site, "/etc/throng/station.toml");
  EXPECT_EQ(plan->edge->ledger, "/var/lib/throng/station.ledger");
  EXPECT_EQ(plan->edge->hub, "hub.example.org:7443");
  EXPECT_EQ(plan->edge->credentials, "/etc/throng/north-station");
  EXPECT_EQ(plan->hub->listen, "0.0.0.0:7443");
  EXPECT_EQ(plan->hub->archive, "/etc/throng/city.archive");
  EXPECT_EQ(plan->hub->trail, "/etc/throng/city.archive.trail");
  EXPECT_EQ(plan->hub->credentials, "/etc/throng/hub");
  EXPECT_EQ(plan->hub->tokens, "/etc/throng/tokens.toml");
  EXPECT_EQ(plan->hub->keep.released, 90);
  EXPECT_EQ(plan->hub->keep.minute, 400);
  EXPECT_FALSE(plan->hub->keep.day);
  EXPECT_EQ(plan->hub->keep.alarm, 30);
}

TEST(ServePlan, AllMistakesAreToldAtOnceWithTheirLines) {
  const std::string told = ComplaintsOf(
      "[edge]\n"
      "site = 7\n"
      "hub = \"hub\"\n"
      "[hub]\n"
      "listen = \"0.0.0.0\"\n"
      "archive = \"a\"\n"
      "colour = \"red\"\n"
      "[hub.keep]\n"
      "released_days = 0\n"
      "minute_days = 1.5\n");
  EXPECT_THAT(told, HasSubstr("f:2: edge, site"));
  EXPECT_THAT(told, HasSubstr("f:1: edge"));
  EXPECT_THAT(told, HasSubstr("f:3: edge, hub: this is no host with its port"));
  EXPECT_THAT(told, HasSubstr("f:5: hub, listen: this is no host with its port"));
  EXPECT_THAT(told, HasSubstr("f:7: hub: the key \"colour\" is unknown"));
  EXPECT_THAT(told, HasSubstr("f:9: hub.keep, released_days"));
  EXPECT_THAT(told, HasSubstr("f:10: hub.keep, minute_days: write whole days"));
}

TEST(ServePlan, AFileThatSaysNothingIsRefused) {
  EXPECT_THAT(ComplaintsOf(""), HasSubstr("neither [edge] nor [hub]"));
  EXPECT_THAT(ComplaintsOf("hub = 1"), HasSubstr("write [hub]"));
  EXPECT_THAT(ComplaintsOf("[hub"), HasSubstr("this cannot be read"));
}

TEST(ServePlan, WithoutCredentialsAHubListensOnThisMachineOnly) {
  for (const char* here : {"127.0.0.1:7443", "[::1]:7443", "localhost:7443", "unix:/run/h.sock"}) {
    EXPECT_EQ(ComplaintsOf(HubWith("listen = \"" + std::string(here) + "\"\narchive = \"a\"\n")),
              "");
  }
  for (const char* open : {"0.0.0.0:7443", "[::]:7443", "10.0.0.1:7443", "hub.example.org:7443"}) {
    EXPECT_THAT(
        ComplaintsOf(HubWith("listen = \"" + std::string(open) + "\"\narchive = \"a\"\n")),
        HasSubstr("f:2: hub, listen: without credentials, a hub may listen only on this machine"));
  }
}

TEST(ServePlan, WithoutCredentialsAnEdgeSendsToThisMachineOnly) {
  const std::string edge = "[edge]\nsite = \"s\"\nledger = \"l\"\n";
  EXPECT_EQ(ComplaintsOf(edge + "hub = \"127.0.0.1:7443\"\n"), "");
  EXPECT_EQ(ComplaintsOf(edge + "hub = \"unix:/run/h.sock\"\n"), "");
  EXPECT_THAT(
      ComplaintsOf(edge + "hub = \"10.0.0.1:7443\"\n"),
      HasSubstr("f:4: edge, hub: without credentials, counts may go only to a hub on this"));
  EXPECT_THAT(ComplaintsOf(edge), HasSubstr("f:1: edge")) << "no hub at all";
}

TEST(ServePlan, AnEdgeNeedsNoHubBesideOneInTheSameFile) {
  const std::string both =
      "[hub]\nlisten = \"unix:/run/h.sock\"\narchive = \"a\"\n"
      "[edge]\nsite = \"s\"\nledger = \"l\"\n";
  EXPECT_EQ(ComplaintsOf(both), "");
  EXPECT_THAT(ComplaintsOf(both + "credentials = \"c\"\n"), HasSubstr("none are needed"));
}

TEST(ServePlan, AHubHasOneArchive) {
  const std::string listen = "listen = \"unix:/run/h.sock\"\n";
  EXPECT_THAT(ComplaintsOf(HubWith(listen)), HasSubstr("f:1: hub: it has no archive"));
  EXPECT_THAT(ComplaintsOf(HubWith(listen + "archive = \"a\"\npostgresql = \"dbname=x\"\n")),
              HasSubstr("f:4: hub, postgresql: a hub has one archive"));
  EXPECT_EQ(ComplaintsOf(HubWith(listen + "postgresql = \"host=db dbname=x\"\n")), "");
}

TEST(ServePlan, APasswordInTheConnectionIsRefusedAndNotShown) {
  for (const char* connection :
       {"host=db password=s3cret", "host=db password = s3cret", "host=db sslpassword=s3cret",
        "postgresql://throng:s3cret@db/city", "postgres://db/city?password=s3cret",
        "postgres://db/city?passw%6frd=s3cret"}) {
    const std::string told = ComplaintsOf(HubWith("listen = \"unix:/run/h.sock\"\npostgresql = \"" +
                                                  std::string(connection) + "\"\n"));
    EXPECT_THAT(told, HasSubstr("f:3: hub, postgresql: a password does not belong")) << connection;
    EXPECT_THAT(told, testing::Not(HasSubstr("s3cret")));
  }
  for (const char* connection :
       {"host=db passfile=/etc/pgpass", "postgresql://throng@db:5432/city"}) {
    EXPECT_EQ(ComplaintsOf(HubWith("listen = \"unix:/run/h.sock\"\npostgresql = \"" +
                                   std::string(connection) + "\"\n")),
              "");
  }
}

const std::string kHub = "[hub]\nlisten = \"127.0.0.1:7443\"\narchive = \"a\"\n";
const std::string kCityHub = kHub + "credentials = \"hub\"\ntokens = \"t\"\n";

TEST(ServePlan, APageIsReadWithItsGrounds) {
  std::vector<Complaint> complaints;
  const Result<ServePlan> plan = ParseServePlan(kCityHub + R"(
[page]
listen = "0.0.0.0:8443"
[[page.ground]]
site = "station.toml"
drawing = "station.svg"
edges = [0, -2, 100.5, 26]
[[page.ground]]
site = "/etc/hall.toml"
)",
                                                "/etc/throng", complaints);
  ASSERT_TRUE(plan) << Format(complaints.at(0), "f");
  ASSERT_TRUE(plan->page);
  EXPECT_EQ(plan->page->listen, "0.0.0.0:8443");
  EXPECT_EQ(plan->page->credentials, "/etc/throng/hub") << "those of its hub";
  ASSERT_EQ(plan->page->grounds.size(), 2U);
  EXPECT_EQ(plan->page->grounds[0].site, "/etc/throng/station.toml");
  const PageDrawing& drawing = plan->page->grounds[0].drawing.value();
  EXPECT_EQ(drawing.file, "/etc/throng/station.svg");
  EXPECT_EQ(std::vector({drawing.left, drawing.bottom, drawing.right, drawing.top}),
            std::vector({0.0, -2.0, 100.5, 26.0}));
  EXPECT_EQ(plan->page->grounds[1].site, "/etc/hall.toml");
  EXPECT_FALSE(plan->page->grounds[1].drawing);
}

TEST(ServePlan, APageThatOthersCanReachNeedsTlsAndLogins) {
  const auto at = [](const std::string& listen) { return "[page]\nlisten = \"" + listen + "\"\n"; };
  for (const char* here : {"127.0.0.1:8080", "[::1]:8080", "localhost:8080"}) {
    EXPECT_EQ(ComplaintsOf(kHub + at(here)), "") << here;
  }
  EXPECT_EQ(ComplaintsOf(kCityHub + at("0.0.0.0:8443")), "");
  const std::string open = ComplaintsOf(kHub + at("0.0.0.0:8443"));
  EXPECT_THAT(open, HasSubstr("f:5: page, listen: without credentials, the page may listen only"));
  EXPECT_THAT(open,
              HasSubstr("f:5: page, listen: whoever opens the page from elsewhere has to log"));
  EXPECT_THAT(ComplaintsOf(kHub + "credentials = \"hub\"\n" + at("10.0.0.1:8443")),
              HasSubstr("has to log in with a token"));
  EXPECT_THAT(ComplaintsOf(kHub + at("unix:/run/page.sock")), HasSubstr("no host with its port"));
  EXPECT_THAT(ComplaintsOf("[edge]\nsite = \"s\"\nledger = \"l\"\nhub = \"127.0.0.1:1\"\n" +
                           at("127.0.0.1:8080")),
              HasSubstr("write [hub] into this file"));
}

TEST(ServePlan, ADrawingNeedsItsEdges) {
  const std::string page = kHub + "[page]\nlisten = \"127.0.0.1:8080\"\n[[page.ground]]\n";
  const std::string drawing = page + "site = \"s\"\ndrawing = \"plan.png\"\n";
  EXPECT_EQ(ComplaintsOf(drawing + "edges = [0, 0, 1, 1]\n"), "");
  EXPECT_THAT(ComplaintsOf(drawing), HasSubstr("edges"));
  for (const char* edges : {"[0, 0, 1]", "[1, 0, 0, 1]", "[0, 0, 1, 0]", "[0, 0, nan, 1]", "7"}) {
    EXPECT_THAT(ComplaintsOf(drawing + "edges = " + edges + "\n"),
                HasSubstr("left, bottom, right and top"))
        << edges;
  }
  EXPECT_THAT(ComplaintsOf(page + "site = \"s\"\nedges = [0, 0, 1, 1]\n"), HasSubstr("drawing"));
  EXPECT_THAT(ComplaintsOf(page + "drawing = \"p.png\"\nedges = [0, 0, 1, 1]\n"),
              HasSubstr("site"));
  EXPECT_THAT(ComplaintsOf(page + "site = \"s\"\ndrawing = \"p.gif\"\nedges = [0, 0, 1, 1]\n"),
              HasSubstr("the page shows .png"));
}

TEST(ServePlan, ASocketNeedsItsWholePath) {
  EXPECT_THAT(ComplaintsOf(HubWith("listen = \"unix:hub.sock\"\narchive = \"a\"\n")),
              HasSubstr("whole path"));
  EXPECT_THAT(
      ComplaintsOf(HubWith("listen = \"unix:/" + std::string(107, 'x') + "\"\narchive = \"a\"\n")),
      HasSubstr("at most 107 bytes"));
}

TEST(ServePlan, AMissingFileIsNotFound) {
  std::vector<Complaint> complaints;
  EXPECT_EQ(LoadServePlan("/no/such/file", complaints).error(), Fault::kNotFound);
  EXPECT_EQ(LoadServePlan("/tmp", complaints).error(), Fault::kNotFound);
}

}  // namespace
}  // namespace throng
