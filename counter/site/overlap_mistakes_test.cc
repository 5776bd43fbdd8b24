// Each mistake of a zone that several cameras see, with its line, field and cure.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "counter/site/load.h"
#include "counter/site/test_good_site.h"
#include "counter/site/test_overlaps.h"

namespace throng {
namespace {

constexpr std::string_view kBoth = R"(cameras = ["west", "east"])";

constexpr std::string_view kRightZone = "[[zone]]\nname = \"right\"";

std::string Platform(std::string_view from, std::string_view to) {
  std::string text(kPlatform);
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

// The only mistake in `text`.
Complaint MistakeIn(const std::string& text) {
  std::vector<Complaint> complaints;
  EXPECT_FALSE(ParseSite(text, complaints));
  std::erase_if(complaints, [](const Complaint& complaint) {
    return complaint.weight != Complaint::Weight::kMistake;
  });
  EXPECT_EQ(complaints.size(), 1U) << AllOf(complaints);
  return complaints.empty() ? Complaint{} : complaints.front();
}

void Expect(const Complaint& found, int line, std::string_view field, std::string_view text) {
  EXPECT_EQ(found.line, line);
  EXPECT_EQ(found.field, field);
  EXPECT_NE(found.text.find(text), std::string::npos) << found.text;
}

TEST(OverlapMistakes, OneKeyOrTheOther) {
  Expect(MistakeIn(Platform(kBoth, std::string(kBoth) + "\ncamera = \"west\"")), 20,
         "zone \"middle\"", "both camera and cameras; keep one");
  Expect(MistakeIn(Platform(kBoth, "")), 20, "zone \"middle\"", "\"camera\" is missing");
}

TEST(OverlapMistakes, AListOfNames) {
  Expect(MistakeIn(Platform(kBoth, "cameras = \"west\"")), 23, "zone \"middle\", cameras",
         "square brackets");
  Expect(MistakeIn(Platform(kBoth, "cameras = [\"west\", 2]")), 23, "zone \"middle\", cameras[2]",
         "must look like \"view1\"");
  Expect(MistakeIn(Platform(kBoth, "cameras = []")), 23, "zone \"middle\", cameras",
         "the list is empty");
  Expect(MistakeIn(
             Platform(kBoth, "cameras = [\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\",\"h\",\"i\"]")),
         23, "zone \"middle\", cameras", "9 entries; give at most 8");
}

TEST(OverlapMistakes, CamerasThatAreThereAndEachOnce) {
  Expect(MistakeIn(Platform(kBoth, R"(cameras = ["west", "eats"])")), 23,
         "zone \"middle\", cameras[2]", "there is no camera \"eats\"; the cameras are");
  Expect(MistakeIn(Platform(kBoth, R"(cameras = ["west", "east", "west"])")), 23,
         "zone \"middle\", cameras[3]", "in the list already; delete this one");
}

TEST(OverlapMistakes, CornersInPixelsAreOneCamerasOwn) {
  const std::string_view metres = "metres = [[9, 0.5], [17.5, 0.5], [17.5, 5.5], [9, 5.5]]";
  const std::string_view image = "image = [[200, 200], [400, 200], [400, 300], [200, 300]]";
  Expect(MistakeIn(Platform(metres, image)), 24, "zone \"middle\", image",
         "the zone has several cameras; give its corners on the ground");
  std::string alone = Platform(metres, image);
  alone.replace(alone.find(kBoth), kBoth.size(), R"(cameras = ["west"])");
  alone.replace(alone.find("[[3.2, 0.5], [9, 0.5], [9, 5.5], [3.2, 5.5]]"), 44,
                "[[3.2, 0.5], [4, 0.5], [4, 5.5], [3.2, 5.5]]");
  std::vector<Complaint> complaints;
  EXPECT_TRUE(ParseSite(alone, complaints)) << "a list of one: " << AllOf(complaints);
}

TEST(OverlapMistakes, ACameraThatSeesNothingOfTheZone) {
  std::string text = Platform("heading_deg = 270", "heading_deg = 90");
  text.erase(text.find(kRightZone));
  Expect(MistakeIn(text), 24, "zone \"middle\", metres",
         "camera \"east\" sees nothing of this zone; check");
}

TEST(OverlapMistakes, ACameraWithMetresOfItsOwn) {
  std::string text(kPlatform);
  text.erase(text.find(kRightZone));
  const std::string_view at = ", at = [24, 3], heading_deg = 270";
  text.erase(text.find(at), at.size());
  Expect(MistakeIn(text), 20, "zone \"middle\"",
         "camera \"east\" is calibrated in metres of its own");
}

constexpr std::string_view kRight = R"(camera = "east"
metres = [[17.5, 0.5], [21, 0.5], [21, 5.5], [17.5, 5.5]])";

TEST(OverlapMistakes, ZonesOfJoinedCamerasMayNotOverlap) {
  const std::string wider =
      "camera = \"east\"\nmetres = [[16.5, 0.5], [21, 0.5], [21, 5.5], [16.5, 5.5]]";
  Expect(MistakeIn(Platform(kRight, wider)), 29, "zone \"right\", metres",
         "this zone and zone \"middle\" overlap by 5 m2");
  // Zones "left" and "right" have no camera in common, but "middle" joins theirs.
  const std::string far = "camera = \"east\"\nmetres = [[8, 0.5], [11, 0.5], [11, 5.5], [8, 5.5]]";
  std::vector<Complaint> complaints;
  EXPECT_FALSE(ParseSite(Platform(kRight, far), complaints));
  EXPECT_NE(AllOf(complaints).find("this zone and zone \"left\" overlap"), std::string::npos)
      << AllOf(complaints);
}

TEST(OverlapMistakes, ZonesOfCamerasThatNothingJoinsAreNotCompared) {
  std::string text = Platform(kBoth, "camera = \"west\"");
  text.replace(text.find(kRight), kRight.size(),
               "camera = \"east\"\nmetres = [[12, 0.5], [21, 0.5], [21, 5.5], [12, 5.5]]");
  std::vector<Complaint> complaints;
  EXPECT_TRUE(ParseSite(text, complaints)) << AllOf(complaints);
}

TEST(OverlapMistakes, WhatNoneSeesIsNoted) {
  std::vector<Complaint> complaints;
  const Result<Site> site = ParseSite(Platform("[[9, 0.5], [17.5, 0.5], [17.5, 5.5], [9, 5.5]]",
                                               "[[9, 0.5], [17.5, 0.5], [17.5, -7.5], [9, -7.5]]"),
                                      complaints);
  ASSERT_TRUE(site) << AllOf(complaints);
  ASSERT_EQ(complaints.size(), 1U) << AllOf(complaints);
  EXPECT_NE(complaints[0].text.find("the cameras together see only"), std::string::npos);
  EXPECT_LT(CoverageOf(*site, ZoneIndex(1)), 0.9);
}

}  // namespace
}  // namespace throng
