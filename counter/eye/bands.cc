// Person heights to band edges, edges to strips of the picture, strips to pictures for the network.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/bands.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "counter/eye/weights.h"

namespace throng {
namespace {

constexpr double kCellPx = Weights::kCellStride;
constexpr double kMostWidePx = 16'384;  // of the network's picture: memory has an end
constexpr double kSlip = 1e-9;          // of rounding
constexpr int kParts = 4;               // a cell is split into kParts x kParts points

std::uint16_t WholeCells(double length_px) {
  return static_cast<std::uint16_t>(std::max(1.0, std::ceil(length_px / kCellPx)) * kCellPx);
}

// The start of a stretch of `length`, from `start` or as near as it fits into 0..`most`.
double Fitted(double start, double length, double most) {
  return std::clamp(start, 0.0, std::max(0.0, most - length));
}

// Adds to the share that is there already, or begins one; `first` is where the cell's shares begin.
void AddShare(std::vector<CellShare>& shares, std::size_t first, const CellShare& more) {
  const auto same = std::find_if(shares.begin() + static_cast<std::ptrdiff_t>(first), shares.end(),
                                 [&](const CellShare& share) { return share.to == more.to; });
  if (same == shares.end()) {
    shares.push_back(more);
  } else {
    same->share += more.share;
  }
}

}  // namespace

BandPlan::BandPlan(const HeadPlane& heads, ImageSize picture, std::span<const ImagePolygon> patches,
                   const BandOptions& options)
    : heads_(heads),
      picture_(picture),
      smallest_px_(options.person_px / options.most_enlarged / std::sqrt(options.size_ratio)) {
  const Box read = HeadsIn(patches);
  if (!(read.left < read.right && read.top < read.bottom)) return;
  const std::vector<Square> squares = SquaresOf(read);
  double least = std::numeric_limits<double>::infinity();
  double most = 0;
  for (const Square& square : squares) {
    least = std::min(least, square.least_px);
    most = std::max(most, square.most_px);
  }
  least = std::max(smallest_px_, least);
  if (most < least) return;
  // 0 where the camera looks straight down.
  const double ratios = std::log(most / least) / std::log(options.size_ratio);
  const auto bands = static_cast<std::size_t>(std::max(1.0, std::ceil(ratios - kSlip)));
  const double ratio = std::pow(most / least, 1.0 / static_cast<double>(bands));
  for (std::size_t i = 0; i < bands; ++i) {
    edges_px_.push_back(least * std::pow(ratio, static_cast<double>(i)));
  }
  edges_px_.push_back(std::numeric_limits<double>::infinity());  // nobody is too tall
  for (std::size_t i = 0; i < bands; ++i) {
    const double zoom = options.person_px / (edges_px_[i] * std::sqrt(ratio));
    bands_.push_back(MakeBand(i, zoom, options.context_px, read, squares));
  }
}

double BandPlan::PersonPx(ImagePoint head) const {
  return kPersonHeight.value() * heads_.PixelsPerMetre(head);
}

std::optional<std::size_t> BandPlan::BandOf(ImagePoint head) const {
  const auto above = std::ranges::upper_bound(edges_px_, PersonPx(head));
  if (above == edges_px_.begin() || above == edges_px_.end()) return std::nullopt;
  return static_cast<std::size_t>(above - edges_px_.begin()) - 1;
}

bool BandPlan::Reaches(ImagePoint foot) const {
  const Result<ImagePoint> head = heads_.HeadFromFoot(foot);
  if (!head || PersonPx(*head) < smallest_px_) return false;
  return head->x_px >= 0 && head->y_px >= 0 && head->x_px < picture_.width_px &&
         head->y_px < picture_.height_px;
}

BandPlan::Box BandPlan::HeadsIn(std::span<const ImagePolygon> patches) const {
  constexpr double kEdge = CellGrid::kCellPx;  // what a patch's outermost cells may stand out
  const Box all{0, 0, static_cast<double>(picture_.width_px),
                static_cast<double>(picture_.height_px)};
  constexpr double kFar = std::numeric_limits<double>::infinity();
  Box box{kFar, kFar, -kFar, -kFar};
  for (const ImagePolygon& patch : patches) {
    for (const ImagePoint& corner : patch) {
      const Result<ImagePoint> head = heads_.HeadFromFoot(corner);
      if (!head) return all;
      box.left = std::min(box.left, corner.x_px < kEdge ? 0 : head->x_px - kEdge);
      box.top = std::min(box.top, corner.y_px < kEdge ? 0 : head->y_px - kEdge);
      box.right =
          std::max(box.right, corner.x_px > all.right - kEdge ? all.right : head->x_px + kEdge);
      box.bottom =
          std::max(box.bottom, corner.y_px > all.bottom - kEdge ? all.bottom : head->y_px + kEdge);
    }
  }
  return {std::max(box.left, 0.0), std::max(box.top, 0.0), std::min(box.right, all.right),
          std::min(box.bottom, all.bottom)};
}

std::vector<BandPlan::Square> BandPlan::SquaresOf(const Box& read) const {
  // Bands end at these squares: fine ones, but not too many in a large picture.
  const double step_px = std::max(4.0, std::max(picture_.width_px, picture_.height_px) / 500.0);
  const auto steps = [step_px](double from, double to) {
    std::vector<double> at{from};
    while (at.back() + step_px < to) at.push_back(at.back() + step_px);
    at.push_back(to);
    return at;
  };
  const std::vector<double> rows = steps(read.top, read.bottom);
  const std::vector<double> columns = steps(read.left, read.right);
  std::vector<Square> squares;
  for (std::size_t i = 0; i + 1 < rows.size(); ++i) {
    for (std::size_t j = 0; j + 1 < columns.size(); ++j) {
      const Box box{columns[j], rows[i], columns[j + 1], rows[i + 1]};
      const auto [least, most] =
          std::minmax({PersonPx({box.left, box.top}), PersonPx({box.right, box.top}),
                       PersonPx({box.left, box.bottom}), PersonPx({box.right, box.bottom})});
      squares.push_back({box, least, most});
    }
  }
  return squares;
}

// What of `read` shows people of the sizes of one band: a box around it.
BandPlan::Box BandPlan::StripOf(std::size_t place, const Box& read,
                                std::span<const Square> squares) const {
  constexpr double kFar = std::numeric_limits<double>::infinity();
  Box strip{kFar, kFar, -kFar, -kFar};
  for (const auto& [box, least, most] : squares) {
    if (most < edges_px_[place] || least > edges_px_[place + 1]) continue;
    strip = {std::min(strip.left, box.left), std::min(strip.top, box.top),
             std::max(strip.right, box.right), std::max(strip.bottom, box.bottom)};
  }
  if (strip.left > strip.right) return {read.left, read.top, read.left, read.top};
  return strip;
}

SizeBand BandPlan::MakeBand(std::size_t place, double zoom, double context_px, const Box& read,
                            std::span<const Square> squares) const {
  const double width = picture_.width_px;
  const double height = picture_.height_px;
  zoom = std::min(zoom, kMostWidePx / std::max(width, height));
  const double context = context_px / zoom;
  const Box strip = StripOf(place, read, squares);
  const double left = std::max(0.0, strip.left - context);
  const double top = std::max(0.0, strip.top - context);
  const ImageSize size{WholeCells((std::min(width, strip.right + context) - left) * zoom),
                       WholeCells((std::min(height, strip.bottom + context) - top) * zoom)};
  SizeBand band{.zoom = zoom,
                .left_px = Fitted(left, size.width_px / zoom, width),
                .top_px = Fitted(top, size.height_px / zoom, height),
                .size = size,
                .shares = {}};
  const std::uint32_t columns = size.width_px / Weights::kCellStride;
  const std::uint32_t rows = size.height_px / Weights::kCellStride;
  for (std::uint32_t cell = 0; cell < columns * rows; ++cell) {
    const std::uint32_t row = cell / columns;
    const ImagePoint corner{band.left_px + (cell % columns) * kCellPx / zoom,
                            band.top_px + row * kCellPx / zoom};
    AddShares(band, place, cell, corner, read);
  }
  return band;
}

void BandPlan::AddShares(SizeBand& band, std::size_t place, std::uint32_t cell, ImagePoint corner,
                         const Box& read) const {
  const CellGrid grid(picture_);
  const std::size_t first = band.shares.size();
  for (int part = 0; part < kParts * kParts; ++part) {
    const int row = part / kParts;
    const ImagePoint head{corner.x_px + (part % kParts + 0.5) * kCellPx / kParts / band.zoom,
                          corner.y_px + (row + 0.5) * kCellPx / kParts / band.zoom};
    if (head.x_px < read.left || head.x_px >= read.right) continue;
    if (head.y_px < read.top || head.y_px >= read.bottom) continue;
    if (BandOf(head) != place) continue;
    const Result<ImagePoint> foot = heads_.FootFromHead(head);
    if (!foot) continue;
    AddShare(band.shares, first,
             {.from = cell,
              .to = static_cast<std::uint32_t>(grid.CellAt(*foot)),
              .share = 1.0F / (kParts * kParts)});
  }
}

}  // namespace throng
