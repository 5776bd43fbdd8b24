// A legal basis ends with its last day at the site's own midnight, whatever clocks do that night.
// SPDX-License-Identifier: Apache-2.0
#include "counter/alert/legal_term.h"

#include <gtest/gtest.h>

namespace throng {
namespace {

Instant At(std::string_view utc) { return *ParseUtc(utc); }

SiteProfile Until(int year, unsigned month, unsigned day) {
  return {.kind = Profile::kLive,
          .legal_basis = LegalBasis{.reference = "Order 117",
                                    .authority = "Prefecture",
                                    .expires = std::chrono::year(year) / month / day}};
}

std::string EndIn(const char* zone, const SiteProfile& profile) {
  return FormatUtc(*EndOf(profile, *TimeZone::Make(zone)));
}

int LeftIn(const char* zone, const SiteProfile& profile, std::string_view utc) {
  return DaysLeft(*profile.legal_basis, *TimeZone::Make(zone), At(utc));
}

TEST(LegalTerm, EndsWithTheLastDayOfTheSiteAndOfUtcWhereItHasNoTimeZone) {
  EXPECT_EQ(EndIn("", Until(2027, 6, 30)), "2027-07-01T00:00:00.000Z");
  EXPECT_EQ(EndIn("Europe/Paris", Until(2027, 6, 30)), "2027-06-30T22:00:00.000Z");
  EXPECT_EQ(EndIn("America/New_York", Until(2027, 6, 30)), "2027-07-01T04:00:00.000Z");
  EXPECT_FALSE(EndOf({}, *TimeZone::Make("")));
}

TEST(LegalTerm, ADayOnWhichClocksChangeIsAsLongAsItIs) {
  // 23 hours and 25.
  EXPECT_EQ(EndIn("Europe/Paris", Until(2027, 3, 27)), "2027-03-27T23:00:00.000Z");
  EXPECT_EQ(EndIn("Europe/Paris", Until(2027, 3, 28)), "2027-03-28T22:00:00.000Z");
  EXPECT_EQ(EndIn("Europe/Paris", Until(2027, 10, 30)), "2027-10-30T22:00:00.000Z");
  EXPECT_EQ(EndIn("Europe/Paris", Until(2027, 10, 31)), "2027-10-31T23:00:00.000Z");
}

TEST(LegalTerm, TheLastDayCountsAsOneAndTheNextAsNone) {
  const SiteProfile until = Until(2027, 6, 30);
  EXPECT_EQ(LeftIn("", until, "2027-06-01"), 30);
  EXPECT_EQ(LeftIn("", until, "2027-06-30T23:59:59.999"), 1);
  EXPECT_EQ(LeftIn("", until, "2027-07-01"), 0);
  EXPECT_EQ(LeftIn("", until, "2027-07-03"), -2);
  EXPECT_EQ(LeftIn("Europe/Paris", until, "2027-06-30T21:59:59.999"), 1);
  EXPECT_EQ(LeftIn("Europe/Paris", until, "2027-06-30T22:00"), 0);
  EXPECT_EQ(LeftIn("America/New_York", until, "2027-07-01T03:59:59"), 1);
}

TEST(LegalTerm, IsOverExactlyWhenNoDayIsLeft) {
  for (const char* zone : {"", "Europe/Paris", "America/Havana", "Africa/Cairo", "Asia/Kolkata"}) {
    for (const SiteProfile& until : {Until(2026, 10, 31), Until(2026, 4, 23), Until(2027, 3, 28)}) {
      const TimeZone in = *TimeZone::Make(zone);
      const Instant end = *EndOf(until, in);
      EXPECT_EQ(DaysLeft(*until.legal_basis, in, end + std::chrono::seconds(-1)), 1) << zone;
      EXPECT_EQ(DaysLeft(*until.legal_basis, in, end), 0) << zone << FormatUtc(end);
    }
  }
}

}  // namespace
}  // namespace throng
