// The thread of an edge: a connection, a hello, batches, answers; and from the beginning again.
// SPDX-License-Identifier: Apache-2.0
#include "counter/link/push.h"

#include <grpcpp/support/status.h>
#include <throng/v1/ingest.pb.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "counter/link/credentials.h"
#include "counter/link/edge_site.h"
#include "counter/link/outgoing.h"
#include "counter/link/push_board.h"
#include "counter/link/push_stream.h"
#include "counter/wire/ingest.h"

namespace throng {
namespace {

using std::chrono::seconds;

// Between two steps of a search.
constexpr Duration kSearchPause = std::chrono::milliseconds(100);
// Whether something that was held back may go.
constexpr Duration kRetryEvery = seconds(10);

std::string Of(const std::filesystem::path& file, std::string_view what) {
  return file.string() + ": " + std::string(what);
}

}  // namespace

class EdgePush::Loop {
 public:
  Loop(Site site, Dial dial, PushOptions options, const Clock& clock,
       std::function<double()> chance)
      : site_(std::move(site)),
        dial_(std::move(dial)),
        options_(std::move(options)),
        clock_(clock),
        chance_(std::move(chance)),
        outgoing_(options_.ledger, options_.limits, clock_),
        board_(clock_.Now()) {}

  void Run() {
    int failures = 0;
    while (!board_.IsStopped()) {
      EdgeTrouble trouble = Connect();
      if (!trouble.is_search) {
        channel_.reset();
        failures = trouble.has_answered && !trouble.is_lasting ? 1 : failures + 1;
      }
      const Duration pause = trouble.is_search ? std::min(kSearchPause, options_.first_pause)
                                               : EdgePause(failures, options_.first_pause,
                                                           options_.longest_pause, chance_());
      board_.Disconnected(std::move(trouble), Suspected(), clock_.Now(), pause);
      board_.Rest(pause);
    }
  }

  void Stop() { board_.Stop(); }
  EdgeState State() const { return board_.State(); }

 private:
  EdgeTrouble TroubleWith(Fault fault) const {
    return {.text = Of(options_.ledger, Describe(fault)), .fault = fault};
  }

  // Returns why it is over.
  EdgeTrouble Connect() {
    has_answered_ = false;
    welcomed_.reset();
    if (auto trouble = Prepare()) return *std::move(trouble);
    if (auto trouble = Call()) return *std::move(trouble);
    PushStream stream(channel_, HelloMessage(facts_, clock_.Now(), ledger_number_));
    hello_at_ = clock_.Steady();
    has_more_ = true;
    std::optional<EdgeTrouble> trouble;
    while (!trouble && !board_.IsStopped()) {
      trouble = Step(stream);
      if (!trouble && !(welcomed_ && has_more_ && MaySend(stream))) {
        stream.Wait(options_.look_every);
      }
    }
    if (!trouble) return {.text = "stopped"};
    trouble->has_answered = has_answered_;
    return *std::move(trouble);
  }

  // Opens the ledger and reads what the hello says.
  std::optional<EdgeTrouble> Prepare() {
    const Status opened = outgoing_.Open();
    if (!opened) return TroubleWith(opened.error());
    Result<std::vector<ZoneFacts>> zones = outgoing_.Zones();
    if (!zones) return TroubleWith(zones.error());
    facts_ = EdgeSite(site_, *std::move(zones));
    const Result<std::int64_t> number = outgoing_.Ledger();
    if (!number) return TroubleWith(number.error());
    ledger_number_ = *number;
    if (facts_.zones.empty()) {
      return EdgeTrouble{
          .text = Of(options_.ledger, "no zone was counted in it yet; start throng count")};
    }
    next_look_ = Duration(0);
    next_count_ = Duration(0);
    next_retry_ = Duration(0);
    return std::nullopt;
  }

  // A line, unless there is one yet.
  std::optional<EdgeTrouble> Call() {
    if (channel_) return std::nullopt;
    Result<std::shared_ptr<grpc::Channel>> channel = dial_();
    if (channel) {
      channel_ = *std::move(channel);
      return std::nullopt;
    }
    return EdgeTrouble{.text = Of(options_.credentials.value_or(""), Describe(channel.error())),
                       .fault = channel.error()};
  }

