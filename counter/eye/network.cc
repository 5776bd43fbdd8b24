// The adapter to oneDNN: one convolution after the other, in one block of wiped memory.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/network.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <memory>
#include <oneapi/dnnl/dnnl.hpp>
#include <unordered_map>
#include <utility>
#include <vector>

#include "counter/base/check.h"
#include "counter/eye/quantise.h"
#include "counter/eye/tensor_plan.h"
#include "counter/eye/wiped.h"

// Of the library's OpenMP: its header comes with one compiler only.
extern "C" void omp_set_num_threads(int count);

namespace throng {
namespace {

using dnnl::memory;
using Convolution = dnnl::convolution_forward;
using Type = memory::data_type;

bool Has(dnnl::cpu_isa wanted) {
  const auto bits = static_cast<unsigned>(wanted);
  return (static_cast<unsigned>(dnnl::get_effective_cpu_isa()) & bits) == bits;
}

Type WeightType(Precision precision) {
  if (precision == Precision::kInt8) return Type::s8;
  return precision == Precision::kBfloat16 ? Type::bf16 : Type::f32;
}

// Of the picture and of each layer's output.
std::vector<Type> TensorTypes(const std::vector<Layer>& layers, Precision precision) {
  std::vector<Type> types{WeightType(precision)};
  for (const Layer& layer : layers) {
    const bool whole = precision == Precision::kInt8;
    types.push_back(whole && layer.relu ? Type::u8 : WeightType(precision));
  }
  types.back() = Type::f32;
  return types;
}

// A layer's weights as the library is given them, in the order [out][in][y][x].
struct GivenLayer {
  memory weights;
  memory bias;
};

// The same layer, reordered as one of its convolutions wants it.
struct Reordered {
  memory::desc order;
  memory weights;
};

// One size of picture: its convolutions, and where everything lies in the block.
struct Chain {
  std::size_t pixel_bytes;
  std::vector<memory::desc> tensors;
  std::vector<Convolution::primitive_desc> convolutions;
  TensorPlan plan;
};

struct Step {
  Convolution convolution;
  std::unordered_map<int, memory> arguments;
  std::span<const std::byte> copy_from;  // what the convolution adds to, if it lies elsewhere
  std::byte* copy_to;
};

struct Runnable {
  std::size_t pixel_bytes;
  std::byte* input;
  std::vector<Step> steps;
  std::span<const float> output;
};

std::uint16_t Bfloat16(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  return static_cast<std::uint16_t>((bits + 0x7FFFU + ((bits >> 16U) & 1U)) >> 16U);
}

float InputOf(std::size_t value) { return (static_cast<float>(value) / 255 - 0.5F) / 0.25F; }

class OneDnnNetwork final : public Network {
 public:
  OneDnnNetwork(const Weights& weights, Precision precision,
                const std::vector<QuantisedLayer>& quantised, std::span<const ImageSize> inputs,
                std::pmr::memory_resource& frame_memory)
      : precision_(precision),
        engine_(dnnl::engine::kind::cpu, 0),
        stream_(engine_),
        block_(0, frame_memory) {
    for (std::size_t value = 0; value < bfloat_inputs_.size(); ++value) {
      bfloat_inputs_[value] = Bfloat16(InputOf(value));
      float_inputs_[value] = InputOf(value);
    }
    std::vector<Chain> chains;
    std::size_t pixels = 0;
    std::size_t tensors = 0;
    std::size_t scratch = 0;
    for (const ImageSize input : inputs) {
      chains.push_back(MakeChain(weights.layers, quantised, input));
      pixels = std::max(pixels, AlignedBytes(chains.back().pixel_bytes));
      tensors = std::max(tensors, chains.back().plan.bytes);
      for (const Convolution::primitive_desc& convolution : chains.back().convolutions) {
        scratch = std::max(scratch, convolution.scratchpad_desc().get_size());
      }
    }
    block_ = WipedArray<std::byte>(pixels + tensors + scratch, frame_memory);
    const std::vector<GivenLayer> given = Give(weights.layers, quantised);
    std::vector<std::vector<Reordered>> reordered(weights.layers.size());
    std::byte* const tensors_at = block_.elements().data() + pixels;
    for (const Chain& chain : chains) {
      runnables_.push_back(
          MakeRunnable(weights.layers, chain, given, reordered, tensors_at, tensors_at + tensors));
    }
  }

  std::span<std::uint8_t> Pixels(std::size_t input) override {
    auto* const pixels = reinterpret_cast<std::uint8_t*>(block_.elements().data());
    return {pixels, runnables_[input].pixel_bytes};
  }

