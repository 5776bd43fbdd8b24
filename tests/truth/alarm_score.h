// Alarms compared with what was there: how late, how many false, how many missed.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace throng {

// From a raise to its end, in steps of the truth: [from, until).
struct Span {
  std::size_t from;
  std::size_t until;
};

struct ScoreRules {
  double limit;             // persons
  std::size_t onset_steps;  // the truth is at or over the limit for so long: an onset, at its start
  double over_below = 0.9;  // it is over when the truth is below this share of the limit
  double tolerance = 0.1;   // a raise is not false if the truth comes so near to the limit
};

// When the truth was too much: from the first moment at or over the limit of a stretch that lasts,
// until it is over.
std::vector<Span> OnsetsOf(const std::vector<int>& truth, const ScoreRules& rules);

// Of many days.
struct AlarmScore {
  int days = 0;
  int onsets = 0;
  int missed = 0;  // onsets during which no alarm was open
  int raises = 0;
  int false_raises = 0;  // until its end the truth never came within the tolerance of the limit
  int early = 0;         // onsets whose alarm was open already
  std::vector<double> delays_steps;  // from each onset that was not missed to an open alarm, >= 0
  std::vector<double> leads_steps;   // of each early one: how long before the onset it was raised

  void Add(const std::vector<int>& truth, const std::vector<Span>& alarms, const ScoreRules& rules);
  double FalsePerDay() const { return static_cast<double>(false_raises) / days; }
};

// The value that a share of `values` does not exceed; 0 of none.
double Quantile(std::vector<double> values, double share);

}  // namespace throng
