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
                         .overload = std::nullopt,
                         .cameras = {{.camera = "north",
                                      .sight = "seeing",
                                      .age_s = 3.25,
                                      .looks_per_s = 0.067,
                                      .processor_percent = 0.4,
                                      .waiting_percent = 0.2,
                                      .restarts = 1,
                                      .renewals = 2,
                                      .dropped = 3,
                                      .trouble = ""},
                                     {.camera = "south",
                                      .sight = "blind",
                                      .age_s = std::nullopt,
                                      .looks_per_s = 0,
                                      .processor_percent = std::nullopt,
                                      .waiting_percent = std::nullopt,
                                      .restarts = 9,
                                      .renewals = 0,
                                      .dropped = 0,
                                      .trouble = "the camera does not answer"}}};

TEST(Health, NotesNameTheCamerasInTroubleAndTheOverloadedMachine) {
  SiteHealth health = kHealth;
  health.cameras[0].trouble = "";
  health.cameras[1].trouble = "the lens is covered";
  EXPECT_EQ(NotesOf(health), std::vector<std::string>{"camera \"south\": the lens is covered"});
  health.overload = Overload{.asked_looks_per_s = 1, .looks_per_s = 0.5};
  ASSERT_EQ(NotesOf(health).size(), 2U);
  EXPECT_THAT(NotesOf(health)[0], StartsWith("this machine is too slow: "));
  const std::vector<std::string> before = NotesOf(health);
  health.overload->looks_per_s = 0.4;
  EXPECT_EQ(NotesOf(health), before) << "a log is told once, not at each tick";
}

TEST(Health, WhatIsWrittenIsRead) {
  const Result<SiteHealth> read = ParseHealth(HealthJson(kHealth));
  ASSERT_TRUE(read);
  EXPECT_EQ(HealthJson(*read), HealthJson(kHealth));
  EXPECT_EQ(read->cameras[0].age_s, 3.25);
  EXPECT_FALSE(read->cameras[1].age_s);
  EXPECT_EQ(read->cameras[1].trouble, "the camera does not answer");
}

TEST(Health, OtherTextIsNone) {
  for (const char* text :
       {"", "{}", "[]", "null", R"({"site": 1})",
        R"({"site": "a", "at": "yesterday", "tick_s": 1, "overload": null, "cameras": []})",
        R"({"site": "a", "at": "2026-11-24", "tick_s": "1", "overload": null, "cameras": []})"}) {
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

// `count` cameras like it; `waiting` in percent.
std::vector<CameraHealth> Cameras(std::size_t count, double looks_per_s,
                                  std::optional<double> waiting, const char* trouble = "") {
  CameraHealth camera = kHealth.cameras[0];
  camera.looks_per_s = looks_per_s;
  camera.waiting_percent = waiting;
  camera.trouble = trouble;
  return {count, camera};
}

std::vector<CameraHealth> operator+(std::vector<CameraHealth> all,
                                    const std::vector<CameraHealth>& more) {
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

TEST(Overload, IsWhereMostCamerasLookTooSeldomAndWaitForAProcessor) {
  const std::optional<Overload> overload = OverloadOf(Cameras(3, 0.5, 88), 1);
  ASSERT_TRUE(overload);
  EXPECT_EQ(overload->asked_looks_per_s, 1);
  EXPECT_EQ(overload->looks_per_s, 0.5);
  EXPECT_TRUE(OverloadOf(Cameras(1, 0.5, 88), 1));
  EXPECT_TRUE(OverloadOf(Cameras(2, 0.5, 88) + Cameras(1, 1, 10), 1));
  EXPECT_TRUE(OverloadOf(Cameras(2, 0.5, 88) + Cameras(9, 0, std::nullopt, "gone"), 1));
}

TEST(Overload, IsNotWhereOneIsInTrouble) {
  EXPECT_FALSE(OverloadOf(Cameras(2, 1, 1) + Cameras(1, 0.1, 90), 1));
  EXPECT_FALSE(OverloadOf(Cameras(1, 1, 1) + Cameras(2, 0, 90, "gone"), 1));
  EXPECT_FALSE(OverloadOf(Cameras(2, 0, 90, "gone"), 1));
  EXPECT_FALSE(OverloadOf({}, 1));
}

TEST(Overload, IsNotWhereCamerasSendTooFewKeyPictures) {
  EXPECT_FALSE(OverloadOf(Cameras(3, 0.5, 2), 1));
}

TEST(Overload, IsNotWhereThereAreNearlyAsManyLooksAsAsked) {
  EXPECT_FALSE(OverloadOf(Cameras(3, 0.8, 90), 1));
  EXPECT_TRUE(OverloadOf(Cameras(3, 0.79, 90), 1));
}

TEST(Overload, IsNotKnownWhereTheWaitIsNot) {
  EXPECT_FALSE(OverloadOf(Cameras(3, 0.1, std::nullopt), 1));
}

TEST(Overload, IsSaidInALineOfItsOwnAndInJson) {
  SiteHealth health = kHealth;
  health.overload = Overload{.asked_looks_per_s = 1, .looks_per_s = 0.42};
  const std::vector<std::string> lines = RenderHealth(health, false);
  ASSERT_EQ(lines.size(), 6U);
  EXPECT_EQ(lines[2],
            "this machine is too slow: each camera is looked at every 2.4 s, not every 1 s; take a "
            "longer --look-every, smaller pictures or fewer cameras");
  const Result<SiteHealth> read = ParseHealth(HealthJson(health));
  ASSERT_TRUE(read);
  ASSERT_TRUE(read->overload);
  EXPECT_EQ(read->overload->asked_looks_per_s, 1);
  EXPECT_EQ(read->overload->looks_per_s, 0.42);
  health.overload->looks_per_s = 0;
  EXPECT_THAT(RenderHealth(health, false)[2], HasSubstr("looked at less than once in a tick"));
}

}  // namespace
}  // namespace throng
