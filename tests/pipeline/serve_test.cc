// throng serve from its file to its end, and killed at any moment.
// SPDX-License-Identifier: Apache-2.0
//
// THRONG_KILLS=500 kills so often.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <thread>

#include "counter/hub/hub_for_test.h"
#include "tests/pipeline/process.h"

namespace throng {
namespace {

using testing::HasSubstr;

const Instant kFrom = LongEnoughAgo();
constexpr std::size_t kZones = 5;

class ServeTest : public testing::Test {
 protected:
  ServeTest() {
    std::string name = (std::filesystem::temp_directory_path() / "throng_serve.XXXXXX").string();
    EXPECT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
    Write("hub.toml", Config());
  }
  ~ServeTest() override { std::filesystem::remove_all(folder_); }

  std::string Address() const { return "unix:" + (folder_ / "socket").string(); }
  std::string Config(const std::string& more = "") const {
    return "[hub]\nlisten = \"" + Address() + "\"\narchive = \"city.archive\"\n" + more;
  }
  void Write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name, std::ios::trunc) << text;
  }
  std::string Read(const std::string& name) const {
    std::ifstream in(folder_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  std::vector<std::string> Words(std::vector<std::string> more) const {
    std::vector<std::string> words = {THRONG_PROGRAM, "serve"};
    words.insert(words.end(), more.begin(), more.end());
    words.push_back((folder_ / "hub.toml").string());
    return words;
  }

  std::shared_ptr<grpc::Channel> Call() const {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    return grpc::CreateCustomChannel(Address(), grpc::InsecureChannelCredentials(), arguments);
  }

  // A stream that has said hello; waits for the hub to be there.
  std::unique_ptr<EdgeForTest> Connect() const {
    std::unique_ptr<EdgeForTest> edge;
    Eventually([&] {
      edge = std::make_unique<EdgeForTest>(Call());
      const bool is_there = edge->SayHello(SiteWith("arena", kZones), SystemClock().Now());
      if (!is_there) edge->End();
      return is_there;
    });
    return edge;
  }

  std::filesystem::path folder_;
};

TEST_F(ServeTest, AHubServesUntilItIsAskedToStop) {
  Process throng(Words({"--json"}), folder_);
  {
    const auto edge = Connect();
    ASSERT_TRUE(edge->Push(TickOf(kZones, kFrom, 0, 7)));
    EXPECT_TRUE(edge->End().ok());
  }
  ASSERT_TRUE(Eventually([&] { return throng.OutSoFar().find('\n') != std::string::npos; }));
  throng.Signal(SIGTERM);
  const Ended ended = throng.Wait();
  EXPECT_EQ(ended.code, 130) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("\"hub\":{\"listen\":\"" + Address() + "\",\"writable\":true"));
  EXPECT_THAT(ended.err, HasSubstr("throng: a hub listens at " + Address()));
  const std::string trail = Read("city.archive.trail");
  EXPECT_THAT(trail, HasSubstr("\"what\":\"started\""));
  EXPECT_THAT(trail, HasSubstr("\"what\":\"site entered\",\"site\":\"arena\""));
  EXPECT_THAT(trail, HasSubstr("\"what\":\"stopped\""));
}

TEST_F(ServeTest, TheTrailTellsWhatChangedInTheFile) {
  for (const char* keep : {"", "[hub.keep]\nreleased_days = 90\n"}) {
    Write("hub.toml", Config(keep));
    Process throng(Words({}), folder_);
    ASSERT_TRUE(Connect());
    throng.Signal(SIGINT);
    throng.Wait();
  }
  EXPECT_THAT(Read("city.archive.trail"), HasSubstr("\"changed\":\"keep released was for ever\""));
}

TEST_F(ServeTest, CheckTellsOfATrailThatWasChanged) {
  {
    Process throng(Words({}), folder_);
    ASSERT_TRUE(Connect());
    throng.Signal(SIGINT);
    throng.Wait();
  }
  const Ended whole = RunToEnd(Words({"--check"}), folder_);
  EXPECT_EQ(whole.code, 0) << whole.err;
  EXPECT_THAT(whole.out, HasSubstr("an audit trail of 3 lines, whole up to "));
  std::string trail = Read("city.archive.trail");
  trail.replace(trail.find("arena"), 5, "bridg");
  Write("city.archive.trail", trail);
  const Ended changed = RunToEnd(Words({"--check"}), folder_);
  EXPECT_EQ(changed.code, 7);
  EXPECT_THAT(changed.err,
              HasSubstr("city.archive.trail:3: a line of the audit trail was changed"));
  EXPECT_EQ(RunToEnd(Words({}), folder_).code, 7) << "nor is it served";
}

TEST_F(ServeTest, CheckTellsMistakesAndServesNothing) {
  Write("hub.toml", "[hub]\nlisten = \"0.0.0.0:7443\"\narchive = \"a\"\n");
  const Ended open = RunToEnd(Words({"--check"}), folder_);
  EXPECT_EQ(open.code, 3);
  EXPECT_THAT(open.err, HasSubstr(":2: hub, listen: without credentials"));
  Write("hub.toml", Config("credentials = \"none\"\ntokens = \"tokens.toml\"\n"));
  const Ended missing = RunToEnd(Words({"--check"}), folder_);
  EXPECT_NE(missing.code, 0);
  EXPECT_THAT(missing.err, HasSubstr("/none: there is no such file"));
  EXPECT_THAT(missing.err, HasSubstr("/tokens.toml: there is no such file")) << "all at once";
  EXPECT_FALSE(std::filesystem::exists(folder_ / "city.archive"));
}

TEST_F(ServeTest, CheckWarnsOfATokenThirtyDaysBeforeItEnds) {
  const auto day = [](int days) {
    return FormatUtc(SystemClock().Now() + std::chrono::hours(24 * days)).substr(0, 10);
  };
  const auto token = [&](const std::string& name, const std::string& until) {
    return "[[token]]\nname = \"" + name + "\"\nrole = \"viewer\"\nsha256 = \"" +
           std::string(64, name.back()) + "\"\n" + until;
  };
  Write("tokens.toml", token("a", "until = " + day(28) + "\n") +
                           token("b", "until = " + day(31) + "\n") +
                           token("c", "until = 2020-02-29\n") + token("d", ""));
  std::filesystem::permissions(folder_ / "tokens.toml", std::filesystem::perms::owner_read |
                                                            std::filesystem::perms::owner_write);
  Write("hub.toml", Config("tokens = \"tokens.toml\"\n"));
  const Ended checked = RunToEnd(Words({"--check"}), folder_);
  EXPECT_EQ(checked.code, 0) << checked.err;
  EXPECT_THAT(checked.out, HasSubstr("4 tokens, 0 refused certificates"));
  EXPECT_THAT(checked.err, HasSubstr("the token \"c\" is over; renew it"));
  EXPECT_THAT(checked.err, HasSubstr("the token \"a\" ends in 28 days; renew it"));
  EXPECT_THAT(checked.err, testing::Not(HasSubstr("\"b\"")));
  EXPECT_THAT(checked.err, testing::Not(HasSubstr("\"d\"")));
  Process throng(Words({"--json"}), folder_);
  EXPECT_TRUE(Eventually([&] {
    return throng.OutSoFar().find(R"("tokens_ending":[{"token":"c","days":-)") != std::string::npos;
  })) << throng.OutSoFar();
}

TEST_F(ServeTest, AnAddressThatIsNotOursIsTold) {
  Write("hub.toml", "[hub]\nlisten = \"unix:/no/such/folder/socket\"\narchive = \"a\"\n");
  const Ended ended = RunToEnd(Words({}), folder_);
  EXPECT_EQ(ended.code, 5) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("unix:/no/such/folder/socket: the address is in use, or"));
  const std::string trail = Read("a.trail");
  const std::size_t started = trail.find("\"what\":\"started\"");
  const std::size_t stopped = trail.find("\"what\":\"stopped\",\"why\":\"the address is in use");
  EXPECT_LT(started, stopped) << "noted before anybody could have entered: " << trail;
  EXPECT_NE(stopped, std::string::npos) << trail;
}

