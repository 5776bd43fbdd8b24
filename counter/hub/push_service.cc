// One reactor for each edge: a hello, then batches, of which a few may wait for their answers.
// SPDX-License-Identifier: Apache-2.0
#include "counter/hub/push_service.h"

#include <grpcpp/grpcpp.h>
#include <throng/v1/ingest.grpc.pb.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <utility>

#include "counter/hub/lost_ledgers.h"
#include "counter/wire/ingest.h"
#include "counter/wire/status.h"

namespace throng {
namespace {

// Of one stream; with more, its edge is not listened to.
constexpr int kMostUnanswered = 8;
constexpr std::size_t kMostEdges = 4096;
constexpr std::chrono::seconds kHelloWithin{10};

grpc::Status Stopping() { return {grpc::StatusCode::UNAVAILABLE, "the hub is being stopped"}; }

// Of bytes: what is no message of the contract is to be refused in words, not taken for the end.
using RawReactor = grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>;
using PushMethods = v1::Ingest::WithRawCallbackMethod_Push<v1::Ingest::Service>;

class PushRpc final : public PushService, public PushMethods {
 public:
  PushRpc(Gate& gate, Writer& writer, Sites& sites, Trail* trail, const Clock& clock)
      : gate_(gate),
        writer_(writer),
        sites_(sites),
        lost_(std::make_shared<LostLedgers>(writer, sites, clock)),
        trail_(trail),
        clock_(clock) {}

  grpc::Service& service() override { return *this; }
  void Look() override;
  void End() override;
  void Acknowledge(std::int64_t site, std::int64_t alarm, Archive& archive) override;
  std::uint64_t WindowsTaken() const override { return windows_taken_; }

  RawReactor* Push(grpc::CallbackServerContext* context) override;

 private:
  class Stream;
  // Made when the hello is known to the archive; the older stream of the site, if any, ends.
  void SetOnLine(std::int64_t site, Stream& stream, Duration clock_ahead);
  void Forget(Stream& stream);
  void Note(const std::string& what, const Trail::Details& details);

  Gate& gate_;
  Writer& writer_;
  Sites& sites_;
  const std::shared_ptr<LostLedgers> lost_;
  Trail* trail_;
  const Clock& clock_;
  std::atomic<std::uint64_t> windows_taken_ = 0;

  std::mutex mutex_;
  std::set<Stream*> streams_;                // these are GUARDED_BY mutex_
  std::map<std::int64_t, Stream*> on_line_;  // by site
  bool is_ending_ = false;
};

// Lives until gRPC has let go of it, and the writer too: gRPC lets go from a thread of its own,
// maybe before Finish has come back on the writer's.
class PushRpc::Stream final : public RawReactor, public std::enable_shared_from_this<Stream> {
 public:
  Stream(PushRpc& hub, grpc::CallbackServerContext& context)
      : hub_(hub), context_(context), begun_(hub.clock_.Steady()) {}

  static Stream* Make(PushRpc& hub, grpc::CallbackServerContext& context) {
    const auto stream = std::make_shared<Stream>(hub, context);
    stream->until_done_ = stream;
    return stream.get();
  }

  // `refused`: why it ends before it begins.
  void Begin(std::optional<Callers::Caller> caller, const grpc::Status& refused) {
    const std::scoped_lock lock(mutex_);
    caller_ = std::move(caller);
    if (!refused.ok()) return EndLocked(refused);
    StartRead(&bytes_);
  }

  // With this status, once all is answered.
  void End(const grpc::Status& status) {
    const std::scoped_lock lock(mutex_);
    EndLocked(status);
  }

  void Send(const v1::PushReply& reply) {
    const std::scoped_lock lock(mutex_);
    SendLocked(reply);
  }

