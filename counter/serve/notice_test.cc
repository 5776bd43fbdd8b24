// Signs say what the site file says, and promise no more than is true.
// SPDX-License-Identifier: Apache-2.0
#include "counter/serve/notice.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "counter/site/test_good_site.h"
#include "counter/site/test_live_site.h"

namespace throng {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

const std::string kNotice =
    "\n[notice]\npurpose = \"To plan <trains> & \\\"trams\\\"\"\ncontroller = \"City\"\n"
    "contact = \"privacy@example.org\"\nnotice_url = \"https://example.org/a?b&c\"\n";

std::vector<Sign> SignsFor(const std::string& text,
                           const std::optional<std::string>& camera = std::nullopt) {
  std::vector<Complaint> complaints;
  const Result<Site> site = ParseSite(text, complaints);
  EXPECT_TRUE(site) << AllOf(complaints);
  return SignsOf(*site, camera);
}

std::string Good(const std::string& more = "") { return std::string(kGoodSite) + more; }

TEST(Notice, CamerasThatTellTheSameShareASignWithAllTheirZones) {
  const std::vector<Sign> signs = SignsFor(
      Spoilt("source = \"yard.avi\"", "source = \"yard.avi\"\npurpose = \"The gate\"") + kNotice);
  ASSERT_THAT(signs, SizeIs(2));
  EXPECT_THAT(signs[0].cameras, ElementsAre("hall", "door"));
  EXPECT_THAT(signs[0].zones, ElementsAre("west", "east", "door"));
  EXPECT_THAT(signs[1].zones, ElementsAre("yard"));
  EXPECT_EQ(signs[1].notice.purpose, "The gate");
}

TEST(Notice, AFullestCellIsNoFurtherArea) {
  const std::vector<Sign> signs =
      SignsFor(Spoilt("capacity = 12", "cell_m2 = 9.5") + kNotice, "hall");
  ASSERT_THAT(signs, SizeIs(1));
  EXPECT_THAT(signs[0].zones, ElementsAre("west", "east"));
}

TEST(Notice, OneCameraHasItsOwnSignAndAnUnknownOneHasNone) {
  const std::vector<Sign> signs = SignsFor(Good(kNotice), "hall");
  ASSERT_THAT(signs, SizeIs(1));
  EXPECT_THAT(signs[0].zones, ElementsAre("west", "east"));
  EXPECT_THAT(SignsFor(Good(kNotice), "hull"), IsEmpty());
}

TEST(Notice, TextTellsEverythingInBothLanguages) {
  const std::vector<Sign> signs = SignsFor(Live(Good(kNotice), "2027-06-30"));
  EXPECT_THAT(BlanksOf(signs[0]), IsEmpty());
  EXPECT_THAT(SignsAsText(signs, Language::kEnglish),
              AllOf(HasSubstr("People are counted here\nHow many. Never who.\nStation\n"),
                    HasSubstr("west, east, yard, door. A number every few"),
                    HasSubstr("No face is looked for"), HasSubstr("To plan <trains> & \"trams\""),
                    HasSubstr("test of the program; its authors; until 30 June 2027. Then the"),
                    HasSubstr("privacy@example.org. You may also complain"),
                    HasSubstr("https://example.org/a?b&c"), HasSubstr("\"throng audit\"")));
  EXPECT_THAT(SignsAsText(signs, Language::kFrench),
              AllOf(HasSubstr("Ici, on compte les personnes"), HasSubstr("30 juin 2027"),
                    HasSubstr("Finalit\u00e9\n  To plan")));
}

TEST(Notice, StatisticsTellOfQuartersOfAnHourAndOfNobodyWhoIsWarned) {
  const std::string text = SignsAsText(SignsFor(Good(kNotice)), Language::kEnglish);
  EXPECT_THAT(text, HasSubstr("quarter of an hour, with how sure it is."));
  EXPECT_THAT(text, Not(HasSubstr("warned")));
}

TEST(Notice, WhatTheFileDoesNotSayIsABlankToFillIn) {
  const std::vector<Sign> signs = SignsFor(Good());
  EXPECT_THAT(BlanksOf(signs[0]),
              ElementsAre("purpose", "controller", "contact", "notice_url", "legal_basis"));
  EXPECT_THAT(SignsAsText(signs, Language::kEnglish),
              HasSubstr("Purpose\n  ____________________ (to be filled in)"));
  EXPECT_THAT(SignsAsHtml(signs, Language::kFrench), HasSubstr("class=\"blank\""));
  const auto json = nlohmann::json::parse(SignsAsJson(signs, Language::kEnglish));
  EXPECT_TRUE(json["signs"][0]["purpose"].is_null());
  EXPECT_TRUE(json["signs"][0]["legal_basis"].is_null());
}

TEST(Notice, NoTextWithinAPageIsTakenForMarkup) {
  const std::string page =
      SignsAsHtml(SignsFor(Spoilt("\"Station\"", "\"<script>alert(1)</script>\"") + kNotice),
                  Language::kEnglish);
  EXPECT_THAT(page, HasSubstr("To plan &lt;trains&gt; &amp; &quot;trams&quot;"));
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;"));
  EXPECT_THAT(page, Not(HasSubstr("<script")));
}

TEST(Notice, APageNeedsNothingFromOutside) {
  const std::string page = SignsAsHtml(SignsFor(Good()), Language::kEnglish);
  for (const char* reference : {"src=", "href=", "url(", "@import", "http://", "https://"}) {
    EXPECT_THAT(page, Not(HasSubstr(reference)));
  }
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
}

TEST(Notice, JsonSaysThatItIsDtprInStyleOnly) {
  const auto json = nlohmann::json::parse(
      SignsAsJson(SignsFor(Live(Good(kNotice), "2027-06-30")), Language::kFrench));
  EXPECT_EQ(json["format"], "dtpr-style");
  EXPECT_EQ(json["language"], "fr");
  const auto& sign = json["signs"][0];
  EXPECT_EQ(sign["accountable"], "City");
  EXPECT_EQ(sign["profile"], "live");
  EXPECT_EQ(sign["legal_basis"]["last_day"], "2027-06-30");
  EXPECT_EQ(sign["areas"].size(), 4U);
}

// privacy: "no personal data" and "anonymous" would be more than anybody can promise of cameras.
TEST(Notice, PromisesNothingThatNobodyCanPromise) {
  for (const Language language : {Language::kEnglish, Language::kFrench}) {
    const std::vector<Sign> signs = SignsFor(Good());
    for (const std::string& sign : {SignsAsText(signs, language), SignsAsJson(signs, language)}) {
      for (const char* claim : {"anonym", "personal data", "personnelles", "GDPR", "RGPD", "100"}) {
        EXPECT_THAT(sign, Not(HasSubstr(claim)));
      }
    }
  }
}

}  // namespace
}  // namespace throng
