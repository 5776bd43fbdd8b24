// An edge calls the hub anew after trouble, by what its credentials are then.
// SPDX-License-Identifier: Apache-2.0
#include "counter/link/push_for_test.h"

namespace throng {
namespace {

class PushDialTest : public PushTest {
 protected:
  void StartDialling() {
    Start([this]() -> Result<std::shared_ptr<grpc::Channel>> {
      ++dialled_;
      if (!is_whole_) return Fault::kKeyOfAnother;
      return EdgeDial(hub_.address(), std::nullopt)();
    });
  }

  std::atomic<int> dialled_ = 0;
  std::atomic<bool> is_whole_ = true;
};

TEST_F(PushDialTest, CredentialsThatAreMixedUpAreToldUntilTheyAreMended) {
  Ledger ledger = Count();
  ASSERT_TRUE(ledger.Append(Ticks(kZones, 0, 10)));
  is_whole_ = false;
  StartDialling();
  EXPECT_TRUE(IsTold("credentials: " + std::string(Describe(Fault::kKeyOfAnother))));
  EXPECT_EQ(push_->State().trouble->fault, Fault::kKeyOfAnother);
  EXPECT_EQ(hub_.Windows(), 0U);
  is_whole_ = true;
  EXPECT_TRUE(HasAll(50)) << Trouble();
  EXPECT_FALSE(push_->State().trouble);
}

TEST_F(PushDialTest, AfterALineThatBreaksItDialsAnew) {
  Ledger ledger = Count();
  ASSERT_TRUE(ledger.Append(Ticks(kZones, 0, 10)));
  std::atomic<int> cuts = 0;
  hub_.Do([&cuts, well = hub_.Well()](EdgeCall& call) {
    if (++cuts < 4) return grpc::Status(grpc::StatusCode::UNAVAILABLE, "cut");
    return well(call);
  });
  StartDialling();
  EXPECT_TRUE(HasAll(50)) << Trouble();
  EXPECT_EQ(dialled_, 4);
  End();
}

// Each of its streams would else begin with a handshake.
TEST_F(PushDialTest, ASearchForWhatTheHubWillNotTakeKeepsItsLine) {
  Ledger ledger = Count();
  ASSERT_TRUE(ledger.Append(Ticks(kZones, 0, 100)));
  std::atomic<int> refusals = 0;
  hub_.Do(AllBut(AtS(15 * 32), ZoneIndex(3), refusals));
  StartDialling();
  EXPECT_TRUE(HasAll(499)) << Trouble();
  EXPECT_GE(refusals, 5);
  EXPECT_LE(dialled_, 2);
  End();
}

}  // namespace
}  // namespace throng