// Under systemd it begins again every ten seconds, for as long as the archive is out of reach.
TEST_F(ServeTest, AHubWithoutItsArchiveNotesNothing) {
  Write("city.archive", "no database");
  const Ended ended = RunToEnd(Words({}), folder_);
  EXPECT_EQ(ended.code, 5) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("city.archive: "));
  EXPECT_EQ(Read("city.archive.trail"), "");
}

TEST_F(ServeTest, ASecondHubOfTheSameFileIsTold) {
  Process throng(Words({}), folder_);
  ASSERT_TRUE(Connect());
  std::vector<std::string> words = Words({});
  words.insert(words.begin(), {"timeout", "-s", "INT", "10"});  // if it serves all the same
  const Ended second = RunToEnd(words, folder_);
  EXPECT_EQ(second.code, 5) << second.err;
  EXPECT_THAT(second.err, HasSubstr("city.archive.trail: another program is writing to it"));
  throng.Signal(SIGINT);
  throng.Wait();
  EXPECT_EQ(RunToEnd(Words({"--check"}), folder_).code, 0) << "the trail is whole";
}

// The k-th batch says by its count which it is.
std::vector<Entry> Batch(std::int64_t k) {
  return TickOf(kZones, kFrom, k, static_cast<int>(k % 60'000));
}

// Batches 0 to `acknowledged` are there, whole and once; more than that, at most one.
void CheckArchive(const std::filesystem::path& file, std::int64_t acknowledged) {
  const std::unique_ptr<Archive> archive = *OpenSqliteArchive(file);
  std::map<std::int64_t, std::size_t> zones_of;  // by batch
  for (const HistoryRow& row : History(*archive, {.site = archive->Sites()->at(0).number,
                                                 .zones = {},
                                                 .from = kFrom,
                                                 .until = kFrom + std::chrono::hours(24 * 365),
                                                 .resolution = Resolution::kReleased})) {
    const std::int64_t batch = (row.window.start - kFrom).count() / (15 * kSecond);
    EXPECT_EQ(row.highest->persons, batch % 60'000);
    ++zones_of[batch];
  }
  for (std::int64_t batch = 0; batch <= acknowledged; ++batch) {
    ASSERT_EQ(zones_of[batch], kZones) << "lost or doubled: batch " << batch;
  }
  EXPECT_LE(static_cast<std::int64_t>(zones_of.size()), acknowledged + 2);
}

TEST_F(ServeTest, NothingAcknowledgedIsLostOrDoubledWhenTheHubIsKilled) {
  const char* const wish = std::getenv("THRONG_KILLS");
  const int rounds = wish == nullptr ? 30 : std::atoi(wish);
  std::mt19937 random(7);
  std::int64_t acknowledged = -1;
  for (int round = 0; round < rounds && !HasFailure(); ++round) {
    Process throng(Words({}), folder_);
    const auto edge = Connect();
    std::thread killer([&throng, pause_us = random() % 40'000] {
      std::this_thread::sleep_for(std::chrono::microseconds(pause_us));
      throng.Signal(SIGKILL);
    });
    // What was acknowledged last comes again, and is known.
    for (std::int64_t k = std::max<std::int64_t>(acknowledged, 0);
         const auto done = edge->Push(Batch(k)); ++k) {
      EXPECT_EQ(done->written() + done->known(), kZones);
      EXPECT_EQ(done->known(), k <= acknowledged ? kZones : done->known());
      acknowledged = std::max(acknowledged, k);
    }
    killer.join();
    EXPECT_EQ(throng.Wait().code, 128 + SIGKILL) << "it ended by itself";
    CheckArchive(folder_ / "city.archive", acknowledged);
  }
  std::printf("%d kills, %lld batches acknowledged, none lost, none doubled\n", rounds,
              static_cast<long long>(acknowledged + 1));
}

}  // namespace
}  // namespace throng
