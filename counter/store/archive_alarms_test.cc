// Alarms of several ledgers of one site, told in any order and again: none is lost, none mixed up.
// SPDX-License-Identifier: Apache-2.0
#include "counter/store/archive_alarms.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "counter/store/each_archive_for_test.h"

namespace throng {
namespace {

using std::chrono::days;
using testing::ElementsAre;

using Numbers = std::vector<std::int64_t>;
using LedgerNumber = std::optional<std::int64_t>;
constexpr std::int64_t kFirstLedger = 1111;
constexpr std::int64_t kSecondLedger = 2222;

AlarmEvent Raised(std::int64_t number, std::int64_t at_s) {
  return Happened(number, 1, AlarmChange::kRaise, at_s);
}
AlarmEvent Ended(std::int64_t number, int sequence, std::int64_t at_s) {
  return Happened(number, sequence, AlarmChange::kEnd, at_s);
}

class ArchiveAlarmsTest : public EachArchiveTest {
 protected:
  ArchiveAlarmsTest() : EachArchiveTest(1) {}

  // The alarms that they are of.
  Numbers Tell(LedgerNumber ledger, const std::vector<AlarmEvent>& events) {
    const std::vector<SiteBatch> batches = {
        {.site = site_, .windows = {}, .events = events, .ledger = ledger}};
    return archive_->Write(batches)->at(0).alarms;
  }
  // "1: 1@5 5@9" for alarm 1, raised after 5 s and ended after 9; sequences have no gap.
  std::vector<std::string> All() {
    std::vector<std::string> all;
    const auto alarms = archive_->Alarms(site_, At(-400 * kDayS), At(400 * kDayS));
    for (const std::vector<AlarmEvent>& alarm : *alarms) {
      std::string text = std::to_string(alarm.front().alarm) + ":";
      int sequence = 0;
      for (const AlarmEvent& event : alarm) {
        EXPECT_EQ(event.sequence, ++sequence) << text;
        text += " " + std::to_string(static_cast<int>(event.change)) + "@" +
                std::to_string((event.at - At(0)).count() / kSecond);
      }
      all.push_back(text);
    }
    return all;
  }
  // Statements of the database itself.
  void Execute(const std::vector<std::string>& statements) const {
    const std::unique_ptr<SqlSession> session = place_->OpenSession();
    ASSERT_TRUE(session->Begin(SqlSession::Purpose::kWrite));
    for (const std::string& sql : statements) ASSERT_TRUE(session->Run(sql, {}, kNoRows)) << sql;
    ASSERT_TRUE(session->Commit());
  }
};

INSTANTIATE_TEST_SUITE_P(All, ArchiveAlarmsTest,
                         testing::Values(Backend::kSqlite, Backend::kPostgres),
                         [](const auto& backend) { return NameOf(backend.param); });

TEST_P(ArchiveAlarmsTest, ThoseOfANewLedgerAreOtherAlarms) {
  EXPECT_EQ(Tell(kFirstLedger, {Raised(1, 10), Ended(1, 2, 20), Raised(2, 30)}), (Numbers{1, 2}));
  EXPECT_EQ(Tell(kSecondLedger, {Raised(1, 100), Ended(1, 2, 110)}), Numbers{3});
  EXPECT_EQ(Tell(kSecondLedger, {Raised(2, 120)}), Numbers{4});
  EXPECT_EQ(Tell(kSecondLedger, {Raised(5, 130)}), Numbers{5}) << "its own number, which is free";
  EXPECT_THAT(All(),
              ElementsAre("1: 1@10 5@20", "2: 1@30", "3: 1@100 5@110", "4: 1@120", "5: 1@130"));
}

// An edge of before does not name its ledger; a raise at another moment tells it all the same.
TEST_P(ArchiveAlarmsTest, AnotherRaiseIsAnotherAlarmAlsoWhereNoLedgerIsNamed) {
  EXPECT_EQ(Tell({}, {Raised(1, 10), Ended(1, 2, 20)}), Numbers{1});
  EXPECT_EQ(Tell({}, {Raised(1, 100)}), Numbers{2});
  EXPECT_EQ(Tell({}, {Ended(1, 2, 120)}), Numbers{2});
  EXPECT_THAT(All(), ElementsAre("1: 1@10 5@20", "2: 1@100 5@120"));
}

TEST_P(ArchiveAlarmsTest, WhatComesAgainIsKnownInWhateverOrderLedgersCome) {
  const std::vector<AlarmEvent> old = {Raised(1, 10), Ended(1, 2, 20), Raised(2, 30)};
  const std::vector<AlarmEvent> later = {Raised(1, 100),
                                         Happened(1, 2, AlarmChange::kEscalate, 105),
                                         Ended(1, 3, 110), Raised(2, 120)};
  for (int i = 0; i < 3; ++i) {
    Tell(kFirstLedger, old);
    Tell(kSecondLedger, later);
    for (const AlarmEvent& event : later) Tell(kSecondLedger, {event});
    for (const AlarmEvent& event : old) Tell(kFirstLedger, {event});
  }
  EXPECT_THAT(All(), ElementsAre("1: 1@10 5@20", "2: 1@30", "3: 1@100 2@105 5@110", "4: 1@120"));
  EXPECT_EQ(archive_->OpenAlarms(site_)->size(), 2U);
}

// The ledger that was put back numbers on where it was.
TEST_P(ArchiveAlarmsTest, AnOldImageOfALedgerLosesNoAlarmAndDoublesNone) {
  const std::vector<AlarmEvent> before = {Raised(1, 10), Ended(1, 2, 20)};
  Tell(kFirstLedger, before);
  Tell(kFirstLedger, {Raised(2, 30), Ended(2, 2, 40)});
  EXPECT_EQ(Tell(kFirstLedger, before), Numbers{1});
  EXPECT_EQ(Tell(kFirstLedger, {Raised(2, 50)}), Numbers{3});
  EXPECT_EQ(Tell(kFirstLedger, {Ended(2, 2, 60)}), Numbers{3});
  EXPECT_EQ(Tell(kFirstLedger, {Raised(2, 50), Ended(2, 2, 60)}), Numbers{3});
  EXPECT_THAT(All(), ElementsAre("1: 1@10 5@20", "2: 1@30 5@40", "3: 1@50 5@60"));
}

TEST_P(ArchiveAlarmsTest, AnAlarmThatAnOldImageEndsInItsOwnWayEnds) {
  Tell(kFirstLedger, {Raised(1, 10), Happened(1, 2, AlarmChange::kEscalate, 20)});
  for (int i = 0; i < 2; ++i) {
    Tell(kFirstLedger, {Raised(1, 10), Happened(1, 2, AlarmChange::kEase, 30), Ended(1, 3, 40)});
  }
  EXPECT_THAT(All(), ElementsAre("1: 1@10 2@20 3@30 5@40"));
  Tell(kFirstLedger, {Raised(1, 10), Ended(1, 2, 25)});
  EXPECT_THAT(All(), ElementsAre("1: 1@10 2@20 3@30 5@40")) << "nothing comes behind an end";
}

TEST_P(ArchiveAlarmsTest, WhatIsOpenInALostLedgerEndsAndNothingElse) {
  Tell({}, {Raised(7, 5)});
  Tell(kFirstLedger,
       {Raised(1, 10), Ended(1, 2, 20), Raised(2, 30), Happened(2, 2, AlarmChange::kEscalate, 40)});
  Tell(kSecondLedger, {Raised(3, 100)});
  ASSERT_TRUE(archive_->Ask(site_, {.alarm = 2, .by = "operator", .at = At(45)}));
  EXPECT_EQ(*archive_->EndLost(site_, kSecondLedger, At(500)), Numbers{2});
  EXPECT_THAT(All(), ElementsAre("1: 1@10 5@20", "2: 1@30 2@40 5@500", "3: 1@100", "7: 1@5"));
  EXPECT_TRUE(archive_->Asked(site_, kFirstLedger)->empty());
  const AlarmEvent end = archive_->AlarmsNumbered(site_, Numbers{2})->at(0).back();
  EXPECT_EQ(end.band, Band::kClear);
  EXPECT_THAT(end.reason, testing::HasSubstr("ledger"));
  EXPECT_EQ(end.by, "");
  EXPECT_EQ(*archive_->EndLost(site_, kSecondLedger, At(600)), Numbers{}) << "each once";
  Tell(kFirstLedger, {Happened(2, 3, AlarmChange::kEase, 700), Ended(2, 4, 710)});
  EXPECT_EQ(All().at(1), "2: 1@30 2@40 5@500") << "nothing comes behind an end";
}

// Its raise was refused, or was lost with a full outbox.
TEST_P(ArchiveAlarmsTest, WhatComesWithoutItsRaiseIsNotMixedIntoAnother) {
  Tell(kFirstLedger, {Raised(1, 10)});
  EXPECT_EQ(Tell(kSecondLedger, {Happened(1, 2, AlarmChange::kEscalate, 105)}), Numbers{2});
  EXPECT_EQ(Tell(kSecondLedger, {Raised(1, 100)}), Numbers{2}) << "it comes late";
  EXPECT_EQ(Tell(kSecondLedger, {Ended(1, 3, 110)}), Numbers{2});
  EXPECT_THAT(All(), ElementsAre("1: 1@10", "2: 1@100 2@105 5@110"));
}

TEST_P(ArchiveAlarmsTest, AnAlarmGoesOnAfterItsEdgeBeganToNameItsLedger) {
  Tell({}, {Raised(1, 10), Raised(2, 20), Ended(2, 2, 30)});
  EXPECT_EQ(Tell(kFirstLedger, {Ended(1, 2, 40)}), Numbers{1});
  EXPECT_EQ(Tell(kFirstLedger, {Ended(2, 2, 30)}), Numbers{2}) << "it was not answered before";
  EXPECT_EQ(Tell(kFirstLedger, {Ended(2, 3, 50)}), Numbers{2});
  EXPECT_THAT(All(), ElementsAre("1: 1@10 5@40", "2: 1@20 5@30"));
  Tell({}, {Raised(3, 60), Ended(3, 2, 70)});
  EXPECT_EQ(Tell(kFirstLedger, {Happened(3, 2, AlarmChange::kEscalate, 90)}), Numbers{4})
      << "it is over, so this is of another";
}

TEST_P(ArchiveAlarmsTest, WhatIsAskedGoesToTheLedgerThatKnowsIt) {
  Tell({}, {Raised(9, 5)});
  Tell(kFirstLedger, {Raised(1, 10)});
  Tell(kSecondLedger, {Raised(1, 100)});
  ASSERT_THAT(All(), ElementsAre("1: 1@10", "9: 1@5", "10: 1@100"));
  for (const std::int64_t alarm : {1, 9, 10}) {
    ASSERT_TRUE(archive_->Ask(site_, {.alarm = alarm, .by = "operator", .at = At(200)}));
  }
  const auto asked = [&](LedgerNumber ledger) {
    std::vector<std::pair<std::int64_t, std::int64_t>> numbers;
    const auto all = archive_->Asked(site_, ledger);
    for (const AskedAlarm& one : *all) numbers.emplace_back(one.alarm, one.at_edge);
    return numbers;
  };
  EXPECT_THAT(asked(kFirstLedger), ElementsAre(std::pair(1, 1), std::pair(9, 9)));
  EXPECT_THAT(asked(kSecondLedger), ElementsAre(std::pair(9, 9), std::pair(10, 1)));
  EXPECT_THAT(asked({}), ElementsAre(std::pair(9, 9)));
  Tell(kSecondLedger, {Happened(1, 2, AlarmChange::kAcknowledge, 210)});
  EXPECT_THAT(asked(kSecondLedger), ElementsAre(std::pair(9, 9)));
  EXPECT_THAT(asked(kFirstLedger), ElementsAre(std::pair(1, 1), std::pair(9, 9)));
  Tell(kSecondLedger, {Raised(9, 220)});
  EXPECT_TRUE(asked(kSecondLedger).empty()) << "that number is another alarm's there";
}

TEST_P(ArchiveAlarmsTest, AnEdgeCannotUseUpTheNumbersOfItsSite) {
  const std::int64_t last = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(Tell(kFirstLedger, {Raised(last, 10)}), Numbers{1});
  EXPECT_EQ(Tell(kFirstLedger, {Raised(7, 20)}), Numbers{7});
  EXPECT_EQ(Tell(kFirstLedger, {Ended(last, 2, 30)}), Numbers{1});
}

TEST_P(ArchiveAlarmsTest, AnArchiveOfTheFirstVersionIsBroughtUpToDate) {
  Tell({}, {Raised(1, 10), Ended(1, 2, 20), Raised(2, 30)});
  archive_.reset();
  Execute({"DROP TABLE edge_alarm", GetParam() == Backend::kSqlite
                                        ? "PRAGMA user_version = 1"
                                        : "UPDATE archive_version SET version = 1"});
  archive_ = place_->Open();
  EXPECT_EQ(Tell(kFirstLedger, {Raised(1, 10), Ended(1, 2, 20), Raised(2, 30)}), (Numbers{1, 2}));
  EXPECT_EQ(Tell(kFirstLedger, {Ended(2, 2, 40)}), Numbers{2});
  EXPECT_EQ(Tell(kSecondLedger, {Raised(1, 100)}), Numbers{3});
  EXPECT_THAT(All(), ElementsAre("1: 1@10 5@20", "2: 1@30 5@40", "3: 1@100"));
}

TEST_P(ArchiveAlarmsTest, ThoseThatEndedLongAgoAreForgottenAndOpenOnesNever) {
  Tell(kFirstLedger,
       {Raised(1, 10), Ended(1, 2, 20), Raised(2, 30), Raised(3, 40), Ended(3, 2, 5 * kDayS)});
  MaintainAll(*archive_, {}, At(400 * kDayS));
  EXPECT_EQ(All().size(), 3U) << "for ever, if nothing is said";
  MaintainAll(*archive_, {.alarms = days(10)}, At(10 * kDayS + 5));
  EXPECT_EQ(All().size(), 3U) << "the day of its end is kept for 10 days";
  MaintainAll(*archive_, {.alarms = days(10)}, At(11 * kDayS));
  EXPECT_THAT(All(), ElementsAre("2: 1@30", "3: 1@40 5@432000"));
  MaintainAll(*archive_, {.alarms = days(10)}, At(400 * kDayS));
  EXPECT_THAT(All(), ElementsAre("2: 1@30"));
}

TEST_P(ArchiveAlarmsTest, WhatWasForgottenDoesNotComeBackAndItsNumberIsNotGivenAgain) {
  const std::vector<AlarmEvent> told = {Raised(1, 10), Ended(1, 2, 20)};
  Tell(kFirstLedger, told);
  MaintainAll(*archive_, {.alarms = days(1)}, At(5 * kDayS));
  ASSERT_TRUE(All().empty());
  Tell(kFirstLedger, told);
  Tell(kFirstLedger, {told[1]});
  EXPECT_TRUE(All().empty());
  EXPECT_EQ(Tell(kSecondLedger, {Raised(1, 100)}), Numbers{2});
}

TEST_P(ArchiveAlarmsTest, ManyAreForgottenInShortSteps) {
  std::vector<AlarmEvent> many;
  for (std::int64_t number = 1; number <= 600; ++number) {
    many.push_back(Raised(number, number));
    many.push_back(Ended(number, 2, number + 1));
  }
  Tell(kFirstLedger, many);
  EXPECT_TRUE(*archive_->Maintain({.alarms = days(1)}, At(5 * kDayS)));
  EXPECT_EQ(All().size(), 100U);
  EXPECT_FALSE(*archive_->Maintain({.alarms = days(1)}, At(5 * kDayS)));
  EXPECT_TRUE(All().empty());
}

}  // namespace
}  // namespace throng
