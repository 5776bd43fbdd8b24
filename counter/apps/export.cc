// throng export: what a ledger holds, as CSV, JSON lines or a chart.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "counter/apps/command.h"
#include "counter/apps/outputs.h"

namespace throng {
namespace {

// Positions of the zones asked for; nothing (and told) if the ledger lacks one.
std::optional<std::vector<bool>> Chosen(const ExportCommand& command,
                                        const std::vector<ZoneFacts>& zones) {
  std::vector<bool> chosen(zones.size(), command.zones.empty());
  for (const std::string& name : command.zones) {
    const auto zone = std::ranges::find(zones, name, &ZoneFacts::name);
    if (zone == zones.end()) {
      std::string names;
      for (const ZoneFacts& known : zones) names += (names.empty() ? "" : ", ") + known.name;
      fmt::print(stderr, "throng: --zone {}: the ledger has no such zone; it has: {}\n", name,
                 names);
      return std::nullopt;
    }
    chosen[static_cast<std::size_t>(zone - zones.begin())] = true;
  }
  return chosen;
}

}  // namespace

ExitCode Export(const ExportCommand& command) {
  const Result<Ledger> ledger = Ledger::OpenToRead(command.ledger);
  if (!ledger) {
    Tell(command.ledger.string(), ledger.error());
    return ExitCode::kOutput;
  }
  const Result<std::vector<ZoneFacts>> zones = ledger->Zones();
  if (!zones) return Tell(command.ledger.string(), zones.error());
  const std::optional<std::vector<bool>> chosen = Chosen(command, *zones);
  if (!chosen) return ExitCode::kUsage;
  const Span span{.from = command.from, .until = command.until};
  if (command.chart) {
    Result<std::vector<Panel>> panels = PanelsOf(*ledger, span);
    if (!panels) return Tell(command.ledger.string(), panels.error());
    std::vector<Panel> wanted;
    for (std::size_t i = 0; i < panels->size(); ++i) {
      if ((*chosen)[i]) wanted.push_back(std::move((*panels)[i]));
    }
    const Status drawn =
        DrawChart(*command.chart, command.ledger.filename().string() + " (times in UTC)", wanted);
    if (!drawn) return Tell(command.chart->string(), drawn.error());
    fmt::print(stderr, "chart: {}\n", command.chart->string());
    if (!command.out) return ExitCode::kOk;
  }
  const LineFormat format = command.format == "json" ? LineFormat::kJson : LineFormat::kCsv;
  const auto is_wanted = [&](const WatchedPlace& place) { return (*chosen)[place.zones.front()]; };
  const Status written = WriteLines(*ledger, span, {}, format, is_wanted, command.out);
  if (!written) {
    return Tell(command.out ? command.out->string() : "standard output", written.error());
  }
  return ExitCode::kOk;
}

}  // namespace throng
