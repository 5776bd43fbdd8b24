// What the editor is told of a site file, finished or not, as counter/page/API.md says it.
// SPDX-License-Identifier: Apache-2.0
#include "counter/page/site_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "counter/page/ticking_clock_for_test.h"
#include "counter/site/site_parts.h"
#include "counter/site/test_good_site.h"
#include "counter/site/test_overlaps.h"

namespace throng {
namespace {

using nlohmann::json;

// A camera 6 m high and tilted by 10 degrees; the horizon is row 201, and the fifth mark above it.
constexpr std::string_view kLowView = R"([site]
name = "Low view"
[[camera]]
name = "low"
source = "low.avi"
picture = [1280, 720]
ground_marks = [
  { image = [430.0, 627.7], metres = [-3, 12] },
  { image = [850.0, 627.7], metres = [3, 12] },
  { image = [429.6, 415.0], metres = [-6, 25] },
  { image = [850.4, 415.0], metres = [6, 25] },
  { image = [439.7, 100.0], metres = [-9, 40] },
  { image = [862.6, 336.9], metres = [10, 40] },
]
)";

json Checked(std::string_view text) {
  TickingClock clock;
  return json::parse(CheckSite(text, clock));
}

std::string TextOf(const char* path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Numbers may differ a little, as on another processor.
bool IsNear(const json& a, const json& b) {
  if (a.is_number() && b.is_number()) {
    const auto number = a.get<double>();
    return std::abs(number - b.get<double>()) <= 0.002 + 1e-4 * std::abs(number);
  }
  if (!a.is_structured()) return a == b;
  if (a.type() != b.type() || a.size() != b.size()) return false;
  return std::ranges::all_of(a.items(), [&b](const auto& entry) {
    const json& other = b.is_array() ? b.at(std::stoul(entry.key())) : b.value(entry.key(), json());
    return IsNear(entry.value(), other);
  });
}

json Each(const json& list, const char* key) {
  json all = json::array();
  for (const json& one : list) all.push_back(one.at(key));
  return all;
}

std::vector<std::string> KeysOf(const json& object) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : object.items()) keys.push_back(key);
  return keys;
}

TEST(SiteCheck, HasTheShapeThatThePageReads) {
  using testing::UnorderedElementsAre;
  const json answer = Checked(kPlatform);
  EXPECT_THAT(KeysOf(answer),
              UnorderedElementsAre("complaints", "cameras", "zones", "patches", "missingOnSign"));
  EXPECT_THAT(KeysOf(answer["cameras"][0]),
              UnorderedElementsAre("name", "picture", "heightM", "tiltDeg", "focalPx", "lensBend",
                                   "linesRmsPx", "tooLow", "rmsPx", "pixelFromSite", "residuals"));
  EXPECT_THAT(KeysOf(answer["zones"][0]),
              UnorderedElementsAre("name", "kind", "areaM2", "capacity", "capacityRule",
                                   "coveragePercent", "outlineM", "fullestOf"));
  EXPECT_THAT(KeysOf(answer["patches"][0]), UnorderedElementsAre("zone", "areaM2", "views"));
  EXPECT_THAT(KeysOf(answer["patches"][0]["views"][0]),
              UnorderedElementsAre("camera", "outlinePx", "personHeightPx"));
  EXPECT_THAT(KeysOf(answer["missingOnSign"][0]), UnorderedElementsAre("camera", "keys"));
  EXPECT_EQ(answer["complaints"], json::array());
}

