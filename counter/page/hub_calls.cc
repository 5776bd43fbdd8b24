// Messages of the contract in their JSON mapping.
// SPDX-License-Identifier: Apache-2.0
#include "counter/page/hub_calls.h"

#include <google/protobuf/util/json_util.h>
#include <grpcpp/grpcpp.h>
#include <throng/v1/query.grpc.pb.h>
#include <throng/v1/watch.grpc.pb.h>

#include <array>
#include <chrono>
#include <utility>

#include "counter/page/history_columns.h"
#include "counter/page/watch_events.h"

namespace throng {
namespace {

using std::chrono::seconds;

constexpr seconds kLongestCall{10};
constexpr seconds kLongestHistory{60};
constexpr std::int64_t kMostMs = 9'000'000'000'000;
// Of which an answer takes 30 MB.
constexpr std::size_t kMostRows = 400'000;
constexpr std::size_t kMostAlarms = 20'000;

constexpr std::array<std::pair<std::string_view, v1::Resolution>, 5> kResolutions = {
    {{"released", v1::RESOLUTION_RELEASED},
     {"minute", v1::RESOLUTION_MINUTE},
     {"quarter_hour", v1::RESOLUTION_QUARTER_HOUR},
     {"hour", v1::RESOLUTION_HOUR},
     {"day", v1::RESOLUTION_DAY}}};

void Begin(grpc::ClientContext& call, const Visitor& visitor, seconds longest) {
  Introduce(call, visitor);
  call.set_deadline(std::chrono::system_clock::now() + longest);
}

bool IsSpan(const HistoryAsked& asked) {
  return asked.from_ms >= -kMostMs && asked.from_ms <= kMostMs && asked.until_ms >= -kMostMs &&
         asked.until_ms <= kMostMs;
}

template <class Message>
std::string JsonOf(const Message& message) {
  std::string text;
  const auto written = google::protobuf::util::MessageToJsonString(message, &text);
  return written.ok() ? text : "{}";
}

}  // namespace

void Introduce(grpc::ClientContext& call, const Visitor& visitor) {
  if (visitor.token) call.AddMetadata("authorization", "Bearer " + *visitor.token);
}

int HttpStatusOf(const grpc::Status& status) {
  switch (status.error_code()) {
    case grpc::StatusCode::OK:
      return 200;
    case grpc::StatusCode::UNAUTHENTICATED:
      return 401;
    case grpc::StatusCode::PERMISSION_DENIED:
      return 403;
    case grpc::StatusCode::NOT_FOUND:
      return 404;
    case grpc::StatusCode::INVALID_ARGUMENT:
    case grpc::StatusCode::OUT_OF_RANGE:
    case grpc::StatusCode::FAILED_PRECONDITION:
      return 400;
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
      return 429;
    default:
      return 503;
  }
}

Answered HubCalls::Sites(const Visitor& visitor) const {
  grpc::ClientContext call;
  Begin(call, visitor, kLongestCall);
  v1::ListSitesReply reply;
  const grpc::Status status = v1::Live::NewStub(hub_)->ListSites(&call, {}, &reply);
  if (!status.ok()) return HttpStatusOf(status);
  return JsonOf(reply);
}

Answered HubCalls::History(const Visitor& visitor, const HistoryAsked& asked) const {
  const auto* const resolution =
      std::ranges::find(kResolutions, asked.resolution, [](const auto& one) { return one.first; });
  if (resolution == kResolutions.end() || !IsSpan(asked)) return 400;
  v1::QueryRequest request;
  request.set_site(asked.site);
  for (const std::string& zone : asked.zones) request.add_zones(zone);
  request.set_from_ns(asked.from_ms * kNsOfMs);
  request.set_until_ns(asked.until_ms * kNsOfMs);
  request.set_resolution(resolution->second);
  grpc::ClientContext call;
  Begin(call, visitor, kLongestHistory);
  const auto replies = v1::History::NewStub(hub_)->Query(&call, request);
  HistoryColumns columns;
  v1::QueryReply reply;
  while (replies->Read(&reply)) {
    columns.Add(reply);
    if (columns.rows() <= kMostRows) continue;
    call.TryCancel();
    while (replies->Read(&reply)) {
    }
    const grpc::Status ignored = replies->Finish();
    return 413;
  }
  const grpc::Status status = replies->Finish();
  if (!status.ok()) return HttpStatusOf(status);
  return std::move(columns).Text();
}

Answered HubCalls::Alarms(const Visitor& visitor, const HistoryAsked& asked) const {
  if (!IsSpan(asked)) return 400;
  v1::ListAlarmsRequest request;
  request.set_site(asked.site);
  request.set_from_ns(asked.from_ms * kNsOfMs);
  request.set_until_ns(asked.until_ms * kNsOfMs);
  grpc::ClientContext call;
  Begin(call, visitor, kLongestHistory);
  const auto replies = v1::History::NewStub(hub_)->ListAlarms(&call, request);
  std::string text = "{\"alarms\":[";
  v1::ListAlarmsReply reply;
  std::size_t alarms = 0;
  while (replies->Read(&reply)) {
    if (++alarms > kMostAlarms) call.TryCancel();
    if (alarms > kMostAlarms) continue;
    if (alarms > 1) text += ',';
    text += JsonOf(reply);
  }
  const grpc::Status status = replies->Finish();
  if (alarms > kMostAlarms) return 413;
  if (!status.ok()) return HttpStatusOf(status);
  return text + "]}";
}

Answered HubCalls::Acknowledge(const Visitor& visitor, const std::string& request) const {
  v1::AcknowledgeRequest message;
  if (!google::protobuf::util::JsonStringToMessage(request, &message).ok()) return 400;
  grpc::ClientContext call;
  Begin(call, visitor, kLongestCall);
  v1::AcknowledgeReply reply;
  const grpc::Status status = v1::Alarms::NewStub(hub_)->Acknowledge(&call, message, &reply);
  if (!status.ok()) return HttpStatusOf(status);
  return std::string("{}");
}

Result<std::unique_ptr<HttpStream>, int> HubCalls::Watch(const Visitor& visitor,
                                                         const WatchAsked& asked) const {
  return WatchEvents::Begin(connect_(), visitor, asked, clock_);
}

}  // namespace throng
