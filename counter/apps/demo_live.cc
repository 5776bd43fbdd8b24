// A count in a process of its own, as a real one is, and a hub with a page beside it.
// SPDX-License-Identifier: Apache-2.0
#include "counter/apps/demo_live.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdint>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "counter/apps/serve.h"
#include "counter/base/descriptor.h"

namespace throng {
namespace {

constexpr std::uint16_t kFirstPort = 8080;

// The first of some ports that nobody listens at; 0 without one.
std::uint16_t FreePort(std::uint16_t first) {
  constexpr std::uint16_t kTries = 50;
  for (std::uint16_t port = first; port < first + kTries; ++port) {
    const Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const auto* const at = reinterpret_cast<const sockaddr*>(&address);
    if (socket && ::bind(socket.get(), at, sizeof(address)) == 0) return port;
  }
  return 0;
}

std::string Quoted(const Path& path) {
  std::string text = "\"";
  for (const char c : path.string()) {
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  return text + '"';
}

// A count that tells nothing here, and ends with us.
class CountBeside {
 public:
  CountBeside(const Path& program, const std::vector<std::string>& words) {
    std::vector<char*> arguments;
    arguments.push_back(const_cast<char*>(program.c_str()));
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t files{};
    ::posix_spawn_file_actions_init(&files);
    ::posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    if (::posix_spawn(&process_, program.c_str(), &files, nullptr, arguments.data(), environ) !=
        0) {
      process_ = -1;
    }
    ::posix_spawn_file_actions_destroy(&files);
  }
  ~CountBeside() {
    if (process_ <= 0) return;
    ::kill(process_, SIGTERM);
    ::waitpid(process_, nullptr, 0);
  }
  CountBeside(const CountBeside&) = delete;
  CountBeside& operator=(const CountBeside&) = delete;

  bool IsRunning() const { return process_ > 0; }

 private:
  pid_t process_ = -1;
};

}  // namespace

ExitCode DemoLive(const Path& program, const Path& site, const Path& video, const Path& folder) {
  std::error_code unknown;
  const Path whole = std::filesystem::absolute(folder, unknown);
  const std::uint16_t page = FreePort(kFirstPort);
  const std::uint16_t hub = page == 0 ? 0 : FreePort(static_cast<std::uint16_t>(page + 1));
  if (hub == 0) return Tell(fmt::format("127.0.0.1:{}", kFirstPort), Fault::kCannotListen);
  const Path plan = whole / "serve.toml";
  std::ofstream(plan) << fmt::format(
      "# What `throng serve` needs to show the demo's counts in a browser.\n"
      "[edge]\nsite = {}\nledger = \"live.ledger\"\n\n"
      "[hub]\nlisten = \"127.0.0.1:{}\"\narchive = \"live.archive\"\n\n"
      "[page]\nlisten = \"127.0.0.1:{}\"\n",
      Quoted(site), hub, page);
  const CountBeside count(program, {"count", "--site", site.string(), "--source", video.string(),
                                    "--loop", "--ledger", (whole / "live.ledger").string()});
  if (!count.IsRunning()) return Tell(program.string(), Fault::kInternal);
  fmt::print(stderr,
             "\nThe recording is now counted again and again, as a live camera would be.\n\n"
             "  Open  http://127.0.0.1:{}/  in a browser on this machine. Ctrl-C ends it.\n\n",
             page);
  const ExitCode code = Serve({.file = plan});
  return code == ExitCode::kInterrupted ? ExitCode::kOk : code;
}

}  // namespace throng
