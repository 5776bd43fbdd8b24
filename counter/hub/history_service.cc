// Streams rows: threads that read never wait long for a slow reader, but come back to it.
// SPDX-License-Identifier: Apache-2.0
#include "counter/hub/history_service.h"

#include <grpcpp/grpcpp.h>
#include <throng/v1/query.grpc.pb.h>

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "counter/wire/alarm.h"
#include "counter/wire/reply_in_place.h"
#include "counter/wire/request.h"
#include "counter/wire/situation.h"
#include "counter/wire/status.h"

namespace throng {
namespace {

constexpr int kRowsInReply = 1000;
constexpr std::size_t kMostStreams = 256;
constexpr std::size_t kMostStreamsOfOne = 32;
// A reader that took its reply within this gets the next one at once.
constexpr std::chrono::milliseconds kWaitForReader{50};
constexpr std::chrono::hours kOfViewers{24};
constexpr std::chrono::minutes kClocksStray{5};

using HistoryMethods = v1::History::WithCallbackMethod_Query<
    v1::History::WithCallbackMethod_ListAlarms<v1::History::Service>>;

// An open question, as the service sees it.
class Question {
 public:
  virtual void Look(Duration now) = 0;
  virtual void End(const grpc::Status& status) = 0;

 protected:
  ~Question() = default;
};

class HistoryRpc final : public HubService, public HistoryMethods {
 public:
  HistoryRpc(Gate& gate, const Sites& sites, ArchiveReaders& readers, const Clock& clock,
             Duration most_idle)
      : gate_(gate), sites_(sites), readers_(readers), clock_(clock), most_idle_(most_idle) {}

  grpc::Service& service() override { return *this; }
  void Look() override;
  void End() override;

  grpc::ServerWriteReactor<v1::QueryReply>* Query(grpc::CallbackServerContext* context,
                                                  const v1::QueryRequest* request) override;
  grpc::ServerWriteReactor<v1::ListAlarmsReply>* ListAlarms(
      grpc::CallbackServerContext* context, const v1::ListAlarmsRequest* request) override;

 private:
  template <class Reply>
  class Stream;
  class QueryStream;
  class AlarmsStream;

  // Whether `caller` may look back to `from`, and has not too many questions; then it is noted.
  grpc::Status Admit(const grpc::CallbackServerContext& context, Instant from, Question& question);
  void Forget(Question& question);

