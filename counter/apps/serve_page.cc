// Reads what the page shows of the ground, and its certificate, again when that is renewed.
// SPDX-License-Identifier: Apache-2.0
#include "counter/apps/serve_page.h"

#include <fmt/format.h>

#include <chrono>
#include <fstream>
#include <utility>
#include <vector>

#include "counter/apps/command.h"
#include "counter/apps/serve_check.h"
#include "counter/link/channel.h"
#include "counter/link/credentials.h"
#include "counter/page/plan.h"
#include "counter/page/site_check.h"
#include "counter/site/way_address.h"

namespace throng {
namespace {

constexpr std::chrono::seconds kCertificateLook{30};
constexpr std::size_t kMostDrawingBytes = std::size_t{8} << 20U;

std::string TypeOfDrawing(const std::filesystem::path& file) {
  const std::string kind = file.extension();
  if (kind == ".svg") return "image/svg+xml";
  if (kind == ".png" || kind == ".webp") return "image/" + kind.substr(1);
  return "image/jpeg";
}

std::optional<std::string> DrawingIn(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string bytes(kMostDrawingBytes + 1, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  if (bytes.empty() || bytes.size() > kMostDrawingBytes) return std::nullopt;
  return bytes;
}

std::string Percent(const std::string& text) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  std::string escaped;
  for (const char c : text) {
    if (kPlain.find(c) != std::string_view::npos) {
      escaped += c;
    } else {
      escaped += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return escaped;
}

// To be opened on this machine where it listens to all.
std::string UrlOf(const std::string& listen, bool is_https, int port) {
  const std::optional<WayAddress> at = ParseHostPort(listen);
  const std::string host = at ? at->host : "";
  const bool is_any = host == "0.0.0.0" || host == "::";
  const bool is_six = host.find(':') != std::string::npos;
  const std::string named = is_any ? "localhost" : is_six ? '[' + host + ']' : host;
  return fmt::format("{}://{}:{}/", is_https ? "https" : "http", named, port);
}

}  // namespace

RunningPage::RunningPage(const ServePlan& plan, const Callers& callers, std::string hub_socket,
                         Clock& clock)
    : plan_(plan),
      page_plan_(*plan.page),
      callers_(callers),
      hub_socket_(std::move(hub_socket)),
      clock_(clock) {}

ExitCode RunningPage::ReadGround(const PageGround& ground) {
  const Result<Site> site = LoadSiteOrTell(ground.site);
  if (!site) return ExitCode::kSite;
  GroundPlan told;
  std::optional<PlanImage> image;
  if (ground.drawing) {
    const PageDrawing& drawing = *ground.drawing;
    std::optional<std::string> bytes = DrawingIn(drawing.file);
    if (!bytes) {
      fmt::print(stderr, "throng: {}: this drawing is not there, is empty, or has more than 8 MB\n",
                 drawing.file.string());
      return ExitCode::kUsage;
    }
    told.image = *std::move(bytes);
    told.image_type = TypeOfDrawing(drawing.file);
    image = PlanImage{.url = "api/v1/plan-image?site=" + Percent(site->name),
                      .left_m = drawing.left,
                      .bottom_m = drawing.bottom,
                      .right_m = drawing.right,
                      .top_m = drawing.top};
  }
  std::optional<std::string> json = PlanOf(*site, image);
  if (!json) return ExitCode::kOk;  // zones that have no places to each other
  told.json = *std::move(json);
  grounds_[site->name] = std::move(told);
  return ExitCode::kOk;
}

ExitCode RunningPage::Start() {
  std::vector<PageGround> grounds = page_plan_.grounds;
  if (plan_.edge)
    grounds.insert(grounds.begin(), PageGround{.site = plan_.edge->site, .drawing = {}});
  for (const PageGround& ground : grounds) {
    if (const ExitCode read = ReadGround(ground); read != ExitCode::kOk) return read;
  }
  std::optional<PemPair> pem;
  if (page_plan_.credentials) {
    Result<PemPair> read = ServerPemOf(*page_plan_.credentials);
    if (!read) return Tell(page_plan_.credentials->string(), read.error());
    pem = *std::move(read);
  }
  const Status served = Serve(pem);
  if (!served) return Tell(page_plan_.listen, served.error());
  fmt::print(stderr, "throng: the page is at {}\n", url_);
  return ExitCode::kOk;
}

Status RunningPage::Serve(const std::optional<PemPair>& pem) {
  PageOptions options;
  options.http.listen = page_plan_.listen;
  options.connect = [this] { return EdgeChannel(hub_socket_, OpenChannelCredentials()); };
  options.plans = grounds_;
  options.check = [this](std::string_view toml) { return CheckSite(toml, clock_); };
  if (pem) {
    options.http.https = HttpsIdentity{.certificate = pem->certificate, .key = pem->key};
    certificate_ = pem->certificate;
  }
  if (plan_.hub->tokens) {
    options.reader_of = [this](std::string_view token) -> std::optional<Identity> {
      const auto caller = callers_.OfToken(token);
      return caller ? std::optional(caller->identity) : std::nullopt;
    };
  }
  auto server = PageServer::Start(std::move(options), clock_);
  if (!server) return server.error();
  server_ = *std::move(server);
  url_ = UrlOf(page_plan_.listen, pem.has_value(), server_->port());
  return Done{};
}

// A server that begins anew; its pages ask again by themselves.
void RunningPage::Renew() {
  if (!page_plan_.credentials || clock_.Steady() < next_look_) return;
  next_look_ = clock_.Steady() + kCertificateLook;
  days_left_ = DaysLeft(page_plan_.credentials, clock_);
  const Result<PemPair> pem = ServerPemOf(*page_plan_.credentials);
  trouble_.clear();
  if (!pem) {
    trouble_ = Describe(pem.error());
  } else if (pem->certificate != certificate_ || !server_) {
    server_.reset();
    if (const Status served = Serve(*pem); !served) trouble_ = Describe(served.error());
  }
}

ServedPage RunningPage::Look() {
  Renew();
  return {.url = url_,
          .browsers = server_ ? server_->Streams() : 0,
          .trouble = trouble_,
          .certificate_days = days_left_};
}

}  // namespace throng
