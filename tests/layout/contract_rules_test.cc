// The public contract keeps its rules; and each mistake planted on purpose is found.
// SPDX-License-Identifier: Apache-2.0
#include "tests/layout/contract_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <string>

#include "tests/layout/planted_tree.h"

namespace throng::layout {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

const std::string kHead = "syntax = \"proto3\";\npackage throng.v1;\n";  // two lines

// What is found in one file with `text` behind the head.
std::string Findings(const std::string& text, const std::string& head = kHead) {
  const PlantedTree planted;
  planted.Plant("throng/v1/a.proto", head + text + "\n");
  return Format(CheckContract(Contract::Read(planted.top())));
}

// In a message that is as it should be, but for `field`, which stands on line 5.
std::string FindingsOf(const std::string& field) {
  return Findings("// A thing.\nmessage Thing {\n" + field + "  // comment\n}");
}

TEST(Contract, KeepsItsRules) {
  const Contract contract = Contract::Read(THRONG_SOURCE_DIR "/proto");
  ASSERT_GT(LinesOf(contract).size(), 100U) << "the check must see something";
  const std::string findings = Format(CheckContract(contract));
  EXPECT_TRUE(findings.empty()) << '\n' << findings;
}

// One for each line.
std::string OnlyIn(const std::vector<std::string>& some, const std::vector<std::string>& others) {
  std::string only;
  for (const std::string& line : some) {
    if (!std::ranges::count(others, line)) only += line + "\n";
  }
  return only;
}

// Whoever adds to the contract writes it into tests/layout/contract.txt too, and so thinks twice.
TEST(Contract, HoldsWhatTheListSaysAndNothingElse) {
  std::vector<std::string> listed;
  std::ifstream in(THRONG_SOURCE_DIR "/tests/layout/contract.txt");
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with('#')) listed.push_back(line);
  }
  std::vector<std::string> lines = LinesOf(Contract::Read(THRONG_SOURCE_DIR "/proto"));
  EXPECT_EQ(OnlyIn(lines, listed), "");
  EXPECT_EQ(OnlyIn(listed, lines), "");
  lines.emplace_back("Count.median = 4 uint32");
  EXPECT_EQ(OnlyIn(lines, listed), "Count.median = 4 uint32\n");
}

TEST(ContractList, TellsFieldsValuesAndCalls) {
  const PlantedTree planted;
  planted.Plant("throng/v1/a.proto",
                kHead +
                    "message A { repeated uint32 b = 1; optional E e = 3; oneof o { A a = 4; } }\n"
                    "message N {}\nenum E { E_UNSPECIFIED = 0; }\n"
                    "service S { rpc C(A) returns (stream N); }\n");
  EXPECT_THAT(
      LinesOf(Contract::Read(planted.top())),
      testing::ElementsAre("A.b = 1 repeated uint32", "A.e = 3 optional E", "A.a = 4 oneof o A",
                           "N", "E.E_UNSPECIFIED = 0", "S.C(A) stream N"));
}

TEST(ContractRules, LetPassWhatKeepsThem) {
  EXPECT_THAT(Findings("// How many.\nmessage Thing {\n  uint32 persons = 1;\n}\n"
                       "enum Band {\n  BAND_UNSPECIFIED = 0;\n  BAND_CLEAR = 1;  // empty\n}\n"
                       "// For all.\nservice Things {\n  // Asks.\n"
                       "  rpc Ask(Thing) returns (Thing);\n}"),
              IsEmpty());
}

TEST(ContractRules, FindTypesThatCanHoldAnything) {
  EXPECT_THAT(FindingsOf("bytes more = 1;"),
              HasSubstr("throng/v1/a.proto:5: Thing.more: no bytes"));
  EXPECT_THAT(FindingsOf("string note = 1;"), HasSubstr("a.proto:5: Thing.note: no text but that"));
  EXPECT_THAT(FindingsOf("repeated string notes = 1;"), HasSubstr("Thing.notes: no text"));
  EXPECT_THAT(FindingsOf("map<string, uint32> more = 1;"), HasSubstr("Thing.more: no map"));
  EXPECT_THAT(FindingsOf("message In { bytes more = 1; }"), HasSubstr("Thing.In.more: no bytes"));
}

TEST(ContractRules, FindTypesFromElsewhere) {
  for (const char* type : {"any.proto\" Any", "struct.proto\" Struct",
                           "wrappers.proto\" BytesValue", "timestamp.proto\" Timestamp"}) {
    const std::string both = type;
    const std::size_t blank = both.find(' ');
    const std::string findings =
        Findings("// A thing.\nmessage Thing {\n  google.protobuf." + both.substr(blank + 1) +
                     " more = 1;\n}",
                 kHead + "import \"google/protobuf/" + both.substr(0, blank) + ";\n");
    EXPECT_THAT(findings, HasSubstr("Thing.more: no type from elsewhere")) << type;
    EXPECT_THAT(findings, HasSubstr("a.proto:0: imports google/protobuf/")) << type;
  }
}

