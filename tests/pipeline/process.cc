// Spawns, signals and reads a program under test.
// SPDX-License-Identifier: Apache-2.0
#include "tests/pipeline/process.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>

extern char** environ;  // NOLINT: POSIX's own declaration

namespace throng {
namespace {

std::string Text(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

Process::Process(const std::vector<std::string>& words, const std::filesystem::path& folder) {
  static std::atomic<int> runs = 0;
  const std::string run = std::to_string(++runs);
  out_ = folder / ("out." + run);
  err_ = folder / ("err." + run);
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  const auto redirect = [&actions](int fd, const char* path, int flags) {
    ::posix_spawn_file_actions_addopen(&actions, fd, path, flags, 0600);
  };
  redirect(STDIN_FILENO, "/dev/null", O_RDONLY);
  redirect(STDOUT_FILENO, out_.c_str(), O_WRONLY | O_CREAT | O_TRUNC);
  redirect(STDERR_FILENO, err_.c_str(), O_WRONLY | O_CREAT | O_TRUNC);
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  if (::posix_spawnp(&id_, arguments[0], &actions, nullptr, arguments.data(), environ) != 0) {
    waited_ = true;
    id_ = 0;
  }
  ::posix_spawn_file_actions_destroy(&actions);
}

Process::~Process() {
  if (waited_) return;
  Signal(SIGKILL);
  Wait();
}

void Process::Signal(int number) const { ::kill(id_, number); }

std::string Process::OutSoFar() const { return Text(out_); }

std::vector<pid_t> Process::Children() const {
  const std::string id = std::to_string(id_);
  std::ifstream in("/proc/" + id + "/task/" + id + "/children");
  return {std::istream_iterator<pid_t>(in), {}};
}

Ended Process::Wait() {
  if (waited_) return {.code = 127, .out = "", .err = "the program could not be started"};
  int status = 0;
  while (::waitpid(id_, &status, 0) < 0) {
  }
  waited_ = true;
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return {.code = code, .out = Text(out_), .err = Text(err_)};
}

int FreePort() {
  const int probe = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof at;
  const bool is_known = ::bind(probe, reinterpret_cast<sockaddr*>(&at), size) == 0 &&
                        ::getsockname(probe, reinterpret_cast<sockaddr*>(&at), &size) == 0;
  if (!is_known) std::abort();
  ::close(probe);
  return ::ntohs(at.sin_port);
}

Ended RunToEnd(const std::vector<std::string>& words, const std::filesystem::path& folder) {
  return Process(words, folder).Wait();
}

}  // namespace throng