TEST(SiteCheck, KnowsOfTheDemoWhatThrongCheckPrints) {
  const json answer = Checked(TextOf(THRONG_DEMO));
  EXPECT_EQ(answer["complaints"], json::array());
  const json& view1 = answer["cameras"][0];
  EXPECT_EQ(view1["name"], "view1");
  EXPECT_EQ(view1["picture"], json::array({768, 576}));
  EXPECT_NEAR(view1["heightM"], 7.1, 0.05);
  EXPECT_NEAR(view1["tiltDeg"], 17, 0.5);
  EXPECT_NEAR(view1["focalPx"], 1164, 0.5);
  EXPECT_EQ(view1["lensBend"], 0);
  EXPECT_EQ(view1["linesRmsPx"], nullptr);
  EXPECT_NEAR(view1["rmsPx"], 0.6, 0.05);
  EXPECT_EQ(view1["tooLow"], false);
  EXPECT_EQ(view1["residuals"].size(), 8U);
  EXPECT_EQ(Each(answer["zones"], "name"), json({"west", "east"}));
  EXPECT_EQ(Each(answer["zones"], "kind"), json({"walkway", "walkway"}));
  EXPECT_EQ(Each(answer["zones"], "capacity"), json({100, 90}));
  EXPECT_EQ(Each(answer["zones"], "capacityRule"), json({"given", "given"}));
  EXPECT_EQ(Each(answer["zones"], "coveragePercent"), json({100, 100}));
  EXPECT_EQ(Each(answer["zones"], "fullestOf"), json({nullptr, nullptr}));
  EXPECT_NEAR(answer["zones"][0]["areaM2"], 204.2, 0.05);
  EXPECT_EQ(answer["missingOnSign"], json::array());
  const json& view = answer["patches"][1]["views"][0];
  EXPECT_EQ(view["camera"], "view1");
  EXPECT_EQ(view["outlinePx"], json::parse("[[384, 160], [728, 160], [728, 546], [384, 546]]"));
  EXPECT_NEAR(view["personHeightPx"][0], 53, 0.5);
  EXPECT_NEAR(view["personHeightPx"][1], 130, 0.5);
}

TEST(SiteCheck, ThePagesTestsHaveItsAnswer) {
  const json answer = Checked(TextOf(THRONG_DEMO));
  json known = json::parse(TextOf(THRONG_KNOWN_ANSWER));
  EXPECT_TRUE(IsNear(answer, known)) << answer;
  known["zones"][1]["outlineM"][0][1] = 0;
  EXPECT_FALSE(IsNear(answer, known)) << "the control";
}

TEST(SiteCheck, WhatItProjectsIsWhereTheCameraSeesIt) {
  std::vector<Complaint> complaints;
  const Result<Site> site = ParseSite(kGoodSite, complaints);
  ASSERT_TRUE(site);
  const json answer = Checked(kGoodSite);
  for (std::size_t i = 0; i < site->cameras.size(); ++i) {
    const auto p = answer["cameras"][i]["pixelFromSite"].get<std::array<double, 12>>();
    for (const double z : {0.0, 1.75}) {
      const std::array<double, 4> at{1.5, 9, z, 1};
      std::array<double, 3> seen{};
      for (std::size_t row = 0; row < 3; ++row) {
        for (std::size_t column = 0; column < 4; ++column) {
          seen.at(row) += p.at(4 * row + column) * at.at(column);
        }
      }
      const Result<ImagePoint> expected =
          site->cameras[i].calibration.camera.ImageFromGround({1.5, 9}, Metres(z));
      ASSERT_TRUE(expected);
      EXPECT_NEAR(seen[0] / seen[2], expected->x_px, 1e-6);
      EXPECT_NEAR(seen[1] / seen[2], expected->y_px, 1e-6);
      EXPECT_GT(seen[2], 0);
    }
  }
  // By hand: "hall" looks straight down on (0, 0) from 9 m, where 100 px are 1 m.
  const json& hall = answer["cameras"][0]["pixelFromSite"];
  EXPECT_NEAR(hall[3].get<double>() / hall[11].get<double>(), 640, 0.01);
  EXPECT_NEAR(hall[7].get<double>() / hall[11].get<double>(), 360, 0.01);
  EXPECT_NEAR(hall[0].get<double>() / hall[11].get<double>(), 100, 0.01);
}