  bool MaySend(const PushStream& stream) const {
    return outgoing_.batches().Room() > 0 && stream.MaySend();
  }

  std::optional<EdgeTrouble> Step(PushStream& stream) {
    while (const std::optional<v1::PushReply> reply = stream.Take()) {
      if (auto trouble = TakeReply(*reply)) return trouble;
    }
    if (const std::optional<grpc::Status> end = stream.End()) return Ended(*end);
    if (auto late = FindLate()) return late;
    if (auto trouble = Look()) return trouble;
    if (!welcomed_ || !has_more_ || !MaySend(stream)) return std::nullopt;
    return SendNext(stream);
  }

  EdgeTrouble Ended(const grpc::Status& end) {
    EdgeTrouble trouble = TroubleOf(end);
    if (end.error_code() != grpc::StatusCode::INVALID_ARGUMENT || !welcomed_) return trouble;
    Batches& batches = outgoing_.batches();
    batches.LostToRules();
    if (Suspected() > 0 && !batches.is_misunderstood()) trouble = TroubleWithOne(end);
    trouble.is_search = batches.is_searching() && !batches.is_misunderstood();
    return trouble;
  }

  std::optional<EdgeTrouble> FindLate() const {
    const auto sent = welcomed_ ? outgoing_.batches().oldest_sent() : std::optional(hello_at_);
    if (!sent || clock_.Steady() - *sent <= options_.answer_within) return std::nullopt;
    return EdgeTrouble{.text =
                           "the hub does not answer; is it too busy, or the line cut? It is "
                           "tried again by itself"};
  }

  std::optional<EdgeTrouble> TakeReply(const v1::PushReply& message) {
    const Result<HubReply, Refusal> reply = ReplyFrom(message, outgoing_.batches().waiting());
    if (!reply) return Nonsense(Describe(reply.error()));
    if (const auto* welcome = std::get_if<HubWelcome>(&*reply)) {
      if (welcomed_) return Nonsense("welcome comes once");
      Welcomed(*welcome);
    }
    if (const auto* done = std::get_if<HubDone>(&*reply)) return Settle(*done);
    if (const auto* acknowledges = std::get_if<HubAcknowledges>(&*reply)) {
      const Status asked = outgoing_.Acknowledge(*acknowledges);
      if (!asked) return TroubleWith(asked.error());
    }
    return std::nullopt;
  }

  static EdgeTrouble Nonsense(const std::string& what) {
    return {.text = "the hub answers what cannot be: " + what +
                    "; is it throng's, and of this version?"};
  }

  std::optional<EdgeTrouble> Settle(const HubDone& done) {
    const OutgoingBatch& batch = outgoing_.batches().Find(done.number);
    const std::size_t windows = batch.windows.size() - done.written.refused.size();
    const std::size_t events = batch.events.size();
    const Status settled = outgoing_.Settle(done);
    if (!settled) return TroubleWith(settled.error());
    has_answered_ = true;
    board_.Settled(windows, events, Suspected(), clock_.Now());
    if (!outgoing_.batches().is_searching()) board_.NoTrouble();
    return std::nullopt;
  }

  void Welcomed(const HubWelcome& welcome) {
    welcomed_ = welcome.now;
    welcomed_at_ = clock_.Steady();
    const Instant now = clock_.Now();
    board_.Connected(now, (now - welcome.now) - (welcomed_at_ - hello_at_) / 2);
    // What the search, or a hub that understands nothing, has shown stays until something is taken.
    if (!outgoing_.batches().is_searching()) board_.NoTrouble();
  }

  Instant HubNow() const { return *welcomed_ + (clock_.Steady() - welcomed_at_); }

  // For news in the ledger, and what there is to tell of it.
  std::optional<EdgeTrouble> Look() {
    const Duration now = clock_.Steady();
    if (now < next_look_) return std::nullopt;
    next_look_ = now + options_.look_every;
    if (!outgoing_.IsThere()) {
      return EdgeTrouble{.text = Of(options_.ledger, "it is gone, or another is in its place")};
    }
    if (auto trouble = LookForNews()) return trouble;
    if (auto trouble = Mark()) return trouble;
    return now < next_count_ ? std::nullopt : Count();
  }

