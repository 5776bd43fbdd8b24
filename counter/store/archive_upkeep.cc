// Sums by statements of the database: minutes from windows, then each from the one before.
// SPDX-License-Identifier: Apache-2.0
#include "counter/store/archive_upkeep.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "counter/store/archive_rows.h"

namespace throng {
namespace {

constexpr std::int64_t kDayNs = LengthNs(Resolution::kDay);
constexpr std::int64_t kZonesAtOnce = 320;  // zones times quarters, of one step of rolling up
constexpr std::int64_t kForgottenAtOnce = 20'000;  // rows
constexpr std::int64_t kRowsOfOneDelete = 5'000;

struct Quarter {
  std::int64_t site;
  std::int64_t start_ns;
  auto operator<=>(const Quarter&) const = default;
};

// Some that are over, neighbours first: they share hours and days.
Result<std::vector<Quarter>> QuartersToRollUp(SqlSession& session, Instant now) {
  std::vector<Quarter> quarters;
  std::int64_t zones = 0;
  const Status read = session.Run(
      "SELECT u.site, u.quarter_ns, (SELECT max(z.position) + 1 FROM zone AS z "
      "WHERE z.site = u.site) FROM unrolled AS u WHERE u.quarter_ns <= " +
          Text(now.utc_ns() - kQuarterNs) + " ORDER BY u.site, u.quarter_ns LIMIT " +
          Text(kZonesAtOnce),
      {}, [&](const SqlRow& row) {
        if (zones >= kZonesAtOnce) return false;
        quarters.push_back({.site = row.Integer(0), .start_ns = row.Integer(1)});
        zones += row.Integer(2);
        return true;
      });
  if (!read) return read.error();
  return quarters;
}

struct Step {
  std::string with;  // "WITH step (site, low_ns) AS (VALUES ...) "
  std::int64_t least_ns;
  std::int64_t most_ns;  // where the last span ends
};

// The spans of `length_ns` in which the quarters lie.
Step StepOf(const std::vector<Quarter>& quarters, std::int64_t length_ns) {
  std::set<Quarter> spans;
  for (const auto& [site, start_ns] : quarters) {
    spans.insert({.site = site, .start_ns = StartOfSpan(start_ns, length_ns)});
  }
  std::string rows;
  std::int64_t least_ns = spans.begin()->start_ns;
  std::int64_t most_ns = least_ns;
  for (const auto& [site, start_ns] : spans) {
    rows += (rows.empty() ? "(" : ", (") + Text(site) + ", " + Text(start_ns) + ")";
    least_ns = std::min(least_ns, start_ns);
    most_ns = std::max(most_ns, start_ns + length_ns);
  }
  return {.with = "WITH step (site, low_ns) AS (VALUES " + rows + ") ",
          .least_ns = least_ns,
          .most_ns = most_ns};
}

// The highest count as one number, in the order of HistorySums: persons, high, low.
constexpr const char* kTopOfWindow =
    "max(CAST(o.persons AS BIGINT) * 4294967296 + CAST(o.high AS BIGINT) * 65536 + o.low)";
constexpr const char* kTopOfSums =
    "max(CAST(o.top_persons AS BIGINT) * 4294967296 + CAST(o.top_high AS BIGINT) * 65536 "
    "+ o.top_low)";

// All of a span is added up anew, so that it does not matter how often a step is done.
std::string RollUp(const Step& step, const RolledUp& to, Resolution from) {
  const bool is_first = from == Resolution::kReleased;
  const std::string start = is_first ? "o.window_start_ns" : "o.start_ns";
  const std::string length = Text(LengthNs(to.resolution));
  // A step's spans are quarters where windows are read, else those of the target. Sums lie by zone,
  // so each zone is looked up.
  const std::string high = "step.low_ns + " + (is_first ? Text(kQuarterNs) : length);
  const std::string us = "((o.window_end_ns - o.window_start_ns) / 1000)";
  const auto sum = [&](const std::string& released, const std::string& column) {
    const std::string what = is_first ? released : "o." + column;
    const std::string seen = is_first ? " FILTER (WHERE o.persons IS NOT NULL)" : "";
    return ", CAST(coalesce(sum(" + what + ")" + seen + ", 0) AS BIGINT) AS " + column;
  };
  return step.with + "INSERT INTO " + to.table + " (site, " + kSumColumns + ") " +
         "SELECT site, zone, start_ns, counted_us, persons_us, low_us, high_us, coverage_us, "
         "top / 4294967296, top % 65536, top / 65536 % 65536 FROM (SELECT o.site, o.zone, " +
         start + " - " + start + " % " + length + " AS start_ns" + sum(us, "counted_us") +
         sum("o.persons * " + us, "persons_us") + sum("o.low * " + us, "low_us") +
         sum("o.high * " + us, "high_us") + sum("o.coverage_percent * " + us, "coverage_us") +
         ", " + (is_first ? kTopOfWindow : kTopOfSums) + " AS top FROM step CROSS JOIN " +
         (is_first ? "" : "zone AS z CROSS JOIN ") + TableOf(from) +
         " AS o WHERE o.site = step.site AND " +
         (is_first ? "" : "z.site = step.site AND o.zone = z.position AND ") + start +
         " >= step.low_ns AND " + start + " < " + high +
         // Says which months matter before the first is looked at.
         " AND " + start + " >= " + Text(step.least_ns) + " AND " + start + " < " +
         Text(step.most_ns) + " GROUP BY o.site, o.zone, " + start + " - " + start + " % " +
         length +
         ") AS sums WHERE true ON CONFLICT (site, zone, start_ns) DO UPDATE SET "
         "counted_us = excluded.counted_us, persons_us = excluded.persons_us, "
         "low_us = excluded.low_us, high_us = excluded.high_us, "
         "coverage_us = excluded.coverage_us, top_persons = excluded.top_persons, "
         "top_low = excluded.top_low, top_high = excluded.top_high";
}

struct Kept {
  std::int64_t since_ns = 0;    // for readers, nothing before is there
  std::int64_t emptied_ns = 0;  // on the disk likewise
};

// From kReleased to kDay.
Result<std::array<Kept, 5>> ReadKept(SqlSession& session) {
  std::array<Kept, 5> kept;
  const Status read = session.Run("SELECT resolution, since_ns, emptied_ns FROM kept", {},
                                  [&kept](const SqlRow& row) {
                                    kept.at(static_cast<std::size_t>(row.Integer(0)) - 1) = {
                                        .since_ns = row.Integer(1), .emptied_ns = row.Integer(2)};
                                    return true;
                                  });
  if (!read) return read.error();
  return kept;
}

Status WriteKept(SqlSession& session, std::size_t place, const Kept& kept) {
  const std::array<SqlValue, 3> values = {static_cast<std::int64_t>(place) + 1, kept.since_ns,
                                          kept.emptied_ns};
  return session.Run("UPDATE kept SET since_ns = $2, emptied_ns = $3 WHERE resolution = $1", values,
                     kNoRows);
}

Result<bool> AnyUnrolledBefore(SqlSession& session, std::int64_t before_ns) {
  bool any = false;
  const std::array<SqlValue, 1> values = {before_ns};
  const Status read = session.Run("SELECT count(*) FROM unrolled WHERE quarter_ns < $1", values,
                                  [&any](const SqlRow& row) {
                                    any = row.Integer(0) > 0;
                                    return true;
                                  });
  if (!read) return read.error();
  return any;
}

// Rows of one zone, or of one site where the table lies by time.
struct Stack {
  std::int64_t site;
  std::optional<std::int64_t> zone;
};

// Some that have rows before `before_ns`.
Result<std::vector<Stack>> StacksBefore(SqlSession& session, Resolution resolution,
                                        std::int64_t before_ns) {
  std::vector<Stack> stacks;
  const bool is_released = resolution == Resolution::kReleased;
  const std::string exists =
      is_released ? "SELECT s.site FROM site AS s WHERE EXISTS (SELECT 1 FROM occupancy AS o "
                    "WHERE o.site = s.site AND o.window_start_ns < "
                  : "SELECT z.site, z.position FROM zone AS z WHERE EXISTS (SELECT 1 FROM " +
                        TableOf(resolution) +
                        " AS r WHERE r.site = z.site AND r.zone = z.position AND r.start_ns < ";
  const Status read = session.Run(exists + Text(before_ns) + ") LIMIT 64", {},
                                  [&stacks, is_released](const SqlRow& row) {
                                    Stack stack{.site = row.Integer(0), .zone = std::nullopt};
                                    if (!is_released) stack.zone = row.Integer(1);
                                    stacks.push_back(stack);
                                    return true;
                                  });
  if (!read) return read.error();
  return stacks;
}

// Deletes the oldest rows of a stack; how many.
Result<std::int64_t> DeleteOldest(SqlSession& session, Resolution resolution, const Stack& stack,
                                  std::int64_t before_ns) {
  const std::string start = stack.zone ? "start_ns" : "window_start_ns";
  const std::string where = " FROM " + TableOf(resolution) + " WHERE site = " + Text(stack.site) +
                            (stack.zone ? " AND zone = " + Text(*stack.zone) : std::string());
  std::int64_t rows = 0;
  std::int64_t last_ns = 0;
  Status done = session.Run("SELECT count(*), max(t) FROM (SELECT " + start + " AS t" + where +
                                " AND " + start + " < " + Text(before_ns) + " ORDER BY " + start +
                                " LIMIT " + Text(kRowsOfOneDelete) + ") AS old",
                            {}, [&](const SqlRow& row) {
                              rows = row.Integer(0);
                              if (rows > 0) last_ns = row.Integer(1);
                              return true;
                            });
  if (done && rows > 0) {
    done = session.Run("DELETE" + where + " AND " + start + " <= " + Text(last_ns), {}, kNoRows);
  }
  if (!done) return done.error();
  return rows;
}

// True if something is left.
Result<bool> DeleteSome(SqlSession& session, Resolution resolution, std::int64_t before_ns) {
  const Status dropped = session.DropRoom(TableOf(resolution), before_ns);
  if (!dropped) return dropped.error();
  std::int64_t rows = 0;
  while (rows < kForgottenAtOnce) {
    const Result<std::vector<Stack>> stacks = StacksBefore(session, resolution, before_ns);
    if (!stacks) return stacks.error();
    if (stacks->empty()) return false;
    for (const Stack& stack : *stacks) {
      const Result<std::int64_t> deleted = DeleteOldest(session, resolution, stack, before_ns);
      if (!deleted) return deleted.error();
      rows += *deleted;
      if (rows >= kForgottenAtOnce) break;
    }
  }
  return true;
}

// Where each resolution is to be kept from; released windows last, since the others come of them.
Result<bool> MoveKept(SqlSession& session, const Retention& retention, Instant now,
                      std::array<Kept, 5>& kept) {
  const std::array<std::optional<std::chrono::days>, 5> days = {
      retention.released, retention.minute, retention.quarter_hour, retention.hour, retention.day};
  std::int64_t finer_ns = now.utc_ns();
  for (std::size_t i = 0; i < kept.size(); ++i) {
    std::int64_t since_ns = 0;
    if (days.at(i)) since_ns = KeptSince(*days.at(i), now);
    since_ns = std::min(since_ns, finer_ns);
    if (i == 0 && since_ns > kept[0].since_ns) {
      const Result<bool> unrolled = AnyUnrolledBefore(session, since_ns);
      if (!unrolled) return unrolled;
      if (*unrolled) return true;
    }
    if (since_ns > kept.at(i).since_ns) {
      kept.at(i).since_ns = since_ns;
      const Status written = WriteKept(session, i, kept.at(i));
      if (!written) return written.error();
    }
    finer_ns = kept.at(i).since_ns;
  }
  return false;
}

}  // namespace

std::int64_t KeptSince(std::chrono::days days, Instant now) {
  return std::max<std::int64_t>(
      0, StartOfSpan(now.utc_ns(), kDayNs) - std::int64_t{days.count()} * kDayNs);
}

Result<bool> RollUpSome(SqlSession& session, Instant now) {
  const Result<std::vector<Quarter>> quarters = QuartersToRollUp(session, now);
  if (!quarters) return quarters.error();
  if (quarters->empty()) return false;
  Status done = Done{};
  Resolution from = Resolution::kReleased;
  for (const RolledUp& to : kRolledUp) {
    for (const Quarter& quarter : *quarters) {
      if (done) done = session.MakeRoom(to.table, quarter.start_ns);
    }
    const std::int64_t step_ns = std::max(LengthNs(to.resolution), kQuarterNs);
    if (done) done = session.Run(RollUp(StepOf(*quarters, step_ns), to, from), {}, kNoRows);
    from = to.resolution;
  }
  if (done) {
    done = session.Run(StepOf(*quarters, kQuarterNs).with +
                           "DELETE FROM unrolled WHERE (site, quarter_ns) IN "
                           "(SELECT site, low_ns FROM step)",
                       {}, kNoRows);
  }
  if (!done) return done.error();
  return true;
}

Result<bool> ForgetSome(SqlSession& session, const Retention& retention, Instant now) {
  Result<std::array<Kept, 5>> kept = ReadKept(session);
  if (!kept) return kept.error();
  const Result<bool> waits = MoveKept(session, retention, now, *kept);
  if (!waits) return waits;
  for (std::size_t i = 0; i < kept->size(); ++i) {
    Kept& one = kept->at(i);
    if (one.emptied_ns >= one.since_ns) continue;
    const Result<bool> left = DeleteSome(session, static_cast<Resolution>(i + 1), one.since_ns);
    if (!left) return left;
    if (*left) return true;
    one.emptied_ns = one.since_ns;
    const Status written = WriteKept(session, i, one);
    if (!written) return written.error();
  }
  return *waits;
}

}  // namespace throng
