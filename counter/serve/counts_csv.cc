// Counts from CSV, with mistakes by line and column.
// SPDX-License-Identifier: Apache-2.0
#include "counter/serve/counts_csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <tuple>

#include "counter/meaning/meaning.h"
#include "counter/serve/csv_rows.h"

namespace throng {
namespace {

constexpr std::size_t kMostComplaints = 20;
constexpr Duration kLongestWindow = std::chrono::days(366);
constexpr Instant kFirst(0);
constexpr Instant kLast = kFirst + Duration(std::chrono::days(365) * 230);
constexpr std::array<std::string_view, 4> kNeeded{"zone", "window_start", "window_end", "persons"};

class Reader {
 public:
  Reader(const Site& site, std::vector<Complaint>& complaints)
      : site_(site), complaints_(complaints) {}

  bool ReadHeader(const CsvCells& header) {
    header_ = header;
    for (const std::string_view name : kNeeded) {
      if (ColumnOf(name)) continue;
      Complain(1, std::string(name), "there is no such column; the first line names them");
    }
    return complaints_.empty();
  }

  void ReadRow(int line, const CsvCells& cells) {
    if (cells.size() != header_.size()) {
      Complain(line, "",
               fmt::format("has {} columns, the header has {}", cells.size(), header_.size()));
      return;
    }
    const auto zone = std::ranges::find(site_.zones, CellOf(cells, "zone"), &Zone::name);
    if (zone == site_.zones.end()) return;
    const auto start = TimeIn(line, cells, "window_start");
    const auto end = TimeIn(line, cells, "window_end");
    if (!start || !end) return;
    if (*start >= *end) {
      Complain(line, "window_end", "must be later than window_start");
      return;
    }
    if (*end - *start > kLongestWindow) {
      Complain(line, "window_end", "must be a year at most after window_start");
      return;
    }
    Entry entry{.zone = ZoneIndex(static_cast<std::uint16_t>(zone - site_.zones.begin())),
                .window = {*start, *end},
                .count = std::nullopt,
                .coverage_percent = 0,
                .freshness = Freshness::kBlind};
    if (CellOf(cells, "persons").empty() || ReadCount(line, cells, entry)) {
      entries_.push_back(entry);
    }
  }

  std::vector<Entry> Finish() {
    const auto order = [](const Entry& entry) {
      return std::tuple(entry.window.start, entry.window.end, entry.zone);
    };
    std::ranges::stable_sort(entries_, {}, order);
    const auto twice = std::ranges::adjacent_find(
        entries_, {}, [&order](const Entry& entry) { return order(entry); });
    if (twice != entries_.end()) {
      Complain(0, site_.zones[twice->zone.value()].name,
               "has two rows for the window that starts at " + FormatUtc(twice->window.start));
    }
    return std::move(entries_);
  }

 private:
  void Complain(int line, std::string field, std::string text) {
    if (complaints_.size() >= kMostComplaints) return;
    complaints_.push_back({.weight = Complaint::Weight::kMistake,
                           .line = line,
                           .field = std::move(field),
                           .text = std::move(text)});
  }

  std::optional<std::size_t> ColumnOf(std::string_view name) const {
    const auto column = std::ranges::find(header_, name);
    if (column == header_.end()) return std::nullopt;
    return static_cast<std::size_t>(column - header_.begin());
  }

  // Empty if there is no such column.
  std::string CellOf(const CsvCells& cells, std::string_view name) const {
    const std::optional<std::size_t> column = ColumnOf(name);
    return column ? cells[*column] : "";
  }

  std::optional<Instant> TimeIn(int line, const CsvCells& cells, std::string_view name) {
    const std::optional<Instant> at = ParseUtc(CellOf(cells, name));
    // Earlier and later ones are too far from each other to be compared.
    if (at && (*at < kFirst || kLast < *at)) {
      Complain(line, std::string(name), "must be from 1970 to 2199");
      return std::nullopt;
    }
    if (!at) Complain(line, std::string(name), "is no time such as 2026-11-24T08:30:00Z");
    return at;
  }

  // The whole number in a column, `usual` if it is empty; nothing, with a complaint, for others.
  std::optional<int> WholeIn(int line, const CsvCells& cells, std::string_view name, int usual,
                             int most) {
    const std::string text = CellOf(cells, name);
    if (text.empty()) return usual;
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc() && end == text.data() + text.size() && number >= 0 && number <= most) {
      return number;
    }
    Complain(line, std::string(name), fmt::format("must be a whole number from 0 to {}", most));
    return std::nullopt;
  }

  bool ReadCount(int line, const CsvCells& cells, Entry& entry) {
    constexpr int kMostPersons = 65535;
    const auto persons = WholeIn(line, cells, "persons", 0, kMostPersons);
    if (!persons) return false;
    const auto low = WholeIn(line, cells, "low", *persons, kMostPersons);
    const auto high = WholeIn(line, cells, "high", *persons, kMostPersons);
    const auto coverage = WholeIn(line, cells, "coverage_percent", 100, 100);
    const std::string freshness = CellOf(cells, "freshness");
    if (!low || !high || !coverage) return false;
    if (*low > *persons || *persons > *high) {
      Complain(line, "persons", "must lie between low and high");
      return false;
    }
    if (!freshness.empty() && freshness != NameOf(Freshness::kFresh) &&
        freshness != NameOf(Freshness::kStale)) {
      Complain(line, "freshness", "with a count this must be fresh or stale");
      return false;
    }
    entry.count = WholeCount{.persons = static_cast<std::uint16_t>(*persons),
                             .low = static_cast<std::uint16_t>(*low),
                             .high = static_cast<std::uint16_t>(*high)};
    entry.coverage_percent = *coverage;
    entry.freshness =
        freshness == NameOf(Freshness::kStale) ? Freshness::kStale : Freshness::kFresh;
    return true;
  }

  const Site& site_;
  std::vector<Complaint>& complaints_;
  CsvCells header_;
  std::vector<Entry> entries_;
};

}  // namespace

Result<std::vector<Entry>> ParseCounts(std::string_view csv, const Site& site,
                                       std::vector<Complaint>& complaints) {
  std::vector<Complaint> found;
  Reader reader(site, found);
  std::vector<Entry> entries;
  const std::optional<std::vector<CsvCells>> rows = SplitCsv(csv);
  if (!rows || rows->empty()) {
    found.push_back({.weight = Complaint::Weight::kMistake,
                     .line = 0,
                     .field = "file",
                     .text = "this is no CSV; write a header such as: "
                             "zone,window_start,window_end,persons"});
  } else if (reader.ReadHeader(rows->front())) {
    for (std::size_t i = 1; i < rows->size(); ++i) {
      reader.ReadRow(static_cast<int>(i) + 1, (*rows)[i]);
    }
    entries = reader.Finish();
  }
  complaints.insert(complaints.end(), found.begin(), found.end());
  if (!found.empty()) return Fault::kBadCounts;
  return entries;
}

}  // namespace throng
