// One call of Watch for what was asked for, and one for the alarms of all other sites.
// SPDX-License-Identifier: Apache-2.0
#include "counter/page/watch_events.h"

#include <google/protobuf/util/json_util.h>
#include <grpc/support/time.h>
#include <grpcpp/grpcpp.h>
#include <throng/v1/watch.grpc.pb.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace throng {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr seconds kBeatEvery{4};  // the page is promised 5
constexpr milliseconds kForFirstWord{1000};
constexpr milliseconds kStep{500};

std::string DataOf(const v1::WatchReply& reply) {
  std::string json;
  const auto written = google::protobuf::util::MessageToJsonString(reply, &json);
  return written.ok() ? "data: " + json + "\n\n" : std::string();
}

// A call of Watch under way: it starts, then reads until it fails, then asks why.
class WatchLine {
 public:
  WatchLine(v1::Live::Stub& hub, const Visitor& visitor, const v1::WatchRequest& request,
            grpc::CompletionQueue& queue) {
    Introduce(context_, visitor);
    reader_ = hub.PrepareAsyncWatch(&context_, request, &queue);
    reader_->StartCall(this);
  }

  void Cancel() { context_.TryCancel(); }

  // What the queue says of it. The reply that came, until the next call; null otherwise.
  v1::WatchReply* Take(bool ok) {
    if (is_ending_) {
      end_ = status_;
      return nullptr;
    }
    if (!ok) {
      is_ending_ = true;
      reader_->Finish(&status_, this);
      return nullptr;
    }
    v1::WatchReply* const taken = is_reading_ ? &reply_ : nullptr;
    is_reading_ = true;
    return taken;
  }
  // Once what Take returned is no longer needed.
  void ReadNext() {
    if (!is_ending_) reader_->Read(&reply_, this);
  }

  const std::optional<grpc::Status>& end() const { return end_; }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientAsyncReader<v1::WatchReply>> reader_;
  v1::WatchReply reply_;
  bool is_reading_ = false;
  bool is_ending_ = false;
  grpc::Status status_;
  std::optional<grpc::Status> end_;
};

}  // namespace

struct WatchEvents::Parts {
  Parts(const std::shared_ptr<grpc::Channel>& to, const Visitor& visitor, const WatchAsked& wanted,
        const Clock& used)
      : asked(wanted), clock(used), hub(v1::Live::NewStub(to)) {
    v1::WatchRequest request;
    for (const std::string& site : asked.sites) request.add_sites(site);
    for (const std::string& place : asked.places) request.add_places(place);
    whole = std::make_unique<WatchLine>(*hub, visitor, request, queue);
    if (asked.alarms_of_others && !asked.sites.empty()) {
      others = std::make_unique<WatchLine>(*hub, visitor, v1::WatchRequest(), queue);
    }
  }

  ~Parts() {
    whole->Cancel();
    if (others) others->Cancel();
    queue.Shutdown();
    void* tag = nullptr;
    bool ok = false;
    while (queue.Next(&tag, &ok)) {
    }
  }
  Parts(const Parts&) = delete;
  Parts& operator=(const Parts&) = delete;

  // What comes within `longest`; empty if it is nothing to tell. Nothing: it has ended.
  std::optional<std::string> Await(milliseconds longest) {
    void* tag = nullptr;
    bool ok = false;
    const auto next =
        queue.AsyncNext(&tag, &ok, gpr_time_from_millis(longest.count(), GPR_TIMESPAN));
    if (next != grpc::CompletionQueue::GOT_EVENT) return std::string();
    auto& line = *static_cast<WatchLine*>(tag);
    v1::WatchReply* const reply = line.Take(ok);
    std::string text;
    if (reply != nullptr && (&line == whole.get() || IsOfOthers(*reply))) text = DataOf(*reply);
    line.ReadNext();
    if (line.end()) return std::nullopt;
    return text;
  }

  // Leaves only what is told of other sites; false if that is nothing.
  bool IsOfOthers(v1::WatchReply& reply) const {
    if (std::ranges::find(asked.sites, reply.site()) != asked.sites.end()) return false;
    reply.clear_situations();
    return reply.events_size() > 0 || reply.has_connected() || reply.missed() > 0;
  }

  std::string Beat() {
    beaten = clock.Steady();
    return "event: beat\ndata: {\"nowNs\":\"" + std::to_string(clock.Now().utc_ns()) + "\"}\n\n";
  }

  const WatchAsked asked;
  const Clock& clock;
  std::unique_ptr<v1::Live::Stub> hub;
  grpc::CompletionQueue queue;
  std::unique_ptr<WatchLine> whole;
  std::unique_ptr<WatchLine> others;
  std::optional<Duration> beaten;
  std::string first;  // what came before the first Next
};

WatchEvents::WatchEvents(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
WatchEvents::~WatchEvents() = default;

Result<std::unique_ptr<HttpStream>, int> WatchEvents::Begin(
    const std::shared_ptr<grpc::Channel>& hub, const Visitor& visitor, const WatchAsked& asked,
    const Clock& clock) {
  auto parts = std::make_unique<Parts>(hub, visitor, asked, clock);
  const Duration begun = clock.Steady();
  while (parts->first.empty() && clock.Steady() - begun < kForFirstWord) {
    std::optional<std::string> word = parts->Await(kForFirstWord);
    if (!word) {
      const WatchLine& ended = parts->whole->end() ? *parts->whole : *parts->others;
      return ended.end()->ok() ? 503 : HttpStatusOf(*ended.end());
    }
    parts->first = *std::move(word);
  }
  return std::unique_ptr<HttpStream>(new WatchEvents(std::move(parts)));
}

std::optional<std::string> WatchEvents::Next() {
  if (!parts_->beaten) return parts_->Beat() + std::exchange(parts_->first, {});
  if (parts_->clock.Steady() - *parts_->beaten >= Duration(kBeatEvery)) return parts_->Beat();
  return parts_->Await(kStep);
}

}  // namespace throng
