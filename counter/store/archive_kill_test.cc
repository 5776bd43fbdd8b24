// kill -9 at random moments: no acknowledged window is lost, none is doubled.
// SPDX-License-Identifier: Apache-2.0
//
// THRONG_KILLS=500 kills so often.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <random>
#include <thread>

#include "counter/store/archives_for_test.h"

namespace throng {
namespace {

constexpr std::int64_t kZones = 5;

int Rounds(int without_wish) {
  const char* const wish = std::getenv("THRONG_KILLS");
  return wish == nullptr ? without_wish : std::atoi(wish);
}

// The k-th batch: a window of each zone, with a count that says which batch it was.
std::vector<Entry> Batch(std::int64_t k) {
  std::vector<Entry> windows;
  for (std::int64_t zone = 0; zone < kZones; ++zone) {
    windows.push_back(Counted(static_cast<std::uint16_t>(zone), k * 15, k * 15 + 15,
                              static_cast<int>(k % 60'000)));
  }
  return windows;
}

// Writes batches from `first` on, and tells each that is done, until it is ended or one fails.
std::int64_t WriteUntilItFails(Archive& archive, std::int64_t site, std::int64_t first,
                               const std::function<void(std::int64_t)>& told) {
  std::int64_t k = first;
  for (;; ++k) {
    const std::vector<Entry> windows = Batch(k);
    const std::vector<SiteBatch> batches = {{.site = site, .windows = windows, .events = {}}};
    if (!archive.Write(batches)) return k;
    told(k);
    if (k % 7 == 0 && !archive.Maintain({}, At(k * 15))) return k;
  }
}

// That batches up to `acknowledged`, and at most one more, are there once and whole, in windows and
// in sums. The first that is not there.
std::int64_t CheckAll(Archive& archive, std::int64_t site, std::int64_t acknowledged) {
  std::map<std::int64_t, std::int64_t> zones_of;  // by batch
  const std::vector<HistoryRow> rows =
      History(archive, site, Resolution::kReleased, 0, 400 * kDayS);
  for (const HistoryRow& row : rows) {
    const std::int64_t k = (row.window.start - At(0)).count() / (15 * kSecond);
    EXPECT_EQ(row.highest->persons, k % 60'000);
    ++zones_of[k];
  }
  const auto there = static_cast<std::int64_t>(zones_of.size());
  EXPECT_GE(there, acknowledged + 1) << "an acknowledged batch is lost";
  EXPECT_LE(there, acknowledged + 2) << "more than the one that was under way";
  EXPECT_EQ(rows.size(), zones_of.size() * kZones) << "a window is lost or doubled";
  std::int64_t counted_s = 0;
  for (const HistoryRow& day : History(archive, site, Resolution::kDay, 0, 400 * kDayS)) {
    counted_s += day.counted_s;
  }
  EXPECT_EQ(counted_s, there * kZones * 15) << "sums are not those of the windows";
  return there;
}

TEST(ArchiveKill, SqliteLosesNothingWhenItsWriterIsKilled) {
  const ArchivePlace place(Backend::kSqlite);
  const std::int64_t site = *place.Open()->Enter(SiteWith("arena", kZones));
  std::mt19937 random(11);
  std::int64_t acknowledged = -1;
  std::int64_t next = 0;
  const int rounds = Rounds(30);
  for (int round = 0; round < rounds && !testing::Test::HasFailure(); ++round) {
    std::array<int, 2> pipe{};
    ASSERT_EQ(::pipe(pipe.data()), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      const std::unique_ptr<Archive> archive = place.Open();
      WriteUntilItFails(*archive, site, next, [&pipe](std::int64_t k) {
        if (::write(pipe[1], &k, sizeof k) != sizeof k) ::_exit(1);
      });
      ::_exit(1);
    }
    ::close(pipe[1]);
    std::int64_t k = 0;
    ASSERT_EQ(::read(pipe[0], &k, sizeof k), static_cast<ssize_t>(sizeof k)) << "it never began";
    acknowledged = k;
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 40'000));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status)) << "it ended by itself";
    while (::read(pipe[0], &k, sizeof k) == static_cast<ssize_t>(sizeof k)) acknowledged = k;
    ::close(pipe[0]);
    next = CheckAll(*place.Open(), site, acknowledged);
  }
  std::printf("%d kills, %lld batches acknowledged\n", rounds,
              static_cast<long long>(acknowledged + 1));
}

TEST(ArchiveKill, PostgresLosesNothingWhenItsServerIsKilled) {
  if (const auto why = TestPostgres::WhyNot()) GTEST_SKIP() << *why;
  const ArchivePlace place(Backend::kPostgres);
  const std::unique_ptr<Archive> archive = place.Open();
  const std::int64_t site = *archive->Enter(SiteWith("arena", kZones));
  std::mt19937 random(12);
  std::int64_t next = 0;
  const int rounds = Rounds(5);
  for (int round = 0; round < rounds && !testing::Test::HasFailure(); ++round) {
    std::int64_t acknowledged = next - 1;
    std::thread killer([&random] {
      std::this_thread::sleep_for(std::chrono::microseconds(20'000 + random() % 200'000));
      SharedPostgres().Kill();
    });
    WriteUntilItFails(*archive, site, next, [&](std::int64_t k) { acknowledged = k; });
    killer.join();
    ASSERT_TRUE(SharedPostgres().Start());
    next = CheckAll(*archive, site, acknowledged);
  }
  std::printf("%d kills, %lld batches written\n", rounds, static_cast<long long>(next));
}

}  // namespace
}  // namespace throng
