// Each call with its role; headers that keep foreign code out of the page.
// SPDX-License-Identifier: Apache-2.0
#include "counter/page/page_server.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <cstdint>
#include <mutex>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "counter/page/assets.h"
#include "counter/page/hub_calls.h"
#include "counter/page/packed.h"

namespace throng {
namespace {

constexpr std::string_view kApi = "/api/v1/";
constexpr const char* kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for "
    "'script'";
constexpr const char* kJson = "application/json";
constexpr std::size_t kWorthPacking = 1024;
constexpr std::size_t kMostTokenBytes = 256;

void AddSafeHeaders(HttpAnswer& answer) {
  answer.headers.emplace_back("Content-Security-Policy", kPolicy);
  answer.headers.emplace_back("X-Content-Type-Options", "nosniff");
  answer.headers.emplace_back("Referrer-Policy", "no-referrer");
}

HttpAnswer JsonAnswer(std::string text, int status = 200) {
  HttpAnswer answer{.status = status};
  answer.headers.emplace_back("Content-Type", kJson);
  answer.body = std::move(text);
  return answer;
}

HttpAnswer No(int status) { return JsonAnswer("{}", status); }

HttpAnswer JsonOr(Answered answered) {
  return answered ? JsonAnswer(*std::move(answered)) : No(answered.error());
}

std::vector<std::string> AllOf(const HttpRequest& request, std::string_view name) {
  std::vector<std::string> values;
  for (const auto& [key, value] : request.query) {
    if (key == name) values.push_back(value);
  }
  return values;
}

std::string OneOf(const HttpRequest& request, std::string_view name) {
  std::vector<std::string> values = AllOf(request, name);
  return values.size() == 1 ? std::move(values.front()) : std::string();
}

// Nothing if it is not there once, as a whole number.
std::optional<std::int64_t> NumberIn(const HttpRequest& request, std::string_view name) {
  const std::string text = OneOf(request, name);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return number;
}

std::optional<HistoryAsked> HistoryIn(const HttpRequest& request) {
  const std::optional<std::int64_t> from = NumberIn(request, "from");
  const std::optional<std::int64_t> until = NumberIn(request, "until");
  if (!from || !until) return std::nullopt;
  return HistoryAsked{.site = OneOf(request, "site"),
                      .zones = AllOf(request, "zone"),
                      .from_ms = *from,
                      .until_ms = *until,
                      .resolution = OneOf(request, "resolution")};
}

// Counts itself while a browser watches.
class CountedStream final : public HttpStream {
 public:
  CountedStream(std::unique_ptr<HttpStream> stream, std::atomic<std::size_t>& streams)
      : stream_(std::move(stream)), streams_(streams) {
    ++streams_;
  }
  ~CountedStream() override { --streams_; }
  CountedStream(const CountedStream&) = delete;
  CountedStream& operator=(const CountedStream&) = delete;
  std::optional<std::string> Next() override { return stream_->Next(); }

 private:
  std::unique_ptr<HttpStream> stream_;
  std::atomic<std::size_t>& streams_;
};

}  // namespace

struct PageServer::Parts {
  Parts(PageOptions given, const Clock& clock)
      : options(std::move(given)),
        visitors(options.reader_of, options.http.https.has_value()),
        hub(options.connect, clock) {}

  // The answer to `call` of `visitor`, who is let in; what he may see of the hub, the hub says.
  using Api = HttpAnswer (Parts::*)(const HttpRequest& request, const Visitor& visitor);
  struct Route {
    std::string_view method;
    std::string_view call;
    Role least;
    Api answer;
  };
  static const std::array<Route, 8> kRoutes;

  HttpAnswer Answer(const HttpRequest& request) {
    const bool is_api = request.path.starts_with(kApi);
    HttpAnswer answer = is_api ? AnswerApi(request) : AnswerFile(request);
    AddSafeHeaders(answer);
    if (!is_api) return answer;
    answer.headers.emplace_back("Cache-Control", "no-store");
    if (answer.body.size() >= kWorthPacking && TakesGzip(request.accept_encoding)) {
      answer.body = Packed(answer.body, false);
      answer.headers.emplace_back("Content-Encoding", "gzip");
    }
    return answer;
  }

  static HttpAnswer AnswerFile(const HttpRequest& request) {
    const Asset* const asset = request.method == "GET" ? FindAsset(request.path) : nullptr;
    if (asset == nullptr) return {.status = 404};
    HttpAnswer answer;
    answer.headers = {{"Content-Type", asset->type},
                      {"Cache-Control", "no-cache"},
                      {"ETag", asset->etag},
                      {"Vary", "Accept-Encoding"}};
    if (request.if_none_match == asset->etag) {
      answer.status = 304;
    } else if (TakesGzip(request.accept_encoding)) {
      answer.body = asset->packed;
      answer.headers.emplace_back("Content-Encoding", "gzip");
    } else {
      answer.body = asset->plain;
    }
    return answer;
  }

  HttpAnswer AnswerApi(const HttpRequest& request) {
    const std::string_view call = std::string_view(request.path).substr(kApi.size());
    const bool is_post = request.method == "POST";
    if (is_post && !visitors.IsFromPage(request)) return No(403);
    if (call == "me" && !is_post) return Me(request);
    if (call == "login" && is_post) return Login(request);
    if (call == "logout" && is_post) return Logout();
    const auto* const route = std::ranges::find(kRoutes, call, &Route::call);
    if (route == kRoutes.end() || route->method != request.method) return No(404);
    const std::optional<Visitor> visitor = visitors.Of(request);
    if (!visitor) return No(401);
    if (visitor->role < route->least) return No(403);
    return (this->*route->answer)(request, *visitor);
  }

