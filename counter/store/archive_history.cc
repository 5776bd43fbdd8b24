// Pieces of history: released windows as they lie, rolled-up rows with what is new folded in.
// SPDX-License-Identifier: Apache-2.0
#include "counter/store/archive_history.h"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <utility>

#include "counter/store/archive_rows.h"

namespace throng {
namespace {

// A piece is as small as it may be without costing much: each zone of it is looked up for 64 spans.
constexpr std::int64_t kLeastRowsAtOnce = 8192;
constexpr std::int64_t kMostRowsAtOnce = 65'536;
constexpr std::int64_t kSpansAtOnce = 64;
constexpr std::int64_t kReleasedAtOnce = 16'384;
// Years from 1970 to 2262 whose nanoseconds are numbers: what lies beyond holds no window.
constexpr std::int64_t kLastNs = 9'200'000'000'000'000'000;

using Key = std::pair<std::int64_t, std::uint16_t>;  // start, zone
using Fold = std::map<Key, HistorySums>;

std::int64_t RoundUp(std::int64_t at_ns, std::int64_t length_ns) {
  return StartOfSpan(at_ns + length_ns - 1, length_ns);
}

// " AND COLUMN >= LOW AND COLUMN < HIGH".
std::string In(const std::string& column, std::int64_t low_ns, std::int64_t high_ns) {
  return " AND " + column + " >= " + Text(low_ns) + " AND " + column + " < " + Text(high_ns);
}

// Quarters of the site that start in the span and are not rolled up.
Result<std::set<std::int64_t>> UnrolledIn(SqlSession& session, std::int64_t site,
                                          std::int64_t low_ns, std::int64_t high_ns) {
  std::set<std::int64_t> quarters;
  const Status read = session.Run("SELECT quarter_ns FROM unrolled WHERE site = " + Text(site) +
                                      In("quarter_ns", low_ns, high_ns),
                                  {}, [&quarters](const SqlRow& row) {
                                    quarters.insert(row.Integer(0));
                                    return true;
                                  });
  if (!read) return read.error();
  return quarters;
}

// A piece of a query, [low, high), with whole spans.
struct Piece {
  const HistoryQuery& query;
  std::int64_t length_ns;
  std::int64_t low_ns;
  std::int64_t high_ns;
  std::set<std::int64_t> unrolled;  // quarters in any of its spans

