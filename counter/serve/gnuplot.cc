// Feeds gnuplot through a pipe.
// SPDX-License-Identifier: Apache-2.0
#include "counter/serve/gnuplot.h"

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <fstream>

namespace throng {
namespace {

// Proves that `file` can be written, since gnuplot's own words about it would be lost.
Status TryToWrite(const std::filesystem::path& file) {
  std::error_code ignored;
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
  if (!std::filesystem::is_directory(folder, ignored)) return Fault::kNotAFolder;
  std::ofstream probe(file);
  if (!probe) return Fault::kNotPermitted;
  return Done{};
}

// While it lives, a reader that goes away is an error of the write and not our end.
class NoPipeSignal {
 public:
  NoPipeSignal() {
    struct sigaction ignore {};
    ignore.sa_handler = SIG_IGN;
    ::sigaction(SIGPIPE, &ignore, &before_);
  }
  ~NoPipeSignal() { ::sigaction(SIGPIPE, &before_, nullptr); }
  NoPipeSignal(const NoPipeSignal&) = delete;
  NoPipeSignal& operator=(const NoPipeSignal&) = delete;

 private:
  struct sigaction before_ {};
};

// gnuplot's exit status; 127 is the shell's word for "no such program".
int Run(const std::string& script) {
  std::FILE* gnuplot = ::popen("exec gnuplot 2>/dev/null", "w");
  if (gnuplot == nullptr) return 127;
  const NoPipeSignal no_signal;
  std::fwrite(script.data(), 1, script.size(), gnuplot);
  const int status = ::pclose(gnuplot);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

std::string GnuplotText(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) {
    quoted += c;
    if (c == '\'') quoted += c;
  }
  return quoted + "'";
}

Status Draw(const std::filesystem::path& file, int width_px, int height_px,
            const std::string& script) {
  const bool png = file.extension() == ".png";
  std::filesystem::path part = file;
  part += ".part";
  const Status writable = TryToWrite(part);
  if (!writable) return writable.error();
  const std::string head = fmt::format(
      "set encoding utf8\nset terminal {} size {},{} {} noenhanced font 'sans,{}' background "
      "rgb 'white'\nset output {}\n",
      png ? "pngcairo" : "svg", width_px, height_px, png ? "" : "dynamic", png ? 11 : 14,
      GnuplotText(part.string()));
  const int status = Run(head + script + "\nset output\n");
  std::error_code failed;
  const auto size = std::filesystem::file_size(part, failed);
  if (status == 0 && !failed && size > 0) std::filesystem::rename(part, file, failed);
  if (status == 0 && !failed && size > 0) return Done{};
  const bool full =
      std::filesystem::space(part.parent_path().empty() ? "." : part.parent_path(), failed)
          .available == 0;
  std::filesystem::remove(part, failed);
  if (status == 127) return Fault::kNoChartProgram;
  return full ? Fault::kDiskFull : Fault::kChartFailed;
}

}  // namespace throng