  Result<std::span<const float>> Run(std::size_t input) override {
    Runnable& runnable = runnables_[input];
    TakePixels(Pixels(input), runnable.input);
    try {
      for (Step& step : runnable.steps) {
        if (!step.copy_from.empty()) {
          std::memcpy(step.copy_to, step.copy_from.data(), step.copy_from.size());
        }
        step.convolution.execute(stream_, step.arguments);
      }
      stream_.wait();
    } catch (const dnnl::error&) {
      return Fault::kInternal;
    }
    return runnable.output;
  }

  void Wipe() override { ::explicit_bzero(block_.elements().data(), block_.elements().size()); }

 private:
  Chain MakeChain(const std::vector<Layer>& layers, const std::vector<QuantisedLayer>& quantised,
                  ImageSize input) const {
    const std::vector<Type> types = TensorTypes(layers, precision_);
    memory::dim rows = input.height_px;
    memory::dim columns = input.width_px;
    const auto tensor = [&](std::size_t i, memory::dim channels) {
      return memory::desc({1, channels, rows, columns}, types[i], memory::format_tag::nhwc);
    };
    Chain chain{.pixel_bytes = std::size_t{3} * input.width_px * input.height_px,
                .tensors = {tensor(0, 3)},
                .convolutions = {},
                .plan = {}};
    std::vector<std::size_t> bytes{chain.tensors[0].get_size()};
    for (std::size_t i = 0; i < layers.size(); ++i) {
      const Layer& layer = layers[i];
      const memory::dim stride = layer.stride;
      rows = (rows + stride - 1) / stride;
      columns = (columns + stride - 1) / stride;
      chain.tensors.push_back(tensor(i + 1, layer.out_channels));
      bytes.push_back(chain.tensors.back().get_size());
      chain.convolutions.push_back(
          MakeConvolution(layer, quantised.empty() ? nullptr : &quantised[i], chain.tensors, i));
    }
    chain.plan = PlanTensors(layers, bytes);
    return chain;
  }

  Convolution::primitive_desc MakeConvolution(const Layer& layer, const QuantisedLayer* quantised,
                                              const std::vector<memory::desc>& tensors,
                                              std::size_t place) const {
    const memory::dim stride = layer.stride;
    const memory::dim dilation = layer.dilation - 1;  // the library counts the gaps
    const memory::dim padding = layer.Padding();
    const memory::desc weights({layer.out_channels, layer.in_channels, layer.kernel, layer.kernel},
                               WeightType(precision_), memory::format_tag::any);
    const memory::desc bias({layer.out_channels}, Type::f32, memory::format_tag::x);
    dnnl::primitive_attr attributes;
    attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
    if (quantised != nullptr) attributes.set_output_scales(1U << 1U, quantised->scales);
    dnnl::post_ops after;
    if (layer.add_from) {
      const auto added = static_cast<Type>(tensors[*layer.add_from + 1].data.data_type);
      after.append_sum(quantised != nullptr ? quantised->add_scale : 1.0F, added);
    }
    if (layer.relu) after.append_eltwise(1, dnnl::algorithm::eltwise_relu, 0, 0);
    attributes.set_post_ops(after);
    return {{dnnl::prop_kind::forward_inference,
             dnnl::algorithm::convolution_direct,
             tensors[place],
             weights,
             bias,
             tensors[place + 1],
             {stride, stride},
             {dilation, dilation},
             {padding, padding},
             {padding, padding}},
            attributes,
            engine_};
  }

  // A copy of `values` that the library owns.
  template <class T>
  memory Give(const std::vector<T>& values, const memory::dims& shape, Type type,
              memory::format_tag order) const {
    memory given(memory::desc(shape, type, order), engine_);
    std::memcpy(given.get_data_handle(), values.data(), values.size() * sizeof(T));
    return given;
  }

  std::vector<GivenLayer> Give(const std::vector<Layer>& layers,
                               const std::vector<QuantisedLayer>& quantised) const {
    constexpr auto kOrder = memory::format_tag::oihw;
    std::vector<GivenLayer> given;
    for (std::size_t i = 0; i < layers.size(); ++i) {
      const Layer& layer = layers[i];
      const memory::dims shape{layer.out_channels, layer.in_channels, layer.kernel, layer.kernel};
      const bool whole = !quantised.empty();
      given.push_back({.weights = whole ? Give(quantised[i].weights, shape, Type::s8, kOrder)
                                        : Give(layer.weights, shape, Type::f32, kOrder),
                       .bias = Give(whole ? quantised[i].bias : layer.bias, {layer.out_channels},
                                    Type::f32, memory::format_tag::x)});
    }
    return given;
  }

