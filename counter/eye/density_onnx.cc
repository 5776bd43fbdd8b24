// The adapter to OpenCV's network code, which throws; nothing is thrown from here.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/density_onnx.h"

#include <algorithm>
#include <array>
#include <exception>
#include <opencv2/core.hpp>
#include <opencv2/dnn.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "counter/eye/density_output.h"
#include "counter/eye/detector_output.h"
#include "counter/eye/letterbox.h"
#include "counter/eye/onnx_input.h"
#include "counter/eye/opencv_setup.h"

namespace throng {
namespace {

// Of a detector that leaves it open: what both families are trained at.
constexpr ImageSize kUsualInput{.width_px = 640, .height_px = 640};

// Density networks that leave it open want whole cells also where they are coarsest inside.
constexpr std::size_t kCoarsestPx = 32;

using Bytes = std::span<const std::byte>;

// A network with the size of what it takes and the shape of what it gives.
struct Prepared {
  cv::dnn::Net net;
  ImageSize input;
  std::vector<int> shape;  // of the answer
};

cv::Mat AnswerOf(cv::dnn::Net& net, ImageSize size, std::span<float> planes) {
  const std::array<int, 4> sides{1, 3, size.height_px, size.width_px};
  net.setInput(cv::Mat(4, sides.data(), CV_32F, planes.data()));
  return net.forward();
}

// Throws what the library throws, for files that it cannot read or run.
Prepared Prepare(Bytes file, ImageSize input) {
  cv::dnn::Net net =
      cv::dnn::readNetFromONNX(reinterpret_cast<const char*>(file.data()), file.size());
  net.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
  net.setPreferableTarget(cv::dnn::DNN_TARGET_CPU);
  if (net.getUnconnectedOutLayers().size() != 1) return {.net = net, .input = input, .shape = {}};
  std::vector<float> black(std::size_t{3} * input.width_px * input.height_px, 0);
  const cv::Mat answer = AnswerOf(net, input, black);
  if (answer.type() != CV_32F || !answer.isContinuous()) {
    return {.net = net, .input = input, .shape = {}};
  }
  return {.net = net, .input = input, .shape = {answer.size.p, answer.size.p + answer.dims}};
}

class OnnxModel : public DensityModel {
 public:
  Result<DensityMap> DensityOf(const Frame& frame) final {
    COUNTER_CHECK(frame.size() == picture_);
    Result<DensityMap> density = Look(frame);
    ::explicit_bzero(shown_.elements().data(), shown_.elements().size_bytes());
    ::explicit_bzero(planes_.elements().data(), planes_.elements().size_bytes());
    mats_->Wipe();
    return density;
  }

 protected:
  OnnxModel(Prepared prepared, const PixelStyle& style, ImageSize picture, WipedMats& mats,
            std::pmr::memory_resource& memory)
      : prepared_(std::move(prepared)),
        style_(style),
        picture_(picture),
        letterbox_(FitInto(prepared_.input, picture, style.placement)),
        shown_(std::size_t{3} * letterbox_.shown.width_px * letterbox_.shown.height_px, memory),
        planes_(std::size_t{3} * prepared_.input.width_px * prepared_.input.height_px, memory),
        mats_(&mats),
        memory_(&memory) {}

  virtual Result<DensityMap> Read(std::span<const float> answer) = 0;

  // Of the answer.
  std::size_t side(std::size_t dimension) const {
    return static_cast<std::size_t>(prepared_.shape[dimension]);
  }
  const Letterbox& letterbox() const { return letterbox_; }
  ImageSize picture() const { return picture_; }
  std::pmr::memory_resource& memory() const { return *memory_; }

 private:
  Result<DensityMap> Look(const Frame& frame) {
    try {
      cv::Mat shown(letterbox_.shown.height_px, letterbox_.shown.width_px, CV_8UC3,
                    shown_.elements().data());
      cv::resize(frame.Bgr(), shown, shown.size(), 0, 0, cv::INTER_LINEAR);
      FillInput(shown_.elements(), letterbox_, style_, planes_.elements());
      cv::Mat answer = AnswerOf(prepared_.net, prepared_.input, planes_.elements());
      if (!std::equal(prepared_.shape.begin(), prepared_.shape.end(), answer.size.p,
                      answer.size.p + answer.dims)) {
        return Fault::kInternal;
      }
      Result<DensityMap> density = Read({answer.ptr<float>(), answer.total()});
      // Where nobody was in the pictures that taught `mats`, it may not know this one.
      answer.setTo(cv::Scalar::all(0));
      return density;
    } catch (const std::exception&) {
      return Fault::kInternal;
    }
  }

  Prepared prepared_;
  PixelStyle style_;
  ImageSize picture_;
  Letterbox letterbox_;
  WipedArray<std::uint8_t> shown_;  // the scaled picture
  WipedArray<float> planes_;
  WipedMats* mats_;
  std::pmr::memory_resource* memory_;
};

class DetectorModel final : public OnnxModel {
 public:
  DetectorModel(Prepared prepared, DetectorLayout layout, ImageSize picture, WipedMats& mats,
                std::pmr::memory_resource& memory)
      : OnnxModel(std::move(prepared), PixelStyleOf(layout), picture, mats, memory),
        layout_(layout) {}