  void Look(Duration now) {
    if (const auto why = hub_.gate_.WhyOut(context_, For::Edges())) End(StatusOf(*why));
    const std::scoped_lock lock(mutex_);
    if (!hello_ && now - begun_ > kHelloWithin) {
      EndLocked({grpc::StatusCode::INVALID_ARGUMENT, "there was no hello within 10 seconds"});
    }
  }

  // Of a stream that is on line.
  std::optional<std::int64_t> ledger() const {
    const std::scoped_lock lock(mutex_);
    return hello_->ledger;
  }

  void OnReadDone(bool ok) override {
    const std::scoped_lock lock(mutex_);
    is_reading_ = false;
    if (!ok) return EndLocked(grpc::Status::OK);
    if (end_) return;
    v1::PushRequest request;
    if (!grpc::SerializationTraits<v1::PushRequest>::Deserialize(&bytes_, &request).ok()) {
      return EndLocked(StatusOf(Refusal{.rule = "this is no message of the contract"}));
    }
    if (!hello_) {
      TakeHello(request);
    } else {
      TakeBatch(request);
    }
  }

  void OnWriteDone(bool ok) override {
    const std::scoped_lock lock(mutex_);
    is_writing_ = false;
    replies_.pop_front();
    if (!ok) {
      replies_.clear();
      EndLocked(grpc::Status::CANCELLED);
    }
    WriteNext();
  }

  void OnCancel() override { End(grpc::Status::CANCELLED); }

  void OnDone() override {
    hub_.Forget(*this);
    const std::shared_ptr<Stream> last = std::move(until_done_);
  }

 private:
  void EndLocked(const grpc::Status& status) {
    if (!end_) end_ = status;
    FinishIfDone();
  }

  void FinishIfDone() {
    if (!end_ || has_finished_ || unanswered_ > 0 || is_writing_ || !replies_.empty()) return;
    has_finished_ = true;
    Finish(*end_);
  }

  void SendLocked(const v1::PushReply& reply) {
    if (has_finished_ || (end_ && end_->error_code() == grpc::StatusCode::CANCELLED)) return;
    const grpc::Slice bytes(reply.SerializeAsString());
    replies_.emplace_back(&bytes, 1);
    if (!is_writing_) WriteNext();
  }

  void WriteNext() {
    if (replies_.empty()) return FinishIfDone();
    is_writing_ = true;
    StartWrite(&replies_.front());
  }

  void ReadOn() {
    const bool may = hello_ && site_ && !end_ && !is_reading_ && unanswered_ < kMostUnanswered &&
                     (unanswered_ == 0 || !hub_.writer_.IsFull());
    if (!may) return;
    is_reading_ = true;
    StartRead(&bytes_);
  }

  void TakeHello(const v1::PushRequest& request) {
    const Instant now = hub_.clock_.Now();
    Result<EdgeHello, Refusal> hello = HelloFrom(request, now);
    if (!hello) return EndLocked(StatusOf(hello.error()));
    if (!caller_->is_this_machine && caller_->identity.name != hello->site.name) {
      return EndLocked(
          {grpc::StatusCode::PERMISSION_DENIED, "the certificate is not that of this site"});
    }
    hello_ = *std::move(hello);
    clock_ahead_ = hello_->now - now;
    ++unanswered_;
    hub_.writer_.Run(
        [self = shared_from_this()](Archive& archive) { return self->EnterSite(archive); });
  }

