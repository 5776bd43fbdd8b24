// Optics first, then the sensor, then compression, as in a real camera.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/faults.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace throng {
namespace {

void Expose(Random& random, cv::Mat& light, double level) {
  // Cameras aim at a middle grey, and miss it.
  const double aim = double{random.LogBetween(0.25F, 0.6F)};
  light *= aim / level;
  const cv::Scalar cast(random.Normal(1, 0.07F), random.Normal(1, 0.03F), random.Normal(1, 0.07F));
  cv::multiply(light, cast, light);
}

void AddVignetteAndGlare(Random& random, cv::Mat& light, float strength) {
  if (random.Chance(0.2F * strength)) {  // veil of stray light
    light = light * 0.75 + cv::Scalar::all(double{random.Between(0.02F, 0.2F)});
  }
  if (!random.Chance(0.12F * strength)) return;
  const cv::Point2f lamp(random.Between(-0.2F, 1.2F) * static_cast<float>(light.cols),
                         random.Between(-0.3F, 0.6F) * static_cast<float>(light.rows));
  const float size = random.Between(0.05F, 0.35F) * static_cast<float>(light.cols);
  const float power = random.Between(0.2F, 1.5F);
  for (int y = 0; y < light.rows; ++y) {
    for (int x = 0; x < light.cols; ++x) {
      const cv::Point2f off(static_cast<float>(x) - lamp.x, static_cast<float>(y) - lamp.y);
      const float add = power * std::exp(-off.dot(off) / (2 * size * size));
      light.at<cv::Vec3f>(y, x) += cv::Vec3f(add, add, add * 0.95F);
    }
  }
}

void AddRain(Random& settings, Random& noise, cv::Mat& light) {
  const int drops = settings.Whole(40, 500);
  const float slant = settings.Normal(0, 0.2F);
  for (int i = 0; i < drops; ++i) {
    const cv::Point from(noise.Whole(0, light.cols), noise.Whole(0, light.rows));
    const int length = noise.Whole(4, 22);
    const cv::Point to(from.x + static_cast<int>(slant * static_cast<float>(length)),
                       from.y + length);
    const double bright = double{noise.Between(0.4F, 0.9F)};
    cv::line(light, from, to, cv::Scalar::all(bright), 1, cv::LINE_AA);
  }
}

void AddDirt(Random& random, cv::Mat& light) {
  cv::Mat veil(light.size(), CV_32FC1, cv::Scalar(0));
  const int spots = random.Whole(1, 12);
  for (int i = 0; i < spots; ++i) {
    cv::circle(veil, {random.Whole(0, light.cols), random.Whole(0, light.rows)},
               random.Whole(2, light.cols / 14), cv::Scalar(random.Between(0.2F, 0.8F)),
               cv::FILLED);
  }
  cv::GaussianBlur(veil, veil, cv::Size(), double{random.Between(2, 9)});
  const cv::Vec3f tint = cv::Vec3f::all(random.Between(0.05F, 0.7F));
  for (int y = 0; y < light.rows; ++y) {
    for (int x = 0; x < light.cols; ++x) {
      const float share = veil.at<float>(y, x);
      cv::Vec3f& pixel = light.at<cv::Vec3f>(y, x);
      pixel = pixel * (1 - share) + tint * share;
    }
  }
}

void Blur(Random& random, cv::Mat& light, float strength) {
  const double sigma = double{random.LogBetween(0.25F, 0.4F + 1.1F * strength)};
  if (sigma > 0.3) cv::GaussianBlur(light, light, cv::Size(), sigma);
  if (!random.Chance(0.1F * strength)) return;
  const int length = random.Whole(2, 5);  // shaken
  const bool flat = random.Chance(0.7F);
  cv::blur(light, light, flat ? cv::Size(length, 1) : cv::Size(1, length));
}

cv::Mat Develop(Random& settings, Random& noise, const cv::Mat& light, float strength) {
  cv::Mat image = light.clone();
  const bool grey = settings.Chance(0.1F);  // infrared at night, or an old camera
  const float graininess = settings.LogBetween(0.002F, 0.006F + 0.06F * strength);
  const float gamma = settings.LogBetween(0.75F, 1.3F);
  const float colour =
      settings.Chance(0.3F) ? settings.Between(0.2F, 0.9F) : settings.Between(0.9F, 1.3F);
  const bool coarse = settings.Chance(0.4F);  // noise that a denoiser has smeared
  cv::Mat grains(image.size(), CV_32FC3);
  for (int y = 0; y < image.rows; ++y) {
    for (int x = 0; x < image.cols; ++x) {
      grains.at<cv::Vec3f>(y, x) = {noise.Uniform() - 0.5F, noise.Uniform() - 0.5F,
                                    noise.Uniform() - 0.5F};
    }
  }
  if (coarse) cv::GaussianBlur(grains * 2.2, grains, cv::Size(), 0.9);
  for (int y = 0; y < image.rows; ++y) {
    for (int x = 0; x < image.cols; ++x) {
      cv::Vec3f pixel = image.at<cv::Vec3f>(y, x);
      const float luma = 0.114F * pixel[0] + 0.587F * pixel[1] + 0.299F * pixel[2];
      const float keep = grey ? 0.0F : colour;
      pixel = cv::Vec3f::all(luma) * (1 - keep) + pixel * keep;
      const cv::Vec3f& grain = grains.at<cv::Vec3f>(y, x);
      const float amount = 3.4F * graininess * std::sqrt(std::max(0.1F, luma) * 2);
      for (int i = 0; i < 3; ++i) {
        pixel[i] = std::max(0.0F, pixel[i] + amount * (grey ? grain[0] : grain[i]));
        pixel[i] = std::pow(std::min(pixel[i], 1.0F), gamma);
      }
      image.at<cv::Vec3f>(y, x) = pixel;
    }
  }
  cv::Mat bytes;
  image.convertTo(bytes, CV_8UC3, 255);
  return bytes;
}

void Sharpen(Random& random, cv::Mat& image) {
  cv::Mat soft;
  cv::GaussianBlur(image, soft, cv::Size(), double{random.Between(0.8F, 1.6F)});
  const double amount = double{random.Between(0.2F, 1.2F)};
  cv::addWeighted(image, 1 + amount, soft, -amount, 0, image);
}

cv::Mat Compress(Random& random, const cv::Mat& image, float strength) {
  const int quality = static_cast<int>(random.Between(92 - 77 * strength, 96));
  std::vector<unsigned char> bytes;
  cv::imencode(".jpg", image, bytes, {cv::IMWRITE_JPEG_QUALITY, quality});
  cv::Mat result = cv::imdecode(bytes, cv::IMREAD_COLOR);
  if (random.Chance(0.4F)) {  // as H.264 smooths its blocks
    cv::Mat smooth;
    cv::bilateralFilter(result, smooth, 5, 18, 1.5);
    result = smooth;
  }
  return result;
}

}  // namespace

double MeanLevel(const cv::Mat& light) {
  const cv::Scalar mean = cv::mean(light);
  return std::max(0.02, (mean[0] + mean[1] + mean[2]) / 3);
}

cv::Mat SeeThroughCamera(Random& settings, Random& noise, const cv::Mat& light, double level,
                         float strength) {
  cv::Mat seen = light.clone();
  Expose(settings, seen, level);
  if (settings.Chance(0.05F * strength)) AddRain(settings, noise, seen);
  Blur(settings, seen, strength);
  AddVignetteAndGlare(settings, seen, strength);
  if (settings.Chance(0.05F * strength)) AddDirt(settings, seen);
  cv::Mat image = Develop(settings, noise, seen, strength);
  if (settings.Chance(0.35F)) Sharpen(settings, image);
  return Compress(settings, image, strength);
}

}  // namespace throng