  // Sizes that want the same order share one copy.
  memory Reorder(memory given, const memory::desc& order, std::vector<Reordered>& done) {
    for (const Reordered& earlier : done) {
      if (earlier.order == order) return earlier.weights;
    }
    memory weights(order, engine_);
    dnnl::reorder(given, weights).execute(stream_, given, weights);
    stream_.wait();
    done.push_back({order, weights});
    return weights;
  }

  Runnable MakeRunnable(const std::vector<Layer>& layers, const Chain& chain,
                        const std::vector<GivenLayer>& given,
                        std::vector<std::vector<Reordered>>& reordered, std::byte* tensors_at,
                        std::byte* scratch_at) {
    const auto at = [&](std::size_t tensor) {
      return tensors_at + chain.plan.offset_bytes[tensor];
    };
    const auto in_block = [&](std::size_t tensor) {
      return memory(chain.tensors[tensor], engine_, at(tensor));
    };
    Runnable runnable{.pixel_bytes = chain.pixel_bytes, .input = at(0), .steps = {}, .output = {}};
    for (std::size_t i = 0; i < layers.size(); ++i) {
      const Convolution::primitive_desc& convolution = chain.convolutions[i];
      Step step{.convolution = Convolution(convolution),
                .arguments = {{DNNL_ARG_SRC, in_block(i)},
                              {DNNL_ARG_WEIGHTS,
                               Reorder(given[i].weights, convolution.weights_desc(), reordered[i])},
                              {DNNL_ARG_BIAS, given[i].bias},
                              {DNNL_ARG_DST, in_block(i + 1)},
                              {DNNL_ARG_SCRATCHPAD,
                               memory(convolution.scratchpad_desc(), engine_, scratch_at)}},
                .copy_from = {},
                .copy_to = at(i + 1)};
      if (layers[i].add_from && !chain.plan.adds_in_place[i]) {
        const std::size_t added = *layers[i].add_from + 1;
        step.copy_from = {at(added), chain.tensors[added].get_size()};
      }
      runnable.steps.push_back(std::move(step));
    }
    runnable.output = {reinterpret_cast<const float*>(at(layers.size())),
                       chain.tensors.back().get_size() / sizeof(float)};
    return runnable;
  }

  void TakePixels(std::span<const std::uint8_t> pixels, std::byte* input) const {
    if (precision_ == Precision::kFloat32) {
      auto* const to = reinterpret_cast<float*>(input);
      for (std::size_t i = 0; i < pixels.size(); ++i) to[i] = float_inputs_[pixels[i]];
    } else if (precision_ == Precision::kBfloat16) {
      auto* const to = reinterpret_cast<std::uint16_t*>(input);
      for (std::size_t i = 0; i < pixels.size(); ++i) to[i] = bfloat_inputs_[pixels[i]];
    } else {  // value - 128, as a signed byte
      auto* const to = reinterpret_cast<std::uint8_t*>(input);
      for (std::size_t i = 0; i < pixels.size(); ++i) to[i] = pixels[i] ^ 0x80U;
    }
  }

  Precision precision_;
  std::array<float, 256> float_inputs_{};
  std::array<std::uint16_t, 256> bfloat_inputs_{};
  dnnl::engine engine_;
  dnnl::stream stream_;
  WipedArray<std::byte> block_;  // pixels, tensors, scratch
  std::vector<Runnable> runnables_;
};

}  // namespace

Precision FastestPrecision() {
  return Has(dnnl::cpu_isa::avx512_core_bf16) ? Precision::kBfloat16 : Precision::kFloat32;
}

Result<std::unique_ptr<Network>> MakeNetwork(const Weights& weights,
                                             std::span<const ImageSize> inputs, Precision precision,
                                             std::pmr::memory_resource& memory) {
  std::vector<QuantisedLayer> quantised;
  if (precision == Precision::kInt8) {
    Result<std::vector<QuantisedLayer>> whole = Quantise(weights);
    if (!whole) return whole.error();
    quantised = *std::move(whole);
  }
  omp_set_num_threads(1);
  try {
    std::unique_ptr<Network> network =
        std::make_unique<OneDnnNetwork>(weights, precision, quantised, inputs, memory);
    return network;
  } catch (const dnnl::error&) {
    return Fault::kInternal;
  }
}

}  // namespace throng
