// Renders; letters first, colour second.
// SPDX-License-Identifier: Apache-2.0
#include "counter/serve/served.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <nlohmann/json.hpp>
#include <string_view>

#include "counter/serve/style.h"

namespace throng {
namespace {

constexpr std::chrono::seconds kLate{60};
constexpr std::chrono::seconds kClockIsOff{5};
constexpr std::int64_t kFewDays = 30;

// "12 s", "5 min", "3 h", "2 d".
std::string Long(Duration time) {
  const auto seconds = std::chrono::round<std::chrono::seconds>(time).count();
  constexpr std::int64_t kMinute = 60;
  constexpr std::int64_t kHour = 60 * kMinute;
  constexpr std::int64_t kDay = 24 * kHour;
  if (seconds < 2 * kMinute) return fmt::format("{} s", seconds);
  if (seconds < 2 * kHour) return fmt::format("{} min", seconds / kMinute);
  if (seconds < 2 * kDay) return fmt::format("{} h", seconds / kHour);
  return fmt::format("{} d", seconds / kDay);
}

std::string Clock(const ServedSite& site) {
  if (!site.clock_ahead) return "-";
  const Duration ahead = *site.clock_ahead;
  if (ahead >= Duration::zero()) return Long(ahead) + " ahead";
  return Long(-ahead) + " behind";
}

std::optional<Duration> LagOf(const ServedSite& site, Instant now) {
  if (!site.newest) return std::nullopt;
  return now - *site.newest;
}

// 0: all is well.
int Urgency(const ServedSite& site, Instant now) {
  if (!site.connected) return 3;
  const std::optional<Duration> lag = LagOf(site, now);
  if (!lag || *lag > kLate) return 2;
  const Duration ahead = site.clock_ahead.value_or(Duration::zero());
  return ahead > kClockIsOff || ahead < -kClockIsOff ? 1 : 0;
}

std::string Days(const std::optional<std::int64_t>& days) {
  if (!days) return "";
  return fmt::format(", certificate for {} more day{}", *days, *days == 1 ? "" : "s");
}

std::string Left(const EndingToken& token) {
  if (token.days < 0) return fmt::format("the token \"{}\" is over", token.name);
  return fmt::format("the token \"{}\" ends in {} day{}", token.name, token.days,
                     token.days == 1 ? "" : "s");
}

// Of tokens, and of certificates that are turned away: ". TEXT" for each.
std::string Callers(const ServedHub& hub) {
  std::string text;
  if (!hub.ending.empty()) text += ". " + Left(hub.ending.front());
  if (hub.ending.size() > 1) text += fmt::format(", and {} more", hub.ending.size() - 1);
  if (!hub.tokens_trouble.empty()) text += ". NO TOKEN IS TAKEN: " + hub.tokens_trouble;
  if (!hub.refused_callers.empty()) {
    text += fmt::format(". {} REFUSED certificate{} turned away", hub.refused_callers.size(),
                        hub.refused_callers.size() == 1 ? "" : "s");
  }
  return text;
}

std::string Marked(std::string line, bool marked, bool colour) {
  if (!marked || !colour) return line;
  return std::string(kAlarmStyle) + line + std::string(kPlainStyle);
}

std::string HubLine(const ServedHub& hub, bool colour) {
  const auto connected = std::ranges::count(hub.sites, true, &ServedSite::connected);
  const std::string callers = Callers(hub);
  const std::string line =
      fmt::format("hub   {}: {} of {} edges on the line, {} watching, {:.0f} windows/s{}{}",
                  hub.listen, connected, hub.sites.size(), hub.watchers, hub.windows_per_s,
                  Days(hub.certificate_days), callers);
  if (hub.trouble.empty()) {
    return Marked(line, hub.certificate_days.value_or(kFewDays) < kFewDays || !callers.empty(),
                  colour);
  }
  return Marked(line + ". CANNOT WRITE: " + hub.trouble, true, colour);
}

std::string EdgeLine(const ServedEdge& edge, bool colour) {
  const std::string held =
      edge.held_back > 0 ? fmt::format(", {} HELD BACK", edge.held_back) : std::string();
  std::string line = fmt::format("edge  {}: {}, {} waiting{}, {} sent, {} refused{}", edge.hub,
                                 edge.connected ? "on the line" : "NOT CONNECTED", edge.waiting,
                                 held, edge.sent, edge.refused, Days(edge.certificate_days));
  if (!edge.trouble.empty()) line += ". " + edge.trouble;
  return Marked(line, !edge.connected || !edge.trouble.empty() || edge.held_back > 0, colour);
}

std::string PageLine(const ServedPage& page, bool colour) {
  std::string line = fmt::format("page  {}: {} browser{} watching{}", page.url, page.browsers,
                                 page.browsers == 1 ? "" : "s", Days(page.certificate_days));
  if (!page.trouble.empty()) line += ". " + page.trouble;
  const bool ends_soon = page.certificate_days.value_or(kFewDays) < kFewDays;
  return Marked(line, ends_soon || !page.trouble.empty(), colour);
}

std::string SiteLine(const ServedSite& site, Instant now, std::size_t width, bool colour) {
  const std::optional<Duration> lag = LagOf(site, now);
  const std::string line =
      fmt::format("{:<{}}  {:<6}  {:>10}  {:>14}", site.name, width, site.connected ? "on" : "GONE",
                  lag ? Long(*lag) : "never", Clock(site));
  return Marked(line, Urgency(site, now) > 1, colour);
}

// Of who is let in.
void AddChanges(const ServedHub& before, const ServedHub& now, std::vector<std::string>& lines) {
  for (const EndingToken& token : now.ending) {
    const auto known = std::ranges::find(before.ending, token.name, &EndingToken::name);
    const bool was_told = known != before.ending.end() && (known->days < 0) == (token.days < 0);
    if (!was_told) lines.push_back(Left(token) + "; renew it: throng cert token with --renew");
  }
  if (now.tokens_trouble != before.tokens_trouble) {
    lines.push_back(now.tokens_trouble.empty() ? "tokens are taken again"
                                               : "no token is taken: " + now.tokens_trouble);
  }
  for (const std::string& serial : now.refused_callers) {
    if (std::ranges::count(before.refused_callers, serial) > 0) continue;
    lines.push_back("a refused certificate was turned away: " + serial);
  }
}

}  // namespace

std::vector<std::string> RenderServed(const Served& served, bool colour, std::size_t rows) {
  std::vector<std::string> lines;
  if (served.edge) lines.push_back(EdgeLine(*served.edge, colour));
  if (!served.hub) return lines;
  lines.push_back(HubLine(*served.hub, colour));
  if (served.page) lines.push_back(PageLine(*served.page, colour));
  std::vector<ServedSite> sites = served.hub->sites;
  if (sites.empty()) return lines;
  std::ranges::stable_sort(sites, std::ranges::greater{},
                           [&served](const ServedSite& site) { return Urgency(site, served.at); });
  std::size_t width = std::string_view("SITE").size();
  for (const ServedSite& site : sites) width = std::max(width, site.name.size());
  lines.push_back(
      fmt::format("{:<{}}  {:<6}  {:>10}  {:>14}", "SITE", width, "EDGE", "NEWEST", "CLOCK"));
  const std::size_t room = rows > lines.size() + 1 ? rows - lines.size() - 1 : 1;
  const std::size_t shown =
      sites.size() <= room ? sites.size() : room - std::min<std::size_t>(1, room - 1);
  for (std::size_t i = 0; i < shown; ++i) {
    lines.push_back(SiteLine(sites[i], served.at, width, colour));
  }
  if (shown < sites.size()) lines.push_back(fmt::format("and {} more", sites.size() - shown));
  return lines;
}

std::string ServedJson(const Served& served) {
  nlohmann::ordered_json json = {{"at", FormatUtc(served.at)}};
  if (served.hub) {
    const ServedHub& hub = *served.hub;
    nlohmann::ordered_json sites = nlohmann::ordered_json::array();
    for (const ServedSite& site : hub.sites) {
      nlohmann::ordered_json one = {{"site", site.name}, {"connected", site.connected}};
      if (site.newest) one["newest"] = FormatUtc(*site.newest);
      if (site.clock_ahead) {
        one["clock_ahead_ms"] =
            std::chrono::duration_cast<std::chrono::milliseconds>(*site.clock_ahead).count();
      }
      sites.push_back(std::move(one));
    }
    json["hub"] = {{"listen", hub.listen},
                   {"writable", hub.trouble.empty()},
                   {"windows_per_s", hub.windows_per_s},
                   {"watchers", hub.watchers}};
    if (!hub.trouble.empty()) json["hub"]["trouble"] = hub.trouble;
    if (hub.certificate_days) json["hub"]["certificate_days"] = *hub.certificate_days;
    for (const EndingToken& token : hub.ending) {
      json["hub"]["tokens_ending"].push_back({{"token", token.name}, {"days", token.days}});
    }
    if (!hub.tokens_trouble.empty()) json["hub"]["tokens_trouble"] = hub.tokens_trouble;
    if (!hub.refused_callers.empty()) json["hub"]["refused_callers"] = hub.refused_callers;
    json["hub"]["sites"] = std::move(sites);
  }
  if (served.edge) {
    const ServedEdge& edge = *served.edge;
    json["edge"] = {{"hub", edge.hub},
                    {"connected", edge.connected},
                    {"waiting", edge.waiting},
                    {"sent", edge.sent},
                    {"refused", edge.refused}};
    if (edge.held_back > 0) json["edge"]["held_back"] = edge.held_back;
    if (!edge.trouble.empty()) json["edge"]["trouble"] = edge.trouble;
    if (edge.certificate_days) json["edge"]["certificate_days"] = *edge.certificate_days;
  }
  if (served.page) {
    const ServedPage& page = *served.page;
    json["page"] = {{"url", page.url}, {"browsers", page.browsers}};
    if (!page.trouble.empty()) json["page"]["trouble"] = page.trouble;
    if (page.certificate_days) json["page"]["certificate_days"] = *page.certificate_days;
  }
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::vector<std::string> ChangesOf(const Served& before, const Served& now) {
  std::vector<std::string> lines;
  if (now.hub && before.hub) AddChanges(*before.hub, *now.hub, lines);
  if (now.hub && before.hub) {
    if (now.hub->trouble != before.hub->trouble) {
      lines.push_back(now.hub->trouble.empty()
                          ? "the archive can be written again"
                          : "the archive cannot be written: " + now.hub->trouble);
    }
    std::map<std::string, bool> connected;
    for (const ServedSite& site : before.hub->sites) connected[site.name] = site.connected;
    for (const ServedSite& site : now.hub->sites) {
      const auto known = connected.find(site.name);
      const bool was = known != connected.end() && known->second;
      if (site.connected == was) continue;
      lines.push_back(
          fmt::format("the edge of {} is {}", site.name, site.connected ? "on the line" : "gone"));
    }
  }
  if (now.edge && before.edge) {
    if (now.edge->connected != before.edge->connected) {
      lines.push_back(fmt::format("the hub at {} {}", now.edge->hub,
                                  now.edge->connected ? "is on the line" : "cannot be reached"));
    }
    if (now.edge->trouble != before.edge->trouble && !now.edge->trouble.empty()) {
      lines.push_back(now.edge->trouble);
    }
    if (now.edge->held_back != before.edge->held_back) {
      lines.push_back(now.edge->held_back > 0
                          ? fmt::format("{} of what waits is held back", now.edge->held_back)
                          : "nothing is held back any more");
    }
    if (now.edge->refused > before.edge->refused) {
      lines.push_back(fmt::format("the hub refused {} windows: it has other counts for that time",
                                  now.edge->refused - before.edge->refused));
    }
  }
  const std::string trouble = before.page ? before.page->trouble : std::string();
  if (now.page && !now.page->trouble.empty() && now.page->trouble != trouble) {
    lines.push_back("the page's certificate: " + now.page->trouble);
  }
  return lines;
}

}  // namespace throng
