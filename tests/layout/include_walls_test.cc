// No room includes what it may not; and mistakes planted on purpose are found.
// SPDX-License-Identifier: Apache-2.0
#include "tests/layout/include_walls.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/layout/planted_tree.h"

namespace throng::layout {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

// base, door, eye, watch, release, drawn and apps in their order; each file is as it should be.
class IncludeWalls : public testing::Test {
 protected:
  IncludeWalls() {
    std::string top;
    for (const char* room : {"base", "door", "eye", "watch", "release", "drawn", "apps"}) {
      top += std::string("add_subdirectory(counter/") + room + ")  # a room\n";
    }
    planted_.Plant("CMakeLists.txt", top);
    Room("base", "");
    Room("door", "USES base");
    Room("eye", "USES base door");
    Room("watch", "USES door");
    Room("release", "USES base");
    Room("drawn", "USES base");
    Room("apps", "USES base door watch release");
    Source("counter/base/units.h", "#include <cmath>");
    Source("counter/door/tally.h", "#include \"counter/base/units.h\"");
    Source("counter/eye/look.cc", "#include <opencv2/core.hpp>\n#include <libavutil/frame.h>");
    Source("counter/watch/watch.cc", "#include \"counter/door/tally.h\"\n#include <spawn.h>");
    Source("counter/apps/throng_eye.cc", "#include \"counter/eye/look.h\"");
    Source("counter/drawn/scene.h", "#include <opencv2/core.hpp>");
    Source("counter/apps/throng_draw.cc", "#include \"counter/drawn/scene.h\"");
    Source("counter/apps/throng.cc", "#include \"counter/release/published.h\"");
  }

  void Room(const std::string& name, const std::string& uses) const {
    planted_.Plant("counter/" + name + "/CMakeLists.txt",
                   "counter_room(" + name + "\n  " + uses + "\n  HEADERS units.h tally.h)\n");
  }
  // Two lines stand above `includes`.
  void Source(const std::string& path, const std::string& includes) const {
    planted_.Plant(path, "// Planted.\n\n" + includes + "\n");
  }
  std::string Findings() const { return Format(CheckIncludes(planted_.Read())); }

