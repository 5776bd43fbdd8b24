// What is written is read, and what people see puts trouble first.
// SPDX-License-Identifier: Apache-2.0
#include "counter/serve/health.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace throng {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

const SiteHealth kHealth{.site = "station",
                         .at = *ParseUtc("2026-11-24T08:30"),
                         .tick_s = 15,
                         .cameras = {{.camera = "north",
                                      .sight = "seeing",
                                      .age_s = 3.25,
                                      .looks_per_s = 0.067,
                                      .processor_percent = 0.4,
                                      .restarts = 1,
                                      .renewals = 2,
                                      .dropped = 3,
                                      .trouble = ""},
                                     {.camera = "south",
                                      .sight = "blind",
                                      .age_s = std::nullopt,
                                      .looks_per_s = 0,
                                      .processor_percent = std::nullopt,
                                      .restarts = 9,
                                      .renewals = 0,
                                      .dropped = 0,
                                      .trouble = "the camera does not answer"}}};

TEST(Health, WhatIsWrittenIsRead) {
  const Result<SiteHealth> read = ParseHealth(HealthJson(kHealth));
  ASSERT_TRUE(read);
  EXPECT_EQ(HealthJson(*read), HealthJson(kHealth));
  EXPECT_EQ(read->cameras[0].age_s, 3.25);
  EXPECT_FALSE(read->cameras[1].age_s);
  EXPECT_EQ(read->cameras[1].trouble, "the camera does not answer");
}

TEST(Health, OtherTextIsNone) {
  for (const char* text : {"", "{}", "[]", "null", R"({"site": 1})",
                           R"({"site": "a", "at": "yesterday", "tick_s": 1, "cameras": []})",
                           R"({"site": "a", "at": "2026-11-24", "tick_s": "1", "cameras": []})"}) {
    const Result<SiteHealth> read = ParseHealth(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error(), Fault::kNotAStatus);
  }
}

TEST(Health, TroubleStandsFirst) {
  const std::vector<std::string> lines = RenderHealth(kHealth, false);
  ASSERT_EQ(lines.size(), 5U);
  EXPECT_EQ(lines[0], "station  |  2026-11-24T08:30:00.000Z  |  one count every 15 s");
  EXPECT_EQ(lines[1], "2 cameras, 1 in trouble; all eyes take 0.4% of a core");
  EXPECT_THAT(lines[3], StartsWith("south     blind         -"));
  EXPECT_THAT(lines[3], HasSubstr("the camera does not answer"));
  EXPECT_THAT(lines[4],
              StartsWith("north    seeing     3.2 s     0.07    0.4%         1         2"));
  EXPECT_THAT(RenderHealth(kHealth, true)[3], StartsWith("\033[1;7msouth"));
}

}  // namespace
}  // namespace throng
