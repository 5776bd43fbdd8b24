// Records hold each picture's bytes, scale and persons, and say so if they cannot be written.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/records.h"

#include <algorithm>
#include <cstring>
#include <span>

#include "counter/drawn/test_folder.h"

namespace throng {
namespace {

constexpr std::size_t kPictureBytes = 9216;  // 64 x 48 x 3

class RecordsTest : public FolderTest {
 protected:
  const PictureOptions options_{.size_px = {64, 48}, .px_per_m = 10, .empty = 0.3F};

  std::vector<float> Numbers(const std::string& name) const {
    const std::string bytes = Bytes(name);
    std::vector<float> numbers(bytes.size() / sizeof(float));
    std::memcpy(numbers.data(), bytes.data(), numbers.size() * sizeof(float));
    return numbers;
  }
};

TEST_F(RecordsTest, HoldWhatWasDrawn) {
  ASSERT_TRUE(WriteRecords(folder_ / "new" / "folder", options_, 4, 0, 12));
  const std::string pictures = Bytes("new/folder/pictures.bgr");
  const std::vector<float> scales = Numbers("new/folder/scale.f32");
  const std::vector<float> persons = Numbers("new/folder/persons.f32");
  ASSERT_EQ(pictures.size(), 12 * kPictureBytes);
  ASSERT_EQ(scales.size(), 12U * 6 * 8);
  std::vector<float> expected;  // of all persons
  for (std::size_t i = 0; i < 12; ++i) {
    const DrawnPicture picture = NumberedPicture(options_, 4, i);
    EXPECT_EQ(std::memcmp(pictures.data() + i * kPictureBytes, picture.bgr.data, kPictureBytes), 0);
    const std::vector<float> scale(picture.scale.begin(), picture.scale.end());
    EXPECT_TRUE(std::ranges::equal(scale, std::span(scales).subspan(i * 6 * 8, 6 * 8))) << i;
    for (const DrawnPerson& person : picture.persons) {
      for (const float number :
           {static_cast<float>(i), person.head_px.x, person.head_px.y, person.foot_px.x,
            person.foot_px.y, person.visible, person.head_visible}) {
        expected.push_back(number);
      }
    }
  }
  EXPECT_GT(expected.size(), 7U) << "no person in twelve pictures proves nothing";
  EXPECT_EQ(persons, expected);
}

TEST_F(RecordsTest, APictureIsTheSameWhereverTheRecordsBegin) {
  ASSERT_TRUE(WriteRecords(folder_ / "a", options_, 3, 0, 3));
  ASSERT_TRUE(WriteRecords(folder_ / "b", options_, 3, 2, 1));
  EXPECT_EQ(Bytes("a/pictures.bgr").substr(2 * kPictureBytes), Bytes("b/pictures.bgr"));
}

TEST_F(RecordsTest, AFolderThatCannotBeMadeIsAFault) {
  std::ofstream(folder_ / "file") << "in the way";
  const Status written = WriteRecords(folder_ / "file", options_, 1, 0, 1);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error(), Fault::kNotPermitted);
}

TEST_F(RecordsTest, AFullDiskIsAFault) {
  std::filesystem::create_symlink("/dev/full", folder_ / "persons.f32");
  const Status written = WriteRecords(folder_, {.size_px = {64, 48}, .empty = 0}, 1, 0, 30);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error(), Fault::kDiskFull);
}

}  // namespace
}  // namespace throng
