// What was released is still served; and each kind of break is found.
// SPDX-License-Identifier: Apache-2.0
#include "tests/layout/contract_changes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/layout/planted_tree.h"

namespace throng::layout {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

const std::string kReleased = R"(
syntax = "proto3";
package throng.v1;
enum Band { reserved 3 to 4; BAND_UNSPECIFIED = 0; BAND_CLEAR = 1; BAND_FULL = 2; }
message Count {
  reserved 7 to 8;
  reserved "median";
  uint32 persons = 1;
  repeated uint32 zones = 2;
  Band band = 3;
  oneof what { Window window = 4; }
  optional uint32 capacity = 5;
}
message Window { sfixed64 start_ns = 1; }
message Spare {}
enum Extra { EXTRA_UNSPECIFIED = 0; }
service Live { rpc Watch(Count) returns (stream Window); rpc List(Count) returns (Window); }
)";

// What is found once the first `released` in it is `now`.
std::string FindingsWith(const std::string& released, const std::string& now) {
  const PlantedTree before, after;
  before.Plant("throng/v1/a.proto", kReleased);
  std::string text = kReleased;
  const std::size_t at = text.find(released);
  if (at == std::string::npos) return "the planted contract has no " + released;
  after.Plant("throng/v1/a.proto", text.replace(at, released.size(), now));
  return Format(CheckChanges(Contract::Read(before.top()), Contract::Read(after.top())));
}

TEST(ReleasedContract, IsStillServed) {
  const Contract released = Contract::Read(THRONG_SOURCE_DIR "/tests/layout/released");
  ASSERT_GT(LinesOf(released).size(), 100U) << "the check must see something";
  const std::string findings =
      Format(CheckChanges(released, Contract::Read(THRONG_SOURCE_DIR "/proto")));
  EXPECT_TRUE(findings.empty()) << '\n' << findings;
}

TEST(ContractChanges, MayAdd) {
  EXPECT_THAT(FindingsWith("uint32 persons", "uint32 persons"), IsEmpty());
  EXPECT_THAT(FindingsWith("uint32 persons = 1;", "uint32 persons = 1; uint32 low = 9;"),
              IsEmpty());
  EXPECT_THAT(FindingsWith("BAND_FULL = 2;", "BAND_FULL = 2; BAND_OVER = 5;"), IsEmpty());
  EXPECT_THAT(FindingsWith("Window window = 4;", "Window window = 4; Count count = 9;"), IsEmpty());
  EXPECT_THAT(FindingsWith("service Live {",
                           "message More {} service Live { "
                           "rpc Ask(More) returns (More); "),
              IsEmpty());
  EXPECT_THAT(FindingsWith("reserved 7 to 8;", "reserved 6 to 8;"), IsEmpty());
}

struct Break {
  const char* name;
  const char* released;
  const char* now;
  const char* said;
};

class ContractBreaks : public testing::TestWithParam<Break> {};

TEST_P(ContractBreaks, AreFound) {
  EXPECT_THAT(FindingsWith(GetParam().released, GetParam().now), HasSubstr(GetParam().said));
}

INSTANTIATE_TEST_SUITE_P(
    Each, ContractBreaks,
    testing::Values(
        Break{"FieldRemoved", "uint32 persons = 1;", "", "Count.persons: the field is gone"},
        Break{"FieldRemovedAndReserved", "uint32 persons = 1;", "reserved 1;",
              "Count.persons: the field is gone"},
        Break{"FieldRenumbered", "persons = 1", "persons = 9", "persons: its number was 1, and is"},
        Break{"FieldRenamed", "persons = 1", "people = 1", "persons: its name is now people"},
        Break{"FieldRetyped", "uint32 persons", "uint64 persons",
              "it was uint32, and is now uint64"},
        Break{"FieldZigzagged", "uint32 persons", "sint32 persons", "is now sint32"},
        Break{"FieldOfAnotherMessage", "Window window", "Count window", "is now oneof what Count"},
        Break{"FieldOfAnotherEnum", "Band band", "uint32 band", "it was Band, and is now uint32"},
        Break{"FieldRepeated", "uint32 persons", "repeated uint32 persons", "now repeated uint32"},
        Break{"FieldNoLongerRepeated", "repeated uint32 zones", "uint32 zones", "was repeated"},
        Break{"FieldNoLongerOptional", "optional uint32 capacity", "uint32 capacity",
              "it was optional uint32, and is now uint32"},
        Break{"FieldNowOptional", "uint32 persons", "optional uint32 persons", "now optional"},
        Break{"FieldOutOfItsOneof", "oneof what { Window window = 4; }", "Window window = 4;",
              "it was oneof what Window, and is now Window"},
        Break{"ReservedNumberFree", "reserved 7 to 8;", "reserved 7;", "the number 8 was reserved"},
        Break{"ReservedNumberUsed", "reserved 7 to 8;", "reserved 8; uint32 low = 7;",
              "the number 7 was reserved"},
        Break{"ReservedNameFree", "reserved \"median\";", "", "the name median was reserved"},
        Break{"ValueRemoved", "BAND_FULL = 2;", "", "BAND_FULL: the value is gone"},
        Break{"ValueRenumbered", "BAND_FULL = 2", "BAND_FULL = 5", "its number was 2, and is now"},
        Break{"ValueRenamed", "BAND_FULL", "BAND_OVER", "BAND_FULL: the value is gone"},
        Break{"ValueReservedFree", "reserved 3 to 4;", "reserved 3;", "the number 4 was reserved"},
        Break{"MessageRemoved", "message Spare {}", "", "Spare: the message is gone"},
        Break{"EnumRemoved", "enum Extra { EXTRA_UNSPECIFIED = 0; }", "",
              "Extra: the enum is gone"},
        Break{"CallRemoved", "rpc List(Count) returns (Window);", "", "Live.List: the call is"},
        Break{"CallStopsStreaming", "stream Window", "Window", "Watch: who streams has changed"},
        Break{"CallStreams", "rpc List(Count)", "rpc List(stream Count)", "List: who streams has"},
        Break{"CallTakesAnother", "List(Count)", "List(Window)", "it takes or answers another"},
        Break{"ServiceRenamed", "service Live", "service Now", "Live: the service is gone"},
        Break{"Package", "throng.v1", "throng.v2", "Count: the message is gone"}),
    [](const testing::TestParamInfo<Break>& each) { return each.param.name; });

}  // namespace
}  // namespace throng::layout
