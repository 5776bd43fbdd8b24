// Hostile texts are answered with complaints, and the answer has an end.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <string>

#include "counter/page/site_check.h"
#include "counter/page/ticking_clock_for_test.h"
#include "counter/site/test_good_site.h"

namespace throng {
namespace {

using nlohmann::json;

json Checked(std::string_view text, Duration each_time = Duration(0)) {
  TickingClock clock(each_time);
  return json::parse(CheckSite(text, clock));
}

std::string Times(std::size_t count, const std::string& text) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

// At least one mistake, and no part.
void ExpectNothingBut(const std::string& text, const std::string& mistake) {
  const json answer = Checked(text);
  EXPECT_NE(answer["complaints"][0]["text"].get<std::string>().find(mistake), std::string::npos)
      << answer["complaints"][0];
  EXPECT_EQ(answer["complaints"][0]["weight"], "mistake");
  for (const char* part : {"cameras", "zones", "patches", "missingOnSign"}) {
    EXPECT_EQ(answer[part], json::array());
  }
}

TEST(SiteCheckLimits, WhatIsNoSiteFileIsAMistake) {
  ExpectNothingBut("", "the site has no name");
  ExpectNothingBut("\xFF\xFE\xFD", "outside of quotes");
  ExpectNothingBut("[site]\nname = \"\xFF\"", "this cannot be read");
  ExpectNothingBut(std::string(3, '\0'), "this cannot be read");
  ExpectNothingBut(std::string(1024UL * 1024 + 1, 'a'), "larger than 1 MiB");
  ExpectNothingBut("a = " + std::string(500'000, '['), "this cannot be read");
  ExpectNothingBut(Times(500'000, "a."), "more than 1000 dots");
}

TEST(SiteCheckLimits, NumbersThatAreNoneMakeNoCamera) {
  for (const std::string number : {"nan", "inf", "-inf", "1e308", "9223372036854775807"}) {
    const json answer = Checked(Spoilt("metres = [-2, 12] }", "metres = [" + number + ", 12] }"));
    EXPECT_EQ(answer["cameras"].size(), 2U) << number;
    EXPECT_EQ(answer["complaints"][0]["field"], "camera \"yard\", ground_marks[3]");
  }
}

TEST(SiteCheckLimits, ComplaintsAreToldUpToANumberAndTheRestCounted) {
  const json answer = Checked(std::string(kGoodSite) + "[extra]\n" + Times(10, "[[zone]]\n"));
  EXPECT_LT(answer["complaints"].size(), 100U) << "the control";
  std::string keys;
  for (int i = 0; i < 1500; ++i) keys += "k" + std::to_string(i) + " = 1\n";
  const json many = Checked(keys + std::string(kGoodSite));
  ASSERT_EQ(std::ssize(many["complaints"]), kMostComplaintsTold + 1);
  EXPECT_EQ(many["complaints"].back()["weight"], "mistake");
  EXPECT_EQ(many["complaints"].back()["text"], "500 more are not shown; mend these first");
}

TEST(SiteCheckLimits, AMistakeBehindManyNotesIsToldAsOne) {
  std::string cameras;
  for (int i = 0; i < 990; ++i) {  // each with a note: no zone names it
    cameras += "[[camera]]\nname = \"c" + std::to_string(i) +
               "\"\nsource = \"a\"\npicture = [9, 9]\nfield_of_view_deg = 70\n"
               "pose = { height_m = 5, tilt_deg = 45 }\n";
  }
  std::string text(kGoodSite);
  text.insert(text.find("[[zone]]"), cameras);
  const auto weights = [](const json& answer) {
    std::string all;
    for (const json& one : answer["complaints"]) all += one["weight"].get<std::string>()[0];
    return all;
  };
  EXPECT_EQ(weights(Checked(text)), std::string(990, 'n')) << "the control";
  text += Times(11, "[[zone]]\n");
  const std::string last = weights(Checked(text));
  EXPECT_EQ(last.size(), 1001U);
  EXPECT_EQ(last.back(), 'm');
}

TEST(SiteCheckLimits, WhoTakesTooLongIsStoppedBetweenTwoSteps) {
  using std::chrono::seconds;
  const json whole = Checked(kGoodSite);
  // The third question comes at 4 s, after the two cameras that began before 3 s.
  const json stopped = Checked(kGoodSite, seconds(1));
  EXPECT_EQ(stopped["cameras"], json({whole["cameras"][0], whole["cameras"][1]}));
  EXPECT_EQ(stopped["zones"], json::array());
  ASSERT_EQ(stopped["complaints"].size(), 1U);
  EXPECT_EQ(stopped["complaints"][0]["weight"], "mistake");
  EXPECT_EQ(stopped["complaints"][0]["line"], 0);
}

TEST(SiteCheckLimits, OfTooManyViewsTheFirstAreTold) {
  // Five cameras at one place see each of so many zones whole: five views of each patch.
  const auto with_zones = [](int zones) {
    std::string text = "[site]\nname = \"s\"\n";
    for (int i = 0; i < 5; ++i) {
      text += "[[camera]]\nname = \"c" + std::to_string(i) +
              "\"\nsource = \"a\"\npicture = [900, 900]\nfield_of_view_deg = 70\n"
              "pose = { height_m = 9, tilt_deg = 60, at = [0, 0], heading_deg = 0 }\n";
    }
    for (int i = 0; i < zones; ++i) {
      text += "[[zone]]\nname = \"z" + std::to_string(i) +
              "\"\nkind = \"walkway\"\ncameras = [\"c0\", \"c1\", \"c2\", \"c3\", \"c4\"]\n"
              "metres = [[0, 4], [1, 4], [0, 6]]\n";
    }
    return Checked(text);
  };
  EXPECT_EQ(with_zones(40)["patches"].size(), 40U) << "the control";
  const json many = with_zones(1000);
  EXPECT_EQ(many["zones"].size(), 1000U);
  EXPECT_EQ(many["patches"].size(), kMostViewsTold / 5);
}

}  // namespace
}  // namespace throng
