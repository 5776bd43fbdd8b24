// Runs a program for a test and tells what it printed and how it ended.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace throng {

struct Ended {
  int code;         // exit code; 128 + the signal's number if one ended it
  std::string out;  // standard output
  std::string err;  // standard error
};

// A program under way, in a folder of its own for its output. Killed at the end if it still runs.
class Process {
 public:
  // `words[0]` is a path or a name on PATH. Output goes to files in `folder`.
  Process(const std::vector<std::string>& words, const std::filesystem::path& folder);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t id() const { return id_; }
  void Signal(int number) const;
  std::string OutSoFar() const;
  std::vector<pid_t> Children() const;
  Ended Wait();

 private:
  std::filesystem::path out_, err_;
  pid_t id_ = 0;
  bool waited_ = false;
};

// Of 127.0.0.1; was free a moment ago.
int FreePort();

Ended RunToEnd(const std::vector<std::string>& words, const std::filesystem::path& folder);

}  // namespace throng
