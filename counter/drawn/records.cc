// Plain arrays, so that numpy reads them without a parser.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/records.h"

#include <array>
#include <fstream>
#include <system_error>

namespace throng {
namespace {

template <class T>
void Append(std::ofstream& file, const T& value) {
  file.write(reinterpret_cast<const char*>(&value), sizeof value);
}

}  // namespace

DrawnPicture NumberedPicture(const PictureOptions& options, std::uint64_t seed,
                             std::uint64_t number) {
  // Scattered first, so that neighbouring seeds have no pictures in common.
  Random random(Random(seed).Bits() + number);
  return DrawPicture(random, options);
}

Status WriteRecords(const std::filesystem::path& folder, const PictureOptions& options,
                    std::uint64_t seed, std::uint64_t first, std::uint64_t count) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  std::ofstream pictures(folder / "pictures.bgr", std::ios::binary);
  std::ofstream scales(folder / "scale.f32", std::ios::binary);
  std::ofstream persons(folder / "persons.f32", std::ios::binary);
  if (!pictures || !scales || !persons) return Fault::kNotPermitted;
  for (std::uint64_t i = 0; i < count; ++i) {
    const DrawnPicture picture = NumberedPicture(options, seed, first + i);
    for (int y = 0; y < picture.bgr.rows; ++y) {
      pictures.write(reinterpret_cast<const char*>(picture.bgr.ptr(y)),
                     std::streamsize{3} * picture.bgr.cols);
    }
    scales.write(reinterpret_cast<const char*>(picture.scale.data),
                 static_cast<std::streamsize>(sizeof(float) * picture.scale.total()));
    for (const DrawnPerson& person : picture.persons) {
      Append(persons, std::array<float, 7>{static_cast<float>(i), person.head_px.x,
                                           person.head_px.y, person.foot_px.x, person.foot_px.y,
                                           person.visible, person.head_visible});
    }
    if (!pictures || !scales || !persons) return Fault::kDiskFull;
  }
  pictures.flush();
  scales.flush();
  persons.flush();
  if (!pictures || !scales || !persons) return Fault::kDiskFull;
  return Done{};
}

}  // namespace throng
