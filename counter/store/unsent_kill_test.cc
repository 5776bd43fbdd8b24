// kill -9 of who counts and of who sends, at random moments: nothing is lost between them.
// SPDX-License-Identifier: Apache-2.0
//
// THRONG_KILLS=500 kills so often.
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/wait.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <set>

#include "counter/base/descriptor.h"
#include "counter/store/ledger.h"
#include "counter/store/unsent.h"
#include "counter/store/unsent_for_test.h"

namespace throng {
namespace {

constexpr int kZones = 3;
constexpr std::size_t kMostAtOnce = 50;

int Rounds() {
  const char* const wish = std::getenv("THRONG_KILLS");
  return wish == nullptr ? 30 : std::atoi(wish);
}

// Zone and tick of a window in one number.
std::int64_t KeyOf(int zone, std::int64_t k) { return k * kZones + zone; }
std::int64_t KeyOf(const Entry& entry) {
  return KeyOf(entry.zone.value(), (entry.window.start - AtS(0)).count() / (15 * kSecondNs));
}

struct Pipe {
  Descriptor read, write;
};
Pipe MakePipe() {
  std::array<int, 2> ends{};
  EXPECT_EQ(::pipe(ends.data()), 0);
  return {.read = Descriptor(ends[0]), .write = Descriptor(ends[1])};
}

// Appends ticks from `next` on, and tells each that Append has taken.
[[noreturn]] void CountOn(const std::filesystem::path& file, std::int64_t next, int told) {
  Result<Ledger> ledger = Ledger::OpenToWrite(file, SiteOfZones(kZones));
  for (std::int64_t k = next; ledger && ledger->Append(Tick(kZones, k)); ++k) {
    if (::write(told, &k, sizeof k) != sizeof k) break;
  }
  ::_exit(1);
}

// What goes to the hub at once, and is struck out when it answers.
struct Message {
  std::size_t size = 0;
  std::array<std::int64_t, kMostAtOnce> keys{};
};
[[noreturn]] void SendOn(const std::filesystem::path& file, int hub, int answers) {
  Result<Unsent> unsent = Unsent::Open(file);
  if (!unsent || !unsent->Zones()) ::_exit(1);
  for (;;) {
    if (!unsent->MarkSome()) ::_exit(1);
    const auto windows = unsent->Newest(kMostAtOnce, {}, kFuture);
    if (!windows) ::_exit(1);
    Message message;
    for (const UnsentWindow& window : *windows) message.keys[message.size++] = KeyOf(window.entry);
    if (::write(hub, &message, sizeof message) != sizeof message) ::_exit(1);
    char answer = 0;
    if (::read(answers, &answer, 1) != 1) ::_exit(1);
    if (!unsent->Settle(*windows, {}, {}, AtS(0))) ::_exit(1);
  }
}

class UnsentKill : public testing::Test {
 protected:
  struct Child {
    pid_t process;
    Pipe told;
  };
  void Start() {
    counting_.told = MakePipe();
    sending_.told = MakePipe();
    answers_ = MakePipe();
    counting_.process = ::fork();
    if (counting_.process == 0) CountOn(file_, next_, counting_.told.write.get());
    sending_.process = ::fork();
    if (sending_.process == 0) SendOn(file_, sending_.told.write.get(), answers_.read.get());
    counting_.told.write = Descriptor();
    sending_.told.write = Descriptor();
  }

  // The hub, and who keeps what was counted, for so long; or until both have ended.
  void Serve(std::chrono::microseconds time) {
    const auto end = std::chrono::steady_clock::now() + time;
    std::array<pollfd, 2> both{pollfd{counting_.told.read.get(), POLLIN, 0},
                               pollfd{sending_.told.read.get(), POLLIN, 0}};
    while (std::chrono::steady_clock::now() < end && (both[0].fd >= 0 || both[1].fd >= 0)) {
      ::poll(both.data(), 2, 1);
      std::int64_t k = 0;
      if (both[0].revents != 0) {
        if (::read(both[0].fd, &k, sizeof k) == sizeof k)
          next_ = k + 1;
        else
          both[0].fd = -1;
      }
      Message message;
      if (both[1].revents != 0) {
        if (::read(both[1].fd, &message, sizeof message) == sizeof message)
          Take(message);
        else
          both[1].fd = -1;
      }
    }
  }
  void Take(const Message& message) {
    hub_.insert(message.keys.begin(), message.keys.begin() + static_cast<long>(message.size));
    EXPECT_EQ(::write(answers_.write.get(), "+", 1), 1);
  }

  static void Kill(const Child& child) {
    ::kill(child.process, SIGKILL);
    int status = 0;
    ::waitpid(child.process, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status)) << "it ended by itself";
  }

  // That each window whose Append returned is at the hub, or waits.
  void CheckAll() {
    Result<Unsent> unsent = Unsent::Open(file_);
    ASSERT_TRUE(unsent);
    ASSERT_TRUE(unsent->Zones());
    while (*unsent->MarkSome()) {
    }
    std::set<std::int64_t> there = hub_;
    const auto waiting = unsent->Newest(1'000'000, {}, kFuture);
    ASSERT_TRUE(waiting);
    for (const UnsentWindow& window : *waiting) {
      there.insert(KeyOf(window.entry));
    }
    std::int64_t lost = 0;
    for (std::int64_t key = 0; key < next_ * kZones; ++key) lost += there.contains(key) ? 0 : 1;
    EXPECT_EQ(lost, 0);
    // The tick under way may have been committed and not told: the next count begins behind it.
    while (there.contains(KeyOf(0, next_))) ++next_;
  }

  const LedgerFolder folder_{"unsent_kill"};
  const std::filesystem::path file_ = folder_.ledger();
  Child counting_{}, sending_{};
  Pipe answers_;
  std::set<std::int64_t> hub_;
  std::int64_t next_ = 0;  // ticks before it were appended
};

TEST_F(UnsentKill, WhatWasAppendedIsAtTheHubOrWaits) {
  std::signal(SIGPIPE, SIG_IGN);
  {
    Result<Ledger> ledger = Ledger::OpenToWrite(file_, SiteOfZones(kZones));
    ASSERT_TRUE(ledger);
    ASSERT_TRUE(ledger->Append(Ticks(kZones, 0, 4000)));
    next_ = 4000;
  }
  std::mt19937 random(17);
  const int rounds = Rounds();
  for (int round = 0; round < rounds && !HasFailure(); ++round) {
    Start();
    Serve(std::chrono::microseconds(10'000 + random() % 40'000));
    const bool counting_first = random() % 2 == 0;
    Kill(counting_first ? counting_ : sending_);
    Serve(std::chrono::microseconds(random() % 10'000));
    Kill(counting_first ? sending_ : counting_);
    Serve(std::chrono::hours(1));  // what is in the pipes
    CheckAll();
  }
  std::signal(SIGPIPE, SIG_DFL);
  EXPECT_GT(hub_.size(), 100U);
  EXPECT_GT(next_, 4000);
  std::printf("%d kills, %lld ticks appended, %zu windows at the hub\n", 2 * rounds,
              static_cast<long long>(next_), hub_.size());
}

}  // namespace
}  // namespace throng