  Gate& gate_;
  const Sites& sites_;
  ArchiveReaders& readers_;
  const Clock& clock_;
  const Duration most_idle_;
  std::mutex mutex_;
  std::map<Question*, std::string> questions_;  // and who asks. GUARDED_BY mutex_
  bool is_ending_ = false;                      // likewise
};

// Either a thread works for it, or a reply is on its way, or it has ended. Lives until gRPC has let
// go of it, and that thread too: gRPC lets go from a thread of its own, maybe before Finish has
// come back on the other.
template <class Reply>
class HistoryRpc::Stream : public grpc::ServerWriteReactor<Reply>,
                           public Question,
                           public std::enable_shared_from_this<HistoryRpc::Stream<Reply>> {
 public:
  // Of a class that is a Stream.
  template <class One>
  static One* Make(HistoryRpc& hub, grpc::CallbackServerContext& context) {
    const auto stream = std::make_shared<One>(hub, context);
    stream->until_done_ = stream;
    return stream.get();
  }

  Stream(HistoryRpc& hub, grpc::CallbackServerContext& context) : hub_(hub), context_(context) {}

  void OnWriteDone(bool ok) override {
    const std::scoped_lock lock(mutex_);
    is_writing_ = false;
    if (!ok && !end_) end_ = grpc::Status::CANCELLED;
    written_.notify_all();
    if (!is_working_ && !end_) WorkLocked();
    FinishIfDone();
  }

  void OnCancel() override { End(grpc::Status::CANCELLED); }

  void OnDone() override {
    hub_.Forget(*this);
    const std::shared_ptr<Stream> last = std::move(until_done_);
  }

  void End(const grpc::Status& status) override {
    const std::scoped_lock lock(mutex_);
    if (!end_) end_ = status;
    written_.notify_all();
    FinishIfDone();
  }

  void Look(Duration now) override {
    const auto why = hub_.gate_.WhyOut(context_, For::Readers(Role::kViewer));
    if (why) End(StatusOf(*why));
    const std::scoped_lock lock(mutex_);
    if (is_writing_ && now - writing_since_ > hub_.most_idle_) context_.TryCancel();
  }

  void Work() {
    const std::scoped_lock lock(mutex_);
    WorkLocked();
  }

 protected:
  ~Stream() override = default;

  // On a thread that reads. Sends some of what it has, and returns when Send says so, or at the
  // end: OK then, with nothing more to send.
  virtual std::optional<grpc::Status> Read(Archive& archive) = 0;

  // Sends reply(), which is empty afterwards, once the one before it was taken; the next can be
  // made meanwhile. False: the reader is slow, or gone, and reply() is still to be sent; return
  // nothing from Read, which is called again.
  bool Send() {
    std::unique_lock lock(mutex_);
    written_.wait_for(lock, kWaitForReader, [this] { return end_ || !is_writing_; });
    if (end_ || is_writing_) return false;
    is_writing_ = true;
    writing_since_ = hub_.clock_.Steady();
    this->StartWrite(&reply());
    std::swap(filled_, on_its_way_);
    filled_->Clear();
    return true;
  }

  HistoryRpc& hub_;
  Reply& reply() { return filled_->message(); }  // of the thread that works for it

 private:
  void WorkLocked() {
    is_working_ = true;
    hub_.readers_.Run(
        [this, self = this->shared_from_this()](const ArchiveReaders::Archived& archive) {
          std::optional<grpc::Status> end =
              archive ? Read(**archive) : std::optional(StatusOf(archive.error()));
          const std::scoped_lock again(mutex_);
          is_working_ = false;
          if (end && !end_) end_ = *std::move(end);
          if (!end_ && !is_writing_) return WorkLocked();  // it was done meanwhile
          FinishIfDone();
        });
  }

  void FinishIfDone() {
    if (!end_ || is_writing_ || is_working_ || has_finished_) return;
    has_finished_ = true;
    this->Finish(*end_);
  }

  grpc::CallbackServerContext& context_;
  std::shared_ptr<Stream> until_done_;
  std::mutex mutex_;
  std::condition_variable written_;
  std::unique_ptr<ReplyInPlace<Reply>> filled_ = std::make_unique<ReplyInPlace<Reply>>();
  std::unique_ptr<ReplyInPlace<Reply>> on_its_way_ = std::make_unique<ReplyInPlace<Reply>>();
  bool is_writing_ = false;  // these are GUARDED_BY mutex_
  Duration writing_since_{};
  bool is_working_ = false;
  std::optional<grpc::Status> end_;
  bool has_finished_ = false;
};

class HistoryRpc::QueryStream final : public Stream<v1::QueryReply> {
 public:
  using Stream::Stream;

  // `zones` of the site in their order; none: all.
  grpc::Status Ask(const HistoryWish& wish, const SiteView& site) {
    query_ = {.site = site.number,
              .zones = {},
              .from = wish.from,
              .until = wish.until,
              .resolution = wish.resolution};
    position_.assign(site.facts.zones.size(), 0);
    for (std::size_t i = 0; i < site.facts.zones.size(); ++i) {
      const std::string& name = site.facts.zones[i].name;
      if (!wish.zones.empty() && !std::ranges::binary_search(wish.zones, name)) continue;
      position_[i] = static_cast<std::uint32_t>(reply().zones_size());
      if (!wish.zones.empty()) query_.zones.push_back(static_cast<std::uint16_t>(i));
      reply().add_zones(name);
    }
    const bool has_all = wish.zones.empty() || query_.zones.size() == wish.zones.size();
    return has_all ? grpc::Status::OK : StatusOf(Fault::kNotFound);
  }

 private:
  std::optional<grpc::Status> Read(Archive& archive) override {
    if (reply().rows_size() == kRowsInReply && !Send()) return std::nullopt;
    bool is_slow = false;
    const Status read = archive.ForEach(query_, [&](const HistoryRow& row) {
      const bool is_told = last_ && std::pair(row.window.start, row.zone) <= *last_;
      if (is_told || row.zone >= position_.size()) return true;
      Put(row, position_[row.zone], *reply().add_rows());
      last_ = {row.window.start, row.zone};
      if (reply().rows_size() < kRowsInReply) return true;
      is_slow = !Send();
      return !is_slow;
    });
    if (!read) return StatusOf(read.error());
    // Even of no row the zones are told.
    if (!is_slow && (reply().rows_size() > 0 || reply().zones_size() > 0)) is_slow = !Send();
    if (!is_slow) return grpc::Status::OK;
    if (last_) query_.from = last_->first;  // rows of that moment come again, and are skipped
    return std::nullopt;
  }

  HistoryQuery query_{
      .site = 0, .zones = {}, .from = Instant(0), .until = Instant(0), .resolution = {}};
  std::vector<std::uint32_t> position_;  // in the first reply, by position at the site
  std::optional<std::pair<Instant, std::uint16_t>> last_;
};

class HistoryRpc::AlarmsStream final : public Stream<v1::ListAlarmsReply> {
 public:
  using Stream::Stream;

