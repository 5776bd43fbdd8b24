// Runs an edge, a hub, or both until somebody asks to stop, and shows how they are doing.
// SPDX-License-Identifier: Apache-2.0
#include "counter/apps/serve.h"

#include <fmt/format.h>
#include <poll.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "counter/apps/screen.h"
#include "counter/apps/serve_check.h"
#include "counter/apps/serve_edge.h"
#include "counter/apps/serve_notes.h"
#include "counter/apps/serve_page.h"
#include "counter/apps/serve_tokens.h"
#include "counter/hub/hub.h"
#include "counter/link/credentials.h"
#include "counter/serve/served.h"
#include "counter/site/wording.h"
#include "counter/watch/stop.h"

namespace throng {
namespace {

using std::chrono::seconds;

constexpr seconds kJsonEvery{10};
constexpr seconds kCertificateEvery{3600};

std::string DigestOfFile(const Path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  return HexDigestOf(text);
}

std::optional<std::chrono::days> Days(const std::optional<int>& days) {
  if (!days) return std::nullopt;
  return std::chrono::days(*days);
}

Retention RetentionOf(const KeepPlan& keep) {
  return {.released = Days(keep.released),
          .minute = Days(keep.minute),
          .quarter_hour = Days(keep.quarter_hour),
          .hour = Days(keep.hour),
          .day = Days(keep.day),
          .alarms = Days(keep.alarm)};
}

OpenArchive OpenerOf(const HubPlan& plan) {
  if (plan.postgresql) {
    return [connection = *plan.postgresql] { return OpenPostgresArchive(connection); };
  }
  return [file = *plan.archive] { return OpenSqliteArchive(file); };
}

// A temporary folder that only this user may look into; gone at the end.
class OwnFolder {
 public:
  static std::optional<OwnFolder> Make() {
    std::string name = (std::filesystem::temp_directory_path() / "throng.XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) return std::nullopt;
    return OwnFolder(name);
  }
  ~OwnFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  OwnFolder(OwnFolder&& other) noexcept : path_(std::exchange(other.path_, Path())) {}
  OwnFolder& operator=(OwnFolder&& other) noexcept {
    std::swap(path_, other.path_);
    return *this;
  }
  const Path& path() const { return path_; }

 private:
  explicit OwnFolder(Path path) : path_(std::move(path)) {}
  Path path_;
};

// A hub with what it needs, and what it notes of itself.
class RunningHub {
 public:
  RunningHub(const ServePlan& plan, const Clock& clock)
      : plan_(plan), hub_plan_(*plan.hub), clock_(clock) {}

  ~RunningHub() {
    if (!hub_) return;
    hub_.reset();
    TellIfNot(trail_->Note("stopped", {}));
  }
  RunningHub(const RunningHub&) = delete;
  RunningHub& operator=(const RunningHub&) = delete;

  // kOk, or what was told on standard error.
  ExitCode Start(const Path& file) {
    std::shared_ptr<grpc::ServerCredentials> credentials = OpenServerCredentials();
    if (hub_plan_.credentials) {
      auto closed = ServerCredentialsOf(*hub_plan_.credentials);
      if (!closed) return Tell(hub_plan_.credentials->string(), closed.error());
      credentials = *std::move(closed);
    }
    if (plan_.page || (plan_.edge && !plan_.edge->hub)) {
      own_folder_ = OwnFolder::Make();
      if (!own_folder_) return Tell("a folder for temporary files", Fault::kNotPermitted);
    }
    auto callers = Callers::Make(hub_plan_.tokens, clock_);
    if (!callers) return Tell(hub_plan_.tokens->string(), callers.error());
    callers_.emplace(*std::move(callers));
    const Result<TrailCheck> before = CheckTrail(hub_plan_.trail);
    auto trail = Trail::Open(hub_plan_.trail, clock_);
    if (!trail) return Tell(hub_plan_.trail.string(), trail.error());
    trail_ = *std::move(trail);
    Trail::Details settings = SettingsOf(plan_, DigestOfFile(file));
    const std::string changed =
        WhatChanged(before ? before->last_start : Trail::Details(), settings);
    if (!changed.empty()) settings.emplace_back("changed", changed);
    bool is_noted = false;
    auto hub = Hub::Start(
        {.listen = hub_plan_.listen,
         .credentials = credentials,
         .own_socket = own_socket(),
         .callers = [this](const grpc::ServerContextBase& call) { return callers_->Of(call); },
         .open_archive = OpenerOf(hub_plan_),
         .keep = RetentionOf(hub_plan_.keep),
         .trail = trail_.get(),
         .before_listening =
             [&] {  // a hub that waits for its archive, begun again and again, notes nothing
               TellIfNot(trail_->Note("started", settings));
               is_noted = true;
             }},
        clock_);
    if (!hub) {
      if (is_noted) {
        TellIfNot(trail_->Note("stopped", {{"why", std::string(Describe(hub.error()))}}));
      }
      return Tell(SubjectOf(hub.error()), hub.error());
    }
    hub_ = *std::move(hub);
    if (hub_plan_.tokens) tokens_.emplace(*hub_plan_.tokens, *trail_, *callers_, clock_);
    if (before) fmt::print(stderr, "throng: the audit trail is whole up to {}\n", before->last);
    fmt::print(stderr, "throng: a hub listens at {}\n", hub_plan_.listen);
    return ExitCode::kOk;
  }

