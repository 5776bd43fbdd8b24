// What is shown of a hub and an edge.
// SPDX-License-Identifier: Apache-2.0
#include "counter/serve/served.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace throng {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;

const Instant kNow = *ParseUtc("2026-11-24T08:30");

Served City() {
  return {.at = kNow,
          .hub = ServedHub{.listen = "0.0.0.0:7443",
                           .trouble = "",
                           .windows_per_s = 12.6,
                           .watchers = 2,
                           .certificate_days = 400,
                           .sites = {{"arena", true, kNow + Duration(seconds(-7)), seconds(1)},
                                     {"bridge", true, kNow + Duration(minutes(-5)), seconds(-90)},
                                     {"harbour", false, std::nullopt, std::nullopt}}},
          .edge = std::nullopt,
          .page = std::nullopt};
}

TEST(Served, SitesInTroubleComeFirst) {
  EXPECT_THAT(RenderServed(City(), false, 24),
              ElementsAre("hub   0.0.0.0:7443: 2 of 3 edges on the line, 2 watching, 13 windows/s, "
                          "certificate for 400 more days",
                          "SITE     EDGE        NEWEST           CLOCK",
                          "harbour  GONE         never               -",
                          "bridge   on           5 min     90 s behind",
                          "arena    on             7 s       1 s ahead"));
}

TEST(Served, OfManySitesThoseThatFitAreShown) {
  const auto lines = RenderServed(City(), false, 5);
  ASSERT_EQ(lines.size(), 4U);
  EXPECT_THAT(lines[2], HasSubstr("harbour"));
  EXPECT_EQ(lines[3], "and 2 more");
}

TEST(Served, TroubleIsSaidInLettersAndColour) {
  Served city = City();
  city.hub->trouble = "the disk is full";
  EXPECT_THAT(RenderServed(city, false, 24)[0], HasSubstr("CANNOT WRITE: the disk is full"));
  EXPECT_THAT(RenderServed(city, true, 24)[0], HasSubstr("\033["));
  EXPECT_THAT(RenderServed(City(), false, 24)[0], testing::Not(HasSubstr("\033[")));
}

TEST(Served, AnEdgeSaysWhatWaits) {
  const Served served{.at = kNow,
                      .hub = {},
                      .edge = ServedEdge{.hub = "hub.example.org:7443",
                                         .connected = false,
                                         .waiting = 240,
                                         .sent = 7,
                                         .refused = 1,
                                         .trouble = "nobody answers there",
                                         .certificate_days = 1},
                      .page = {}};
  EXPECT_THAT(RenderServed(served, false, 24),
              ElementsAre("edge  hub.example.org:7443: NOT CONNECTED, 240 waiting, 7 sent, 1 "
                          "refused, certificate for 1 more day. nobody answers there"));
  EXPECT_EQ(ServedJson(served),
            R"({"at":"2026-11-24T08:30:00.000Z","edge":{"hub":"hub.example.org:7443",)"
            R"("connected":false,"waiting":240,"sent":7,"refused":1,)"
            R"("trouble":"nobody answers there","certificate_days":1}})");
}

TEST(Served, WhatAnEdgeHoldsBackIsSaid) {
  Served served{.at = kNow,
                .hub = {},
                .edge = ServedEdge{.hub = "hub.example.org:7443",
                                   .connected = true,
                                   .waiting = 3,
                                   .sent = 7,
                                   .refused = 0,
                                   .held_back = 1,
                                   .trouble = "",
                                   .certificate_days = {}},
                .page = {}};
  EXPECT_THAT(RenderServed(served, false, 24),
              ElementsAre("edge  hub.example.org:7443: on the line, 3 waiting, 1 HELD BACK, 7 "
                          "sent, 0 refused"));
  EXPECT_THAT(RenderServed(served, true, 24)[0], HasSubstr("\033["));
  EXPECT_THAT(ServedJson(served), HasSubstr(R"("refused":0,"held_back":1)"));
  Served after = served;
  after.edge->held_back = 0;
  EXPECT_THAT(ChangesOf(served, after), ElementsAre("nothing is held back any more"));
  EXPECT_THAT(ChangesOf(after, served), ElementsAre("1 of what waits is held back"));
}

