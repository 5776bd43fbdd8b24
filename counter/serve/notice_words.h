// What a sign says in each language that throng knows.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

#include "counter/serve/notice.h"

namespace throng {

// Braces are filled in by fmt.
struct NoticeWords {
  std::string_view code;  // ISO 639
  std::string_view title, motto;
  std::string_view counted, zones, per_window, per_tick;
  std::string_view never, not_done;
  std::string_view picture, forgotten;
  std::string_view purpose, responsible;
  std::string_view basis, until, stops;
  std::string_view numbers, kept;
  std::string_view questions, authority;
  std::string_view more;
  std::string_view check, how;
  std::string_view cameras, to_fill_in;
  std::array<std::string_view, 3> no;  // under the pictograms: faces, following, recording
  std::string_view drawn;              // what the large pictogram shows, for who cannot see it
  std::string_view technology, data, processing, access, storage;
  std::string_view date;  // of day, month, year
  std::array<std::string_view, 12> months;
};

const NoticeWords& WordsOf(Language language);

}  // namespace throng