  // Whether the span that starts there has a quarter that is not rolled up.
  bool IsNew(std::int64_t start_ns) const {
    const auto quarter = unrolled.lower_bound(StartOfSpan(start_ns, kQuarterNs));
    return quarter != unrolled.end() && *quarter < start_ns + length_ns;
  }
};

// Calls `visit(zone, start, sums)` for rows of `table` in the piece, in no order.
template <class Visit>
Status ReadSums(SqlSession& session, const Piece& piece, const std::string& table,
                const Visit& visit) {
  const std::string site = Text(piece.query.site);
  const std::string by_time = table + " AS r WHERE r.site + 0 = " + site;
  const std::string by_zone = "zone AS z CROSS JOIN " + table + " AS r WHERE z.site = " + site +
                              OnlyZones("z.position", piece.query.zones) +
                              " AND r.site = z.site AND r.zone = z.position";
  const bool is_by_time = piece.query.zones.empty() && session.FindsSumsByTime();
  return session.RunNumbers(
      "SELECT r.zone, r.start_ns, r.counted_us, r.persons_us, r.low_us, r.high_us, r.coverage_us, "
      "r.top_persons, r.top_low, r.top_high FROM " +
          (is_by_time ? by_time : by_zone) + In("r.start_ns", piece.low_ns, piece.high_ns),
      [&visit](const SqlRow& row) {
        const auto [zone, sums] = SumsIn(row);
        visit(zone, row.Integer(1), sums);
        return true;
      });
}

// Adds up the spans of the piece that are new, of quarters that are rolled up and of windows in
// those that are not.
Result<Fold> FoldNew(SqlSession& session, const Piece& piece) {
  Fold fold;
  if (piece.unrolled.empty()) return fold;
  Status done = Done{};
  const auto span_of = [&piece](std::int64_t at_ns) { return StartOfSpan(at_ns, piece.length_ns); };
  if (piece.length_ns > kQuarterNs) {
    done = ReadSums(session, piece, TableOf(Resolution::kQuarterHour),
                    [&](std::uint16_t zone, std::int64_t start_ns, const HistorySums& sums) {
                      const bool counts =
                          piece.IsNew(span_of(start_ns)) && !piece.unrolled.contains(start_ns);
                      if (counts) fold[{span_of(start_ns), zone}].Add(sums);
                    });
  }
  for (auto first = piece.unrolled.begin(); done && first != piece.unrolled.end();) {
    std::int64_t end_ns = *first;  // of quarters without a gap
    auto next = first;
    for (; next != piece.unrolled.end() && *next == end_ns; ++next) end_ns += kQuarterNs;
    done = session.RunNumbers(
        std::string("SELECT ") + kWindowColumns + " FROM occupancy WHERE site = " +
            Text(piece.query.site) + OnlyZones("zone", piece.query.zones) +
            In("window_start_ns", std::max(*first, piece.low_ns), std::min(end_ns, piece.high_ns)),
        [&](const SqlRow& row) {
          const Entry entry = EntryIn(row, 0);
          const std::int64_t start_ns = span_of(entry.window.start.utc_ns());
          fold[{start_ns, entry.zone.value()}].Add(SumsOf(entry));
          return true;
        });
    first = next;
  }
  if (!done) return done.error();
  return fold;
}

// `rows`, which start in spans of the piece, in order of these into `ordered`; those of one span in
// the order they had. Faster than sorting where most zones have a row in most spans.
void PutBySpan(const std::vector<HistoryRow>& rows, const Piece& piece,
               std::vector<HistoryRow>& ordered) {
  const auto span_of = [&piece](const HistoryRow& row) {
    return static_cast<std::size_t>((row.window.start.utc_ns() - piece.low_ns) / piece.length_ns);
  };
  const auto spans = static_cast<std::size_t>((piece.high_ns - piece.low_ns) / piece.length_ns);
  std::vector<std::size_t> at(spans + 1);  // where the next row of each span goes
  for (const HistoryRow& row : rows) ++at[span_of(row) + 1];
  std::partial_sum(at.begin(), at.end(), at.begin());
  ordered.assign(rows.begin(), rows.end());
  for (const HistoryRow& row : rows) ordered[at[span_of(row)]++] = row;
}

}  // namespace

HistoryReader::HistoryReader(HistoryQuery query)
    : query_(std::move(query)),
      length_ns_(LengthNs(query_.resolution)),
      from_ns_(std::clamp<std::int64_t>(query_.from.utc_ns(), 0, kLastNs)),
      until_ns_(std::clamp<std::int64_t>(query_.until.utc_ns(), 0, kLastNs)) {
  if (length_ns_ > 0) {
    from_ns_ = RoundUp(from_ns_, length_ns_);
    until_ns_ = RoundUp(until_ns_, length_ns_);
  }
}

// What was forgotten may still lie there for a while.
Status HistoryReader::Begin(SqlSession& session) {
  if (has_begun_) return Done{};
  const std::array<SqlValue, 1> values = {static_cast<std::int64_t>(query_.resolution)};
  const Status read = session.Run("SELECT since_ns FROM kept WHERE resolution = $1", values,
                                  [this](const SqlRow& row) {
                                    from_ns_ = std::max(from_ns_, row.Integer(0));
                                    return true;
                                  });
  has_begun_ = static_cast<bool>(read);
  return read;
}

Status HistoryReader::Next(SqlSession& session, std::vector<HistoryRow>& rows) {
  rows.clear();
  const Status begun = Begin(session);
  if (!begun || IsAtEnd()) return begun;
  return query_.resolution == Resolution::kReleased ? NextReleased(session, rows)
                                                    : NextRolledUp(session, rows);
}

Status HistoryReader::NextReleased(SqlSession& session, std::vector<HistoryRow>& rows) {
  const Status read = session.RunNumbers(
      std::string("SELECT ") + kWindowColumns +
          " FROM occupancy WHERE site = " + Text(query_.site) + OnlyZones("zone", query_.zones) +
          In("window_start_ns", from_ns_, until_ns_) + " AND (window_start_ns, zone) > (" +
          Text(from_ns_) + ", " + Text(after_zone_) + ") ORDER BY window_start_ns, zone LIMIT " +
          Text(kReleasedAtOnce),
      [&rows](const SqlRow& row) {
        rows.push_back(RowOf(EntryIn(row, 0)));
        return true;
      });
  if (!read) return read.error();
  if (static_cast<std::int64_t>(rows.size()) < kReleasedAtOnce) {
    from_ns_ = until_ns_;
  } else {
    from_ns_ = rows.back().window.start.utc_ns();
    after_zone_ = rows.back().zone;
  }
  return Done{};
}

// Where there is nothing for long, it costs one look for each zone.
Status HistoryReader::SkipEmpty(SqlSession& session) {
  std::int64_t next_ns = until_ns_;
  const auto take = [&next_ns](const SqlRow& row) {
    if (!row.IsNull(0)) next_ns = std::min(next_ns, row.Integer(0));
    return true;
  };
  Status done = session.Run("SELECT (SELECT min(r.start_ns) FROM " + TableOf(query_.resolution) +
                                " AS r WHERE r.site = z.site AND r.zone = z.position" +
                                In("r.start_ns", from_ns_, until_ns_) +
                                ") FROM zone AS z WHERE z.site = " + Text(query_.site) +
                                OnlyZones("z.position", query_.zones),
                            {}, take);
  if (done) {
    done = session.Run("SELECT min(quarter_ns) FROM unrolled WHERE site = " + Text(query_.site) +
                           In("quarter_ns", StartOfSpan(from_ns_, kQuarterNs), until_ns_),
                       {}, take);
  }
  from_ns_ = std::max(from_ns_, std::min(until_ns_, StartOfSpan(next_ns, length_ns_)));
  return done;
}

Status HistoryReader::NextRolledUp(SqlSession& session, std::vector<HistoryRow>& rows) {
  if (was_empty_) {
    const Status skipped = SkipEmpty(session);
    if (!skipped) return skipped.error();
  }
  auto zones = static_cast<std::int64_t>(query_.zones.size());
  if (zones == 0) {
    const Status counted =
        session.Run("SELECT count(*) FROM zone WHERE site = " + Text(query_.site), {},
                    [&zones](const SqlRow& row) {
                      zones = row.Integer(0);
                      return true;
                    });
    if (!counted) return counted.error();
  }
  zones = std::max<std::int64_t>(zones, 1);
  const std::int64_t spans = std::clamp<std::int64_t>(
      kSpansAtOnce, kLeastRowsAtOnce / zones, std::max<std::int64_t>(kMostRowsAtOnce / zones, 1));
  const std::int64_t low_ns = from_ns_;
  const std::int64_t high_ns =
      (until_ns_ - low_ns) / length_ns_ <= spans ? until_ns_ : low_ns + spans * length_ns_;
  Result<std::set<std::int64_t>> unrolled =
      UnrolledIn(session, query_.site, StartOfSpan(low_ns, kQuarterNs), high_ns);
  if (!unrolled) return unrolled.error();
  const Piece piece{.query = query_,
                    .length_ns = length_ns_,
                    .low_ns = low_ns,
                    .high_ns = high_ns,
                    .unrolled = *std::move(unrolled)};
  const auto put = [&](std::uint16_t zone, std::int64_t start_ns, const HistorySums& sums) {
    rows.push_back(RowOf(zone, Window{Instant(start_ns), Instant(start_ns + length_ns_)}, sums));
  };
  const Status read =
      ReadSums(session, piece, TableOf(query_.resolution),
               [&](std::uint16_t zone, std::int64_t start_ns, const HistorySums& sums) {
                 if (!piece.IsNew(start_ns)) put(zone, start_ns, sums);
               });
  if (!read) return read.error();
  const Result<Fold> fold = FoldNew(session, piece);
  if (!fold) return fold.error();
  for (const auto& [key, sums] : *fold) put(key.second, key.first, sums);
  const auto place = [](const HistoryRow& row) { return std::pair(row.window.start, row.zone); };
  if (!std::ranges::is_sorted(rows, {}, place)) {
    std::swap(rows, by_zone_);
    PutBySpan(by_zone_, piece, rows);
  }
  if (!std::ranges::is_sorted(rows, {}, place)) std::ranges::sort(rows, {}, place);
  from_ns_ = high_ns;
  was_empty_ = rows.empty();
  return Done{};
}

Result<std::vector<Entry>> ReadNewest(SqlSession& session, std::int64_t site, Instant since) {
  constexpr std::int64_t kAtOnce = 2048;
  std::size_t zones = 0;
  std::int64_t low_ns = since.utc_ns();
  Status done = session.Run(
      "SELECT s.longest_ns, (SELECT count(*) FROM zone AS z WHERE z.site = s.site), "
      "(SELECT k.since_ns FROM kept AS k WHERE k.resolution = 1) FROM site AS s WHERE s.site = " +
          Text(site),
      {}, [&](const SqlRow& row) {
        zones = static_cast<std::size_t>(row.Integer(1));
        low_ns = std::max(row.Integer(2), std::max<std::int64_t>(low_ns, 0) - row.Integer(0));
        return true;
      });
  std::map<std::uint16_t, Entry> newest;
  std::pair<std::int64_t, std::int32_t> before{kLastNs, 0};
  for (bool more = true; done && more && newest.size() < zones;) {
    std::int64_t rows = 0;
    done = session.Run(
        std::string("SELECT ") + kWindowColumns + " FROM occupancy WHERE site = " + Text(site) +
            In("window_start_ns", low_ns, before.first + 1) + " AND (window_start_ns, zone) < (" +
            Text(before.first) + ", " + Text(before.second) +
            ") ORDER BY window_start_ns DESC, zone DESC LIMIT " + Text(kAtOnce),
        {}, [&](const SqlRow& row) {
          const Entry entry = EntryIn(row, 0);
          if (entry.window.end > since) newest.try_emplace(entry.zone.value(), entry);
          before = {entry.window.start.utc_ns(), entry.zone.value()};
          ++rows;
          return true;
        });
    more = rows == kAtOnce;
  }
  if (!done) return done.error();
  std::vector<Entry> entries;
  entries.reserve(newest.size());
  for (const auto& [zone, entry] : newest) entries.push_back(entry);
  return entries;
}

}  // namespace throng