TEST(ContractRules, FindExtensionsAndAnotherSyntax) {
  const std::string old = "syntax = \"proto2\";\npackage throng.v1;\n";
  const std::string findings = Findings(
      "// A thing.\nmessage Thing {\n  extensions 100 to 200;\n}\n"
      "extend Thing {\n  optional uint32 more_s = 100;\n}",
      old);
  EXPECT_THAT(findings, HasSubstr("a.proto:0: no extensions"));
  EXPECT_THAT(findings, HasSubstr("a.proto:4: Thing: no extensions"));
  EXPECT_THAT(findings, HasSubstr("a.proto:0: syntax is proto3"));
  EXPECT_THAT(Findings("// A.\nmessage A {}", "syntax = \"proto3\";\npackage other;\n"),
              HasSubstr("a.proto:0: the package"));
}

TEST(ContractRules, FindWordsThatCouldStandForAPerson) {
  for (const char* name : {"id",        "person_ns", "person_index_s", "track_s",  "tracks_s",
                           "box_s",     "bbox_m2",   "embedding_s",    "image_ns", "face_percent",
                           "device_ns", "feature_s", "vector_s",       "key_s",    "last_user_ns",
                           "age_s",     "frame_ns",  "camera_s",       "mac_s",    "uuid_s"}) {
    EXPECT_THAT(FindingsOf("uint64 " + std::string(name) + " = 1;"),
                HasSubstr(std::string(name) + ": the word '"))
        << name;
  }
  EXPECT_THAT(FindingsOf("oneof track { uint32 a_s = 1; }"), HasSubstr("the word 'track'"));
  EXPECT_THAT(Findings("// A thing.\nmessage FaceTrack {}"), HasSubstr("the word 'face'"));
  EXPECT_THAT(Findings("// A.\nenum Kind {\n  KIND_UNSPECIFIED = 0;\n  KIND_IMAGE = 1;\n}"),
              HasSubstr("the word 'image'"));
  EXPECT_THAT(Findings("// A.\nmessage A {}\n// B.\nservice Devices {\n  // C.\n"
                       "  rpc FollowPerson(A) returns (A);\n}"),
              AllOf(HasSubstr("the word 'devices'"), HasSubstr("the word 'person'")));
  EXPECT_THAT(FindingsOf("uint32 persons = 1;"), IsEmpty());
  EXPECT_THAT(FindingsOf("uint32 invalid_s = 1;"), IsEmpty()) << "words, not parts of words";
}

TEST(ContractRules, FindANumberWithoutItsUnit) {
  for (const char* type : {"uint32", "sfixed64", "double", "optional uint32", "repeated sint64"}) {
    EXPECT_THAT(FindingsOf(std::string(type) + " at = 1;"),
                HasSubstr("Thing.at: end the name in its unit"))
        << type;
  }
  for (const char* name : {"at_ns", "lag_ms", "seen_s", "area_m2", "coverage_percent", "persons",
                           "mean_persons", "density_per_m2", "change_persons_per_minute"}) {
    EXPECT_THAT(FindingsOf("double " + std::string(name) + " = 1;"), IsEmpty()) << name;
  }
  EXPECT_THAT(FindingsOf("bool connected = 1;"), IsEmpty());
  EXPECT_THAT(Findings("// A.\nmessage Range {}\n// B.\nmessage Thing {\n  Range size = 1;\n}"),
              HasSubstr("Thing.size: end the name in its unit"));
}

TEST(ContractRules, FindWhatNobodyExplained) {
  EXPECT_THAT(Findings("message Thing {\n  uint32 persons = 1;\n}"),
              HasSubstr("a.proto:4: Thing.persons: a comment"));
  EXPECT_THAT(Findings("message Thing {\n  uint32 persons = 1;  // how many\n}"), IsEmpty());
  EXPECT_THAT(Findings("message Thing {}"), HasSubstr("a.proto:3: Thing: say what it is for"));
  EXPECT_THAT(Findings("enum Band {\n  BAND_UNSPECIFIED = 0;\n  BAND_CLEAR = 1;\n}"),
              HasSubstr("BAND_CLEAR: a comment"));
  EXPECT_THAT(Findings("// A.\nmessage A {}\nservice S {\n  rpc Ask(A) returns (A);\n}"),
              AllOf(HasSubstr("S: a comment: who may"), HasSubstr("S.Ask: a comment: what it")));
}

TEST(ContractRules, FindAnEnumWithoutNoAnswer) {
  EXPECT_THAT(Findings("// How full.\nenum Band {\n  BAND_CLEAR = 0;\n}"),
              HasSubstr("a.proto:4: Band: begin with ..._UNSPECIFIED = 0"));
}

}  // namespace
}  // namespace throng::layout
