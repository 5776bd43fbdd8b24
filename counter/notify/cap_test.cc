// CAP messages keep the rules of CAP 1.2, and an alarm's messages refer to each other.
// SPDX-License-Identifier: Apache-2.0
#include "counter/notify/cap.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <ostream>
#include <pugixml.hpp>
#include <regex>
#include <sstream>
#include <vector>

#include "counter/notify/cap_file.h"
#include "counter/notify/events_for_test.h"

namespace throng {
namespace {

namespace fs = std::filesystem;

CapVoice Voice() {
  return {.sender = "ops@venue.example",
          .status = CapVoice::Status::kExercise,
          .language = Language::kEnglish,
          .area = {{.latitude = 48.85, .longitude = 2.29},
                   {.latitude = 48.85, .longitude = 2.3},
                   {.latitude = 48.86, .longitude = 2.3},
                   {.latitude = 48.85, .longitude = 2.29}}};
}

std::string Xml(const Delivery& delivery, const CapVoice& voice = Voice()) {
  Result<std::string> xml = CapXml(voice, "arena", delivery);
  EXPECT_TRUE(xml);
  return xml ? *xml : "";
}

pugi::xml_document Parsed(const std::string& xml) {
  pugi::xml_document document;
  EXPECT_TRUE(document.load_string(xml.c_str())) << xml;
  return document;
}

std::vector<std::string> Words(const std::string& text, char separator) {
  std::vector<std::string> words;
  std::istringstream in(text);
  for (std::string word; std::getline(in, word, separator);) words.push_back(word);
  return words;
}

// The rules that no schema holds: what is broken, empty if nothing is.
std::string BrokenRule(const std::string& xml) {
  const pugi::xml_document document = Parsed(xml);
  const pugi::xml_node alert = document.child("alert");
  const std::string type = alert.child_value("msgType");
  const std::string references = alert.child_value("references");
  if (std::string(alert.child_value("scope")) == "Restricted" && !alert.child("restriction")) {
    return "restricted, but to whom?";
  }
  if ((type == "Update" || type == "Cancel") && references.empty()) return "refers to nothing";
  if (type == "Alert" && !references.empty()) return "an alert refers to nothing";
  static const std::regex time(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d)");
  for (const std::string& reference : Words(references, ' ')) {
    const std::vector<std::string> parts = Words(reference, ',');
    if (parts.size() != 3 || !std::regex_match(parts[2], time)) return "not sender,identifier,sent";
  }
  for (const pugi::xml_node info : alert.children("info")) {
    for (const pugi::xml_node area : info.children("area")) {
      const std::vector<std::string> pairs = Words(area.child_value("polygon"), ' ');
      if (!pairs.empty() && (pairs.size() < 4 || pairs.front() != pairs.back())) {
        return "the polygon is not closed";
      }
    }
  }
  return "";
}

class CapSchemaTest : public testing::Test {
 protected:
  CapSchemaTest()
      : folder_(fs::temp_directory_path() / ("throng_cap." + std::to_string(::getpid()))) {
    fs::create_directories(folder_);
  }
  ~CapSchemaTest() override { fs::remove_all(folder_); }

  static bool HasJudge() { return std::system("xmllint --version > /dev/null 2>&1") == 0; }

  bool IsValid(const std::string& xml) const {
    const fs::path file = folder_ / "alert.xml";
    std::ofstream(file, std::ios::binary) << xml;
    const std::string command = "xmllint --noout --nonet --schema '" CAP_SCHEMA "' '" +
                                file.string() + "' > /dev/null 2>&1";
    return std::system(command.c_str()) == 0;
  }

