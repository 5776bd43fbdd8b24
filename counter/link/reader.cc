// The questions to a hub, and how often they are asked again.
// SPDX-License-Identifier: Apache-2.0
#include "counter/link/reader.h"

#include <grpc/support/log.h>
#include <grpcpp/grpcpp.h>
#include <throng/v1/query.grpc.pb.h>
#include <throng/v1/watch.grpc.pb.h>

#include <algorithm>
#include <set>
#include <utility>

#include "counter/link/channel.h"
#include "counter/link/credentials.h"
#include "counter/link/known_sites.h"
#include "counter/link/reader_call.h"

namespace throng {
namespace {

using std::chrono::seconds;

constexpr seconds kLongestAnswer{10};   // of a call with one reply
constexpr seconds kLongestSilence{60};  // between two replies of history
constexpr seconds kFirstPause{1};
constexpr seconds kLongestPause{15};
constexpr int kMostTries = 5;  // without a row in between
constexpr std::size_t kMostAlarms = 100'000;

HubTrouble Odd(const Refusal& refusal) {
  return {.fault = Fault::kNotAHub, .said = Describe(refusal)};
}

}  // namespace

struct Reader::State {
  // A connection, and what is asked over it.
  struct Line {
    explicit Line(const std::shared_ptr<grpc::Channel>& to_hub)
        : channel(to_hub),
          live(v1::Live::NewStub(to_hub)),
          history(v1::History::NewStub(to_hub)),
          alarms(v1::Alarms::NewStub(to_hub)) {}

    std::shared_ptr<grpc::Channel> channel;
    std::unique_ptr<v1::Live::Stub> live;
    std::unique_ptr<v1::History::Stub> history;
    std::unique_ptr<v1::Alarms::Stub> alarms;
  };

  Dial dial;
  Line line;
  Clock& clock;
  ReaderCalls calls;

  bool IsConnected() const { return line.channel->GetState(false) == GRPC_CHANNEL_READY; }

  // With renewed credentials, if there are any that are good; else with those it has.
  void DialAgain() {
    if (const auto channel = dial()) line = Line(*channel);
  }

  // The one reply of a call that was not begun yet.
  template <class Reply>
  Heard<Reply> Answer(ReaderCall& call, grpc::ClientAsyncResponseReader<Reply>& reader) const {
    Reply reply;
    grpc::Status status;
    reader.StartCall();
    reader.Finish(&reply, &status, nullptr);
    call.Await(kLongestAnswer);
    Heard<Done> end = call.EndOf(status, IsConnected());
    if (!end) return end.error();
    return reply;
  }

  // Calls `take` with each reply, until it returns something: that is the end.
  template <class Reply>
  Heard<Done> Replies(ReaderCall& call, grpc::ClientAsyncReader<Reply>& reader,
                      std::optional<seconds> longest,
                      const std::function<std::optional<Heard<Done>>(Reply&)>& take) const {
    std::optional<Heard<Done>> enough;
    reader.StartCall(nullptr);
    bool goes_on = call.Await(longest);
    while (goes_on && !enough) {
      Reply reply;
      reader.Read(&reply, nullptr);
      goes_on = call.Await(longest);
      if (goes_on) enough = take(reply);
    }
    if (enough) call.Cancel();
    const bool was_connected = IsConnected();
    grpc::Status status;
    reader.Finish(&status, nullptr);
    call.Await(std::nullopt);
    return enough ? *enough : call.EndOf(status, was_connected);
  }

  bool Pause(seconds time) const {
    const Duration until = clock.Steady() + time;
    while (clock.Steady() < until) {
      if (!calls.go_on()) return false;
      clock.SleepUntil(std::min(until, clock.Steady() + kReaderStep));
    }
    return true;
  }

