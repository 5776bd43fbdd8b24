// A few kinds of texture, laid over each other in pieces.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/texture.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "counter/drawn/shape.h"

namespace throng {
namespace {

constexpr float kRoughTurn = 6.2832F;  // seeds would draw other textures with a finer one

// A few colours that go together; natural pictures have few.
class Palette {
 public:
  explicit Palette(Random& random) {
    const float value = random.Between(0.1F, 0.8F);
    const float tint = random.Chance(0.3F) ? 0.02F : random.Between(0.05F, 0.5F);
    const int colours = random.Whole(1, 5);
    for (int i = 0; i < colours; ++i) {
      const float level = value * random.LogBetween(0.3F, 2);
      colours_.emplace_back(level * (1 + random.Normal(0, tint)),
                            level * (1 + random.Normal(0, tint)),
                            level * (1 + random.Normal(0, tint)));
    }
    jitter_ = random.Between(0.02F, 0.35F);
  }

  cv::Scalar Any(Random& random) const {
    const Colour& base =
        colours_[static_cast<std::size_t>(random.Whole(0, static_cast<int>(colours_.size()) - 1))];
    const float light = std::exp(random.Normal(0, jitter_));
    cv::Scalar colour;
    for (int i = 0; i < 3; ++i) {
      const float there = base[i] * light * (1 + random.Normal(0, jitter_ / 4));
      colour[i] = std::clamp(double{there}, 0.0, 1.5);
    }
    return colour;
  }