  const fs::path folder_;
};

std::vector<std::vector<AlarmEvent>> AllAlarms() {
  AlarmEvent stale = BlindRaise();
  stale.kind = AlarmKind::kStale;
  AlarmEvent blind_end = BlindRaise();
  blind_end.sequence = 2;
  blind_end.change = AlarmChange::kEnd;
  AlarmEvent hostile = Raise();
  hostile.place = "west <stand> & \"east\" ]]>\r\n\x01\xFF";
  hostile.rule = "</valueName>";
  hostile.reason = "<!--";
  return {{Raise()},
          {Raise(), Escalation()},
          {Raise(), Escalation(), Acknowledgement()},
          {Raise(), Escalation(), Acknowledgement(), End()},
          {BlindRaise()},
          {BlindRaise(), blind_end},
          {stale},
          {hostile}};
}

TEST_F(CapSchemaTest, EachMessageKeepsTheRules) {
  if (!HasJudge()) GTEST_SKIP() << "xmllint is missing: apt-get install libxml2-utils";
  for (const auto& alarm : AllAlarms()) {
    for (const Language language : {Language::kEnglish, Language::kFrench}) {
      CapVoice voice = Voice();
      voice.language = language;
      const std::string xml = Xml(DeliveryOf(alarm), voice);
      EXPECT_TRUE(IsValid(xml)) << xml;
      EXPECT_EQ(BrokenRule(xml), "") << xml;
    }
  }
}

struct Break {
  std::string_view name;
  std::string from;
  std::string to;
};

void PrintTo(const Break& broken, std::ostream* out) { *out << broken.name; }

class BrokenCap : public CapSchemaTest, public testing::WithParamInterface<Break> {};

TEST_P(BrokenCap, IsNoticed) {
  if (!HasJudge()) GTEST_SKIP() << "xmllint is missing: apt-get install libxml2-utils";
  std::string xml = Xml(DeliveryOf({Raise(), Escalation()}));
  ASSERT_TRUE(IsValid(xml) && BrokenRule(xml).empty()) << xml;
  const std::size_t at = xml.find(GetParam().from);
  ASSERT_NE(at, std::string::npos) << xml;
  xml.replace(at, GetParam().from.size(), GetParam().to);
  EXPECT_TRUE(!IsValid(xml) || !BrokenRule(xml).empty()) << xml;
}

INSTANTIATE_TEST_SUITE_P(
    All, BrokenCap,
    testing::Values(Break{"TimeWithZ", "20:31:00-00:00</sent>", "20:31:00Z</sent>"},
                    Break{"TimeWithFraction", "20:31:00-00:00<", "20:31:00.000-00:00<"},
                    Break{"Version11", "cap:1.2", "cap:1.1"},
                    Break{"BlankInIdentifier", "<identifier>arena/", "<identifier>a rena/"},
                    Break{"CommaInSender", "<sender>ops@", "<sender>ops,"},
                    Break{"UnknownStatus", "Exercise<", "Exercice<"},
                    Break{"UnknownType", ">Update<", ">Escalate<"},
                    Break{"AlertThatRefers", ">Update<", ">Alert<"},
                    Break{"ReferenceOfTwo", "ops@venue.example,arena", "ops@venue.example-arena"},
                    Break{"NoRestriction", "<restriction>", "<addresses>"},
                    Break{"UnknownCategory", ">Safety<", ">Crowd<"},
                    Break{"UnknownUrgency", ">Immediate<", ">Now<"},
                    Break{"UnknownSeverity", ">Severe<", ">Bad<"},
                    Break{"UnknownCertainty", ">Observed<", ">Seen<"},
                    Break{"Order", "<category>Safety</category>", ""},
                    Break{"OpenPolygon", "48.860000,2.300000 48.850000,2.290000",
                          "48.860000,2.300000 48.850000,2.290001"},
                    Break{"ShortPolygon", " 48.860000,2.300000", ""}),
    [](const testing::TestParamInfo<Break>& one) { return std::string(one.param.name); });

TEST(Cap, AnUpdateOfNothingIsNoticed) {
  std::string xml = Xml(DeliveryOf({Raise()}));
  EXPECT_EQ(BrokenRule(xml), "");
  xml.replace(xml.find(">Alert<"), 7, ">Update<");
  EXPECT_EQ(BrokenRule(xml), "refers to nothing");
}

TEST(Cap, AnAlarmIsAlertThenUpdatesThenCancelEachNamingAllBefore) {
  const std::vector<AlarmEvent> all = {Raise(), Escalation(), Acknowledgement(), End()};
  const std::array<const char*, 4> types = {"Alert", "Update", "Update", "Cancel"};
  std::string references;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::vector<AlarmEvent> so_far(all.begin(),
                                         all.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    const pugi::xml_document document = Parsed(Xml(DeliveryOf(so_far)));
    const pugi::xml_node alert = document.child("alert");
    EXPECT_STREQ(alert.child_value("msgType"), types.at(i));
    EXPECT_EQ(alert.child_value("references"), references);
    references += (i > 0 ? " " : "") + std::string(alert.child_value("sender")) + "," +
                  alert.child_value("identifier") + "," + alert.child_value("sent");
  }
}

TEST(Cap, WhatWasNotToldIsNotReferredTo) {
  Delivery delivery = DeliveryOf({Raise(), Escalation(), End()});
  delivery.told = {2};
  const pugi::xml_document document = Parsed(Xml(delivery));
  EXPECT_STREQ(document.child("alert").child_value("references"),
               "ops@venue.example,arena/17/2/20261124T203100000Z,2026-11-24T20:31:00-00:00");
  delivery.told.clear();
  const Result<std::string> nothing_to_end = CapXml(Voice(), "arena", delivery);
  ASSERT_FALSE(nothing_to_end);
  EXPECT_EQ(nothing_to_end.error(), Fault::kWayNothingToEnd);
  delivery.alarm.pop_back();
  EXPECT_STREQ(Parsed(Xml(delivery)).child("alert").child_value("msgType"), "Alert")
      << "the first that is told";
}

TEST(Cap, SaysHowBadItIsAndThatBlindIsSomethingElse) {
  const pugi::xml_document crowded = Parsed(Xml(DeliveryOf({Raise()})));
  const pugi::xml_node info = crowded.child("alert").child("info");
  EXPECT_STREQ(info.child_value("event"), "Crowding");
  EXPECT_STREQ(info.child_value("urgency"), "Expected");
  EXPECT_STREQ(info.child_value("severity"), "Moderate");
  EXPECT_STREQ(info.child_value("certainty"), "Observed");
  EXPECT_STREQ(info.child_value("headline"), "Crowded: west stand");
  EXPECT_STREQ(info.child("area").child_value("areaDesc"), "west stand, arena");
  const pugi::xml_document blind = Parsed(Xml(DeliveryOf({BlindRaise()})));
  EXPECT_STREQ(blind.child("alert").child("info").child_value("event"),
               "Not counted: no camera sees");
  EXPECT_STREQ(blind.child("alert").child("info").child_value("severity"), "Unknown");
}

TEST(Cap, CanBeFrench) {
  CapVoice voice = Voice();
  voice.language = Language::kFrench;
  const pugi::xml_document document = Parsed(Xml(DeliveryOf({Raise()}), voice));
  const pugi::xml_node info = document.child("alert").child("info");
  EXPECT_STREQ(info.child_value("language"), "fr");
  EXPECT_STREQ(info.child_value("headline"), "Bond\u00e9 : west stand");
}

class CapFileTest : public CapSchemaTest {
 protected:
  Reply Send(const Delivery& delivery) {
    CapWay way;
    way.name = "hub";
    way.folder = folder_;
    way.voice = Voice();
    const std::atomic<bool> go_on = false;
    return MakeCapFile(way, "arena")->Send(delivery, At("2026-11-24T21:00:00"), go_on);
  }
  std::vector<std::string> Files() const {
    std::vector<std::string> names;
    for (const auto& file : fs::directory_iterator(folder_))
      names.push_back(file.path().filename());
    std::ranges::sort(names);
    return names;
  }
};

TEST_F(CapFileTest, TwiceTheSameEventIsOneFile) {
  EXPECT_EQ(Send(DeliveryOf({Raise()})).verdict, Reply::Verdict::kDelivered);
  EXPECT_EQ(Send(DeliveryOf({Raise()})).verdict, Reply::Verdict::kDelivered);
  EXPECT_EQ(Send(DeliveryOf({Raise(), End()})).verdict, Reply::Verdict::kDelivered);
  EXPECT_EQ(Files(), (std::vector<std::string>{"arena_17_1_20261124T203000000Z.xml",
                                               "arena_17_4_20261124T204000000Z.xml"}));
  std::ifstream in(folder_ / "arena_17_1_20261124T203000000Z.xml");
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), Xml(DeliveryOf({Raise()})));
}

TEST_F(CapFileTest, WhatCannotBeWrittenWholeLeavesNothing) {
  ASSERT_TRUE(fs::create_directory(folder_ / "arena_17_1_20261124T203000000Z.xml"));
  EXPECT_EQ(Send(DeliveryOf({Raise()})).verdict, Reply::Verdict::kDown);
  EXPECT_EQ(Files().size(), 1U) << "the folder that stands in the way, and no part";
  fs::remove_all(folder_);
  EXPECT_EQ(Send(DeliveryOf({Raise()})).why, Fault::kNotAFolder);
}

TEST_F(CapFileTest, ASiteCalledLikeAPathStaysInTheFolder) {
  EXPECT_EQ(CapFileName("../../etc", Raise()),
            "%2E%2E%2F%2E%2E%2Fetc_17_1_20261124T203000000Z.xml");
}

}  // namespace
}  // namespace throng
