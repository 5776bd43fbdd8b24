// Looks for the alarm by what the archive noted of its raise; else gives it a number.
// SPDX-License-Identifier: Apache-2.0
#include "counter/store/alarm_numbers.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace throng {
namespace {

constexpr std::int64_t kNotSaid = 0;  // in the column `ledger`

// A row of edge_alarm.
struct NumberedAlarm {
  std::int64_t alarm;
  std::int64_t ledger;
  std::optional<std::int64_t> raised_ns;
};

// Those that have `number` at their edge, the newest first.
Result<std::vector<NumberedAlarm>> Candidates(SqlSession& session, std::int64_t site,
                                              std::int64_t number) {
  std::vector<NumberedAlarm> all;
  const std::array<SqlValue, 2> values = {site, number};
  const Status read = session.Run(
      "SELECT alarm, ledger, raised_ns FROM edge_alarm WHERE site = $1 AND number = $2 "
      "ORDER BY alarm DESC",
      values, [&all](const SqlRow& row) {
        all.push_back({.alarm = row.Integer(0), .ledger = row.Integer(1), .raised_ns = {}});
        if (!row.IsNull(2)) all.back().raised_ns = row.Integer(2);
        return true;
      });
  if (!read) return read.error();
  return all;
}

// What the archive has of one alarm.
class KnownEvents {
 public:
  static Result<KnownEvents> Read(SqlSession& session, std::int64_t site, std::int64_t alarm) {
    KnownEvents known;
    const std::array<SqlValue, 2> values = {site, alarm};
    const Status read = session.Run(
        "SELECT sequence, change, at_ns, by_role FROM alarm_event WHERE site = $1 AND alarm = $2 "
        "ORDER BY sequence",
        values, [&known](const SqlRow& row) {
          known.all_.push_back({.sequence = static_cast<int>(row.Integer(0)),
                                .change = static_cast<AlarmChange>(row.Integer(1)),
                                .at = Instant(row.Integer(2)),
                                .by = row.Text(3)});
          return true;
        });
    if (!read) return read.error();
    return known;
  }

  // Its retention has ended: alarms are numbered with their first event.
  bool AreForgotten() const { return all_.empty(); }

  bool Has(const AlarmEvent& event) const {
    return std::ranges::any_of(all_, [&](const One& one) {
      return one.change == event.change && one.at == event.at && one.by == event.by;
    });
  }

  std::optional<int> End() const {
    const auto end = std::ranges::find(all_, AlarmChange::kEnd, &One::change);
    if (end == all_.end()) return std::nullopt;
    return end->sequence;
  }

  // An old image of a ledger goes on in its own way; what it tells comes behind what is there, but
  // nothing behind an end.
  std::optional<int> SequenceFor(const AlarmEvent& event) const {
    if (Has(event)) return std::nullopt;
    const bool is_taken = std::ranges::count(all_, event.sequence, &One::sequence) > 0;
    const std::optional<int> end = End();
    if (end && (is_taken || event.sequence > *end)) return std::nullopt;
    return is_taken ? all_.back().sequence + 1 : event.sequence;
  }

 private:
  struct One {
    int sequence;
    AlarmChange change;
    Instant at;
    std::string by;
  };
  std::vector<One> all_;  // in the order of their sequence
};

// Of the raise, or of what followed it.
Result<std::optional<NumberedAlarm>> Find(SqlSession& session, std::int64_t site,
                                          std::int64_t ledger, const AlarmEvent& event) {
  const auto candidates = Candidates(session, site, event.alarm);
  if (!candidates) return candidates.error();
  const bool is_raise = event.sequence == 1;
  const auto own = std::ranges::find_if(*candidates, [&](const NumberedAlarm& one) {
    if (is_raise && one.raised_ns) return one.raised_ns == event.at.utc_ns();
    return one.ledger == ledger;
  });
  if (own != candidates->end()) return std::optional(*own);
  if (is_raise || ledger == kNotSaid) return std::optional<NumberedAlarm>();
  // What was told before its edge named its ledger may go on now.
  const auto old = std::ranges::find(*candidates, kNotSaid, &NumberedAlarm::ledger);
  if (old == candidates->end()) return std::optional<NumberedAlarm>();
  const Result<KnownEvents> events = KnownEvents::Read(session, site, old->alarm);
  if (!events) return events.error();
  if (events->End() && !events->Has(event)) return std::optional<NumberedAlarm>();
  return std::optional(*old);
}

Result<std::int64_t> FreeNumber(SqlSession& session, std::int64_t site, std::int64_t wish) {
  // No edge can use up the numbers of its site by leaving some out.
  constexpr std::int64_t kMostLeftOut = std::int64_t{1} << 32U;
  std::int64_t highest = 0;
  bool is_taken = false;
  const std::array<SqlValue, 2> values = {site, wish};
  const Status read = session.Run(
      "SELECT (SELECT max(alarm) FROM edge_alarm WHERE site = $1), "
      "(SELECT count(*) FROM edge_alarm WHERE site = $1 AND alarm = $2)",
      values, [&](const SqlRow& row) {
        if (!row.IsNull(0)) highest = row.Integer(0);
        is_taken = row.Integer(1) > 0;
        return true;
      });
  if (!read) return read.error();
  return is_taken || wish > highest + kMostLeftOut ? highest + 1 : wish;
}

SqlValue RaisedIn(const AlarmEvent& event) {
  if (event.sequence != 1) return {};
  return event.at.utc_ns();
}

}  // namespace

Result<AlarmPlace> PlaceOf(SqlSession& session, std::int64_t site, std::optional<std::int64_t> said,
                           const AlarmEvent& event) {
  const std::int64_t ledger = said.value_or(kNotSaid);
  const Result<std::optional<NumberedAlarm>> found = Find(session, site, ledger, event);
  if (!found) return found.error();
  if (!*found) {
    const Result<std::int64_t> alarm = FreeNumber(session, site, event.alarm);
    if (!alarm) return alarm.error();
    const std::array<SqlValue, 5> row = {site, *alarm, ledger, event.alarm, RaisedIn(event)};
    const Status added = session.Run(
        "INSERT INTO edge_alarm (site, alarm, ledger, number, raised_ns) VALUES ($1, $2, $3, $4, "
        "$5)",
        row, kNoRows);
    if (!added) return added.error();
    return AlarmPlace{.alarm = *alarm, .sequence = event.sequence};
  }
  const NumberedAlarm& alarm = **found;
  const bool is_raise_new = event.sequence == 1 && !alarm.raised_ns;
  if (alarm.ledger != ledger || is_raise_new) {
    const std::array<SqlValue, 4> row = {site, alarm.alarm, ledger, RaisedIn(event)};
    const Status set = session.Run(
        "UPDATE edge_alarm SET ledger = $3, raised_ns = coalesce(raised_ns, $4) WHERE site = $1 "
        "AND alarm = $2",
        row, kNoRows);
    if (!set) return set.error();
  }
  const Result<KnownEvents> events = KnownEvents::Read(session, site, alarm.alarm);
  if (!events) return events.error();
  if (events->AreForgotten()) return AlarmPlace{.alarm = alarm.alarm, .sequence = {}};
  return AlarmPlace{.alarm = alarm.alarm, .sequence = events->SequenceFor(event)};
}

}  // namespace throng
