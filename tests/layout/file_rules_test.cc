// Every file of this tree keeps the rules; and each mistake planted on purpose is found.
// SPDX-License-Identifier: Apache-2.0
#include "tests/layout/file_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/layout/planted_tree.h"

namespace throng::layout {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

const std::string kFirst =
    "// Stands for a file that is as it should be.\n"
    "// SPDX-License-Identifier: Apache-2.0\n";

std::string FindingsWith(const std::string& path, const std::string& text) {
  const PlantedTree planted;
  planted.Plant("counter/base/good.h", kFirst + "#pragma once\n");
  planted.Plant("README.md", "# throng\n");
  planted.Plant(path, text);
  return Format(CheckFiles(planted.Read()));
}

TEST(FileRulesOfThisTree, EveryFileKeepsThem) {
  const SourceTree tree = ReadTree(THRONG_SOURCE_DIR);
  ASSERT_GT(tree.files.size(), 30U) << "the check must see something";
  const std::string findings = Format(CheckFiles(tree));
  EXPECT_TRUE(findings.empty()) << '\n' << findings;
}

const std::string kOwnHeader = "#include \"counter/base/good.h\"\n";

TEST(FileRules, LetATreePassThatKeepsThem) {
  EXPECT_THAT(FindingsWith("counter/base/good.cc", kFirst + kOwnHeader), IsEmpty());
}

TEST(FileRules, FindASourceFileThatDoesNotIncludeItsOwnHeaderFirst) {
  const std::string cure = "counter/base/good.cc:0: the first include of a source file";
  EXPECT_THAT(FindingsWith("counter/base/good.cc", kFirst), HasSubstr(cure));
  EXPECT_THAT(FindingsWith("counter/base/good.cc", kFirst + "#include <vector>\n" + kOwnHeader),
              HasSubstr(cure));
}

TEST(FileRules, FindAMissingSentenceLicenceOrPragma) {
  const std::string findings = FindingsWith("counter/base/bad.h", "#include <vector>\n\nint i;\n");
  EXPECT_THAT(findings, HasSubstr("counter/base/bad.h:1: begin with one sentence"));
  EXPECT_THAT(findings, HasSubstr("counter/base/bad.h:2: the second line is: // SPDX"));
  EXPECT_THAT(findings, HasSubstr("counter/base/bad.h:3: the third line of a header"));
}

TEST(FileRules, FindAMergeThatWasNotFinished) {
  const std::string ours = std::string(7, '<') + " HEAD\n";
  const std::string theirs = std::string(7, '>') + " branch\n";
  EXPECT_THAT(FindingsWith("README.md", "# throng\n" + ours), HasSubstr("README.md:2: a merge"));
  EXPECT_THAT(FindingsWith("counter/base/bad.cc", kFirst + theirs),
              HasSubstr("counter/base/bad.cc:3: a merge"));
}

TEST(FileRules, FindALetterThatIsNotAscii) {
  EXPECT_THAT(FindingsWith("counter/base/bad.cc", kFirst + "// caf\xC3\xA9\n"),
              HasSubstr("counter/base/bad.cc:3: not ASCII"));
  EXPECT_THAT(FindingsWith("README.md", "first\n\xE2\x80\x93\n"), HasSubstr("README.md:2: not"));
  EXPECT_THAT(FindingsWith("counter/base/bad.cc", kFirst + "int i;\r\n"), HasSubstr(".cc:3: not"));
}

TEST(FileRules, FindAFileThatIsTooLong) {
  std::string text = kFirst;
  for (int i = 0; i < 598; ++i) text += "// A line.\n";
  EXPECT_THAT(FindingsWith("counter/base/long.cc", text), IsEmpty());
  EXPECT_THAT(FindingsWith("counter/base/long.cc", text + "\n"),
              HasSubstr("counter/base/long.cc:601: more than 600 lines"));
}

TEST(FileRules, FindRangesViews) {
  EXPECT_THAT(FindingsWith("counter/base/bad.cc", kFirst + "#include <ranges>\n"),
              HasSubstr("counter/base/bad.cc:3: no <ranges> views"));
  EXPECT_THAT(FindingsWith("counter/base/bad.cc", kFirst + "auto x = std::vi" + "ews::all;\n"),
              HasSubstr("counter/base/bad.cc:3: no <ranges> views"));
}

TEST(FileRules, FindAPictureWhateverItsName) {
  for (const char* name : {"counter/eye/a.jpg", "tests/b.PNG", "tests/c.mkv", "counter/d.avi"}) {
    EXPECT_THAT(FindingsWith(name, "x"), HasSubstr("no picture or video enters")) << name;
  }
  const std::string start("\xFF\xD8\xFF\xE0\0\x10JFIF\0\1", 12);
  EXPECT_THAT(FindingsWith("counter/store/corpus/ledger_fuzz/seed1", start),
              HasSubstr("no picture or video enters"));
}

TEST(FileRules, LetADrawingHoldLinesButNoPixels) {
  EXPECT_THAT(FindingsWith("counter/chart.svg", "<svg><path d='M0,0 h9'/></svg>\n"), IsEmpty());
  for (const char* inside :
       {"<image href='a'/>", "<g style='fill:url(data:image/png;base64,AA)'/>"}) {
    EXPECT_THAT(FindingsWith("counter/chart.svg", std::string("<svg>") + inside + "</svg>\n"),
                HasSubstr("no picture or video enters"))
        << inside;
  }
}

TEST(FileRules, LetOnlyTheNamedSheetOfDrawnPeopleStayAndOnlySmall) {
  const std::string start("\xFF\xD8\xFF\xE0\0\x10JFIF\0\1", 12);
  const std::string small = start + std::string(250'000 - start.size(), 'x');
  EXPECT_THAT(FindingsWith("counter/drawn/sheet.jpg", small), IsEmpty());
  EXPECT_THAT(FindingsWith("counter/drawn/sheet.jpg", small + "x"),
              HasSubstr("no picture or video enters"));
  EXPECT_THAT(FindingsWith("counter/drawn/other.jpg", small),
              HasSubstr("no picture or video enters"));
}

TEST(FileRules, LetOnlyTheEyesFuzzTargetKeepSmallVideos) {
  const std::string small(16 * 1024, 'x');
  EXPECT_THAT(FindingsWith("counter/eye/corpus/source_fuzz/a.mp4", small), IsEmpty());
  EXPECT_THAT(FindingsWith("counter/eye/corpus/source_fuzz/a.mp4", small + "x"),
              HasSubstr("no picture or video enters"));
  EXPECT_THAT(FindingsWith("counter/site/corpus/load_fuzz/a.mp4", small),
              HasSubstr("no picture or video enters"));
}

TEST(FileRules, LetThePageHaveTypeScriptButNoVideoOfThatName) {
  EXPECT_THAT(FindingsWith("counter/page/web/src/main.ts", "export {};\n"), IsEmpty());
  EXPECT_THAT(FindingsWith("counter/page/web/src/main.ts", "G\x40\x11\x10"),
              HasSubstr("not ASCII"));
  EXPECT_THAT(FindingsWith("counter/eye/main.ts", "export {};\n"),
              HasSubstr("no picture or video enters"));
}

TEST(FileRules, FindAThirdPlaceThatSaysWhatMayLeave) {
  const std::string leave = "template <>\ninline constexpr bool\n    kMayLeave<double> = true;\n";
  EXPECT_THAT(FindingsWith("counter/release/entry.h", kFirst + "#pragma once\n" + leave),
              HasSubstr("counter/release/entry.h:5: only door/tally.h and release/published.h"));
  EXPECT_THAT(FindingsWith("counter/door/tally.h", kFirst + "#pragma once\n" + leave), IsEmpty());
  const std::string use = "static_assert(!kMayLeave<double>);\n";
  EXPECT_THAT(FindingsWith("counter/release/entry.h", kFirst + "#pragma once\n" + use), IsEmpty());
}

TEST(FileRules, FindAContractThatIsNotLaidOut) {
  EXPECT_THAT(FindingsWith("proto/good.proto", kFirst + "syntax = \"proto3\";\n"), IsEmpty());
  EXPECT_THAT(FindingsWith("proto/bad.proto", "syntax = \"proto3\";\n"),
              HasSubstr("proto/bad.proto:1: begin with one sentence"));
  const std::string long_line = "// " + std::string(97, 'x');
  EXPECT_THAT(FindingsWith("proto/good.proto", kFirst + long_line + "\n"), IsEmpty());
  EXPECT_THAT(FindingsWith("proto/bad.proto", kFirst + long_line + "x\n"),
              HasSubstr("proto/bad.proto:3: break the line"));
  EXPECT_THAT(FindingsWith("proto/bad.proto", kFirst + "// end \n\tint\n"),
              AllOf(HasSubstr("bad.proto:3: a tab, or"), HasSubstr("bad.proto:4: a tab, or")));
}

TEST(FileRules, FindSomethingNewAtTheTop) {
  EXPECT_THAT(FindingsWith("scripts/deploy.sh", "#!/bin/sh\n"),
              HasSubstr("scripts/deploy.sh:0: nothing new at the top of the tree"));
}

}  // namespace
}  // namespace throng::layout
