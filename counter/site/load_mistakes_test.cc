// Each mistake of a site file with its exact line and field.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "counter/site/load.h"
#include "counter/site/test_good_site.h"

namespace throng {
namespace {

struct Case {
  std::string_view name;
  std::string from;  // a part of the good site ...
  std::string to;    // ... and what stands there instead
  int line;
  std::string_view field;
  std::string_view text;  // a part of the complaint
};

void PrintTo(const Case& test_case, std::ostream* out) { *out << test_case.name; }

constexpr std::string_view kHall = "camera \"hall\"";
constexpr std::string_view kWestImage = "zone \"west\", image";
constexpr std::string_view kEastMetres = "zone \"east\", metres";

std::string Corners(int count) {  // of a fan below the row 160
  std::string corners = "[140, 160], [640, 160]";
  for (int i = 2; i < count; ++i) corners += ", [" + std::to_string(640 - 5 * i) + ", 560]";
  return "[" + corners + "]";
}

const std::string kWestOutline = "[[140, 160], [640, 160], [640, 560], [140, 560]]";
const std::string kEastOutline = "[[0, -2], [5, -2], [5, 2], [0, 2]]";
const std::string kHallPose = "pose = { height_m = 9.0, tilt_deg = 90.0 }";

class Mistake : public testing::TestWithParam<Case> {};

TEST_P(Mistake, IsReportedOnceWithItsLineAndField) {
  const Case& expected = GetParam();
  std::vector<Complaint> complaints;
  const Result<Site> site = ParseSite(Spoilt(expected.from, expected.to), complaints);
  ASSERT_FALSE(site);
  EXPECT_EQ(site.error(), Fault::kSiteMistakes);
  std::vector<Complaint> mistakes;
  for (const Complaint& complaint : complaints) {
    if (complaint.weight == Complaint::Weight::kMistake) mistakes.push_back(complaint);
  }
  ASSERT_EQ(mistakes.size(), 1U) << AllOf(complaints);
  EXPECT_EQ(mistakes[0].line, expected.line);
  EXPECT_EQ(mistakes[0].field, expected.field);
  EXPECT_NE(mistakes[0].text.find(expected.text), std::string::npos) << mistakes[0].text;
}

std::string NameOfCase(const testing::TestParamInfo<Case>& info) {
  return std::string(info.param.name);
}

// The table's lines are those of kGoodSite.
INSTANTIATE_TEST_SUITE_P(
    OfTheFile, Mistake,
    testing::Values(
        Case{"Unreadable", "kind = \"queue\"", "kind = queue", 36, "file", "cannot be read"},
        Case{"Unclosed", "name = \"Station\"", "name = \"Station", 2, "file", "cannot be read"},
        Case{"WrittenTwice", "kind = \"queue\"", "kind = \"queue\"\nkind = \"queue\"", 37, "file",
             "cannot be read"},
        Case{"NotUtf8", "name = \"Station\"", "name = \"\xff\xfe\"", 2, "file", "cannot be read"},
        Case{"UnknownPart", "[site]", "[sit]\n[site]", 1, "file", "did you mean \"site\"?"},
        Case{"UnknownPartLikeNone", "[site]", "[weather]\n[site]", 1, "file",
             "the keys here are: \"site\", \"camera\", \"zone\""},
        Case{"DeepKey", "[site]",
             "a" +
                 [] {
                   std::string deep;
                   for (int i = 0; i < 2000; ++i) deep += ".a";
                   return deep;
                 }() +
                 " = 1\n[site]",
             1, "file", "more than 1000 dots"},
        Case{"DeepNesting", "[site]",
             "a = " + std::string(2000, '[') + std::string(2000, ']') + "\n[site]", 1, "file",
             "cannot be read"},
        Case{"ForeignLetterInKey", "name = \"Station\"", "name = \"Station\"\n\xC3\xA9tage = 1", 3,
             "file", "letter outside of quotes"},
        Case{"ForeignLetterBehindAString", "\"Station\"", "\"Station\" \xC3\x98", 2, "file",
             "letter outside of quotes"},
        Case{"ForeignLetterBehindAComment", "[site]", "# \xC3\x98\n\xC3\x98\n[site]", 2, "file",
             "letter outside of quotes"},
        Case{"TooLarge", "[site]", std::string(1024 * 1024, '#') + "\n[site]", 0, "file",
             "larger than 1 MiB"},
        Case{"SiteWithoutName", "name = \"Station\"", "", 1, "site", "\"name\" is missing"},
        Case{"SiteNameEmpty", "\"Station\"", "\"\"", 2, "site, name", "empty"},
        Case{"SiteNameNoText", "\"Station\"", "7", 2, "site, name", "text in quotes"},
        Case{"SiteUnknownKey", "name = \"Station\"", "name = \"Station\"\nnam = 1", 3, "site",
             "did you mean \"name\"?"},
        Case{"NoSite", "[site]\nname = \"Station\"", "", 0, "site", "no name"},
        Case{"SiteAsList", "[site]", "[[site]]", 1, "site", "no name"}),
    NameOfCase);

INSTANTIATE_TEST_SUITE_P(
    OfACamera, Mistake,
    testing::Values(
        Case{"UnknownKey", "source = \"hall.avi\"", "source = \"hall.avi\"\nsauce = 1", 7, kHall,
             "did you mean \"source\"?"},
        Case{"NoSource", "source = \"hall.avi\"", "", 4, kHall, "\"source\" is missing"},
        Case{"EmptySource", "\"hall.avi\"", "\"\"", 6, "camera \"hall\", source", "empty"},
        Case{"LoginInSource", "\"hall.avi\"", R"("rtsp://throng:secret@10.0.0.5/live")", 6,
             "camera \"hall\", source", "file of logins"},
        Case{"OtherProtocolInSource", "\"hall.avi\"", R"("rtsps://10.0.0.5/live")", 6,
             "camera \"hall\", source", "neither rtsp:// nor http://"},
        Case{"BadPortInSource", "\"hall.avi\"", R"("rtsp://10.0.0.5:66000/live")", 6,
             "camera \"hall\", source", "a port from 1 to 65535"},
        Case{"ControlInSource", "\"hall.avi\"", R"("a\u0000b")", 6, "camera \"hall\", source",
             "control character"},
        Case{"NoPicture", "picture = [1280, 720]\n" + kHallPose, kHallPose, 4, kHall,
             "\"picture\" is missing"},
        Case{"PictureZero", "picture = [1280, 720]\n" + kHallPose,
             "picture = [0, 720]\n" + kHallPose, 7, "camera \"hall\", picture", "1 to 16384"},
        Case{"PictureHuge", "picture = [1280, 720]\n" + kHallPose,
             "picture = [1280, 16385]\n" + kHallPose, 7, "camera \"hall\", picture", "1 to 16384"},
        Case{"PictureNotWhole", "picture = [1280, 720]\n" + kHallPose,
             "picture = [1280.5, 720]\n" + kHallPose, 7, "camera \"hall\", picture", "whole"},
        Case{"PictureAsText", "picture = [1280, 720]\n" + kHallPose,
             "picture = \"1280x720\"\n" + kHallPose, 7, "camera \"hall\", picture", "whole"},
        Case{"NoCalibration", kHallPose, "", 4, kHall, "no calibration"},
        Case{"TwoCalibrations", kHallPose, kHallPose + "\nheight_marks = []", 4, kHall,
             "2 calibrations (\"height_marks\", \"pose\")"},
        Case{"ThreeCalibrations", kHallPose, kHallPose + "\nheight_marks = []\nground_marks = []",
             4, kHall, "3 calibrations"},
        Case{"PoseNoTable", kHallPose, "pose = 9", 8, "camera \"hall\", pose", "look like"},
        Case{"PoseWithoutTilt", kHallPose, "pose = { height_m = 9.0 }", 8, "camera \"hall\", pose",
             "\"tilt_deg\" is missing"},
        Case{"PoseUnknownKey", kHallPose, "pose = { height_m = 9.0, tilt_deg = 90, tilt = 1 }", 8,
             "camera \"hall\", pose", "\"tilt\" is unknown"},
        Case{"PoseWithoutHeading", kHallPose,
             "pose = { height_m = 9.0, tilt_deg = 90.0, at = [1, 2] }", 8, "camera \"hall\", pose",
             "\"heading_deg\" is missing"},
        Case{"PoseWithoutPlace", kHallPose,
             "pose = { height_m = 9.0, tilt_deg = 90.0, heading_deg = 0 }", 8,
             "camera \"hall\", pose", "\"at\" is missing"},
        Case{"PlaceNoPair", kHallPose,
             "pose = { height_m = 9.0, tilt_deg = 90.0, at = 7, heading_deg = 0 }", 8,
             "camera \"hall\", pose, at", "ground under the camera"},
        Case{"HeadingTooFar", kHallPose,
             "pose = { height_m = 9.0, tilt_deg = 90.0, at = [0, 0], heading_deg = 361 }", 8,
             "camera \"hall\", pose, heading_deg", "-360 to 360"},
        Case{"NegativeHeight", "height_m = 9.0", "height_m = -9.0", 8,
             "camera \"hall\", pose, height_m", "0.5 to 500"},
        Case{"TiltNan", "tilt_deg = 90.0", "tilt_deg = nan", 8, "camera \"hall\", pose, tilt_deg",
             "0 to 90"},
        Case{"NoFieldOfView", kHallPose + "\nfield_of_view_deg = 70.83", kHallPose, 4, kHall,
             "\"field_of_view_deg\" is missing"},
        Case{"FieldOfViewTooWide", kHallPose + "\nfield_of_view_deg = 70.83",
             kHallPose + "\nfield_of_view_deg = 180", 9, "camera \"hall\", field_of_view_deg",
             "1 to 170"},
        Case{"FieldOfViewNeedless", "source = \"yard.avi\"",
             "source = \"yard.avi\"\nfield_of_view_deg = 60", 14,
             "camera \"yard\", field_of_view_deg", "delete this line"}),
    NameOfCase);

INSTANTIATE_TEST_SUITE_P(
    OfMarks, Mistake,
    testing::Values(
        Case{"NoList", kHallPose, "height_marks = 4", 8, "camera \"hall\", height_marks",
             "square brackets"},
        Case{"NoTable", "{ image = [301.1, 175.8], metres = [-7, 18] }", "[301.1, 175.8]", 20,
             "camera \"yard\", ground_marks[5]", "look like { image"},
        Case{"OtherUnit", "{ image = [301.1, 175.8], metres = [-7, 18] }",
             "{ image = [301.1, 175.8], feet = [-7, 18] }", 20, "camera \"yard\", ground_marks[5]",
             "look like { image"},
        Case{"NotANumber", "[301.1, 175.8]", "[nan, 175.8]", 20, "camera \"yard\", ground_marks[5]",
             "look like"},
        Case{"ThreeNumbers", "[301.1, 175.8]", "[301.1, 175.8, 0]", 20,
             "camera \"yard\", ground_marks[5]", "look like"},
        Case{"OutsideThePicture", "[301.1, 175.8]", "[301.1, -175.8]", 20,
             "camera \"yard\", ground_marks[5]",
             "the mark (301.1, -175.8) lies outside the picture, which is 1280 wide and 720 high"},
        Case{"TooFew", kHallPose + "\nfield_of_view_deg = 70.83",
             "ground_marks = [{ image = [1, 2], metres = [3, 4] }]", 8,
             "camera \"hall\", ground_marks", "at least 4"},
        Case{"TooMany", kHallPose + "\nfield_of_view_deg = 70.83",
             "ground_marks = [" +
                 [] {
                   std::string many;
                   for (int i = 0; i < 101; ++i) many += "{ image = [1, 2], metres = [3, 4] },";
                   return many;
                 }() +
                 "]",
             8, "camera \"hall\", ground_marks", "101 entries; give at most 100"},
        Case{"InLine", kHallPose + "\nfield_of_view_deg = 70.83",
             "ground_marks = [{ image = [100, 100], metres = [1, 1] }, "
             "{ image = [200, 200], metres = [2, 2] }, { image = [300, 300], metres = [3, 3] }, "
             "{ image = [400, 400], metres = [4, 4] }]",
             8, "camera \"hall\", ground_marks", "on one line"},
        Case{"Mirrored", kHallPose + "\nfield_of_view_deg = 70.83",
             "ground_marks = [{ image = [420.4, 601.2], metres = [-2, -6] }, "
             "{ image = [859.6, 601.2], metres = [2, -6] }, "
             "{ image = [505.6, 306.0], metres = [-2, -12] }, "
             "{ image = [774.4, 306.0], metres = [2, -12] }]",
             8, "camera \"hall\", ground_marks", "mirrored"},
        Case{"Nonsense", kHallPose + "\nfield_of_view_deg = 70.83",
             "ground_marks = [{ image = [100, 100], metres = [0, 0] }, "
             "{ image = [1200, 100], metres = [1, 1] }, { image = [1200, 700], metres = [1, 0] }, "
             "{ image = [100, 700], metres = [0, 1] }]",
             8, "camera \"hall\", ground_marks", ""},
        Case{"OnePersonOnly", "  { foot = [427.9, 210.0], head = [392.8, 36.7], metres = 1.70 },",
             "", 28, "camera \"door\", height_marks", "at least 2"},
        Case{"HeadOutside", "head = [392.8, 36.7]", "head = [392.8, -36.7]", 30,
             "camera \"door\", height_marks[2]", "the head (392.8, -36.7) lies outside"},
        Case{"FootOutside", "foot = [427.9, 210.0]", "foot = [1427.9, 210.0]", 30,
             "camera \"door\", height_marks[2]", "the foot (1427.9, 210) lies outside"},
        Case{"Giant", "metres = 1.70", "metres = 170", 30, "camera \"door\", height_marks[2]",
             "0.3 to 20 m"},
        Case{"HeadAndFootExchanged", "{ foot = [640.0, 460.0], head = [640.0, 273.7] }",
             "{ head = [640.0, 460.0], foot = [640.0, 273.7] }", 28,
             "camera \"door\", height_marks", ""}),
    NameOfCase);

INSTANTIATE_TEST_SUITE_P(
    OfAZone, Mistake,
    testing::Values(
        Case{"UnknownKey", "capacity = 12", "capasity = 12", 39, "zone \"west\"",
             "did you mean \"capacity\"?"},
        Case{"NoKind", "kind = \"queue\"", "", 34, "zone \"west\"", "\"kind\" is missing"},
        Case{"UnknownKind", "\"queue\"", "\"escalator\"", 36, "zone \"west\", kind",
             "\"walkway\", \"queue\" or \"stair\""},
        Case{"UnknownCamera", "camera = \"yard\"", "camera = \"yrad\"", 50, "zone \"yard\", camera",
             "the cameras are: \"hall\", \"yard\", \"door\""},
        Case{"NoName", "name = \"west\"", "", 34, "zone 1", "\"name\" is missing"},
        Case{"NameTwice", "name = \"west\"", "name = \"east\"", 42, "zone \"east\", name",
             "already used on line 35"},
        Case{"NameAsFormula", "name = \"west\"", "name = \"=west\"", 35, "zone \"=west\", name",
             "formula"},
        Case{"NameWithControl", "name = \"west\"", R"(name = "we\u001bst")", 35,
             "zone \"we?st\", name", "control character"},
        Case{"NameTooLong", "name = \"west\"", "name = \"" + std::string(65, 'w') + "\"", 35,
             "zone \"wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww...\", name",
             "65 bytes"},
        Case{"CapacityZero", "capacity = 12", "capacity = 0", 39, "zone \"west\", capacity",
             "whole number"},
        Case{"CapacityNegative", "capacity = 12", "capacity = -3", 39, "zone \"west\", capacity",
             "whole number"},
        Case{"CapacityHalf", "capacity = 12", "capacity = 12.5", 39, "zone \"west\", capacity",
             "whole number"},
        Case{"CapacityAsText", "capacity = 12", "capacity = \"12\"", 39, "zone \"west\", capacity",
             "without quotes"},
        Case{"NoOutline", "image = " + kWestOutline, "", 34, "zone \"west\"", "no outline"},
        Case{"TwoOutlines", "image = " + kWestOutline,
             "image = " + kWestOutline + "\nmetres = " + kEastOutline, 34, "zone \"west\"",
             "two outlines"},
        Case{"OutlineNoList", kWestOutline, "7", 38, kWestImage, "square brackets"},
        Case{"CornerNoPair", "[640, 160]", "[640]", 38, "zone \"west\", image[2]", "look like"}),
    NameOfCase);

INSTANTIATE_TEST_SUITE_P(
    OfAnOutline, Mistake,
    testing::Values(
        Case{"TwoCorners", kWestOutline, Corners(2), 38, kWestImage, "has 2 corners"},
        Case{"NoCorner", kWestOutline, "[]", 38, kWestImage, "has 0 corners"},
        Case{"SixtyFiveCorners", kWestOutline, Corners(65), 38, kWestImage, "has 65 corners"},
        Case{"ClosedByHand", "[140, 560]]", "[140, 560], [140, 160]]", 38,
             "zone \"west\", image[5]", "repeats the first"},
        Case{"BowTie", kWestOutline, "[[140, 160], [640, 560], [640, 160], [140, 560]]", 38,
             kWestImage,
             "the edge from corner 1 to corner 2 meets the edge from corner 3 to corner 4"},
        Case{"BowTieInMetres", kEastOutline, "[[0, -2], [5, 2], [0, 2], [5, -2]]", 45, kEastMetres,
             "the edge from corner 1 to corner 2 meets the edge from corner 3 to corner 4"},
        Case{"NoArea", kEastOutline, "[[0, 0], [5, 0], [2, 0]]", 45, kEastMetres, "on one line"},
        Case{"Footprint", kEastOutline, "[[0, 0], [0.05, 0], [0, 0.05]]", 45, kEastMetres,
             "footprint"},
        Case{"FootprintInTheImage", kWestOutline, "[[140, 160], [141, 160], [140, 165]]", 38,
             kWestImage, "footprint"},
        Case{"CornerOutside", "[640, 160], [640, 560]", "[1280.5, 160], [640, 560]", 38,
             "zone \"west\", image[2]",
             "corner 2 (1280.5, 160) lies outside the picture, which is 1280 wide and 720 high"},
        Case{"InfiniteCorner", "[0, -2]", "[-inf, -2]", 45, "zone \"east\", metres[1]",
             "look like"},
        Case{"Unseen", kEastOutline, "[[100, 0], [105, 0], [105, 5]]", 45, kEastMetres,
             "sees nothing"},
        Case{"Overlap", kEastOutline, "[[-0.1, -2], [5, -2], [5, 2], [-0.1, 2]]", 45, kEastMetres,
             "this zone and zone \"west\" overlap by 0.4 m2"}),
    NameOfCase);

// One more zone of `camera`, a square metre wide.
std::string MoreZone(int number, std::string_view camera) {
  const std::string x = std::to_string(number);
  return "[[zone]]\nname = \"more" + x + "\"\nkind = \"queue\"\ncamera = \"" + std::string(camera) +
         "\"\nmetres = [[" + x + ", -3], [" + x + ".9, -3], [" + x + ".9, -2.1], [" + x +
         ", -2.1]]\n";
}

TEST(SiteMistakes, APasswordInAnAddressIsNotShown) {
  std::vector<Complaint> complaints;
  EXPECT_FALSE(ParseSite(Spoilt("hall.avi", "rtsp://throng:secret@10.0.0.5/live"), complaints));
  EXPECT_EQ(AllOf(complaints).find("secret"), std::string::npos) << AllOf(complaints);
}

TEST(SiteMistakes, AnAddressIsASourceAsAFileIs) {
  std::vector<Complaint> complaints;
  const Result<Site> site = ParseSite(Spoilt("hall.avi", "rtsp://[fd00::5]:8554/live"), complaints);
  ASSERT_TRUE(site) << AllOf(complaints);
  EXPECT_EQ(site->cameras[0].source, "rtsp://[fd00::5]:8554/live");
}

TEST(SiteMistakes, ASmallOverlapIsALineDrawnTwice) {
  std::vector<Complaint> complaints;
  EXPECT_TRUE(
      ParseSite(Spoilt(kEastOutline, "[[-0.02, -2], [5, -2], [5, 2], [-0.02, 2]]"), complaints));
  EXPECT_EQ(AllOf(complaints), "");
}

TEST(SiteMistakes, AFifthZoneIsOneTooManyForACamera) {
  std::string text = std::string(kGoodSite) + MoreZone(1, "hall") + MoreZone(2, "hall");
  std::vector<Complaint> complaints;
  EXPECT_TRUE(ParseSite(text, complaints)) << AllOf(complaints);
  EXPECT_FALSE(ParseSite(text + MoreZone(3, "hall"), complaints));
  ASSERT_EQ(complaints.size(), 1U) << AllOf(complaints);
  EXPECT_EQ(complaints[0].line, 4);
  EXPECT_EQ(complaints[0].field, "camera \"hall\"");
  EXPECT_NE(complaints[0].text.find("a second time under another name"), std::string::npos);
}

TEST(SiteMistakes, WithoutCamerasAndZonesThereIsNothing) {
  std::vector<Complaint> complaints;
  EXPECT_EQ(ParseSite("[site]\nname = \"Empty\"\n", complaints).error(), Fault::kSiteMistakes);
  ASSERT_EQ(complaints.size(), 2U);
  EXPECT_EQ(complaints[0].field, "camera");
  EXPECT_EQ(complaints[1].field, "zone");
  EXPECT_EQ(complaints[0].line, 0);
  complaints.clear();
  EXPECT_EQ(ParseSite("", complaints).error(), Fault::kSiteMistakes);
  EXPECT_EQ(complaints.size(), 3U);
}

TEST(SiteMistakes, LettersOfAllLanguagesMayStandInStringsAndComments) {
  const std::string e = "\xC3\xA9";
  const std::string quoted = "\"quai \\\"" + e + "\\\"\"";
  for (const std::string& name :
       {quoted, "'" + e + "'", "\"\"\"a\"" + e + "\"\"\"", "'''" + e + "''b'''"}) {
    std::vector<Complaint> complaints;
    const std::string text = Spoilt("\"Station\"", name + "  # " + e + " \"");
    EXPECT_TRUE(ParseSite(text, complaints)) << name;
  }
}

TEST(SiteMistakes, SingleBracketsAreExplained) {
  std::vector<Complaint> complaints;
  EXPECT_FALSE(ParseSite("[site]\nname = \"S\"\n[camera]\nname = \"a\"\n[zone]\n", complaints));
  ASSERT_EQ(complaints.size(), 2U) << AllOf(complaints);
  EXPECT_EQ(complaints[0].line, 3);
  EXPECT_NE(complaints[0].text.find("[[camera]]"), std::string::npos);
  EXPECT_EQ(complaints[1].line, 5);
}

TEST(SiteMistakes, TwoCamerasOfOneNameAreReportedAtTheSecond) {
  std::vector<Complaint> complaints;
  EXPECT_FALSE(ParseSite(Spoilt("name = \"door\"\nsource", "name = \"hall\"\nsource"), complaints));
  const auto second = std::ranges::find(complaints, "camera \"hall\", name", &Complaint::field);
  ASSERT_NE(second, complaints.end()) << AllOf(complaints);
  EXPECT_EQ(second->line, 25);
  EXPECT_NE(second->text.find("line 5"), std::string::npos) << second->text;
}

TEST(SiteMistakes, EachCornerAboveTheHorizonIsNamed) {
  std::vector<Complaint> complaints;
  EXPECT_FALSE(ParseSite(Spoilt("tilt_deg = 90.0", "tilt_deg = 5"), complaints));
  ASSERT_GE(complaints.size(), 2U);
  EXPECT_EQ(complaints[0].line, 38);
  EXPECT_EQ(complaints[0].field, "zone \"west\", image[1]");
  EXPECT_NE(complaints[1].text.find("corner 2 (640, 160) lies at or above the horizon"),
            std::string::npos);
}

TEST(SiteMistakes, AMarkThatWasLeftOutIsNamed) {
  std::vector<Complaint> complaints;
  EXPECT_TRUE(ParseSite(Spoilt("  { image = [978.9, 175.8], metres = [7, 18] },",
                               "  { image = [978.9, 175.8], metres = [7, 18] },\n"
                               "  { image = [640.0, 215.0], metres = [0, 9] },\n"    // is at 0, 16
                               "  { image = [640.0, 404.0], metres = [0, 9.4] },"),  // is at 0, 9.3
                        complaints));
  ASSERT_EQ(complaints.size(), 1U) << AllOf(complaints);
  EXPECT_EQ(complaints[0].weight, Complaint::Weight::kNote);
  EXPECT_EQ(complaints[0].line, 22);
  EXPECT_EQ(complaints[0].field, "camera \"yard\", ground_marks[7]");
  EXPECT_NE(complaints[0].text.find("px off in the picture"), std::string::npos);
}

// Five marks; the fifth is so far off as to make the whole calibration doubtful or worthless.
std::string FiveMarks(std::string_view fifth_image) {
  return "ground_marks = [{ image = [420.4, 601.2], metres = [-2, 6] }, "
         "{ image = [859.6, 601.2], metres = [2, 6] }, { image = [505.6, 306.0], metres = [-2, 12] "
         "}, { image = [774.4, 306.0], metres = [2, 12] }, { image = " +
         std::string(fifth_image) + ", metres = [0, 18] }]";
}

TEST(SiteMistakes, DoubtfulMarksAreANoteAndUselessOnesAMistake) {
  const std::string hall = kHallPose + "\nfield_of_view_deg = 70.83";
  std::vector<Complaint> complaints;
  const Result<Site> doubtful = ParseSite(Spoilt(hall, FiveMarks("[700, 175.8]")), complaints);
  ASSERT_GE(complaints.size(), 1U);
  EXPECT_EQ(complaints[0].weight, Complaint::Weight::kNote) << AllOf(complaints);
  EXPECT_EQ(complaints[0].line, 8);
  EXPECT_EQ(complaints[0].field, "camera \"hall\", ground_marks");
  complaints.clear();
  EXPECT_FALSE(ParseSite(Spoilt(hall, FiveMarks("[1200, 700]")), complaints));
  ASSERT_GE(complaints.size(), 1U);
  EXPECT_EQ(complaints[0].weight, Complaint::Weight::kMistake) << AllOf(complaints);
  EXPECT_EQ(complaints[0].line, 8);
  EXPECT_EQ(complaints[0].field, "camera \"hall\", ground_marks");
}

}  // namespace
}  // namespace throng