  void Ask(const AlarmsWish& wish, std::int64_t site) {
    wish_ = wish;
    site_ = site;
  }

 private:
  std::optional<grpc::Status> Read(Archive& archive) override {
    if (!alarms_) {
      auto read = archive.Alarms(site_, wish_.from, wish_.until);
      if (!read) return StatusOf(read.error());
      alarms_ = *std::move(read);
    }
    while (reply().events_size() == 0 || Send()) {
      if (next_ == alarms_->size()) return grpc::Status::OK;
      for (const AlarmEvent& event : (*alarms_)[next_]) *reply().add_events() = MessageOf(event);
      ++next_;
    }
    return std::nullopt;
  }

  AlarmsWish wish_{.site = {}, .from = Instant(0), .until = Instant(0)};
  std::int64_t site_ = 0;
  std::optional<std::vector<std::vector<AlarmEvent>>> alarms_;
  std::size_t next_ = 0;
};

grpc::Status HistoryRpc::Admit(const grpc::CallbackServerContext& context, Instant from,
                               Question& question) {
  const auto caller = gate_.Enter(context, For::Readers(Role::kViewer));
  if (!caller) return StatusOf(caller.error());
  const bool is_viewer = !caller->is_this_machine && caller->identity.role == Role::kViewer;
  if (is_viewer && from < clock_.Now() + -Duration(kOfViewers + kClocksStray)) {
    return {grpc::StatusCode::PERMISSION_DENIED, "viewers see the last 24 hours"};
  }
  const std::string who = UriOf(caller->identity);
  const std::scoped_lock lock(mutex_);
  if (is_ending_) return {grpc::StatusCode::UNAVAILABLE, "the hub is being stopped"};
  const auto of_caller =
      std::ranges::count(questions_, who, [](const auto& one) { return one.second; });
  if (questions_.size() >= kMostStreams ||
      static_cast<std::size_t>(of_caller) >= kMostStreamsOfOne) {
    return {grpc::StatusCode::RESOURCE_EXHAUSTED, "too many questions at once; come again later"};
  }
  questions_.emplace(&question, who);
  return grpc::Status::OK;
}

grpc::ServerWriteReactor<v1::QueryReply>* HistoryRpc::Query(grpc::CallbackServerContext* context,
                                                            const v1::QueryRequest* request) {
  auto* const stream = QueryStream::Make<QueryStream>(*this, *context);
  const Result<HistoryWish, Refusal> wish = WishFrom(*request);
  grpc::Status status = Admit(*context, wish ? wish->from : clock_.Now(), *stream);
  if (status.ok() && !wish) status = StatusOf(wish.error());
  if (status.ok()) {
    const std::optional<SiteView> site = sites_.Find(wish->site);
    status = site ? stream->Ask(*wish, *site) : StatusOf(Fault::kNotFound);
  }
  if (status.ok()) {
    stream->Work();
  } else {
    stream->End(status);
  }
  return stream;
}

grpc::ServerWriteReactor<v1::ListAlarmsReply>* HistoryRpc::ListAlarms(
    grpc::CallbackServerContext* context, const v1::ListAlarmsRequest* request) {
  auto* const stream = AlarmsStream::Make<AlarmsStream>(*this, *context);
  const Result<AlarmsWish, Refusal> wish = WishFrom(*request);
  grpc::Status status = Admit(*context, wish ? wish->from : clock_.Now(), *stream);
  if (status.ok() && !wish) status = StatusOf(wish.error());
  if (status.ok()) {
    const std::optional<SiteView> site = sites_.Find(wish->site);
    if (site) stream->Ask(*wish, site->number);
    if (!site) status = StatusOf(Fault::kNotFound);
  }
  if (status.ok()) {
    stream->Work();
  } else {
    stream->End(status);
  }
  return stream;
}

void HistoryRpc::Forget(Question& question) {
  const std::scoped_lock lock(mutex_);
  questions_.erase(&question);
}

void HistoryRpc::Look() {
  const std::scoped_lock lock(mutex_);
  const Duration now = clock_.Steady();
  for (const auto& [question, who] : questions_) question->Look(now);
}

void HistoryRpc::End() {
  const std::scoped_lock lock(mutex_);
  is_ending_ = true;
  for (const auto& [question, who] : questions_) {
    question->End({grpc::StatusCode::UNAVAILABLE, "the hub is being stopped"});
  }
}

}  // namespace

std::unique_ptr<HubService> MakeHistoryService(Gate& gate, const Sites& sites,
                                               ArchiveReaders& readers, const Clock& clock,
                                               Duration most_idle) {
  return std::make_unique<HistoryRpc>(gate, sites, readers, clock, most_idle);
}

}  // namespace throng