  const Callers& callers() const { return *callers_; }

  // For the page, and for an edge of this file that names no other hub.
  std::optional<std::string> own_socket() const {
    if (!own_folder_) return std::nullopt;
    return "unix:" + (own_folder_->path() / "hub").string();
  }

  ServedHub Look() {
    if (tokens_) TellIfNot(tokens_->Look());
    const HubState state = hub_->State();
    const Duration now = clock_.Steady();
    const double passed_s = std::chrono::duration<double>(now - looked_).count();
    ServedHub served{
        .listen = hub_plan_.listen,
        .trouble = state.is_writable
                       ? std::string()
                       : std::string(Describe(state.trouble.value_or(Fault::kInternal))),
        .windows_per_s =
            passed_s > 0 ? static_cast<double>(state.windows_taken - windows_taken_) / passed_s : 0,
        .watchers = state.watchers,
        .certificate_days = CertificateDays(now),
        .ending = tokens_ ? tokens_->ending() : std::vector<EndingToken>(),
        .tokens_trouble = TokensTrouble(),
        .refused_callers = callers_->RefusedCallers(),
        .sites = {}};
    looked_ = now;
    windows_taken_ = state.windows_taken;
    for (const SiteView& site : state.sites) {
      served.sites.push_back({.name = Printable(site.facts.name),
                              .connected = site.connected,
                              .newest = site.newest,
                              .clock_ahead = site.clock_ahead});
    }
    return served;
  }

 private:
  std::string SubjectOf(Fault fault) const {
    if (fault == Fault::kCannotListen) return hub_plan_.listen;
    return hub_plan_.archive ? hub_plan_.archive->string() : "the PostgreSQL archive";
  }

  void TellIfNot(const Status& noted) const {
    if (!noted) Tell(hub_plan_.trail.string(), noted.error());
  }

  std::string TokensTrouble() const {
    const std::optional<Fault> trouble = callers_->Trouble();
    return trouble ? std::string(Describe(*trouble)) : std::string();
  }

  std::optional<std::int64_t> CertificateDays(Duration now) {
    if (now >= next_certificate_) {
      next_certificate_ = now + kCertificateEvery;
      days_left_ = DaysLeft(hub_plan_.credentials, clock_);
    }
    return days_left_;
  }

  const ServePlan& plan_;
  const HubPlan& hub_plan_;
  const Clock& clock_;
  std::optional<OwnFolder> own_folder_;
  std::optional<Callers> callers_;
  std::unique_ptr<Trail> trail_;
  std::optional<TokensWatch> tokens_;
  std::unique_ptr<Hub> hub_;
  Duration looked_{};
  Duration next_certificate_{};
  std::optional<std::int64_t> days_left_;
  std::uint64_t windows_taken_ = 0;
};

// Shows and tells until somebody asks to stop.
void Attend(std::optional<RunningHub>& hub, const std::optional<RunningEdge>& edge,
            std::optional<RunningPage>& page, const Stop& stop, const Clock& clock, bool json) {
  Screen screen(clock, !json);
  std::optional<Served> before;
  Duration next_json{};
  while (!stop.Asked()) {
    Served served{.at = clock.Now(), .hub = {}, .edge = {}, .page = {}};
    if (hub) served.hub = hub->Look();
    if (edge) served.edge = edge->Look();
    if (page) served.page = page->Look();
    if (before && !screen.is_terminal()) {
      for (const std::string& line : ChangesOf(*before, served)) {
        fmt::print(stderr, "throng: {}\n", line);
      }
    }
    if (json && clock.Steady() >= next_json) {
      next_json = clock.Steady() + kJsonEvery;
      fmt::print("{}\n", ServedJson(served));
      std::fflush(stdout);
    }
    screen.Draw(RenderServed(served, screen.colour(), screen.rows()));
    before = std::move(served);
    pollfd asked{.fd = stop.fd(), .events = POLLIN, .revents = 0};
    ::poll(&asked, 1, 1000);
  }
}

}  // namespace

ExitCode Serve(const ServeCommand& command) {
  std::vector<Complaint> complaints;
  const Result<ServePlan> plan = LoadServePlan(command.file, complaints);
  TellComplaints(command.file.string(), complaints);
  if (!plan) return Tell(command.file.string(), plan.error());
  SystemClock clock;
  const ExitCode checked = CheckServePlan(*plan, clock, command.check);
  if (command.check || checked != ExitCode::kOk) return checked;
  const Result<Stop> stop = Stop::Make();  // before there are threads, so that all of them block it
  if (!stop) return Tell("signals", stop.error());
  std::optional<RunningHub> hub;
  if (plan->hub) {
    const ExitCode started = hub.emplace(*plan, clock).Start(command.file);
    if (started != ExitCode::kOk) return started;
  }
  std::optional<RunningEdge> edge;
  if (plan->edge) {
    const ExitCode started =
        edge.emplace(*plan, clock).Start(hub ? hub->own_socket() : std::nullopt);
    if (started != ExitCode::kOk) return started;
  }
  std::optional<RunningPage> page;
  if (plan->page) {
    const ExitCode started = page.emplace(*plan, hub->callers(), *hub->own_socket(), clock).Start();
    if (started != ExitCode::kOk) return started;
  }
  Attend(hub, edge, page, *stop, clock, command.json);
  return ExitCode::kInterrupted;
}

}  // namespace throng
