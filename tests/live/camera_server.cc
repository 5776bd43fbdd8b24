// The program camera_server: stands in for live cameras, sound and broken, in tests.
// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <fmt/format.h>
#include <glib-unix.h>
#include <gst/gst.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "counter/base/descriptor.h"
#include "tests/live/cameras.h"
#include "tests/live/orders.h"
#include "tests/live/video_loop.h"

namespace throng {
namespace {

namespace fs = std::filesystem;

constexpr guint kActEveryMs = 50;
constexpr unsigned kGraceSeconds = 10;  // then the system ends a server that hangs

const std::map<std::string, VideoCodec> kCodecs = {
    {"h264", VideoCodec::kH264}, {"h265", VideoCodec::kH265}, {"mjpeg", VideoCodec::kMjpeg}};

struct CommandLine {
  std::vector<std::string> videos;
  std::optional<VideoCodec> codec;
  std::optional<double> key_every_s;
  std::string login;
  bool basic = false;
  bool sha256 = false;
  bool http = false;
  unsigned seconds = 600;
  std::vector<std::string> orders;
  std::string orders_from;
  CameraOptions cameras;
};

void Declare(CLI::App& app, CommandLine& line) {
  app.add_option("--port", line.cameras.port, "On 127.0.0.1; 0: any that is free");
  app.add_option("--video", line.videos, "H.264, H.265 or MJPEG; camera i plays video i mod number")
      ->required()
      ->check(CLI::ExistingFile);
  app.add_option("--cameras", line.cameras.cameras, "At /cam0, /cam1 ...")
      ->check(CLI::Range(1, 1000));
  app.add_option("--codec", line.codec, "Encodes a video of another codec at the start")
      ->transform(CLI::Transformer(kCodecs));
  app.add_option("--key-every", line.key_every_s, "Seconds; encodes all videos at the start")
      ->check(CLI::Range(0.05, 3600.0));
  app.add_option("--login", line.login, "USER:PASSWORD, proved by Digest with MD5");
  auto* const basic = app.add_flag("--basic", line.basic, "The login is proved by Basic");
  app.add_flag("--sha256", line.sha256, "By Digest with SHA-256; HTTP only")->excludes(basic);
  app.add_flag("--http", line.http, "MJPEG over HTTP in place of RTSP");
  app.add_option("--seconds", line.seconds, "Ends after so long")->check(CLI::Range(1, 86'400));
  app.add_option("--session-seconds", line.cameras.session_seconds,
                 "RTSP: a viewer who says nothing for so long is sent away")
      ->check(CLI::Range(1, 3600));
  app.add_flag("--from-start", line.cameras.from_start,
               "Each viewer begins with the first picture; else all cameras are in step");
  app.add_option("--order", line.orders, "An order that holds from the beginning");
  app.add_option("--orders-from", line.orders_from, "A named pipe in place of standard input");
  app.footer(
      "Prints \"ready PORT\" when it listens. Orders, one a line, each answered by \"done ORDER\" "
      "or "
      "\"unknown ORDER\";\nI is a camera's number or \"all\": cut I; down I; freeze I; garbage I; "
      "flap I SECONDS; up I, which ends the others.");
}

// A folder that goes when this object does.
class Scratch {
 public:
  Scratch() {
    std::string name = (fs::temp_directory_path() / "camera_server.XXXXXX").string();
    if (::mkdtemp(name.data()) != nullptr) path_ = name;
  }
  ~Scratch() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::optional<VideoLoop> Load(const fs::path& file, const CommandLine& line) {
  std::optional<VideoLoop> loop = ReadVideoLoop(file);
  const VideoCodec wanted = line.codec.value_or(line.http ? VideoCodec::kMjpeg : VideoCodec::kH264);
  const bool fits = loop && (loop->codec == wanted || (!line.codec && !line.http));
  if (fits && !line.key_every_s) return loop;
  const Scratch scratch;
  const fs::path encoded = scratch.path() / "encoded.mkv";
  const auto every = std::chrono::duration<double>(line.key_every_s.value_or(2));
  if (!EncodeVideo(file, wanted, std::chrono::duration_cast<Duration>(every), scratch.path(),
                   encoded)) {
    return std::nullopt;
  }
  return ReadVideoLoop(encoded);
}

struct Running {
  GMainLoop* loop;
  Orders* orders;
  std::string input;  // the beginning of a line
};

gboolean Quit(void* running) {
  g_main_loop_quit(static_cast<Running*>(running)->loop);
  return G_SOURCE_CONTINUE;
}

Duration Now() { return std::chrono::microseconds(g_get_monotonic_time()); }

gboolean Act(void* running) {
  static_cast<Running*>(running)->orders->Act(Now());
  return G_SOURCE_CONTINUE;
}

void Obey(Orders& orders, const std::string& order) {
  fmt::print("{} {}\n", orders.Obey(order) ? "done" : "unknown", order);
  std::fflush(stdout);
}

gboolean Read(gint fd, GIOCondition, void* user) {
  auto& running = *static_cast<Running*>(user);
  std::array<char, 4096> some{};
  const ssize_t got = ::read(fd, some.data(), some.size());
  if (got <= 0) return G_SOURCE_REMOVE;
  running.input.append(some.data(), static_cast<std::size_t>(got));
  for (std::size_t end = 0; (end = running.input.find('\n')) != std::string::npos;) {
    Obey(*running.orders, running.input.substr(0, end));
    running.input.erase(0, end + 1);
  }
  return G_SOURCE_CONTINUE;
}

int Serve(const CommandLine& line) {
  ::alarm(line.seconds + kGraceSeconds);
  std::vector<CameraFaults> faults(line.cameras.cameras);
  const std::unique_ptr<Cameras> cameras =
      line.http ? ServeHttp(line.cameras, faults) : ServeRtsp(line.cameras, faults);
  if (!cameras) {
    fmt::print(stderr, "camera_server: cannot listen on port {}\n", line.cameras.port);
    return 1;
  }
  Orders orders(*cameras, faults);
  orders.Act(Now());
  for (const std::string& order : line.orders) {
    if (orders.Obey(order)) continue;
    fmt::print(stderr, "camera_server: unknown order: {}\n", order);
    return 2;
  }
  Running running{.loop = g_main_loop_new(nullptr, FALSE), .orders = &orders, .input = {}};
  // Both ways, so that it does not end when a writer leaves.
  const Descriptor pipe(line.orders_from.empty()
                            ? ::dup(STDIN_FILENO)
                            : ::open(line.orders_from.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC));
  if (pipe) g_unix_fd_add(pipe.get(), G_IO_IN, Read, &running);
  g_unix_signal_add(SIGTERM, Quit, &running);
  g_unix_signal_add(SIGINT, Quit, &running);
  g_timeout_add_seconds(line.seconds, Quit, &running);
  g_timeout_add(kActEveryMs, Act, &running);
  fmt::print("ready {}\n", cameras->port());
  std::fflush(stdout);
  g_main_loop_run(running.loop);
  g_main_loop_unref(running.loop);
  return 0;
}

int Main(int argc, char** argv) {
  CLI::App app("Stands in for live cameras: RTSP over TCP, or MJPEG over HTTP.", "camera_server");
  CommandLine line;
  Declare(app, line);
  CLI11_PARSE(app, argc, argv);
  if (const std::size_t colon = line.login.find(':'); colon != std::string::npos) {
    ProveBy by = ProveBy::kMd5;
    if (line.basic) by = ProveBy::kBasic;
    if (line.sha256) by = ProveBy::kSha256;
    line.cameras.login = CameraLogin{line.login.substr(0, colon), line.login.substr(colon + 1), by};
  } else if (!line.login.empty()) {
    fmt::print(stderr, "camera_server: --login is USER:PASSWORD\n");
    return 2;
  }
  if (line.sha256 && !line.http) {
    fmt::print(stderr, "camera_server: GStreamer's RTSP server does not know SHA-256\n");
    return 2;
  }
  for (const std::string& file : line.videos) {
    std::optional<VideoLoop> loop = Load(file, line);
    if (!loop) {
      fmt::print(stderr, "camera_server: {} cannot be played\n", file);
      return 1;
    }
    line.cameras.videos.push_back(std::move(*loop));
  }
  gst_init(nullptr, nullptr);
  return Serve(line);
}

}  // namespace
}  // namespace throng

int main(int argc, char** argv) { return throng::Main(argc, argv); }
