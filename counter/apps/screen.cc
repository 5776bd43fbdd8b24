// Terminal escape codes, and nothing else.
// SPDX-License-Identifier: Apache-2.0
#include "counter/apps/screen.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace throng {
namespace {

constexpr Duration kBetweenPictures = std::chrono::milliseconds(100);
constexpr std::size_t kColumnsOnPaper = 132;
constexpr std::size_t kRowsOnPaper = 10'000;

}  // namespace

Screen::Screen(const Clock& clock, bool wanted)
    : clock_(clock),
      is_terminal_(wanted && ::isatty(STDOUT_FILENO) == 1),
      // NOLINTNEXTLINE(concurrency-mt-unsafe): one thread
      colour_(is_terminal_ && std::getenv("NO_COLOR") == nullptr) {
  if (is_terminal_) fmt::print("\033[?25l\033[?7l");  // no cursor, no line wrap
}

Screen::~Screen() {
  if (!is_terminal_) return;
  fmt::print("\033[?7h\033[?25h");
  std::fflush(stdout);
}

bool Screen::WantsPicture() const { return is_terminal_ && clock_.Steady() >= next_; }

std::size_t Screen::columns() const {
  winsize size{};
  if (!is_terminal_ || ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return kColumnsOnPaper;
  return size.ws_col > 0 ? size.ws_col : kColumnsOnPaper;
}

std::size_t Screen::rows() const {
  winsize size{};
  if (!is_terminal_ || ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return kRowsOnPaper;
  return size.ws_row > 0 ? size.ws_row : kRowsOnPaper;
}

void Screen::Put(const std::vector<std::string>& lines) {
  if (lines_drawn_ > 0) fmt::print("\033[{}F\033[J", lines_drawn_);
  for (const std::string& line : lines) fmt::print("{}\n", line);
  std::fflush(stdout);
  lines_drawn_ = is_terminal_ ? lines.size() : 0;
}

void Screen::Draw(const std::vector<std::string>& lines) {
  if (!WantsPicture()) return;
  next_ = clock_.Steady() + kBetweenPictures;
  Put(lines);
}

void Screen::Finish(const std::vector<std::string>& lines) { Put(lines); }

}  // namespace throng