  std::optional<EdgeTrouble> LookForNews() {
    const Result<bool> news = outgoing_.HasNews();
    if (!news) return TroubleWith(news.error());
    if (clock_.Steady() >= next_retry_) {
      next_retry_ = clock_.Steady() + kRetryEvery;
      has_more_ = true;
      if (options_.credentials) NoteCertificate();
    }
    if (!std::exchange(has_news_, false) && !*news) return std::nullopt;
    has_more_ = true;
    Result<std::vector<ZoneFacts>> zones = outgoing_.Zones();
    if (!zones) return TroubleWith(zones.error());
    if (AreSame(facts_, EdgeSite(site_, *std::move(zones)))) return std::nullopt;
    return EdgeTrouble{.text = "the zones of the ledger have changed, which the hub is told now",
                       .is_search = true};
  }

  // One step of taking up the past; then the ledger rests for as long as until the next look.
  std::optional<EdgeTrouble> Mark() {
    const Result<bool> marked = outgoing_.MarkSome();
    if (!marked) return TroubleWith(marked.error());
    if (*marked) has_more_ = true;
    return std::nullopt;
  }

  // The more there is, the longer it takes, and the less often it is done.
  std::optional<EdgeTrouble> Count() {
    const Duration begin = clock_.Steady();
    const Result<Waiting> waiting = outgoing_.Count();
    if (!waiting) return TroubleWith(waiting.error());
    Result<std::vector<RefusedRecord>> refused = outgoing_.Refused();
    if (!refused) return TroubleWith(refused.error());
    next_count_ = begin + 5 * options_.look_every + 50 * (clock_.Steady() - begin);
    const Result<bool> news = outgoing_.HasNews();  // which may be counted, and were not tried yet
    if (!news) return TroubleWith(news.error());
    has_news_ = *news;
    const bool is_all_held = !has_more_ && !has_news_ && outgoing_.batches().empty();
    const auto suspected =
        static_cast<std::int64_t>(outgoing_.batches().suspected().windows.size());
    board_.Counted({.waiting = *waiting,
                    .on_way = OnWay(),
                    .held_windows = is_all_held ? waiting->windows - suspected : 0,
                    .refused = *std::move(refused),
                    .zones = facts_.zones});
    return std::nullopt;
  }

  void NoteCertificate() {
    const Result<CertificateFacts> facts = ReadCertificate(*options_.credentials);
    board_.CertificateEnds(facts ? std::optional(facts->ends) : std::nullopt);
  }

  std::size_t Suspected() const {
    const OutgoingBatch& suspected = outgoing_.batches().suspected();
    return suspected.windows.size() + suspected.events.size();
  }

  std::uint64_t OnWay() const {
    std::uint64_t windows = 0;
    for (const SentBatch& batch : outgoing_.batches().waiting()) windows += batch.windows;
    return windows;
  }

  std::optional<EdgeTrouble> SendNext(PushStream& stream) {
    Result<std::optional<v1::PushRequest>> next = outgoing_.Next(facts_.zones.size(), HubNow());
    if (!next) return TroubleWith(next.error());
    has_more_ = next->has_value();
    if (has_more_) stream.Send(**std::move(next));
    return std::nullopt;
  }

  const Site site_;
  const Dial dial_;
  const PushOptions options_;
  const Clock& clock_;
  const std::function<double()> chance_;
  Outgoing outgoing_;

  // Of the connection.
  std::shared_ptr<grpc::Channel> channel_;  // shared with gRPC's calls
  SiteFacts facts_;
  std::int64_t ledger_number_ = 0;
  Duration hello_at_{};
  std::optional<Instant> welcomed_;  // the hub's clock then
  Duration welcomed_at_{};
  bool has_answered_ = false;
  bool has_news_ = false;
  bool has_more_ = true;
  Duration next_look_{};
  Duration next_count_{};
  Duration next_retry_{};

  PushBoard board_;
};

EdgePush::EdgePush(Site site, Dial dial, PushOptions options, const Clock& clock,
                   std::function<double()> chance)
    : loop_(std::make_unique<Loop>(std::move(site), std::move(dial), std::move(options), clock,
                                   std::move(chance))),
      thread_([this] { loop_->Run(); }) {}

EdgePush::~EdgePush() {
  loop_->Stop();
  thread_.join();
}

EdgeState EdgePush::State() const { return loop_->State(); }

}  // namespace throng