TEST(Served, MachinesGetTheSame) {
  EXPECT_EQ(ServedJson(City()),
            R"({"at":"2026-11-24T08:30:00.000Z","hub":{"listen":"0.0.0.0:7443","writable":true,)"
            R"("windows_per_s":12.6,"watchers":2,"certificate_days":400,"sites":[)"
            R"({"site":"arena","connected":true,"newest":"2026-11-24T08:29:53.000Z",)"
            R"("clock_ahead_ms":1000},)"
            R"({"site":"bridge","connected":true,"newest":"2026-11-24T08:25:00.000Z",)"
            R"("clock_ahead_ms":-90000},{"site":"harbour","connected":false}]}})");
}

TEST(Served, APageSaysWhereItIsAndWhoWatches) {
  Served city = City();
  city.page = ServedPage{
      .url = "https://localhost:8443/", .browsers = 1, .trouble = "", .certificate_days = 20};
  EXPECT_EQ(RenderServed(city, false, 24)[1],
            "page  https://localhost:8443/: 1 browser watching, certificate for 20 more days");
  EXPECT_THAT(RenderServed(city, true, 24)[1], HasSubstr("\033["));
  EXPECT_THAT(ServedJson(city), HasSubstr(R"("page":{"url":"https://localhost:8443/","browsers":1,)"
                                          R"("certificate_days":20})"));
  Served worse = city;
  worse.page->trouble = "its key can be read by others";
  EXPECT_THAT(RenderServed(worse, false, 24)[1], HasSubstr("20 more days. its key can be read"));
  EXPECT_THAT(ChangesOf(city, worse),
              ElementsAre("the page's certificate: its key can be read by others"));
  EXPECT_TRUE(ChangesOf(worse, worse).empty());
}

TEST(Served, TokensThatEndSoonAndCallersThatAreRefusedAreTold) {
  Served city = City();
  city.hub->ending = {{.name = "old", .days = -3}, {.name = "wall screen", .days = 12}};
  city.hub->refused_callers = {"abc"};
  EXPECT_THAT(RenderServed(city, false, 24)[0],
              testing::EndsWith("400 more days. the token \"old\" is over, and 1 more. 1 REFUSED "
                                "certificate turned away"));
  EXPECT_THAT(ServedJson(city),
              HasSubstr(R"("tokens_ending":[{"token":"old","days":-3},{"token":"wall screen",)"
                        R"("days":12}],"refused_callers":["abc"])"));
  EXPECT_THAT(ChangesOf(City(), city),
              ElementsAre("the token \"old\" is over; renew it: throng cert token with --renew",
                          "the token \"wall screen\" ends in 12 days; renew it: throng cert token "
                          "with --renew",
                          "a refused certificate was turned away: abc"));
  Served later = city;
  later.hub->ending[1].days = 11;
  EXPECT_TRUE(ChangesOf(city, later).empty()) << "once is enough";
  later.hub->ending[1].days = -1;
  EXPECT_THAT(ChangesOf(city, later), ElementsAre(HasSubstr("\"wall screen\" is over")));
}

TEST(Served, AFileOfTokensThatLetsNobodyInIsTold) {
  Served city = City();
  city.hub->tokens_trouble = "the file of tokens has mistakes";
  EXPECT_THAT(RenderServed(city, false, 24)[0],
              HasSubstr("NO TOKEN IS TAKEN: the file of tokens has mistakes"));
  EXPECT_THAT(ChangesOf(City(), city),
              ElementsAre("no token is taken: the file of tokens has mistakes"));
  EXPECT_THAT(ChangesOf(city, City()), ElementsAre("tokens are taken again"));
}

TEST(Served, ALogHearsOfChangesAlone) {
  const Served before = City();
  EXPECT_TRUE(ChangesOf(before, before).empty());
  Served now = City();
  now.hub->sites[0].connected = false;
  now.hub->sites[2].connected = true;
  now.hub->trouble = "the disk is full";
  EXPECT_THAT(ChangesOf(before, now),
              ElementsAre("the archive cannot be written: the disk is full",
                          "the edge of arena is gone", "the edge of harbour is on the line"));
  EXPECT_THAT(ChangesOf(now, before),
              ElementsAre("the archive can be written again", "the edge of arena is on the line",
                          "the edge of harbour is gone"));
}

}  // namespace
}  // namespace throng
