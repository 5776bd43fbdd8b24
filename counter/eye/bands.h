// Cuts a picture into bands in which people have about one size, for a network that knows that one.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "counter/eye/density.h"
#include "counter/site/geometry.h"
#include "counter/site/heads.h"

namespace throng {

struct BandOptions {
  double person_px;            // the height at which the network knows people
  double context_px;           // of the network's picture, around what is read of it
  double size_ratio = 1.4;     // of the tallest person in a band to the smallest
  double most_enlarged = 2.5;  // farther people stay too small, and nobody is counted there
};

// A share of what the network finds in its cell `from` belongs to the cell `to` of the picture,
// where the feet are.
struct CellShare {
  std::uint32_t from;
  std::uint32_t to;
  float share;
};

// One picture for the network: pixel (x, y) shows the place (left_px + (x + 0.5) / zoom, top_px +
// (y
// + 0.5) / zoom); some of it may lie beyond the camera's picture.
struct SizeBand {
  double zoom;
  double left_px;
  double top_px;
  ImageSize size;                 // multiples of the network's cell
  std::vector<CellShare> shares;  // in the order of `from`
};

// People are split by size: each place of the picture is read in exactly one band, or in none.
class BandPlan {
 public:
  // Reads only the heads of those who stand in `patches`, as far as a box around them can tell.
  // Feet beyond the picture's edge count at the edge, as in a DensityMap.
  BandPlan(const HeadPlane& heads, ImageSize picture, std::span<const ImagePolygon> patches,
           const BandOptions& options);

  std::span<const SizeBand> bands() const { return bands_; }

  // The band that reads the place `head`; nothing where nobody can be, or only people who are too
  // small.
  std::optional<std::size_t> BandOf(ImagePoint head) const;

  // Whether the head of somebody who stands at `foot` is in the picture and large enough.
  bool Reaches(ImagePoint foot) const;

 private:
  struct Box {
    double left, top, right, bottom;
  };
  // A small part of what is read, and how tall people are at its corners.
  struct Square {
    Box box;
    double least_px, most_px;
  };
  std::vector<Square> SquaresOf(const Box& read) const;
  Box HeadsIn(std::span<const ImagePolygon> patches) const;
  Box StripOf(std::size_t place, const Box& read, std::span<const Square> squares) const;
  SizeBand MakeBand(std::size_t place, double zoom, double context_px, const Box& read,
                    std::span<const Square> squares) const;
  void AddShares(SizeBand& band, std::size_t place, std::uint32_t cell, ImagePoint corner,
                 const Box& read) const;
  double PersonPx(ImagePoint head) const;

  HeadPlane heads_;
  ImageSize picture_;
  double smallest_px_;
  std::vector<double> edges_px_;  // person heights: band i holds [edges[i], edges[i + 1])
  std::vector<SizeBand> bands_;
};

}  // namespace throng
