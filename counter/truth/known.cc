// Known counts from CSV, with every mistake by line and column.
// SPDX-License-Identifier: Apache-2.0
#include "counter/truth/known.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <iterator>
#include <numeric>
#include <string>

#include "counter/serve/csv_rows.h"

namespace throng {
namespace {

std::optional<double> Number(const std::string& text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<std::int64_t> WholeNumber(const std::string& text, std::int64_t most) {
  const std::optional<double> number = Number(text);
  if (!number || *number < 0 || *number > static_cast<double>(most)) return std::nullopt;
  if (*number != std::floor(*number)) return std::nullopt;
  return static_cast<std::int64_t>(*number);
}

// Reads the cells, and collects complaints with the line they stand in.
class Reader {
 public:
  Reader(const Site& site, std::vector<Complaint>& complaints)
      : site_(site), complaints_(complaints) {}

  std::optional<Known> Read(const std::vector<CsvCells>& rows) {
    if (rows.empty()) {
      Complain(0, "", "it is empty; write a header such as: frame,west,east");
      return std::nullopt;
    }
    ReadHeader(rows.front());
    if (!complaints_.empty()) return std::nullopt;  // the columns mean nothing
    for (std::size_t i = 1; i < rows.size(); ++i) ReadRow(static_cast<int>(i) + 1, rows[i]);
    if (rows.size() == 1) Complain(1, "", "it has a header and no counts below it");
    if (!complaints_.empty()) return std::nullopt;
    return Finish();
  }

 private:
  struct Moment {
    std::int64_t at;  // picture number, 0-based; or milliseconds
    std::vector<std::optional<int>> persons;
  };

  void Complain(int line, std::string field, std::string text) {
    complaints_.push_back({.weight = Complaint::Weight::kMistake,
                           .line = line,
                           .field = std::move(field),
                           .text = std::move(text)});
  }

  void ReadHeader(const CsvCells& header) {
    by_frame_ = !header.empty() && header.front() == "frame";
    if (header.empty() || (!by_frame_ && header.front() != "second")) {
      Complain(1, "column 1", "must be named frame (1-based picture number) or second");
    }
    for (std::size_t i = 1; i < header.size(); ++i) {
      const auto zone = std::ranges::find(site_.zones, header[i], &Zone::name);
      const auto column = fmt::format("column {}", i + 1);
      if (zone == site_.zones.end()) {
        Complain(1, column,
                 fmt::format("the site file has no zone \"{}\"; its zones are: {}", header[i],
                             ZoneNames()));
      } else if (std::ranges::find(zones_, zone - site_.zones.begin()) != zones_.end()) {
        Complain(1, column, fmt::format("names the zone \"{}\" a second time", header[i]));
      } else {
        zones_.push_back(zone - site_.zones.begin());
      }
    }
    if (header.size() < 2) Complain(1, "", "needs at least one column named after a zone");
  }

  void ReadRow(int line, const CsvCells& cells) {
    if (cells.size() != zones_.size() + 1) {
      Complain(line, "",
               fmt::format("has {} columns, the header has {}", cells.size(), zones_.size() + 1));
      return;
    }
    const std::optional<std::int64_t> at = ReadMoment(cells.front());
    if (!at) {
      Complain(
          line, by_frame_ ? "frame" : "second",
          fmt::format("\"{}\" is no {}", cells.front(),
                      by_frame_ ? "picture number (1, 2, 3 ...)" : "time in seconds, 0 or more"));
      return;
    }
    Moment moment{.at = *at, .persons = std::vector<std::optional<int>>(site_.zones.size())};
    for (std::size_t i = 1; i < cells.size(); ++i) {
      if (cells[i].empty()) continue;
      constexpr std::int64_t kMostPersons = 1'000'000;
      const std::optional<std::int64_t> persons = WholeNumber(cells[i], kMostPersons);
      const auto zone = static_cast<std::size_t>(zones_[i - 1]);
      if (!persons) {
        Complain(line, site_.zones[zone].name,
                 fmt::format("\"{}\" is no whole number of persons, 0 or more", cells[i]));
      } else {
        moment.persons[zone] = static_cast<int>(*persons);
      }
    }
    if (!moments_.empty() && moment.at <= moments_.back().at) {
      Complain(line, by_frame_ ? "frame" : "second", "must be later than in the line above");
    }
    moments_.push_back(std::move(moment));
  }

  std::optional<std::int64_t> ReadMoment(const std::string& cell) const {
    constexpr std::int64_t kMost = 1'000'000'000;
    if (by_frame_) {
      const std::optional<std::int64_t> frame = WholeNumber(cell, kMost);
      if (!frame || *frame < 1) return std::nullopt;
      return *frame - 1;
    }
    const std::optional<double> seconds = Number(cell);
    if (!seconds || !(*seconds >= 0) || *seconds > static_cast<double>(kMost)) return std::nullopt;
    return std::llround(*seconds * 1000.0);
  }

  Known Finish() const {
    std::int64_t step = 0;
    for (const Moment& moment : moments_) step = std::gcd(step, moment.at);
    if (step == 0) step = by_frame_ ? 1 : 1000;  // only the first picture was counted
    Known known;
    if (by_frame_) {
      known.steps.pictures = static_cast<std::uint32_t>(step);
    } else {
      known.steps.every = std::chrono::milliseconds(step);
    }
    for (const Moment& moment : moments_) {
      known.rows.push_back(
          {.step = static_cast<std::uint64_t>(moment.at / step), .persons = moment.persons});
    }
    return known;
  }

  std::string ZoneNames() const {
    std::string names;
    for (const Zone& zone : site_.zones) names += (names.empty() ? "" : ", ") + zone.name;
    return names;
  }

  const Site& site_;
  std::vector<Complaint>& complaints_;
  bool by_frame_ = true;
  std::vector<std::ptrdiff_t> zones_;  // of the columns after the first
  std::vector<Moment> moments_;
};

}  // namespace

Result<Known> ParseKnown(std::string_view csv, const Site& site,
                         std::vector<Complaint>& complaints) {
  const std::optional<std::vector<CsvCells>> rows = SplitCsv(csv);
  if (!rows) {
    complaints.push_back({.weight = Complaint::Weight::kMistake,
                          .line = 0,
                          .field = "",
                          .text = "it is not CSV: a quote is opened or closed in the wrong place"});
    return Fault::kBadTruth;
  }
  std::optional<Known> known = Reader(site, complaints).Read(*rows);
  if (!known) return Fault::kBadTruth;
  return *std::move(known);
}

Result<Known> LoadKnown(const std::filesystem::path& file, const Site& site,
                        std::vector<Complaint>& complaints) {
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) return Fault::kNotFound;
  std::ifstream in(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in || std::filesystem::is_directory(file, ignored)) return Fault::kNotPermitted;
  return ParseKnown(text, site, complaints);
}

}  // namespace throng
