// One stream to a hub: what an edge sends, what the hub says, and how it ended.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>

#include "counter/base/time.h"

namespace grpc {
class Channel;
class Status;
}  // namespace grpc

namespace throng {

namespace v1 {  // made from proto/throng/v1
class PushReply;
class PushRequest;
}  // namespace v1

// For one thread; gRPC's own do the rest. Nothing blocks but Wait. Of what the hub says, one
// message is held at a time: it is not listened to before that is taken.
class PushStream {
 public:
  // Begins with `hello`.
  PushStream(const std::shared_ptr<grpc::Channel>& channel, v1::PushRequest hello);
  // Ends it at once, if it has not ended.
  ~PushStream();
  PushStream(const PushStream&) = delete;
  PushStream& operator=(const PushStream&) = delete;

  // Whether all that was sent is on the line, so that more may be.
  bool MaySend() const;
  // One message. Only where MaySend(); nothing happens if the stream has ended meanwhile.
  void Send(v1::PushRequest message);

  std::optional<v1::PushReply> Take();

  // How it ended, once all that the hub said was taken.
  std::optional<grpc::Status> End() const;

  // Until one of the above has changed, but not longer than that.
  void Wait(Duration at_most);

 private:
  class Reactor;
  std::unique_ptr<Reactor> reactor_;
};

}  // namespace throng