TEST(SiteCheck, TellsTheLens) {
  const std::string pose = "pose = { height_m = 9.0, tilt_deg = 90.0 }";
  const json told = Checked(Spoilt(pose, pose + "\nlens_bend = -0.25"));
  EXPECT_EQ(told["cameras"][0]["lensBend"], -0.25);
  EXPECT_EQ(told["cameras"][0]["linesRmsPx"], nullptr);
  const json found = Checked(
      Spoilt(pose, pose + "\nstraight_lines = [[[40, 560], [340, 620], [640, 640], [940, 620], "
                          "[1240, 560]]]"));
  EXPECT_LT(found["cameras"][0]["lensBend"], -0.1) << found["complaints"];
  EXPECT_LT(found["cameras"][0]["linesRmsPx"], 5);
}

TEST(SiteCheck, ResidualsStandInTheOrderOfTheMarks) {
  // The fifth mark's picture is 40 px to the right of where it belongs.
  const json answer = Checked(Spoilt("image = [301.1, 175.8]", "image = [341.1, 175.8]"));
  const json& residuals = answer["cameras"][1]["residuals"];
  EXPECT_EQ(Each(residuals, "leftOut"), json({false, false, false, false, true, false}));
  EXPECT_NEAR(residuals[4]["px"], 40, 1);
  EXPECT_NEAR(residuals[4]["metres"], 0.84, 0.05);
  for (const std::size_t kept : {0U, 1U, 2U, 3U, 5U}) EXPECT_LT(residuals[kept]["px"], 0.5);
  EXPECT_LT(answer["cameras"][1]["rmsPx"], 0.5) << "of the marks that were kept";
  ASSERT_EQ(answer["complaints"].size(), 1U);
  EXPECT_EQ(answer["complaints"][0]["weight"], "note");
  EXPECT_EQ(answer["complaints"][0]["field"], "camera \"yard\", ground_marks[5]");
}

TEST(SiteCheck, WhereAMarkHasNoGroundOrNoPictureThereIsNoNumber) {
  const json sky = Checked(kLowView);
  const json& above = sky["cameras"][0]["residuals"][4];
  EXPECT_EQ(above["leftOut"], true);
  EXPECT_EQ(above["metres"], nullptr);
  EXPECT_NEAR(above["px"], 237, 1);
  // On the ground behind the camera, which stands on (0, 0).
  const json back = Checked(Spoilt("metres = [-7, 18]", "metres = [-7, -18]"));
  const json& behind = back["cameras"][1]["residuals"][4];
  EXPECT_EQ(behind["px"], nullptr);
  EXPECT_GT(behind["metres"], 30);
}

TEST(SiteCheck, WithoutMarksThereIsNoRmsAndNoResidual) {
  const json answer = Checked(kGoodSite);
  EXPECT_EQ(answer["cameras"][0]["rmsPx"], nullptr);
  EXPECT_EQ(answer["cameras"][0]["residuals"], json::array());
  EXPECT_EQ(answer["cameras"][2]["residuals"].size(), 2U) << "people's heights";
}

TEST(SiteCheck, ALowCameraIsTold) {
  const json answer = Checked(Spoilt("height_m = 9.0", "height_m = 1.7"));
  EXPECT_EQ(Each(answer["cameras"], "tooLow"), json({true, false, false}));
}

TEST(SiteCheck, ACameraIsToldBeforeAnyZoneIsDrawn) {
  const std::string text(kGoodSite.substr(0, kGoodSite.find("[[zone]]")));
  const json answer = Checked(text);
  EXPECT_EQ(Each(answer["cameras"], "name"), json({"hall", "yard", "door"}));
  EXPECT_EQ(answer["cameras"], Checked(kGoodSite)["cameras"]);
  EXPECT_EQ(answer["zones"], json::array());
  EXPECT_EQ(answer["patches"], json::array());
  EXPECT_EQ(answer["complaints"][0],
            json({{"weight", "mistake"},
                  {"line", 0},
                  {"field", "zone"},
                  {"text", "the file has no zone; add a part that starts with [[zone]]"}}));
}