  // On the writer's thread.
  Status EnterSite(Archive& archive) {
    const SiteFacts& facts = hello_->site;
    std::optional<std::int64_t> number = hub_.sites_.FindSame(facts);
    Status done = Done{};
    if (!number) {
      const std::optional<SiteView> known = hub_.sites_.Find(facts.name);
      const Result<std::int64_t> entered = archive.Enter(facts);
      if (entered) {
        number = *entered;
        hub_.sites_.Enter(*number, facts);
      } else {
        done = entered.error();
      }
      NoteEntering(known, done);
    }
    std::vector<AskedAlarm> asked;
    if (done) {
      auto read = archive.Asked(*number, hello_->ledger);
      if (read) {
        asked = *std::move(read);
      } else {
        done = read.error();
      }
    }
    if (done) hub_.SetOnLine(*number, *this, clock_ahead_);
    if (done && hello_->ledger) hub_.lost_->Name(*number, *hello_->ledger);
    const std::scoped_lock lock(mutex_);
    --unanswered_;
    if (!done) {
      EndLocked(StatusOf(done.error()));
      return done;
    }
    site_ = number;
    v1::PushReply welcome;
    welcome.mutable_welcome()->set_now_ns(hub_.clock_.Now().utc_ns());
    SendLocked(welcome);
    for (const AskedAlarm& one : asked) SendLocked(MessageOf(one));
    FinishIfDone();
    ReadOn();
    return done;
  }

  void NoteEntering(const std::optional<SiteView>& known, const Status& done) {
    const SiteFacts& facts = hello_->site;
    Trail::Details details = {{"site", facts.name},
                              {"zones", std::to_string(facts.zones.size())},
                              {"groups", std::to_string(facts.groups.size())}};
    if (known) details.emplace_back("zones before", std::to_string(known->facts.zones.size()));
    if (done) return hub_.Note(known ? "site changed" : "site entered", details);
    if (done.error() == Fault::kLedgerOtherSite) {
      hub_.Note("site change refused", details);
    }
  }

  void TakeBatch(const v1::PushRequest& request) {
    Result<EdgeBatch, Refusal> batch =
        BatchFrom(request, hello_->site.zones.size(), hub_.clock_.Now());
    if (!batch) return EndLocked(StatusOf(batch.error()));
    ++unanswered_;
    hub_.windows_taken_ += batch->windows.size();
    hub_.writer_.Take({.site = *site_,
                       .windows = std::move(batch->windows),
                       .events = std::move(batch->events),
                       .ledger = hello_->ledger},
                      [self = shared_from_this(), number = batch->number](
                          const QueuedBatch& taken, const Result<WrittenBatch>& written) {
                        self->Answer(number, taken, written);
                      });
    ReadOn();
  }

  // On the writer's thread.
  void Answer(std::uint64_t number, const QueuedBatch& batch, const Result<WrittenBatch>& written) {
    if (written) TellSites(batch, *written);
    const std::scoped_lock lock(mutex_);
    --unanswered_;
    if (!written) return EndLocked(StatusOf(written.error()));
    v1::PushReply reply;
    v1::BatchDone& done = *reply.mutable_done();
    done.set_number(number);
    done.set_written(written->windows.written);
    done.set_known(written->windows.known);
    for (const std::uint32_t position : written->windows.refused) done.add_refused(position);
    SendLocked(reply);
    FinishIfDone();
    ReadOn();
  }

  void TellSites(const QueuedBatch& batch, const WrittenBatch& written) {
    const std::vector<std::uint32_t>& refused = written.windows.refused;
    if (refused.empty()) return hub_.sites_.Take(batch.site, batch.windows, written.alarms);
    std::vector<Entry> kept;
    for (std::uint32_t i = 0; i < batch.windows.size(); ++i) {
      if (!std::ranges::binary_search(refused, i)) kept.push_back(batch.windows[i]);
    }
    hub_.sites_.Take(batch.site, kept, written.alarms);
  }

 public:
  static v1::PushReply MessageOf(const AskedAlarm& asked) {
    v1::PushReply reply;
    v1::AcknowledgeAlarm& message = *reply.mutable_acknowledge();
    message.set_alarm(static_cast<std::uint64_t>(asked.at_edge));
    message.set_by_role(asked.by);
    message.set_at_ns(asked.at.utc_ns());
    return reply;
  }

 private:
  PushRpc& hub_;
  grpc::CallbackServerContext& context_;
  const Duration begun_;
  std::shared_ptr<Stream> until_done_;
  Duration clock_ahead_{};  // of the edge

