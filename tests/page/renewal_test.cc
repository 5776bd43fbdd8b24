// A page's certificate that is renewed, or spoiled, while the page is served.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <chrono>

#include "counter/apps/serve_page.h"
#include "counter/link/authority.h"
#include "counter/link/test_city.h"
#include "counter/link/whole_files.h"
#include "tests/page/http_line.h"
#include "tests/pipeline/process.h"

namespace throng {
namespace {

const Identity kHub{.kind = Identity::Kind::kHub, .name = {}};

TEST(PageRenewal, ItIsTakenUpWithoutARestart) {
  TestCity city;
  ShiftedClock clock;
  const std::filesystem::path folder = city.MakeHub();
  const int port = FreePort();
  const ServePlan plan{
      .edge = {},
      .hub = HubPlan{.listen = "unix:/nowhere",
                     .archive = {},
                     .postgresql = {},
                     .credentials = {},
                     .tokens = {},
                     .trail = {}},
      .page = PagePlan{
          .listen = "127.0.0.1:" + std::to_string(port), .credentials = folder, .grounds = {}}};
  const Callers callers = *Callers::Make(std::nullopt, clock);
  RunningPage page(plan, callers, "unix:/nowhere", clock);
  ASSERT_EQ(page.Start(), ExitCode::kOk);
  EXPECT_EQ(page.Look().url, "https://127.0.0.1:" + std::to_string(port) + "/");
  const std::string first = HttpLine(port, true).Certificate();
  ASSERT_NE(first, "");

  clock.Shift(std::chrono::seconds(31));
  page.Look();
  EXPECT_EQ(HttpLine(port, true).Certificate(), first) << "the same file";

  ASSERT_TRUE(PutCredentials(folder, kHub, {"127.0.0.1", "localhost"}, city.authority(),
                             Replace::kAlways, clock));
  clock.Shift(std::chrono::seconds(31));
  EXPECT_EQ(page.Look().trouble, "");
  const std::string second = HttpLine(port, true).Certificate();
  EXPECT_NE(second, "");
  EXPECT_NE(second, first);

  std::filesystem::permissions(folder / kKeyFile, std::filesystem::perms::others_read,
                               std::filesystem::perm_options::add);
  clock.Shift(std::chrono::seconds(31));
  EXPECT_THAT(page.Look().trouble, testing::HasSubstr("others can read its key"));
  EXPECT_EQ(HttpLine(port, true).Certificate(), second) << "it goes on with what it has";
}

}  // namespace
}  // namespace throng