TEST(SiteCheck, OneBadCameraOrZoneHidesNoOther) {
  const json all = Checked(kGoodSite);
  const json camera = Checked(Spoilt("{ image = [505.6, 306.0], metres = [-2, 12] }", "7"));
  EXPECT_EQ(camera["cameras"], json({all["cameras"][0], all["cameras"][2]}));
  EXPECT_EQ(camera["zones"], json({all["zones"][0], all["zones"][1], all["zones"][3]}));
  EXPECT_EQ(camera["patches"], json({all["patches"][0], all["patches"][1], all["patches"][3]}));
  const json zone = Checked(Spoilt("kind = \"queue\"", "kind = \"park\""));
  EXPECT_EQ(zone["cameras"], all["cameras"]);
  EXPECT_EQ(zone["zones"], json({all["zones"][1], all["zones"][2], all["zones"][3]}));
  EXPECT_EQ(zone["patches"], json({all["patches"][1], all["patches"][2], all["patches"][3]}));
}

TEST(SiteCheck, OutlinesAreInMetresWhereverTheyWereDrawn) {
  const json answer = Checked(kGoodSite);
  const json& west = answer["zones"][0]["outlineM"];  // drawn in pixels, 100 of them to a metre
  const std::array<std::array<double, 2>, 4> corners{{{-5, 2}, {0, 2}, {0, -2}, {-5, -2}}};
  ASSERT_EQ(west.size(), 4U);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_NEAR(west[i][0], corners.at(i)[0], 0.002);
    EXPECT_NEAR(west[i][1], corners.at(i)[1], 0.002);
  }
  EXPECT_EQ(answer["zones"][1]["outlineM"], json::parse("[[0, -2], [5, -2], [5, 2], [0, 2]]"));
}

TEST(SiteCheck, APatchNamesFirstWhoCountsIt) {
  const json answer = Checked(kPlatform);
  EXPECT_EQ(Each(answer["patches"], "zone"), json({"left", "middle", "middle", "middle", "right"}));
  json by = json::array();
  for (const json& patch : answer["patches"]) by.push_back(Each(patch["views"], "camera"));
  EXPECT_THAT(by, testing::Contains(json({"west"})));
  EXPECT_THAT(by, testing::Contains(json({"east"})));
  EXPECT_EQ(std::ranges::count_if(by, [](const json& names) { return names.size() == 2; }), 1);
  double middle_m2 = 0;
  for (std::size_t i = 1; i < 4; ++i) middle_m2 += answer["patches"][i]["areaM2"].get<double>();
  EXPECT_NEAR(middle_m2, 42.5, 0.4);
}

TEST(SiteCheck, AFullestCellIsAZoneWithoutPatchesOfItsOwn) {
  const json answer = Checked(Spoilt("capacity = 12", "cell_m2 = 9"));
  EXPECT_EQ(answer["zones"].back()["name"], "west, fullest 9 m2");
  EXPECT_EQ(answer["zones"].back()["fullestOf"], "west");
  EXPECT_EQ(answer["zones"].back()["capacity"], nullptr);
  EXPECT_EQ(answer["zones"].back()["areaM2"], 9);
  EXPECT_EQ(Each(answer["patches"], "zone"), json({"west", "east", "yard", "door"}));
}

TEST(SiteCheck, WhatTheSignLacksIsTold) {
  const std::string text = Spoilt("source = \"door.avi\"", "source = \"d\"\npurpose = \"p\"");
  const json answer = Checked(text + "[notice]\ncontact = \"c\"\n");
  ASSERT_EQ(answer["missingOnSign"].size(), 3U);
  EXPECT_EQ(answer["missingOnSign"][0],
            json({{"camera", "hall"}, {"keys", {"purpose", "controller", "notice_url"}}}));
  EXPECT_EQ(answer["missingOnSign"][2],
            json({{"camera", "door"}, {"keys", {"controller", "notice_url"}}}));
}

}  // namespace
}  // namespace throng
