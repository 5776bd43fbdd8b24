// The end of a legal basis is announced in time, each day anew.
// SPDX-License-Identifier: Apache-2.0
#include "counter/serve/term.h"

#include <gmock/gmock.h>

namespace throng {
namespace {

using testing::HasSubstr;
using testing::Optional;

// A clock that stands still.
class Stopped final : public Clock {
 public:
  explicit Stopped(std::string_view utc) : now_(*ParseUtc(utc)) {}
  Instant Now() const override { return now_; }
  Duration Steady() const override { return Duration(0); }
  void SleepUntil(Duration) override {}

 private:
  Instant now_;
};

std::optional<std::string> NoteAt(std::string_view utc, Profile kind = Profile::kLive,
                                  const char* zone = "") {
  const SiteProfile profile{
      .kind = kind,
      .legal_basis = LegalBasis{
          .reference = "Order 117",
          .authority = "Prefecture",
          .expires = std::chrono::year(2027) / std::chrono::June / std::chrono::day(30)}};
  return NoteOfTerm(profile, *TimeZone::Make(zone), Stopped(utc).Now());
}

TEST(NoteOfTerm, SaysNothingUntilThirtyDaysAreLeft) {
  EXPECT_FALSE(NoteAt("2027-05-31T23:59:59"));
  EXPECT_TRUE(NoteAt("2027-06-01"));
  EXPECT_FALSE(NoteOfTerm({}, *TimeZone::Make(""), Stopped("2027-06-01").Now()));
}

TEST(NoteOfTerm, CountsTheDaysDown) {
  EXPECT_THAT(NoteAt("2027-06-01"),
              Optional(HasSubstr("\"Order 117\" ends in 29 days, with 2027-06-30 (UTC)")));
  EXPECT_THAT(NoteAt("2027-06-29T12:00"), Optional(HasSubstr("ends tomorrow")));
  EXPECT_THAT(NoteAt("2027-06-30T23:00"), Optional(HasSubstr("ends today")));
  EXPECT_THAT(NoteAt("2027-06-30T23:00"), Optional(HasSubstr("throng stops counting")));
}

TEST(NoteOfTerm, DaysAreThoseOfTheSite) {
  constexpr const char* kHalfPastTen = "2027-06-30T22:30";
  EXPECT_THAT(NoteAt(kHalfPastTen), Optional(HasSubstr("ends today (UTC)")));
  EXPECT_THAT(NoteAt(kHalfPastTen, Profile::kLive, "Europe/Paris"),
              Optional(HasSubstr("held until the end of 2027-06-30 (Europe/Paris)")));
  EXPECT_THAT(NoteAt("2027-07-01T03:00", Profile::kLive, "America/New_York"),
              Optional(HasSubstr("ends today (America/New_York)")));
}

TEST(NoteOfTerm, ThenNobodyMayBeCountedLiveButStatisticsGoOn) {
  EXPECT_THAT(NoteAt("2027-07-01"), Optional(HasSubstr("nobody may be counted live")));
  EXPECT_THAT(NoteAt("2027-07-01", Profile::kStatistics),
              Optional(HasSubstr("statistics need none, but the notice still names it")));
}

}  // namespace
}  // namespace throng
