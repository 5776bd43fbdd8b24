// A hub: takes counts from edges, keeps them, and answers readers.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "counter/base/result.h"
#include "counter/base/time.h"
#include "counter/hub/archive_readers.h"
#include "counter/hub/gate.h"
#include "counter/hub/sites.h"
#include "counter/hub/trail.h"
#include "counter/hub/writer.h"
#include "counter/store/archive.h"

namespace grpc {
class ServerCredentials;
}  // namespace grpc

namespace throng {

struct HubOptions {
  std::string listen;  // "0.0.0.0:7443", "unix:/run/throng/hub.sock"; port 0: any that is free
  std::shared_ptr<grpc::ServerCredentials> credentials;
  // A unix socket besides, without TLS, for an edge of the same program; in a folder of its own.
  std::optional<std::string> own_socket = {};
  Gate::CallerOf callers;
  OpenArchive open_archive;
  Retention keep = {};
  Trail* trail = nullptr;                       // absent: nothing is noted
  std::function<void()> before_listening = {};  // the archive is open, and nobody can enter yet
  CallRate rate = {};
  std::size_t most_waiting = WriterOptions{}.most_waiting;  // windows, to be written
  std::chrono::milliseconds most_idle{30'000};  // of who asks for history and takes nothing
};

// What a hub says of itself.
struct HubState {
  bool is_writable;
  std::optional<Fault> trouble;  // if it is not
  std::uint64_t windows_taken;   // from edges since the start, also those that were known
  std::uint64_t windows_written;
  std::size_t watchers;
  std::vector<SiteView> sites;  // by name
};

// Thread-safe.
class Hub {
 public:
  // Opens the archive, loads what is known, and serves. `clock` and what `options` names outlive
  // it. Faults: those of the archive; kCannotListen if it cannot listen there.
  static Result<std::unique_ptr<Hub>> Start(HubOptions options, const Clock& clock);

  // Takes nothing more, answers what is durable, and ends all streams.
  ~Hub();
  Hub(const Hub&) = delete;
  Hub& operator=(const Hub&) = delete;

  int port() const;  // 0 of a unix socket
  HubState State() const;

 private:
  struct Parts;
  explicit Hub(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace throng