  PlantedTree planted_;
};

TEST(IncludeWallsOfThisTree, NoFileIncludesWhatItMayNot) {
  const SourceTree tree = ReadTree(THRONG_SOURCE_DIR);
  ASSERT_GT(tree.files.size(), 30U) << "the check must see something";
  const std::string findings = Format(CheckIncludes(tree));
  EXPECT_TRUE(findings.empty()) << '\n' << findings;
}

TEST_F(IncludeWalls, LetATreePassThatKeepsThem) { EXPECT_THAT(Findings(), IsEmpty()); }

TEST_F(IncludeWalls, FindAnIncludeAgainstTheDataFlow) {
  Source("counter/door/pipe.cc", "#include \"counter/release/published.h\"");
  EXPECT_THAT(Findings(), HasSubstr("counter/door/pipe.cc:3: room 'door' may not include room "
                                    "'release': it comes later in the data flow"));
}

TEST_F(IncludeWalls, FindAnIncludeOfTheEye) {
  Room("release", "USES base eye");  // even a room that says so
  Source("counter/release/releaser.cc", "#include <vector>\n# include \"counter/eye/frame.h\"");
  EXPECT_THAT(Findings(), HasSubstr("counter/release/releaser.cc:4: room 'release' may not include "
                                    "room 'eye': nobody looks into the eye"));
}

TEST_F(IncludeWalls, FindAnIncludeOfTheEyeInTheProgramThrong) {
  Source("counter/apps/throng.cc", "#include <counter/eye/frame.h>");
  EXPECT_THAT(Findings(), HasSubstr("counter/apps/throng.cc:3: room 'apps' may not include room "
                                    "'eye'"));
}

TEST_F(IncludeWalls, FindAnEyeThatKnowsMoreThanItNeeds) {
  Source("counter/apps/throng_eye.cc", "#include \"counter/release/published.h\"");
  EXPECT_THAT(Findings(), HasSubstr("counter/apps/throng_eye.cc:3: room 'apps' may not include "
                                    "room 'release': throng-eye knows only"));
}

TEST_F(IncludeWalls, FindAPainterThatKnowsMoreThanItNeeds) {
  Source("counter/apps/throng_draw.cc", "#include \"counter/eye/look.h\"");
  EXPECT_THAT(Findings(), HasSubstr("counter/apps/throng_draw.cc:3: room 'apps' may not include "
                                    "room 'eye': throng-draw knows only base, site and drawn"));
}

TEST_F(IncludeWalls, FindDrawnPeopleInTheProgramThrong) {
  Source("counter/apps/throng.cc", "#include \"counter/drawn/scene.h\"");
  EXPECT_THAT(Findings(), HasSubstr("counter/apps/throng.cc:3: room 'apps' may not include room "
                                    "'drawn': it is not in its USES"));
}

TEST_F(IncludeWalls, FindARoomThatIsNotInTheUses) {
  Source("counter/release/policy.cc", "#include \"counter/door/tally.h\"");
  EXPECT_THAT(Findings(), HasSubstr("counter/release/policy.cc:3: room 'release' may not include "
                                    "room 'door': it is not in its USES"));
}

TEST_F(IncludeWalls, LetARoomIncludeWhatItsRoomsUse) {
  Source("counter/watch/relay.cc", "#include \"counter/base/units.h\"");
  EXPECT_THAT(Findings(), IsEmpty());
}

TEST_F(IncludeWalls, FindAForeignLibraryOutsideItsRoom) {
  Source("counter/watch/relay.cc", "/* hidden */ #include <opencv2/core.hpp>");
  Source("counter/base/run.cc", "#include <spawn.h>");
  Source("counter/eye/send.cc",
         "#include <curl/curl.h>\n#include <mosquitto.h>\n#include <throng/v1/count.pb.h>\n"
         "#include <grpcpp/grpcpp.h>");
  const std::string findings = Findings();
  EXPECT_THAT(findings, HasSubstr("counter/watch/relay.cc:3: <opencv2/core.hpp> may be included "
                                  "only in counter/eye/"));
  EXPECT_THAT(findings, HasSubstr("counter/base/run.cc:3: <spawn.h> may be included only in"));
  EXPECT_THAT(findings, HasSubstr("counter/eye/send.cc:3: <curl/curl.h> may be included only in"));
  EXPECT_THAT(findings, HasSubstr("counter/eye/send.cc:4: <mosquitto.h> may be included only in"));
  EXPECT_THAT(findings, HasSubstr("send.cc:5: <throng/v1/count.pb.h> may be included only in"));
  EXPECT_THAT(findings, HasSubstr("send.cc:6: <grpcpp/grpcpp.h> may be included only in"));
}

TEST_F(IncludeWalls, FindAForeignLibraryThatNobodyAskedFor) {
  Source("counter/eye/look.cc", "#include <boost/asio.hpp>");
  EXPECT_THAT(Findings(), HasSubstr("counter/eye/look.cc:3: <boost/asio.hpp> belongs to no room"));
}

TEST_F(IncludeWalls, FindGoogleTestOutsideTests) {
  Source("counter/door/pipe_test.cc", "#include <gtest/gtest.h>");
  Source("counter/door/pipe_for_test.h", "#include <gmock/gmock.h>");
  Source("counter/door/pipe.cc", "#include <gtest/gtest.h>");
  EXPECT_EQ(Findings(), "counter/door/pipe.cc:3: only tests include GoogleTest\n");
}

TEST_F(IncludeWalls, FindARoomThatTheBuildDoesNotKnow) {
  Source("counter/shed/shed.cc", "#include <vector>");
  Source("counter/door/pipe.cc", "#include \"counter/shed/shed.h\"\n#include \"tally.h\"");
  const std::string findings = Findings();
  EXPECT_THAT(findings, HasSubstr("counter/shed/shed.cc:0: room 'shed' is not in CMakeLists.txt"));
  EXPECT_THAT(findings, HasSubstr("counter/door/pipe.cc:3: room 'door' may not include room "
                                  "'shed': it is not in CMakeLists.txt"));
  EXPECT_THAT(findings, HasSubstr("counter/door/pipe.cc:4: \"tally.h\": write the path from the "
                                  "top of the tree"));
}

}  // namespace
}  // namespace throng::layout
