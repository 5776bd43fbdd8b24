// A hub as edges and readers see it, from the first hello to the last row.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdint>

#include "counter/hub/hub_for_test.h"

namespace throng {
namespace {

const Instant kFrom = LongEnoughAgo();

TEST(Hub, WhatAnEdgePushesIsWatchedAndFoundAgain) {
  HubForTest hub;
  const SystemClock clock;
  EdgeForTest edge(hub.Call());
  ASSERT_TRUE(edge.SayHello(SiteWith("arena", 2), clock.Now()));
  WatcherForTest watcher(hub.Call(), {});
  const auto first = watcher.Read();
  ASSERT_TRUE(first);
  EXPECT_EQ(first->site(), "arena");
  EXPECT_TRUE(first->connected());
  EXPECT_EQ(first->situations_size(), 0);

  const auto done = edge.Push(TickOf(2, kFrom, 0, 7));
  ASSERT_TRUE(done);
  EXPECT_EQ(done->written(), 2U);
  const auto second = watcher.Read();
  ASSERT_TRUE(second);
  EXPECT_EQ(second->site(), "arena");
  ASSERT_EQ(second->situations_size(), 2);
  EXPECT_EQ(second->situations(0).place(), "zone 0");
  EXPECT_EQ(second->situations(1).persons().expected(), 7);
  EXPECT_FALSE(second->has_connected());

  const auto history = v1::History::NewStub(hub.Call());
  v1::QueryRequest request;
  request.set_site("arena");
  request.add_zones("zone 1");
  request.set_from_ns(kFrom.utc_ns());
  request.set_until_ns(kFrom.utc_ns() + 60 * kSecond);
  request.set_resolution(v1::RESOLUTION_RELEASED);
  grpc::ClientContext context;
  const auto rows = history->Query(&context, request);
  v1::QueryReply reply;
  ASSERT_TRUE(rows->Read(&reply));
  ASSERT_EQ(reply.zones_size(), 1);
  EXPECT_EQ(reply.zones(0), "zone 1");
  ASSERT_EQ(reply.rows_size(), 1);
  EXPECT_EQ(reply.rows(0).highest().persons(), 7U);
  EXPECT_FALSE(rows->Read(&reply));
  EXPECT_TRUE(rows->Finish().ok());
  EXPECT_TRUE(edge.End().ok());
  const auto third = watcher.Read();
  ASSERT_TRUE(third);
  EXPECT_TRUE(third->has_connected());
  EXPECT_FALSE(third->connected());
}

TEST(Hub, SitesAreListedWithTheirPlacesAndTheirClocks) {
  HubForTest hub;
  const SystemClock clock;
  EdgeForTest edge(hub.Call());
  ASSERT_TRUE(edge.SayHello(SiteWith("arena", 2), clock.Now() + std::chrono::minutes(3)));
  ASSERT_TRUE(edge.Push(TickOf(2, kFrom, 0, 7)));
  const auto live = v1::Live::NewStub(hub.Call());
  grpc::ClientContext context;
  v1::ListSitesReply reply;
  ASSERT_TRUE(live->ListSites(&context, {}, &reply).ok());
  ASSERT_EQ(reply.sites_size(), 1);
  const v1::SiteState& site = reply.sites(0);
  EXPECT_EQ(site.site().name(), "arena");
  EXPECT_EQ(site.site().zones_size(), 2);
  EXPECT_TRUE(site.connected());
  EXPECT_EQ(site.newest_ns(), kFrom.utc_ns() + 15 * kSecond);
  EXPECT_NEAR(static_cast<double>(site.clock_ahead_ms()), 180'000, 5'000);
}

TEST(Hub, AfterARestartItKnowsWhatItKnewBefore) {
  HubForTest hub;
  const SystemClock clock;
  {
    EdgeForTest edge(hub.Call());
    ASSERT_TRUE(edge.SayHello(SiteWith("arena", 2), clock.Now()));
    ASSERT_TRUE(edge.Push(TickOf(2, kFrom, 0, 7)));
    EXPECT_TRUE(edge.End().ok());
  }
  hub.Stop();
  hub.Start();
  WatcherForTest watcher(hub.Call(), {});
  const auto first = watcher.Read();
  ASSERT_TRUE(first);
  EXPECT_EQ(first->site(), "arena");
  EXPECT_FALSE(first->connected());
  ASSERT_EQ(first->situations_size(), 2);
  EXPECT_EQ(first->situations(1).persons().expected(), 7);
  EXPECT_EQ(hub.hub().State().sites.at(0).newest, kFrom + std::chrono::seconds(15));
}

}  // namespace
}  // namespace throng
