// throng notice prints the sign of a site file, and says what it lacks.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

#include "counter/site/test_good_site.h"
#include "tests/pipeline/scene.h"

namespace throng {
namespace {

using testing::HasSubstr;
using testing::Not;

class NoticeTest : public SceneTest {
 protected:
  void SetUp() override { Write(site_, std::string(kGoodSite)); }
  Ended Notice(std::vector<std::string> more) const {
    more.insert(more.begin(), {"notice", "--site", site_});
    return Throng(more);
  }
  const std::string site_ = folder_ / "site.toml";
};

TEST_F(NoticeTest, ASignWithBlanksIsPrintedWithAWarning) {
  const Ended ended = Notice({});
  EXPECT_EQ(ended.code, 0);
  EXPECT_THAT(ended.out, HasSubstr("People are counted here"));
  EXPECT_THAT(ended.err, HasSubstr("blanks for purpose, controller, contact, notice_url, legal_b"));
}

TEST_F(NoticeTest, ACompleteSiteHasNoWarning) {
  std::ofstream(site_, std::ios::app)
      << "\n[notice]\npurpose = \"a\"\ncontroller = \"b\"\ncontact = \"c\"\n"
         "notice_url = \"https://d\"\n[legal_basis]\nreference = \"e\"\nauthority = \"f\"\n"
         "expires = 2199-12-31\n";
  EXPECT_EQ(Notice({}).err, "");
  EXPECT_THAT(Throng({"check", site_}).out, Not(HasSubstr("lacks")));
}

TEST_F(NoticeTest, AnHtmlSignGoesIntoAFile) {
  const std::string page = folder_ / "sign.html";
  EXPECT_EQ(Notice({"--format", "html", "--language", "fr", "--out", page}).code, 0);
  std::ifstream in(page);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  EXPECT_THAT(text, HasSubstr("<html lang=\"fr\">"));
  EXPECT_THAT(text, HasSubstr("</html>"));
  EXPECT_EQ(Notice({"--out", folder_ / "none" / "sign.txt"}).code, 5);
}

TEST_F(NoticeTest, AnUnknownCameraOrWordIsAMistakeOfTheCommandLine) {
  const Ended ended = Notice({"--camera", "hull"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(ended.err, HasSubstr("hall, yard, door"));
  EXPECT_EQ(Notice({"--format", "pdf"}).code, 2);
  EXPECT_EQ(Notice({"--language", "tlh"}).code, 2);
}

}  // namespace
}  // namespace throng
