// Keeps the live table in place on a terminal.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "counter/base/time.h"

namespace throng {

// Draws over its own last picture, at most ten times a second. On anything but a terminal it stays
// silent until Finish(), so that logs and pipes are not filled with escape codes.
class Screen {
 public:
  // Without `wanted` it is silent on a terminal, too.
  Screen(const Clock& clock, bool wanted);
  ~Screen();
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  bool is_terminal() const { return is_terminal_; }
  bool colour() const { return colour_; }
  // Of the terminal, which may change; many where there is none.
  std::size_t columns() const;
  std::size_t rows() const;

  // True if a picture drawn now would be shown.
  bool WantsPicture() const;
  void Draw(const std::vector<std::string>& lines);
  // Draws a last time, whatever the time.
  void Finish(const std::vector<std::string>& lines);

 private:
  void Put(const std::vector<std::string>& lines);
  const Clock& clock_;
  bool is_terminal_;
  bool colour_;
  std::size_t lines_drawn_ = 0;
  Duration next_{0};
};

}  // namespace throng
