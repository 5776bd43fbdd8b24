// Writes the gnuplot script of a run.
// SPDX-License-Identifier: Apache-2.0
#include "counter/serve/chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <vector>

#include "counter/serve/gnuplot.h"

namespace throng {
namespace {

// Okabe and Ito's colours, which colour-blind people tell apart.
constexpr const char* kCountColour = "#0072B2";
constexpr const char* kKnownColour = "#D55E00";
// Of clear, busy, crowded, critical.
constexpr std::array kAlarmColours{"#999999", "#F0E442", "#E69F00", "#D55E00"};

double Seconds(Instant at) { return static_cast<double>(at.utc_ns()) / 1e9; }

// Where one window's point is drawn.
double Middle(const Window& window) { return (Seconds(window.start) + Seconds(window.end)) / 2; }

struct Reach {
  double from_s;
  double until_s;
};

// From the first to the last that is drawn.
std::optional<Window> WindowOf(const Panel& panel) {
  if (!panel.means.empty()) {
    return Window{panel.means.front().window.start, panel.means.back().window.end};
  }
  if (panel.entries.empty()) return std::nullopt;
  return Window{panel.entries.front().window.start, panel.entries.back().window.end};
}

Reach ReachOf(std::span<const Panel> panels) {
  Reach reach{.from_s = 0, .until_s = 1};
  bool any = false;
  for (const Panel& panel : panels) {
    const std::optional<Window> drawn = WindowOf(panel);
    if (!drawn) continue;
    const double from = Seconds(drawn->start);
    const double until = Seconds(drawn->end);
    reach = any ? Reach{std::min(reach.from_s, from), std::max(reach.until_s, until)}
                : Reach{from, until};
    any = true;
  }
  return reach;
}

const char* AxisFormat(const Reach& reach) {
  const double span_s = reach.until_s - reach.from_s;
  if (span_s <= 6 * 3600) return "%H:%M:%S";
  if (span_s <= 2 * 86400) return "%H:%M";
  return span_s <= 10 * 86400 ? "%d %b %Hh" : "%d %b";
}

// Count and interval, or mean, interval and highest, with an empty line (a gap) for each blind
// window.
std::string CountData(const Panel& panel) {
  std::string data;
  const auto put = [&data](const Window& window, const auto&... values) {
    fmt::format_to(std::back_inserter(data), "{:.3f}", Middle(window));
    (fmt::format_to(std::back_inserter(data), " {}", values), ...);
    data += "\n";
  };
  for (const Entry& entry : panel.entries) {
    if (entry.count) {
      put(entry.window, entry.count->persons, entry.count->low, entry.count->high);
    } else if (!data.ends_with("\n\n")) {
      data += "\n";
    }
  }
  for (const Panel::Mean& mean : panel.means) {
    if (mean.persons) {
      put(mean.window, mean.persons->expected, mean.persons->low, mean.persons->high, mean.highest);
    } else if (!data.ends_with("\n\n")) {
      data += "\n";
    }
  }
  return data;
}

std::string KnownData(const Panel& panel) {
  std::string data;
  for (const Panel::Known& known : panel.known) {
    fmt::format_to(std::back_inserter(data), "{:.3f} {}\n", Seconds(known.at), known.persons);
  }
  return data;
}

// Grey boxes over `windows`; neighbours are joined.
std::string BlindBoxes(const std::vector<Window>& windows) {
  std::string boxes;
  for (auto window = windows.begin(); window != windows.end();) {
    const Instant from = window->start;
    Instant until = window->end;
    for (++window; window != windows.end() && window->start <= until; ++window) until = window->end;
    fmt::format_to(std::back_inserter(boxes),
                   "set object rectangle from first {:.3f}, graph 0 to first {:.3f}, graph 1 "
                   "behind fillcolor rgb '#cccccc' fillstyle pattern 4 noborder\n",
                   Seconds(from), Seconds(until));
  }
  return boxes;
}

std::vector<Window> BlindWindows(const Panel& panel) {
  std::vector<Window> blind;
  for (const Entry& entry : panel.entries) {
    if (!entry.count) blind.push_back(entry.window);
  }
  for (const Panel::Mean& mean : panel.means) {
    if (!mean.persons) blind.push_back(mean.window);
  }
  return blind;
}

// A bar for each alarm, at the panel's upper edge.
std::string AlarmBars(const Panel& panel) {
  std::string bars;
  for (const Panel::Alarm& alarm : panel.alarms) {
    const int worst = static_cast<int>(alarm.band);  // 1..3
    const double thick = 0.02 + 0.02 * worst;
    fmt::format_to(std::back_inserter(bars),
                   "set object rectangle from first {:.3f}, graph {:.2f} to first {:.3f}, graph 1 "
                   "front fillcolor rgb '{}' fillstyle solid 0.9 noborder\n",
                   Seconds(alarm.from), 1 - thick, Seconds(alarm.until),
                   kAlarmColours.at(static_cast<std::size_t>(worst)));
  }
  return bars;
}

// The panel's upper end: a little above all that is drawn.
double TopOf(const Panel& panel) {
  double top = 4;
  for (const Entry& entry : panel.entries) {
    if (entry.count) top = std::max(top, static_cast<double>(entry.count->high));
  }
  for (const Panel::Mean& mean : panel.means) {
    if (mean.persons) top = std::max({top, mean.persons->high, static_cast<double>(mean.highest)});
  }
  for (const Panel::Known& known : panel.known) {
    top = std::max(top, static_cast<double>(known.persons));
  }
  return 1.08 * top;
}

// The zone's name; its capacity, which is only drawn where the counts come near it, so that they
// keep the panel's height.
std::string Heading(const Panel& panel, double top) {
  if (!panel.capacity) return panel.zone;
  const double capacity = panel.capacity->value();
  return fmt::format("{} (capacity {}, {})", panel.zone, capacity,
                     capacity > top ? "above this scale" : "dashed");
}

std::string PanelScript(const Panel& panel, std::size_t number) {
  const std::string counts = CountData(panel);
  const std::string known = KnownData(panel);
  const double top = TopOf(panel);
  std::string script;
  auto out = std::back_inserter(script);
  fmt::format_to(out, "unset object\nset label 1 {} at graph 0, graph 1.12 left\n",
                 GnuplotText(Heading(panel, top)));
  fmt::format_to(out, "set yrange [0:{}]\nset ytics {}\n{}{}", top, top <= 10 ? "1" : "autofreq",
                 BlindBoxes(BlindWindows(panel)), AlarmBars(panel));
  if (!counts.empty()) fmt::format_to(out, "$counts{} << EOD\n{}EOD\n", number, counts);
  if (!known.empty()) fmt::format_to(out, "$known{} << EOD\n{}EOD\n", number, known);
  out = fmt::format_to(out, "plot ");
  if (!panel.means.empty() && !counts.empty()) {
    fmt::format_to(out,
                   "$counts{} using 1:5 with lines linewidth 1 linecolor rgb '{}' title "
                   "'highest', ",
                   number, kKnownColour);
  }
  if (!counts.empty()) {
    fmt::format_to(out,
                   "$counts{0} using 1:3:4 with filledcurves fillcolor rgb '{1}' fillstyle "
                   "transparent solid 0.2 title '90% interval', "
                   "$counts{0} using 1:2 with lines linewidth 2 linecolor rgb '{1}' title "
                   "'{2}', ",
                   number, kCountColour, panel.means.empty() ? "persons counted" : "mean");
  }
  if (!known.empty()) {
    fmt::format_to(out,
                   "$known{} using 1:2 with points pointtype 7 pointsize 0.5 linecolor rgb "
                   "'{}' title 'persons known', ",
                   number, kKnownColour);
  }
  fmt::format_to(out, "{} with lines dashtype 2 linecolor rgb '#444444' notitle\n",
                 panel.capacity ? fmt::to_string(panel.capacity->value()) : "1/0");
  return script;
}

}  // namespace

Status DrawChart(const std::filesystem::path& file, const std::string& title,
                 std::span<const Panel> panels) {
  const Reach reach = ReachOf(panels);
  const int height_px = 40 + 210 * static_cast<int>(panels.size());
  std::string script = fmt::format(
      "set multiplot layout {},1 title {}\n"
      "set xdata time\nset timefmt '%s'\nset format x '{}'\nset xrange ['{:.3f}':'{:.3f}']\n"
      "set ylabel 'persons'\nset grid ytics linecolor rgb '#dddddd'\nset border 3\n"
      "set tics nomirror out\nset lmargin 9\nset rmargin 5\n"
      "set key outside right top horizontal Left reverse samplen 2\n",
      panels.size(), GnuplotText(title), AxisFormat(reach), reach.from_s, reach.until_s);
  for (std::size_t i = 0; i < panels.size(); ++i) script += PanelScript(panels[i], i);
  script += "unset multiplot\n";
  return Draw(file, 900, height_px, script);
}

}  // namespace throng
