// A real PostgreSQL server for tests, in a temporary folder, reached by a socket in it alone.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>

namespace throng {

// Started when it is made, with fsync; ended with this object, and with this program however that
// ends. As root, it runs as the user postgres.
class TestPostgres {
 public:
  // Why there can be none here, if so: then a test is to be skipped.
  static std::optional<std::string> WhyNot();

  TestPostgres();
  ~TestPostgres();
  TestPostgres(const TestPostgres&) = delete;
  TestPostgres& operator=(const TestPostgres&) = delete;

  // Of a schema of its own, which is made if it is not there.
  std::string ConnectionTo(const std::string& schema);
  // Runs statements as its administrator; false if one failed.
  bool Execute(const std::string& sql) const;
  // The one value that a statement answers.
  std::string Ask(const std::string& sql) const;

  // SIGKILL to the server and all of its processes, at once.
  void Kill();
  // Also after Kill, with its recovery; false if it does not answer in time.
  bool Start();
  void Stop();  // fast, but orderly

  // That its processes have used since it was started; what has ended is in it.
  double CpuSeconds() const;

  std::filesystem::path data() const { return folder_ / "data"; }

 private:
  bool Answers() const;

  std::filesystem::path folder_;
  pid_t server_ = 0;
};

}  // namespace throng