  mutable std::mutex mutex_;
  std::optional<Callers::Caller> caller_;  // these are GUARDED_BY mutex_
  grpc::ByteBuffer bytes_;
  bool is_reading_ = true;
  std::optional<EdgeHello> hello_;
  std::optional<std::int64_t> site_;
  int unanswered_ = 0;
  std::deque<grpc::ByteBuffer> replies_;  // the first is on its way while is_writing_
  bool is_writing_ = false;
  std::optional<grpc::Status> end_;
  bool has_finished_ = false;
};

RawReactor* PushRpc::Push(grpc::CallbackServerContext* context) {
  Stream* const stream = Stream::Make(*this, *context);
  Result<Callers::Caller, TurnedAway> caller = gate_.Enter(*context, For::Edges());
  grpc::Status refused;
  if (!caller) refused = StatusOf(caller.error());
  {
    const std::scoped_lock lock(mutex_);
    if (refused.ok() && is_ending_) refused = Stopping();
    if (refused.ok() && streams_.size() >= kMostEdges) refused = StatusOf(TurnedAway::kTooFast);
    streams_.insert(stream);
  }
  stream->Begin(caller ? std::optional(*caller) : std::nullopt, refused);
  return stream;
}

void PushRpc::SetOnLine(std::int64_t site, Stream& stream, Duration clock_ahead) {
  {
    const std::scoped_lock lock(mutex_);
    Stream*& on_line = on_line_[site];
    if (on_line != nullptr) {
      on_line->End({grpc::StatusCode::ABORTED, "a newer stream of this site has begun"});
    }
    on_line = &stream;
  }
  sites_.Connect(site, clock_ahead);
}

void PushRpc::Forget(Stream& stream) {
  const std::scoped_lock lock(mutex_);
  streams_.erase(&stream);
  const auto on_line =
      std::ranges::find(on_line_, &stream, [](const auto& one) { return one.second; });
  if (on_line == on_line_.end()) return;
  sites_.Disconnect(on_line->first);
  on_line_.erase(on_line);
}

void PushRpc::Note(const std::string& what, const Trail::Details& details) {
  if (trail_ == nullptr) return;
  const Status ignored = trail_->Note(what, details);  // the trail tells of that itself
  static_cast<void>(ignored);
}

// On the writer's thread, as EnterSite, so no other stream of the site comes on line meanwhile.
void PushRpc::Acknowledge(std::int64_t site, std::int64_t alarm, Archive& archive) {
  std::optional<std::int64_t> ledger;
  {
    const std::scoped_lock lock(mutex_);
    const auto on_line = on_line_.find(site);
    if (on_line == on_line_.end()) return;
    ledger = on_line->second->ledger();
  }
  const Result<std::vector<AskedAlarm>> asked = archive.Asked(site, ledger);
  if (!asked) return;  // it is told when it says hello again
  const auto found = std::ranges::find(*asked, alarm, &AskedAlarm::alarm);
  if (found == asked->end()) return;
  const std::scoped_lock lock(mutex_);
  const auto on_line = on_line_.find(site);
  if (on_line != on_line_.end()) on_line->second->Send(Stream::MessageOf(*found));
}

void PushRpc::Look() {
  const std::scoped_lock lock(mutex_);
  const Duration now = clock_.Steady();
  for (Stream* const stream : streams_) stream->Look(now);
  lost_->Look(now);
}

void PushRpc::End() {
  const std::scoped_lock lock(mutex_);
  is_ending_ = true;
  for (Stream* const stream : streams_) stream->End(Stopping());
}

}  // namespace

std::unique_ptr<PushService> MakePushService(Gate& gate, Writer& writer, Sites& sites, Trail* trail,
                                             const Clock& clock) {
  return std::make_unique<PushRpc>(gate, writer, sites, trail, clock);
}

}  // namespace throng