 private:
  std::vector<Colour> colours_;
  float jitter_;
};

cv::Point AnyPlace(Random& random, cv::Size size) {
  return {random.Whole(-size.width / 8, size.width * 9 / 8),
          random.Whole(-size.height / 8, size.height * 9 / 8)};
}

// Round, long, jagged or with corners; `turn` in radians.
std::vector<cv::Point> Blob(Random& random, cv::Point middle, float size_px, float flat,
                            float turn) {
  const int corners = random.Whole(3, 12);
  const float jag = random.Chance(0.5F) ? 0 : random.Between(0, 0.6F);
  const float c = std::cos(turn);
  const float s = std::sin(turn);
  std::vector<cv::Point> outline;
  for (int i = 0; i < corners; ++i) {
    const float at = kRoughTurn * static_cast<float>(i) / static_cast<float>(corners);
    const float far = size_px * (1 - jag * random.Uniform());
    const float u = far * std::cos(at);
    const float v = far * flat * std::sin(at);
    outline.emplace_back(middle.x + static_cast<int>(c * u - s * v),
                         middle.y + static_cast<int>(s * u + c * v));
  }
  return outline;
}

// The dead leaves model (Lee, Mumford, Huang 2001); each leaf may have its lit side and its rim.
void Leaves(Random& random, const Palette& palette, cv::Mat& out) {
  out.setTo(palette.Any(random));
  const auto side = static_cast<float>(out.cols);
  const float least = random.LogBetween(1.5F, 10);
  const float most = least * random.LogBetween(1.5F, 30);
  const float flat = random.LogBetween(0.12F, 1);
  const float heading = random.Between(0, kRoughTurn);
  const float order = random.Chance(0.5F) ? kRoughTurn : random.Between(0.1F, 1.5F);
  const bool lit = random.Chance(0.6F);
  const bool rim = random.Chance(0.25F);
  const float mean = (least + most) / 3;
  const int leaves = std::min(6000, static_cast<int>(3 * side * side / (mean * mean * flat)));
  for (int i = 0; i < leaves; ++i) {
    const float u = random.Uniform();
    const float size = least * most / (most - u * (most - least));  // density ~ size^-2
    const cv::Point middle = AnyPlace(random, out.size());
    const float turn = heading + random.Between(-order, order) / 2;
    const std::vector<cv::Point> outline = Blob(random, middle, size, flat, turn);
    const cv::Scalar colour = palette.Any(random);
    cv::fillPoly(out, outline, colour, cv::LINE_8);
    if (lit && size > 3) {
      const cv::Point aside(static_cast<int>(size * 0.2F), static_cast<int>(size * 0.3F));
      const auto inner = Blob(random, middle - aside, size * 0.5F, flat, turn);
      cv::fillPoly(out, inner, colour * double{random.Between(1.05F, 1.6F)});
    }
    if (rim) cv::polylines(out, outline, true, colour * 0.5, 1);
  }
}

// Noise with as much contrast at each size, along one direction more than across.
cv::Mat Fractal(Random& random, cv::Size size, float roughness, float stretch) {
  cv::Mat sum(size, CV_32FC1, cv::Scalar(0));
  float strength = 1;
  for (int cells = 2; cells <= size.width; cells *= 2) {
    const int columns = std::max(2, static_cast<int>(static_cast<float>(cells) * stretch));
    cv::Mat coarse(cells, std::min(columns, size.width), CV_32FC1);
    for (int y = 0; y < coarse.rows; ++y) {
      for (int x = 0; x < coarse.cols; ++x) coarse.at<float>(y, x) = random.Between(-1, 1);
    }
    cv::Mat fine;
    cv::resize(coarse, fine, size, 0, 0, cv::INTER_CUBIC);
    sum += fine * double{strength};
    strength *= roughness;
  }
  return sum;
}

// Rock, ground from high above, clouds, water: heights to colours, lit from one side.
void Terrain(Random& random, const Palette& palette, cv::Mat& out) {
  const float roughness = random.Between(0.45F, 0.95F);
  const float stretch = random.LogBetween(0.15F, 1);
  const cv::Mat height = Fractal(random, out.size(), roughness, stretch);
  const std::array<cv::Scalar, 4> colours{palette.Any(random), palette.Any(random),
                                          palette.Any(random), palette.Any(random)};
  const bool ridged = random.Chance(0.4F);
  const bool steps = random.Chance(0.4F);
  const float slope = random.Between(0, 1.5F);
  for (int y = 0; y < out.rows; ++y) {
    for (int x = 0; x < out.cols; ++x) {
      float at = height.at<float>(y, x);
      if (ridged) at = 1.2F - 2 * std::abs(at);
      const float place = std::clamp(at + 1.5F, 0.0F, 2.999F);
      const auto low = static_cast<std::size_t>(place);
      const float share = steps ? 0 : place - static_cast<float>(low);
      const float before = x > 0 ? height.at<float>(y, x - 1) : at;
      const float lit = std::clamp(1 + slope * (height.at<float>(y, x) - before), 0.3F, 2.0F);
      auto& pixel = out.at<Colour>(y, x);
      for (int i = 0; i < 3; ++i) {
        pixel[i] = lit * static_cast<float>(colours[low][i] * (1 - double{share}) +
                                            colours[low + 1][i] * double{share});
      }
    }
  }
}

// Fur, grass, straw, branches: strokes that follow a smooth field of directions.
void Strands(Random& random, const Palette& palette, cv::Mat& out) {
  out.setTo(palette.Any(random) * double{random.Between(0.3F, 1)});
  const cv::Mat field = Fractal(random, out.size(), random.Between(0.2F, 0.7F), 1);
  const float heading = random.Between(0, kRoughTurn);
  const float order = random.Between(0.2F, 3);
  const float length = random.LogBetween(6, 120);
  const int width = random.Whole(1, 5);
  const int strands =
      std::min(5000, static_cast<int>(random.LogBetween(0.3F, 3) * static_cast<float>(out.total()) /
                                      (length * static_cast<float>(width))));
  for (int i = 0; i < strands; ++i) {
    cv::Point2f at = AnyPlace(random, out.size());
    const cv::Scalar colour = palette.Any(random);
    for (int piece = 0; piece < 4; ++piece) {
      const int x = std::clamp(static_cast<int>(at.x), 0, out.cols - 1);
      const int y = std::clamp(static_cast<int>(at.y), 0, out.rows - 1);
      const float turn = heading + order * field.at<float>(y, x);
      const cv::Point2f next = at + cv::Point2f(std::cos(turn), std::sin(turn)) * (length / 4);
      cv::line(out, at, next, colour, width);
      at = next;
    }
  }
}

// One thing of lines, boxes and blobs around the middle of `tile`.
cv::Mat Tile(Random& random, const Palette& palette, cv::Size size) {
  cv::Mat tile(size, CV_32FC3, palette.Any(random));
  const int parts = random.Whole(1, 7);
  for (int i = 0; i < parts; ++i) {
    const cv::Point a(random.Whole(0, size.width), random.Whole(0, size.height));
    const cv::Point b(random.Whole(0, size.width), random.Whole(0, size.height));
    const cv::Scalar colour = palette.Any(random);
    const float which = random.Uniform();
    if (which < 0.4F) {
      cv::rectangle(tile, a, b, colour, random.Chance(0.6F) ? cv::FILLED : random.Whole(1, 2));
    } else if (which < 0.7F) {
      cv::line(tile, a, b, colour, random.Whole(1, 4));
    } else {
      const float large = random.Between(0.1F, 0.5F) * static_cast<float>(size.width);
      cv::fillPoly(
          tile, Blob(random, a, large, random.LogBetween(0.3F, 1), random.Between(0, kRoughTurn)),
          colour);
    }
  }
  return tile;
}

// Windows of a house, letters of a page, cards, shelves, parts on a board: like things in rows.
void Rows(Random& random, const Palette& palette, cv::Mat& out) {
  out.setTo(palette.Any(random));
  const cv::Size cell(static_cast<int>(random.LogBetween(6, 110)),
                      static_cast<int>(random.LogBetween(6, 110)));
  const float fill = random.Between(0.4F, 1);
  const cv::Size tile_size(std::max(3, static_cast<int>(fill * static_cast<float>(cell.width))),
                           std::max(3, static_cast<int>(fill * static_cast<float>(cell.height))));
  std::vector<cv::Mat> tiles(static_cast<std::size_t>(random.Whole(1, 6)));
  for (cv::Mat& tile : tiles) tile = Tile(random, palette, tile_size);
  const float gaps = random.Chance(0.5F) ? 0 : random.Between(0, 0.5F);
  const int stray = random.Chance(0.5F) ? 0 : random.Whole(1, std::max(2, cell.width / 3));
  const cv::Rect all(cv::Point(0, 0), out.size());
  for (int y = -cell.height / 2; y < out.rows; y += cell.height) {
    for (int x = -cell.width / 2; x < out.cols; x += cell.width) {
      if (random.Chance(gaps)) continue;
      const cv::Mat& tile =
          tiles[static_cast<std::size_t>(random.Whole(0, static_cast<int>(tiles.size()) - 1))];
      const cv::Rect there(
          cv::Point(x + random.Whole(-stray, stray), y + random.Whole(-stray, stray)), tile.size());
      const cv::Rect seen = there & all;
      if (seen.empty()) continue;
      const double light = double{std::exp(random.Normal(0, 0.1F))};
      cv::Mat(tile(seen - there.tl()) * light).copyTo(out(seen));
    }
  }
}

// Chessboards, tiled floors, chequered cloth: two colours in turn.
void Checks(Random& random, const Palette& palette, cv::Mat& out) {
  const std::array<cv::Scalar, 2> colours{palette.Any(random),
                                          palette.Any(random) * double{random.LogBetween(0.1F, 3)}};
  const cv::Size cell(static_cast<int>(random.LogBetween(4, 90)),
                      static_cast<int>(random.LogBetween(4, 90)));
  const bool square = random.Chance(0.6F);
  const int height = square ? cell.width : cell.height;
  for (int y = 0; y < out.rows; y += height) {
    for (int x = 0; x < out.cols; x += cell.width) {
      const auto odd = static_cast<std::size_t>((x / cell.width + y / height) % 2);
      out(cv::Rect(x, y, cell.width, height) & cv::Rect(cv::Point(0, 0), out.size()))
          .setTo(colours[odd]);
    }
  }
}

cv::Mat OneTexture(Random& random, cv::Size size, const Photographs* photographs) {
  if (photographs != nullptr && random.Chance(0.6F)) return photographs->AnyPicture(random, size);
  const Palette palette(random);
  cv::Mat out(size, CV_32FC3);
  const float which = random.Uniform();
  if (which < 0.35F) {
    Leaves(random, palette, out);
  } else if (which < 0.5F) {
    Terrain(random, palette, out);
  } else if (which < 0.7F) {
    Strands(random, palette, out);
  } else if (which < 0.76F) {
    Checks(random, palette, out);
  } else {
    Rows(random, palette, out);
  }
  return out;
}

// As a wall that is not looked at straight.
void Tilt(Random& random, cv::Mat& picture) {
  const auto w = static_cast<float>(picture.cols);
  const auto h = static_cast<float>(picture.rows);
  const std::array<cv::Point2f, 4> from{{{0, 0}, {w, 0}, {w, h}, {0, h}}};
  std::array<cv::Point2f, 4> to = from;
  for (cv::Point2f& corner : to) {
    corner += cv::Point2f(random.Normal(0, 0.25F) * w, random.Normal(0, 0.25F) * h);
  }
  const cv::Mat turn = cv::getPerspectiveTransform(from.data(), to.data());
  cv::Mat turned;
  cv::warpPerspective(picture, turned, turn, picture.size(), cv::INTER_LINEAR, cv::BORDER_REFLECT);
  picture = turned;
}

}  // namespace

cv::Mat DrawTexture(Random& random, cv::Size size_px, const Photographs* photographs) {
  cv::Mat out = OneTexture(random, size_px, photographs);
  if (random.Chance(0.4F)) Tilt(random, out);
  const int pieces = random.Chance(0.4F) ? 0 : random.Whole(1, 4);
  for (int i = 0; i < pieces; ++i) {
    cv::Mat piece = OneTexture(random, size_px, photographs);
    if (random.Chance(0.3F)) Tilt(random, piece);
    cv::Mat mask(size_px, CV_8UC1, cv::Scalar(0));
    const float large = random.Between(0.1F, 0.6F) * static_cast<float>(size_px.width);
    cv::fillPoly(mask,
                 Blob(random, AnyPlace(random, size_px), large, random.LogBetween(0.2F, 1),
                      random.Between(0, kRoughTurn)),
                 cv::Scalar(255));
    piece.copyTo(out, mask);
  }
  if (random.Chance(0.7F)) {  // light and shade
    const cv::Mat shade = Fractal(random, size_px, random.Between(0.2F, 0.5F), 1);
    const float strength = random.Between(0, 0.5F);
    for (int y = 0; y < out.rows; ++y) {
      for (int x = 0; x < out.cols; ++x) {
        out.at<Colour>(y, x) *= std::exp(strength * shade.at<float>(y, x));
      }
    }
  }
  return out;
}

}  // namespace throng
