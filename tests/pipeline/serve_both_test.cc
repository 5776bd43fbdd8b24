// One throng serve that is edge and hub: what a count keeps is in the archive, as if from afar.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <functional>
#include <iterator>
#include <thread>

#include "counter/store/archive.h"
#include "tests/pipeline/served_folder.h"

namespace throng {
namespace {

using testing::HasSubstr;

bool Eventually(const std::function<bool()>& holds) {
  for (int i = 0; i < 2000 && !holds(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return holds();
}

class ServeBothTest : public ServedFolderTest {
 protected:
  ServeBothTest() : ServedFolderTest("both") {}

  std::size_t RowsThere() const {
    const auto archive = OpenSqliteArchive(In("city.archive"));
    if (!archive) return 0;
    const auto sites = (*archive)->Sites();
    if (!sites || sites->empty()) return 0;
    std::size_t rows = 0;
    const Status read = (*archive)->ForEach({.site = sites->at(0).number,
                                             .zones = {},
                                             .from = AtS(0),
                                             .until = AtS(86'400),
                                             .resolution = Resolution::kReleased},
                                            [&rows](const HistoryRow&) {
                                              ++rows;
                                              return true;
                                            });
    return read ? rows : 0;
  }

  void ServeAndWait() const {
    Process throng({THRONG_PROGRAM, "serve", In("both.toml").string(), "--json"}, folder_.folder());
    const auto all = static_cast<std::size_t>(zones_ * kTicks);
    EXPECT_TRUE(Eventually([&] { return RowsThere() == all; }))
        << RowsThere() << " of " << all << ": " << throng.OutSoFar();
    throng.Signal(SIGTERM);
    const Ended ended = throng.Wait();
    EXPECT_EQ(ended.code, 130) << ended.err;
    EXPECT_THAT(ended.err, HasSubstr("a hub listens at"));
  }
};

TEST_F(ServeBothTest, WithCredentialsItsOwnEdgeNeedsNone) {
  ASSERT_EQ(Throng({"cert", "authority", "--folder", In("ca")}).code, 0);
  ASSERT_EQ(Throng({"cert", "hub", "localhost", "--authority", In("ca"), "--out", In("hub")}).code,
            0);
  Write("both.toml",
        "[edge]\nsite = \"station.toml\"\nledger = \"station.ledger\"\n[hub]\nlisten "
        "= \"127.0.0.1:" +
            std::to_string(FreePort()) + "\"\narchive = \"city.archive\"\ncredentials = \"hub\"\n");
  ServeAndWait();
}

// Over real TLS, while hub and edge run.
TEST_F(ServeBothTest, AStolenEdgeIsTurnedAwayToldAndNoted) {
  std::vector<Complaint> complaints;
  const std::string site = LoadSite(In("station.toml"), complaints)->name;
  const std::string tokens = In("tokens.toml");
  const std::string port = std::to_string(FreePort());
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {"authority", "--folder", In("ca")},
           {"hub", "localhost", "--authority", In("ca"), "--out", In("hub")},
           {"site", site, "--authority", In("ca"), "--out", In("edge")},
           {"refuse", tokens, "abcdef", "--note", "another"}}) {
    std::vector<std::string> all{"cert"};
    all.insert(all.end(), words.begin(), words.end());
    const Ended ended = Throng(all);
    ASSERT_EQ(ended.code, 0) << ended.err;
  }
  Write("hub.toml", "[hub]\nlisten = \"127.0.0.1:" + port +
                        "\"\narchive = \"city.archive\"\ncredentials = \"hub\"\ntokens = "
                        "\"tokens.toml\"\n");
  Write("edge.toml",
        "[edge]\nsite = \"station.toml\"\nledger = \"station.ledger\"\nhub = \"localhost:" + port +
            "\"\ncredentials = \"edge\"\n");
  Process hub({THRONG_PROGRAM, "serve", In("hub.toml"), "--json"}, folder_.folder());
  Process edge({THRONG_PROGRAM, "serve", In("edge.toml"), "--json"}, folder_.folder());
  ASSERT_TRUE(Eventually([&] {
    return edge.OutSoFar().find("\"connected\":true") != std::string::npos;
  })) << edge.OutSoFar();
  ASSERT_EQ(Throng({"cert", "refuse", tokens, In("edge")}).code, 0);
  EXPECT_TRUE(Eventually([&] {
    const std::string out = edge.OutSoFar();
    return out.find("the hub refuses this certificate") != std::string::npos;
  })) << edge.OutSoFar();
  const auto trail = [this] {
    std::ifstream in(In("city.archive.trail"), std::ios::binary);
    return std::string{std::istreambuf_iterator<char>(in), {}};
  };
  EXPECT_TRUE(Eventually([&] {
    return trail().find("\"what\":\"refused certificate turned away\"") != std::string::npos;
  })) << trail();
  EXPECT_THAT(trail(), HasSubstr("\"what\":\"certificate refused\",\"serial\":\""));
  EXPECT_THAT(trail(), HasSubstr("\"note\":\"" + site + "\""));
  EXPECT_THAT(trail(), testing::Not(HasSubstr("abcdef"))) << "it was so at the start";
  for (Process* const process : {&edge, &hub}) process->Signal(SIGTERM);
  EXPECT_THAT(edge.Wait().err, HasSubstr("throng cert site with --renew"));
  EXPECT_THAT(hub.Wait().err, HasSubstr("a refused certificate was turned away: "));
}

TEST_F(ServeBothTest, WithoutCredentialsOverASocket) {
  Write("both.toml",
        "[edge]\nsite = \"station.toml\"\nledger = \"station.ledger\"\n[hub]\nlisten = \"unix:" +
            In("socket").string() + "\"\narchive = \"city.archive\"\n");
  ServeAndWait();
}

}  // namespace
}  // namespace throng
