// Addresses of ways are read strictly, and nothing far passes for near.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/way_address.h"

#include <gtest/gtest.h>

namespace throng {
namespace {

TEST(WayAddress, AUrlHasASchemeAHostAndPerhapsAPortAndMore) {
  const auto url = ParseWayUrl("HTTPS://alarms.example.org:8443/throng?site=1");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->scheme, "https");
  EXPECT_EQ(url->host, "alarms.example.org");
  EXPECT_EQ(url->port, 8443);
  EXPECT_EQ(url->rest, "/throng?site=1");
  const auto ip6 = ParseWayUrl("mqtts://[fd00::1]");
  ASSERT_TRUE(ip6);
  EXPECT_EQ(ip6->host, "fd00::1");
  EXPECT_FALSE(ip6->port);
}

TEST(WayAddress, WhatAnotherReaderCouldTakeForAnotherHostIsRefused) {
  for (const std::string_view url : {"https://",
                                     "https://:80/",
                                     "://host/",
                                     "https:host",
                                     "https:///host",
                                     "host/path",
                                     "https://user@host/",
                                     "https://10.0.0.1@evil.example.org/",
                                     "https://10.0.0.1\\@evil/",
                                     "https://10.0.0.1#@evil.example.org/",
                                     "https://host:0/",
                                     "https://host:70000/",
                                     "https://host:80x/",
                                     "https://ho st/",
                                     "https://host/a b",
                                     "https://host/\r\nX: y",
                                     "https://h\xC3\xA9te/",
                                     "https://[fd00::1/",
                                     "https://[10.0.0.1]/",
                                     "https://[::1%eth0]/",
                                     "https://-host/",
                                     "https://a..b/",
                                     "ht+tps://host/"}) {
    EXPECT_FALSE(ParseWayUrl(url)) << url;
  }
}

TEST(WayAddress, AHostWithItsPortNeedsBoth) {
  const auto server = ParseHostPort("smtp.example.org:587");
  ASSERT_TRUE(server);
  EXPECT_EQ(server->host, "smtp.example.org");
  EXPECT_EQ(server->port, 587);
  EXPECT_TRUE(ParseHostPort("[::1]:25"));
  for (const std::string_view text : {"smtp.example.org", "smtp.example.org:", ":25", "a:25/b"}) {
    EXPECT_FALSE(ParseHostPort(text)) << text;
  }
}

TEST(WayAddress, OnlyThisMachineAndNumbersOfPrivateNetworksAreNear) {
  for (const std::string_view host :
       {"localhost", "LocalHost", "127.0.0.1", "127.9.9.9", "::1", "10.0.0.1", "172.16.0.1",
        "172.31.255.255", "192.168.1.1", "fc00::1", "fdff::1"}) {
    EXPECT_TRUE(IsNear(host)) << host;
  }
  for (const std::string_view host : {"broker",
                                      "alarms.example.org",
                                      "localhost.example.org",
                                      "10.0.0.1.example.org",
                                      "127.1",
                                      "2130706433",
                                      "0x7f000001",
                                      "010.0.0.1",
                                      "11.0.0.1",
                                      "172.15.0.1",
                                      "172.32.0.1",
                                      "192.169.0.1",
                                      "169.254.0.1",
                                      "0.0.0.0",
                                      "8.8.8.8",
                                      "::2",
                                      "fe80::1",
                                      "2001:db8::1",
                                      "::ffff:8.8.8.8",
                                      ""}) {
    EXPECT_FALSE(IsNear(host)) << host;
  }
  EXPECT_TRUE(IsLoopback("127.0.0.1"));
  EXPECT_FALSE(IsLoopback("10.0.0.1"));
}

TEST(WayAddress, AMailAddressIsPlainAndEndsNothing) {
  EXPECT_TRUE(IsMailAddress("control+throng@venue.example.org"));
  for (const std::string_view text :
       {"", "control", "@venue.example", "control@", "a b@venue.example", "a@b@c", "a@b>",
        "a@venue.example\r\nRCPT TO:<x@y>", "<a@venue.example>", "a,b@venue.example",
        "\"a\"@venue.example", "-oX@venue.example", "a\xC3\xA9@venue.example"}) {
    EXPECT_FALSE(IsMailAddress(text)) << text;
  }
}

}  // namespace
}  // namespace throng