  HttpAnswer Me(const HttpRequest& request) const {
    const std::optional<Visitor> visitor = visitors.Of(request);
    const bool needs_login = !visitor && visitors.NeedLogin();
    if (!visitor && !needs_login) return No(403);  // not by a name of this machine
    const Role role = visitor ? visitor->role : Role::kViewer;
    return JsonAnswer(nlohmann::json{
        {"name", visitor ? visitor->name : ""}, {"role", NameOf(role)}, {"needsLogin", needs_login}}
                          .dump());
  }

  HttpAnswer Login(const HttpRequest& request) const {
    const nlohmann::json body = nlohmann::json::parse(request.body, nullptr, false);
    if (!body.is_object()) return No(400);
    const auto token = body.find("token");
    if (token == body.end() || !token->is_string()) return No(400);
    const auto& text = token->get_ref<const std::string&>();
    if (text.size() > kMostTokenBytes || !visitors.OfToken(text)) return No(401);
    HttpAnswer answer = JsonAnswer("{}");
    answer.headers.emplace_back("Set-Cookie", visitors.Cookie(text));
    return answer;
  }

  HttpAnswer Logout() const {
    HttpAnswer answer = JsonAnswer("{}");
    answer.headers.emplace_back("Set-Cookie", visitors.NoCookie());
    return answer;
  }

  HttpAnswer Sites(const HttpRequest& /*request*/, const Visitor& visitor) {
    return JsonOr(hub.Sites(visitor));
  }

  HttpAnswer Watch(const HttpRequest& request, const Visitor& visitor) {
    auto stream = hub.Watch(visitor, {.sites = AllOf(request, "site"),
                                      .places = AllOf(request, "place"),
                                      .alarms_of_others = OneOf(request, "others") == "alarms"});
    if (!stream) return No(stream.error());
    HttpAnswer answer;
    answer.headers.emplace_back("Content-Type", "text/event-stream");
    answer.headers.emplace_back("X-Accel-Buffering", "no");  // proxies would keep it back
    answer.stream = std::make_unique<CountedStream>(*std::move(stream), streams);
    return answer;
  }

  HttpAnswer History(const HttpRequest& request, const Visitor& visitor) {
    const std::optional<HistoryAsked> asked = HistoryIn(request);
    return asked ? JsonOr(hub.History(visitor, *asked)) : No(400);
  }

  HttpAnswer Alarms(const HttpRequest& request, const Visitor& visitor) {
    const std::optional<HistoryAsked> asked = HistoryIn(request);
    return asked ? JsonOr(hub.Alarms(visitor, *asked)) : No(400);
  }

  HttpAnswer Acknowledge(const HttpRequest& request, const Visitor& visitor) {
    return JsonOr(hub.Acknowledge(visitor, request.body));
  }

  HttpAnswer Plan(const HttpRequest& request, const Visitor& /*visitor*/) {
    const auto plan = options.plans.find(OneOf(request, "site"));
    return plan == options.plans.end() ? No(404) : JsonAnswer(plan->second.json);
  }

  HttpAnswer PlanImage(const HttpRequest& request, const Visitor& /*visitor*/) {
    const auto plan = options.plans.find(OneOf(request, "site"));
    if (plan == options.plans.end() || plan->second.image.empty()) return No(404);
    HttpAnswer answer{.body = plan->second.image};
    answer.headers.emplace_back("Content-Type", plan->second.image_type);
    return answer;
  }

  HttpAnswer Check(const HttpRequest& request, const Visitor& /*visitor*/) {
    if (!request.content_type.starts_with("text/plain")) return No(400);
    const std::scoped_lock one_at_a_time(checking);
    return JsonAnswer(options.check(request.body));
  }

  const PageOptions options;
  const Visitors visitors;
  const HubCalls hub;
  std::atomic<std::size_t> streams = 0;
  std::mutex checking;
  std::unique_ptr<HttpServer> server;  // last: its threads use all the others
};

const std::array<PageServer::Parts::Route, 8> PageServer::Parts::kRoutes = {
    {{"GET", "sites", Role::kViewer, &Parts::Sites},
     {"GET", "watch", Role::kViewer, &Parts::Watch},
     {"GET", "plan", Role::kViewer, &Parts::Plan},
     {"GET", "plan-image", Role::kViewer, &Parts::PlanImage},
     {"GET", "history", Role::kViewer, &Parts::History},
     {"GET", "alarms", Role::kViewer, &Parts::Alarms},
     {"POST", "acknowledge", Role::kOperator, &Parts::Acknowledge},
     {"POST", "check", Role::kOperator, &Parts::Check}}};

PageServer::PageServer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
PageServer::~PageServer() = default;

Result<std::unique_ptr<PageServer>> PageServer::Start(PageOptions options, const Clock& clock) {
  Assets();  // packs them once, not at the first visit
  options.http.long_body_path = std::string(kApi) + "check";
  auto parts = std::make_unique<Parts>(std::move(options), clock);
  auto server = HttpServer::Start(
      parts->options.http, [at = parts.get()](const HttpRequest& one) { return at->Answer(one); });
  if (!server) return server.error();
  parts->server = *std::move(server);
  return std::unique_ptr<PageServer>(new PageServer(std::move(parts)));
}

int PageServer::port() const { return parts_->server->port(); }
std::size_t PageServer::Streams() const { return parts_->streams; }

}  // namespace throng
