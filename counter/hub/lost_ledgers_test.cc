// What the writer has still to do, when the hub's services are gone already.
// SPDX-License-Identifier: Apache-2.0
#include "counter/hub/lost_ledgers.h"

#include <gtest/gtest.h>

#include <future>

#include "counter/hub/hub_for_test.h"

namespace throng {
namespace {

TEST(LostLedgersTest, LiveUntilTheWriterHasDoneWhatIsDue) {
  const ArchivePlace place(Backend::kSqlite);
  AheadClock clock;
  Sites sites(clock, [](const HubNews&) {});
  std::promise<void> let_go;
  std::weak_ptr<LostLedgers> still;
  {
    Writer writer(place.Open(), {}, clock);
    const auto held = std::make_shared<std::future<void>>(let_go.get_future());
    writer.Run([held](Archive&) -> Status {
      held->wait();
      return Done{};
    });
    auto lost = std::make_shared<LostLedgers>(writer, sites, clock);
    still = lost;
    lost->Name(1, 1111);
    clock.Skip(std::chrono::hours(25));
    lost->Look(clock.Steady());
    lost.reset();
    EXPECT_FALSE(still.expired());
    let_go.set_value();
  }
  EXPECT_TRUE(still.expired());
}

}  // namespace
}  // namespace throng