  // It looks everywhere, and misses whom it misses.
  bool Reaches(ImagePoint) const override { return true; }

 private:
  Result<DensityMap> Read(std::span<const float> answer) override {
    return PeopleIn(answer, layout_, letterbox(), picture(), memory());
  }

  DetectorLayout layout_;
};

class CrowdModel final : public OnnxModel {
 public:
  CrowdModel(Prepared prepared, const HeadPlane& heads, ImageSize picture, WipedMats& mats,
             std::pmr::memory_resource& memory)
      : OnnxModel(std::move(prepared), DensityPixelStyle(), picture, mats, memory),
        heads_(heads),
        shares_(FeetOf(side(2), side(3), letterbox(), heads_, picture)) {}

  bool Reaches(ImagePoint foot) const override { return ShowsHeadOf(foot, heads_, picture()); }

 private:
  Result<DensityMap> Read(std::span<const float> answer) override {
    return CrowdIn(answer, shares_, picture(), memory());
  }

  HeadPlane heads_;
  std::vector<CellShare> shares_;
};

std::uint16_t RoundedUp(std::uint16_t side_px, std::size_t unit_px) {
  return static_cast<std::uint16_t>((side_px + unit_px - 1) / unit_px * unit_px);
}

bool IsDensity(const std::vector<int>& shape) {
  return shape.size() == 4 && shape[0] == 1 && shape[1] == 1 && shape[2] > 0 && shape[3] > 0;
}

// The picture as it is, padded to whole cells, where the network takes any size.
Prepared PreparedFor(Bytes file, Prepared found, ImageSize picture) {
  const std::size_t stride_px = kUsualInput.width_px / static_cast<std::size_t>(found.shape[3]);
  const std::size_t unit_px = std::max(stride_px, kCoarsestPx);
  const ImageSize input{.width_px = RoundedUp(picture.width_px, unit_px),
                        .height_px = RoundedUp(picture.height_px, unit_px)};
  return input == found.input ? std::move(found) : Prepare(file, input);
}

// Where a model is made: for the camera and patches of `brief`, in this memory.
struct Place {
  const Brief& brief;
  WipedMats& mats;
  std::pmr::memory_resource& memory;
};

Result<std::unique_ptr<DensityModel>> MakeCrowd(Prepared prepared, const Place& place) {
  if (!IsDensity(prepared.shape)) return Fault::kModelShape;
  const Result<Camera> camera = Camera::Make(place.brief.camera);
  if (!camera) return camera.error();
  const Result<HeadPlane> heads = HeadPlane::Make(*camera);
  if (!heads) return heads.error();
  return std::unique_ptr<DensityModel>(std::make_unique<CrowdModel>(
      std::move(prepared), *heads, place.brief.camera.picture, place.mats, place.memory));
}

Result<std::unique_ptr<DensityModel>> MakeDetector(Prepared prepared, const Place& place) {
  const std::vector<int>& shape = prepared.shape;
  if (shape.size() != 3 || shape[0] != 1) return Fault::kModelShape;
  const std::optional<DetectorLayout> layout = DetectorLayoutOf(
      prepared.input, static_cast<std::size_t>(shape[1]), static_cast<std::size_t>(shape[2]));
  if (!layout) return Fault::kModelShape;
  return std::unique_ptr<DensityModel>(std::make_unique<DetectorModel>(
      std::move(prepared), *layout, place.brief.camera.picture, place.mats, place.memory));
}

Result<std::unique_ptr<DensityModel>> Make(Bytes file, const Place& place) {
  const Result<OnnxInput> input = ReadOnnxInput(file);
  if (!input) return input.error();
  Prepared prepared = Prepare(file, input->size.value_or(kUsualInput));
  if (!IsDensity(prepared.shape)) return MakeDetector(std::move(prepared), place);
  if (!input->size) {
    prepared = PreparedFor(file, std::move(prepared), place.brief.camera.picture);
  }
  return MakeCrowd(std::move(prepared), place);
}

Frame Noise(ImageSize picture) {
  Frame frame(picture, Duration(0));
  cv::Mat bgr = frame.Bgr();
  cv::RNG(1).fill(bgr, cv::RNG::UNIFORM, 0, 256);
  return frame;
}

}  // namespace

Result<std::unique_ptr<DensityModel>> MakeOnnxModel(Bytes file, const Brief& brief, WipedMats& mats,
                                                    std::pmr::memory_resource& memory) {
  try {
    SetUpOpenCv();
    mats.Serve();
    Result<std::unique_ptr<DensityModel>> model =
        Make(file, {.brief = brief, .mats = mats, .memory = memory});
    if (!model) return model.error();
    const Result<DensityMap> first = (*model)->DensityOf(Frame(brief.camera.picture, Duration(0)));
    if (!first) return first.error();
    mats.Remember();
    const Result<DensityMap> second = (*model)->DensityOf(Noise(brief.camera.picture));
    if (!second) return second.error();
    mats.MarkChanged();
    mats.Wipe();
    return model;
  } catch (const std::exception&) {  // also of memory, where a damaged file asks for too much
    return Fault::kNoModel;
  }
}

}  // namespace throng
