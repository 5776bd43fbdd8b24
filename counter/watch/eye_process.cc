// Spawns, reaps and kills throng-eye.
// SPDX-License-Identifier: Apache-2.0
#include "counter/watch/eye_process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <string>
#include <utility>

#include "counter/door/pipe.h"
#include "counter/watch/processor_share.h"

namespace throng {
namespace {

// What the kernel needs to start the eye with exactly the descriptors it may have.
class SpawnPlan {
 public:
  SpawnPlan(int video_fd, int door_fd, int brief_fd, const Descriptor& model) {
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawnattr_init(&attributes_);
    if (model) Move(model.get(), 5);
    Move(video_fd, 0);
    Move(door_fd, 3);
    Move(brief_fd, 4);
    // An eye has nothing to say but tallies. Sanitizers do: their builds cannot publish.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    Move(STDERR_FILENO, STDERR_FILENO);
#else
    ::posix_spawn_file_actions_addopen(&actions_, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
#endif
    ::posix_spawn_file_actions_addopen(&actions_, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_addclosefrom_np(&actions_, model ? 6 : 5);
    sigset_t none;
    ::sigemptyset(&none);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    ::posix_spawnattr_setpgroup(&attributes_, 0);
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;
  ~SpawnPlan() {
    ::posix_spawn_file_actions_destroy(&actions_);
    ::posix_spawnattr_destroy(&attributes_);
  }

  std::optional<pid_t> Run(const std::filesystem::path& program) const {
    pid_t process = 0;
    std::string name = "throng-eye";
    std::array<char*, 2> arguments{name.data(), nullptr};
    std::array<char*, 1> environment{nullptr};
    if (::posix_spawn(&process, program.c_str(), &actions_, &attributes_, arguments.data(),
                      environment.data()) != 0) {
      return std::nullopt;
    }
    return process;
  }

 private:
  void Move(int from, int to) { ::posix_spawn_file_actions_adddup2(&actions_, from, to); }
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

// A copy of `fd` above 9, so that no dup2 of the plan lands on a descriptor it still needs.
Descriptor Above(int fd) { return Descriptor(::fcntl(fd, F_DUPFD_CLOEXEC, 10)); }

// What its brief comes over: a pipe, or where it may answer a socketpair. The eye's end is first.
Result<std::pair<Descriptor, Descriptor>> MakeBriefEnds(bool answers) {
  std::array<int, 2> ends{};
  const int made = answers ? ::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data())
                           : ::pipe2(ends.data(), O_CLOEXEC);
  if (made != 0) return Fault::kInternal;
  return std::pair(Descriptor(ends[0]), Descriptor(ends[1]));
}

EyeEnd EndOf(int status) {
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS) return Fault::kEyeBroke;
  if (!WIFEXITED(status)) return Fault::kEyeDied;
  const int code = WEXITSTATUS(status);
  if (code == 0) return Done{};
  if (code > static_cast<int>(kLastFault)) return Fault::kEyeDied;
  return static_cast<Fault>(code);
}

}  // namespace

Result<EyeProcess> EyeProcess::Start(const std::filesystem::path& program, int video_fd,
                                     const Brief& brief, const Descriptor& model) {
  if (::access(program.c_str(), X_OK) != 0) return Fault::kNoEyeProgram;
  Result<std::pair<Descriptor, Descriptor>> brief_ends = MakeBriefEnds(HasTalk(brief.live));
  if (!brief_ends) return brief_ends.error();
  auto& [brief_read, brief_write] = *brief_ends;
  const Status written = WriteBrief(brief_write.get(), brief);
  if (!written) return written.error();
  if (!HasTalk(brief.live)) brief_write.Close();

  const Result<DoorEnds> door = MakeDoor();
  if (!door) return door.error();
  Descriptor door_read(door->read_fd);
  const Descriptor door_write(door->write_fd);

  const Descriptor video = Above(video_fd);
  const Descriptor eye_end = Above(door_write.get());
  const Descriptor eye_brief = Above(brief_read.get());
  const Descriptor eye_model = model ? Above(model.get()) : Descriptor();
  if (!video || !eye_end || !eye_brief || (model && !eye_model)) return Fault::kInternal;
  const std::optional<pid_t> process =
      SpawnPlan(video.get(), eye_end.get(), eye_brief.get(), eye_model).Run(program);
  if (!process) return Fault::kNoEyeProgram;
  return EyeProcess(*process, std::move(door_read), std::move(brief_write));
}

EyeProcess::EyeProcess(EyeProcess&& other) noexcept
    : process_(std::exchange(other.process_, std::nullopt)),
      door_(std::move(other.door_)),
      requests_(std::move(other.requests_)) {}

EyeProcess& EyeProcess::operator=(EyeProcess&& other) noexcept {
  Kill();
  process_ = std::exchange(other.process_, std::nullopt);
  door_ = std::move(other.door_);
  requests_ = std::move(other.requests_);
  return *this;
}

EyeProcess::~EyeProcess() { Kill(); }

void EyeProcess::Kill() {
  if (!process_) return;
  ::kill(*process_, SIGKILL);
  while (::waitpid(*process_, nullptr, 0) < 0 && errno == EINTR) {
  }
  process_.reset();
}

bool EyeProcess::HasEnded(int within_ms) const {
  COUNTER_CHECK(process_.has_value());
  // By number: glibc 2.36 declares pidfd_open() without C linkage.
  const Descriptor life(static_cast<int>(::syscall(SYS_pidfd_open, *process_, 0)));
  pollfd ended{.fd = life.get(), .events = POLLIN, .revents = 0};
  return ::poll(&ended, 1, within_ms) == 1;
}

std::optional<double> EyeProcess::ProcessorShare() const {
  return process_ ? throng::ProcessorShare(*process_) : std::nullopt;
}

std::optional<Duration> EyeProcess::ProcessorWait() const {
  return process_ ? throng::ProcessorWait(*process_) : std::nullopt;
}

std::optional<EyeEnd> EyeProcess::TryReap() {
  if (!HasEnded(0)) return std::nullopt;
  return Reap();
}

EyeEnd EyeProcess::Reap() {
  // It has closed its door, so it is at its end; a hostile one that stays gets two seconds.
  constexpr int kLingerMs = 2000;
  if (!HasEnded(kLingerMs)) ::kill(*process_, SIGKILL);
  int status = 0;
  while (::waitpid(*process_, &status, 0) < 0) {
    if (errno != EINTR) return Fault::kInternal;
  }
  process_.reset();
  return EndOf(status);
}

Result<std::filesystem::path> FindEyeProgram() {
  std::error_code failed;
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", failed);
  const std::filesystem::path eye = self.parent_path() / "throng-eye";
  if (failed || ::access(eye.c_str(), X_OK) != 0) return Fault::kNoEyeProgram;
  return eye;
}

}  // namespace throng
