// A site is for statistics unless it says by whose leave it is counted live, and until when.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/profile.h"

#include <gtest/gtest.h>

#include "counter/site/load.h"
#include "counter/site/test_good_site.h"
#include "counter/site/test_live_site.h"

namespace throng {
namespace {

const std::string kBasis =
    "\n[legal_basis]\nreference = \"Order 117\"\nauthority = \"Prefecture\"\nexpires = ";

Site SiteOf(const std::string& text) {
  std::vector<Complaint> complaints;
  const Result<Site> site = ParseSite(text, complaints);
  EXPECT_TRUE(site) << AllOf(complaints);
  return *site;
}

// The only complaint about `text`.
std::string MistakeOf(const std::string& text) {
  std::vector<Complaint> complaints;
  EXPECT_FALSE(ParseSite(text, complaints));
  EXPECT_EQ(complaints.size(), 1U) << AllOf(complaints);
  return AllOf(complaints);
}

void ExpectIn(const std::string& text, std::string_view part) {
  EXPECT_NE(text.find(part), std::string::npos) << text;
}

TEST(Profile, ASiteThatDoesNotSayIsForStatisticsInQuartersOfAnHour) {
  const Site site = SiteOf(std::string(kGoodSite));
  EXPECT_EQ(site.profile.kind, Profile::kStatistics);
  EXPECT_FALSE(site.profile.legal_basis);
  EXPECT_EQ(ShortestWindow(site.profile), Duration(std::chrono::minutes(15)));
  EXPECT_FALSE(MayAlarm(site.profile));
}

TEST(Profile, ALiveSiteCountsPerTickByLeaveOfItsLegalBasis) {
  const Site site = SiteOf(Live(kGoodSite, "2027-06-30"));
  EXPECT_EQ(site.profile.kind, Profile::kLive);
  EXPECT_EQ(site.profile.legal_basis->reference, "test of the program");
  EXPECT_EQ(FormatDay(site.profile.legal_basis->expires), "2027-06-30");
  EXPECT_FALSE(ShortestWindow(site.profile));
  EXPECT_TRUE(MayAlarm(site.profile));
}

TEST(Profile, ALiveSiteWithoutItsLegalBasisIsAMistakeThatShowsWhatToWrite) {
  const std::string told =
      MistakeOf(Spoilt("name = \"Station\"", "name = \"Station\"\nprofile = \"live\""));
  ExpectIn(told, "site.toml:3: site, profile: a live site needs its legal basis");
  ExpectIn(told, "[legal_basis], reference = \"Prefectoral order 2026-117\", authority = ");
  ExpectIn(told, "expires = 2027-06-30");
}

TEST(Profile, AnAlarmRuleIsNotedAsSilentWhileTheSiteIsForStatistics) {
  const std::string rule =
      "\n[[alarm]]\nname = \"full\"\nplaces = [\"west\"]\non = \"persons\"\nbusy = 5\n";
  for (const bool live : {false, true}) {
    const std::string text = std::string(kGoodSite) + rule;
    std::vector<Complaint> complaints;
    EXPECT_TRUE(ParseSite(live ? Live(text) : text, complaints)) << AllOf(complaints);
    ASSERT_EQ(complaints.size(), live ? 0U : 1U) << AllOf(complaints);
    if (!live) ExpectIn(AllOf(complaints), "nobody is alarmed while the site is for statistics");
  }
}

TEST(Profile, EachMistakeOfALegalBasisIsNamed) {
  const std::string good(kGoodSite);
  ExpectIn(MistakeOf(good + kBasis + "\"2027-06-30\""), "without quotes");
  ExpectIn(MistakeOf(good + kBasis + "2027-06-30T12:00:00"), "without a time");
  ExpectIn(MistakeOf(good + kBasis + "1999-12-31"), "from 2000 to 2199");
  ExpectIn(MistakeOf(good + "\n[legal_basis]\nreference = \"a\"\nexpires = 2027-06-30"),
           "legal_basis: the key \"authority\" is missing");
  ExpectIn(MistakeOf(good + kBasis + "2027-06-30\nreferense = 1"), "did you mean \"reference\"?");
  ExpectIn(MistakeOf(good + "\n[[legal_basis]]"), "single brackets");
  ExpectIn(MistakeOf(Spoilt("name = \"Station\"", "name = \"Station\"\nprofile = \"alarms\"")),
           "\"statistics\"");
}

TEST(Profile, ACameraTellsWhatTheNoticeTellsUnlessItSaysOtherwise) {
  const Site site = SiteOf(
      Spoilt("source = \"yard.avi\"", "source = \"yard.avi\"\npurpose = \"To open the gate\"") +
      "\n[notice]\npurpose = \"To plan trains\"\ncontroller = \"City\"");
  EXPECT_EQ(site.cameras[0].notice.purpose, "To plan trains");
  EXPECT_EQ(site.cameras[1].notice.purpose, "To open the gate");
  EXPECT_EQ(site.cameras[1].notice.controller, "City");
  const std::vector<NoticeLine> missing = MissingIn(site.cameras[1].notice);
  ASSERT_EQ(missing.size(), 2U);
  EXPECT_EQ(missing[0].key, "contact");
  EXPECT_EQ(missing[1].key, "notice_url");
}

TEST(Profile, EachMistakeOfANoticeIsNamed) {
  const std::string good = std::string(kGoodSite) + "\n[notice]\n";
  ExpectIn(MistakeOf(good + "notice_url = \"javascript:alert(1)\""), "begins with https://");
  ExpectIn(MistakeOf(good + "notice_url = \"https://a b\""), "without spaces");
  ExpectIn(MistakeOf(good + "purpose = \"  \""), "empty");
  ExpectIn(MistakeOf(good + "purpose = \"a\\nb\""), "line break");
  ExpectIn(MistakeOf(good + "purpose = \"" + std::string(301, 'a') + "\""), "longer than 300");
  ExpectIn(MistakeOf(good + "purpose = 3"), "text in quotes");
  ExpectIn(MistakeOf(good + "purpos = \"a\""), "did you mean \"purpose\"?");
  ExpectIn(MistakeOf(Spoilt("source = \"yard.avi\"", "source = \"yard.avi\"\ncontact = \"\"")),
           "camera \"yard\", contact: this is empty");
}

}  // namespace
}  // namespace throng