  // The first news of `heard` is told, even if then the line breaks.
  Heard<Done> WatchOnce(Reader& reader, const WatchQuestion& question,
                        const WatchListener& listener, bool& heard) const;
  Heard<Done> QueryOnce(const HistoryQuestion& question, const VisitRow& visit) const;
};

Reader::Reader(std::unique_ptr<State> state) : state_(std::move(state)) {}
Reader::Reader(Reader&&) noexcept = default;
Reader::~Reader() = default;

Result<Reader> Reader::Make(const std::string& address,
                            const std::optional<std::filesystem::path>& credentials, Clock& clock,
                            ReaderCalls calls) {
  const std::optional<std::string> target = TargetOf(address);
  if (!target) return Fault::kHubAddress;
  if (!credentials && !IsOnThisMachine(address)) return Fault::kHubNeedsProof;
  // What gRPC would print on standard error is told as a HubTrouble.
  gpr_set_log_function([](gpr_log_func_args*) {});
  Dial dial = ReaderDial(*target, credentials);
  const Result<std::shared_ptr<grpc::Channel>> channel = dial();
  if (!channel) return channel.error();
  return Reader(std::make_unique<State>(State{.dial = std::move(dial),
                                              .line = State::Line(*channel),
                                              .clock = clock,
                                              .calls = std::move(calls)}));
}

Heard<std::vector<SiteNow>> Reader::ListSites() {
  ReaderCall call(state_->clock, state_->calls);
  const v1::ListSitesRequest request;
  const auto reader =
      state_->line.live->PrepareAsyncListSites(&call.context(), request, &call.queue());
  Heard<v1::ListSitesReply> reply = state_->Answer(call, *reader);
  if (!reply) return reply.error();
  Result<std::vector<SiteNow>, Refusal> sites = SitesFrom(*std::move(reply));
  if (!sites) return Odd(sites.error());
  return *std::move(sites);
}

Heard<Done> Reader::State::WatchOnce(Reader& reader, const WatchQuestion& question,
                                     const WatchListener& listener, bool& heard) const {
  Heard<std::vector<SiteNow>> sites = reader.ListSites();
  if (!sites) return sites.error();
  listener.on_sites(*sites);
  KnownSites known(*sites);
  std::set<std::string> begun;
  v1::WatchRequest request;
  for (const std::string& site : question.sites) request.add_sites(site);
  for (const std::string& place : question.places) request.add_places(place);
  ReaderCall call(clock, calls);
  const auto stream = line.live->PrepareAsyncWatch(&call.context(), request, &call.queue());
  return Replies<v1::WatchReply>(call, *stream, std::nullopt,
                                 [&](v1::WatchReply& reply) -> std::optional<Heard<Done>> {
                                   Result<SiteNews, Refusal> news = NewsFrom(std::move(reply));
                                   if (!news) return Odd(news.error());
                                   heard = true;
                                   if (known.AreOld(*news)) {
                                     Heard<std::vector<SiteNow>> now = reader.ListSites();
                                     if (!now) return now.error();
                                     listener.on_sites(*now);
                                     known = KnownSites(*now);
                                   }
                                   if (begun.insert(news->site).second) news->is_all = true;
                                   if (!known.Keep(*news) || listener.on_news(*news))
                                     return std::nullopt;
                                   return Done{};
                                 });
}

Heard<Done> Reader::Watch(const WatchQuestion& question, const WatchListener& listener) {
  seconds pause = kFirstPause;
  bool ever_heard = false;
  for (;;) {
    bool heard = false;
    Heard<Done> end = state_->WatchOnce(*this, question, listener, heard);
    ever_heard = ever_heard || heard;
    if (end) return end;
    // What was trusted once may be so again: its certificate is being renewed.
    const Fault fault = end.error().fault;
    const bool may_pass = MayPass(fault) || (ever_heard && fault == Fault::kHubUntrusted);
    if (!may_pass || !state_->calls.on_broken) return end;
    if (heard) pause = kFirstPause;
    state_->calls.on_broken(end.error(), pause);
    if (!state_->Pause(pause)) return HubTrouble{.fault = Fault::kStopped};
    state_->DialAgain();
    pause = std::min(2 * pause, kLongestPause);
  }
}

Heard<Done> Reader::State::QueryOnce(const HistoryQuestion& question, const VisitRow& visit) const {
  v1::QueryRequest request;
  request.set_site(question.site);
  for (const std::string& zone : question.zones) request.add_zones(zone);
  request.set_from_ns(question.from.utc_ns());
  request.set_until_ns(question.until.utc_ns());
  request.set_resolution(static_cast<v1::Resolution>(question.resolution));
  ReaderCall call(clock, calls);
  const auto stream = line.history->PrepareAsyncQuery(&call.context(), request, &call.queue());
  HistoryAnswer answer;
  return Replies<v1::QueryReply>(
      call, *stream, kLongestSilence, [&](v1::QueryReply& reply) -> std::optional<Heard<Done>> {
        const Result<std::vector<HistoryRow>, Refusal> rows = answer.Take(std::move(reply));
        if (!rows) return Odd(rows.error());
        for (const HistoryRow& row : *rows) {
          if (!visit(row, answer.zones()[row.zone])) return Done{};
        }
        return std::nullopt;
      });
}

Heard<Done> Reader::Query(const HistoryQuestion& question, const VisitRow& visit) {
  HistoryQuestion rest = question;
  std::set<std::string> given;    // zones whose row at rest.from was visited
  std::set<std::string> skipped;  // what was given before the line broke
  const auto visit_once = [&](const HistoryRow& row, const std::string& zone) {
    if (row.window.start != rest.from) {
      rest.from = row.window.start;
      given.clear();
      skipped.clear();
    }
    if (!skipped.empty() && skipped.contains(zone)) return true;
    given.insert(zone);
    return visit(row, zone);
  };
  seconds pause = kFirstPause;
  for (int tries = 1;; ++tries) {
    const Instant before = rest.from;
    const std::size_t given_before = given.size();
    Heard<Done> end = state_->QueryOnce(rest, visit_once);
    if (rest.from != before || given.size() != given_before) tries = 1;
    if (tries == 1) pause = kFirstPause;
    if (end || !MayPass(end.error().fault) || !state_->calls.on_broken || tries == kMostTries) {
      return end;
    }
    state_->calls.on_broken(end.error(), pause);
    if (!state_->Pause(pause)) return HubTrouble{.fault = Fault::kStopped};
    state_->DialAgain();
    pause = std::min(2 * pause, kLongestPause);
    skipped = given;
  }
}

Heard<std::vector<std::vector<AlarmEvent>>> Reader::ListAlarms(const std::string& site,
                                                               Instant from, Instant until) {
  v1::ListAlarmsRequest request;
  request.set_site(site);
  request.set_from_ns(from.utc_ns());
  request.set_until_ns(until.utc_ns());
  ReaderCall call(state_->clock, state_->calls);
  const auto stream =
      state_->line.history->PrepareAsyncListAlarms(&call.context(), request, &call.queue());
  std::vector<std::vector<AlarmEvent>> alarms;
  Heard<Done> end = state_->Replies<v1::ListAlarmsReply>(
      call, *stream, kLongestSilence,
      [&](v1::ListAlarmsReply& reply) -> std::optional<Heard<Done>> {
        Result<std::vector<AlarmEvent>, Refusal> alarm = AlarmFrom(std::move(reply));
        if (!alarm) return Odd(alarm.error());
        if (alarms.size() == kMostAlarms) return Odd({.rule = "more than 100000 alarms"});
        if (!alarm->empty()) alarms.push_back(*std::move(alarm));
        return std::nullopt;
      });
  if (!end) return end.error();
  return alarms;
}

Heard<Done> Reader::Acknowledge(const std::string& site, std::int64_t alarm) {
  v1::AcknowledgeRequest request;
  request.set_site(site);
  request.set_alarm(static_cast<std::uint64_t>(alarm));
  ReaderCall call(state_->clock, state_->calls);
  const auto reader =
      state_->line.alarms->PrepareAsyncAcknowledge(&call.context(), request, &call.queue());
  const Heard<v1::AcknowledgeReply> reply = state_->Answer(call, *reader);
  if (!reply) return reply.error();
  return Done{};
}

}  // namespace throng
