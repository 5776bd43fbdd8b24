// A group of batches with few statements: what is near, what is new, what is to be rolled up.
// SPDX-License-Identifier: Apache-2.0
#include "counter/store/archive_writing.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "counter/store/admission.h"
#include "counter/store/archive_alarms.h"
#include "counter/store/archive_rows.h"

namespace throng {
namespace {

// Of one site, while a group is written.
struct SiteInHand {
  Admission admission;
  std::int64_t longest_ns;  // of all its windows: how far back one may lie that overlaps
  std::int64_t longest_new_ns = 0;
};
using SitesInHand = std::map<std::int64_t, SiteInHand>;

// "1, 2", or "(1, 2, 3), (4, 5, 6)": numbers only.
class NumberList {
 public:
  template <class... Numbers>
  void AddRow(Numbers... numbers) {
    text_ += text_.empty() ? "(" : ", (";
    bool first = true;
    ((text_ += (std::exchange(first, false) ? "" : ", ") + std::to_string(numbers)), ...);
    text_ += ")";
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

Status FindSites(SqlSession& session, std::span<const SiteBatch> batches, SitesInHand& sites) {
  std::set<std::int64_t> numbers;
  for (const SiteBatch& batch : batches) numbers.insert(batch.site);
  std::string list;
  for (const std::int64_t number : numbers) {
    list += (list.empty() ? "" : ", ") + std::to_string(number);
  }
  const Status read = session.Run(
      "SELECT s.site, s.longest_ns, (SELECT max(z.position) FROM zone AS z WHERE z.site = s.site), "
      "(SELECT k.since_ns FROM kept AS k WHERE k.resolution = 1) FROM site AS s WHERE s.site IN (" +
          list + ")",
      {}, [&sites](const SqlRow& row) {
        const auto zones = row.IsNull(2) ? 0 : static_cast<std::size_t>(row.Integer(2)) + 1;
        sites.emplace(row.Integer(0),
                      SiteInHand{.admission = Admission(zones, Instant(row.Integer(3))),
                                 .longest_ns = row.Integer(1)});
        return true;
      });
  if (!read) return read;
  if (sites.size() != numbers.size()) return Fault::kNotFound;
  return Done{};
}

struct Reach {
  std::int64_t site;
  std::int64_t low_ns;
  std::int64_t high_ns;
};

// Where stored windows may start that overlap one of `batches`, joined where they touch: an edge
// that sends what is new beside what is a day old needs nothing of the day between.
std::vector<Reach> ReachesOf(std::span<const SiteBatch> batches, const SitesInHand& sites) {
  std::vector<Reach> all;
  for (const SiteBatch& batch : batches) {
    const SiteInHand& site = sites.at(batch.site);
    for (const Entry& entry : batch.windows) {
      if (!site.admission.CanBe(entry)) continue;
      const Window& window = entry.window;
      const Reach reach{batch.site, window.start.utc_ns() - site.longest_ns, window.end.utc_ns()};
      const bool again = !all.empty() && all.back().site == reach.site &&
                         all.back().low_ns == reach.low_ns && all.back().high_ns == reach.high_ns;
      if (!again) all.push_back(reach);
    }
  }
  std::ranges::sort(all, {}, [](const Reach& r) { return std::pair(r.site, r.low_ns); });
  std::vector<Reach> joined;
  for (const Reach& reach : all) {
    const bool touches = !joined.empty() && joined.back().site == reach.site &&
                         reach.low_ns <= joined.back().high_ns;
    if (!touches) joined.push_back(reach);
    joined.back().high_ns = std::max(joined.back().high_ns, reach.high_ns);
  }
  return joined;
}

Status LookAround(SqlSession& session, std::span<const Reach> reaches, SitesInHand& sites) {
  if (reaches.empty()) return Done{};
  NumberList rows;
  std::int64_t least_ns = reaches.front().low_ns;
  std::int64_t most_ns = reaches.front().high_ns;
  for (const Reach& reach : reaches) {
    rows.AddRow(reach.site, reach.low_ns, reach.high_ns);
    least_ns = std::min(least_ns, reach.low_ns);
    most_ns = std::max(most_ns, reach.high_ns);
  }
  // The bounds of all say which parts of the table matter, before the first is looked at.
  return session.RunNumbers(
      "WITH reach (site, low_ns, high_ns) AS (VALUES " + rows.text() + ") SELECT o.site, " +
          "o.zone, o.window_start_ns, o.window_end_ns, o.persons, o.low, o.high, "
          "o.coverage_percent, o.freshness FROM reach CROSS JOIN occupancy AS o "
          "WHERE o.site = reach.site AND o.window_start_ns >= reach.low_ns "
          "AND o.window_start_ns < reach.high_ns AND o.window_start_ns >= " +
          std::to_string(least_ns) + " AND o.window_start_ns < " + std::to_string(most_ns),
      [&sites](const SqlRow& row) {
        sites.at(row.Integer(0)).admission.Know(EntryIn(row, 1));
        return true;
      });
}

// So that readers and Maintain know which quarters are not rolled up as they are now.
Status NoteQuarters(SqlSession& session, std::span<const SiteEntry> windows) {
  std::set<std::pair<std::int64_t, std::int64_t>> quarters;
  for (const auto& [site, entry] : windows) {
    quarters.emplace(site, StartOfSpan(entry.window.start.utc_ns(), kQuarterNs));
  }
  NumberList rows;
  for (const auto& [site, quarter_ns] : quarters) rows.AddRow(site, quarter_ns);
  return session.Run(
      "INSERT INTO unrolled (site, quarter_ns) VALUES " + rows.text() + " ON CONFLICT DO NOTHING",
      {}, [](const SqlRow&) { return true; });
}

Status NoteLongest(SqlSession& session, const SitesInHand& sites) {
  for (const auto& [number, site] : sites) {
    if (site.longest_new_ns <= site.longest_ns) continue;
    const Status noted =
        session.Run("UPDATE site SET longest_ns = " + std::to_string(site.longest_new_ns) +
                        " WHERE site = " + std::to_string(number),
                    {}, [](const SqlRow&) { return true; });
    if (!noted) return noted;
  }
  return Done{};
}

Status AddWindows(SqlSession& session, std::vector<SiteEntry>& windows) {
  if (windows.empty()) return Done{};
  // In the order of the table, so that neighbours go into the same page at once.
  std::ranges::sort(windows, {}, [](const SiteEntry& w) {
    return std::tuple(w.site, w.entry.window.start, w.entry.zone.value());
  });
  for (const SiteEntry& window : windows) {
    const Status room = session.MakeRoom("occupancy", window.entry.window.start.utc_ns());
    if (!room) return room;
  }
  const Status added = session.Add(windows);
  if (!added) return added;
  return NoteQuarters(session, windows);
}

}  // namespace

Result<std::vector<BatchWritten>> WriteBatches(SqlSession& session,
                                               std::span<const SiteBatch> batches) {
  std::vector<BatchWritten> results(batches.size());
  if (batches.empty()) return results;
  SitesInHand sites;
  Status done = FindSites(session, batches, sites);
  if (done) done = LookAround(session, ReachesOf(batches, sites), sites);
  if (!done) return done.error();
  std::vector<SiteEntry> windows;
  for (std::size_t i = 0; i < batches.size(); ++i) {
    SiteInHand& site = sites.at(batches[i].site);
    for (std::uint32_t position = 0; position < batches[i].windows.size(); ++position) {
      const Entry& entry = batches[i].windows[position];
      switch (site.admission.Judge(entry)) {
        case Admission::Verdict::kWrite:
          ++results[i].written;
          windows.push_back({.site = batches[i].site, .entry = entry});
          site.longest_new_ns =
              std::max(site.longest_new_ns, (entry.window.end - entry.window.start).count());
          break;
        case Admission::Verdict::kKnown:
          ++results[i].known;
          break;
        case Admission::Verdict::kRefused:
          results[i].refused.push_back(position);
          break;
      }
    }
  }
  done = AddWindows(session, windows);
  if (done) done = NoteLongest(session, sites);
  if (!done) return done.error();
  for (std::size_t i = 0; i < batches.size(); ++i) {
    if (batches[i].events.empty()) continue;
    Result<std::vector<std::int64_t>> alarms = AddEvents(session, batches[i]);
    if (!alarms) return alarms.error();
    results[i].alarms = *std::move(alarms);
  }
  return results;
}

}  // namespace throng
