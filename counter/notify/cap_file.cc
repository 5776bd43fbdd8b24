// Writes beside, then renames.
// SPDX-License-Identifier: Apache-2.0
#include "counter/notify/cap_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <utility>

#include "counter/base/descriptor.h"
#include "counter/base/file_fault.h"
#include "counter/notify/cap.h"
#include "counter/notify/event_words.h"

namespace throng {
namespace {

constexpr mode_t kMode = 0640;

Status WriteAll(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return FaultOfErrno();
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return Done{};
}

Status WriteWhole(const std::filesystem::path& folder, const std::string& name,
                  std::string_view text) {
  const Descriptor in(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!in) return FaultOfErrno();
  const std::string part = "." + name + ".part";  // one sender writes here: nobody else's
  const Descriptor out(::openat(in.get(), part.c_str(),
                                O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, kMode));
  if (!out) return FaultOfErrno();
  Status done = WriteAll(out.get(), text);
  if (done && (::fsync(out.get()) != 0 ||
               ::renameat(in.get(), part.c_str(), in.get(), name.c_str()) != 0)) {
    done = FaultOfErrno();
  }
  if (done) {
    ::fsync(in.get());
  } else {
    ::unlinkat(in.get(), part.c_str(), 0);
  }
  return done;
}

class CapFile final : public Sender {
 public:
  CapFile(CapWay way, std::string site) : way_(std::move(way)), site_(std::move(site)) {}

  Reply Send(const Delivery& delivery, Instant /*now*/,
             const std::atomic<bool>& /*stop*/) override {
    using Verdict = Reply::Verdict;
    const Result<std::string> xml = CapXml(way_.voice, site_, delivery);
    if (!xml) return {.verdict = Verdict::kRefused, .why = xml.error()};
    const Status done = WriteWhole(way_.folder, CapFileName(site_, delivery.event()), *xml);
    if (!done) return {.verdict = Verdict::kDown, .why = done.error()};
    return {.verdict = Verdict::kDelivered, .why = {}};
  }

 private:
  CapWay way_;
  std::string site_;
};

}  // namespace

std::string CapFileName(std::string_view site, const AlarmEvent& event) {
  std::string name = EventId(site, event);
  std::ranges::replace(name, '/', '_');
  return name + ".xml";
}

std::unique_ptr<Sender> MakeCapFile(const CapWay& way, const std::string& site) {
  return std::make_unique<CapFile>(way, site);
}

}  // namespace throng
