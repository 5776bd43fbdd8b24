// One record per packet: what comes through is a tally or an error, never half of each.
// SPDX-License-Identifier: Apache-2.0
#include "counter/door/pipe.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <string_view>

#include "counter/base/descriptor.h"

namespace throng {
namespace {

class PipeTest : public testing::Test {
 protected:
  PipeTest() {
    const Result<DoorEnds> ends = MakeDoor();
    read_ = Descriptor(ends->read_fd);
    write_ = Descriptor(ends->write_fd);
  }
  void WriteRaw(std::string_view bytes) const {
    ASSERT_EQ(::write(write_.get(), bytes.data(), bytes.size()),
              static_cast<ssize_t>(bytes.size()));
  }
  Descriptor read_, write_;
};

TEST_F(PipeTest, TalliesComeThroughInOrderAndThenTheEnd) {
  Tally first, second;
  first.patches[0] = PatchReading(Persons(7));
  second.patches[3] = PatchReading::Dim(Persons(9), SightReason::kDark);
  ASSERT_TRUE(WriteToDoor(write_.get(), first));
  ASSERT_TRUE(WriteToDoor(write_.get(), second));
  write_.Close();
  EXPECT_EQ(**ReadFromDoor(read_.get()), first);
  EXPECT_EQ(**ReadFromDoor(read_.get()), second);
  EXPECT_EQ(*ReadFromDoor(read_.get()), std::nullopt);
}

TEST_F(PipeTest, ARecordOfTheWrongSizeIsRefusedAndDoesNotShiftTheNext) {
  Tally good;
  good.patches[0] = PatchReading(Persons(3));
  WriteRaw("short");
  ASSERT_TRUE(WriteToDoor(write_.get(), good));
  WriteRaw("much longer than a tally");
  ASSERT_TRUE(WriteToDoor(write_.get(), good));
  EXPECT_EQ(ReadFromDoor(read_.get()).error(), Fault::kBadTally);
  EXPECT_EQ(**ReadFromDoor(read_.get()), good);
  EXPECT_EQ(ReadFromDoor(read_.get()).error(), Fault::kBadTally);
  EXPECT_EQ(**ReadFromDoor(read_.get()), good);
}

TEST_F(PipeTest, BitsThatMeanNothingDoNotComeThrough) {
  WriteRaw(std::string_view("\x05\x08\xFF\xFF\xFF\xF3\x00\x90", 8));
  const Result<std::optional<Tally>> tally = ReadFromDoor(read_.get());
  ASSERT_TRUE(tally && *tally);
  EXPECT_EQ((*tally)->patches[0], PatchReading(Persons(5)));
  for (int i = 1; i < 4; ++i) EXPECT_EQ((*tally)->patches.at(i).bits(), 0) << i;
}

}  // namespace
}  // namespace throng
