// Says of each file what it is, and packs it once.
// SPDX-License-Identifier: Apache-2.0
#include "counter/page/assets.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "counter/link/token_list.h"
#include "counter/page/asset_bytes.h"
#include "counter/page/packed.h"

namespace throng {
namespace {

std::string TypeOf(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, const char*>, 5> kTypes = {
      {{".html", "text/html; charset=utf-8"},
       {".js", "text/javascript; charset=utf-8"},
       {".css", "text/css; charset=utf-8"},
       {".svg", "image/svg+xml"},
       {".txt", "text/plain; charset=utf-8"}}};
  const auto type =
      std::ranges::find_if(kTypes, [name](const auto& one) { return name.ends_with(one.first); });
  return type == kTypes.end() ? "application/octet-stream" : type->second;
}

std::string EtagOf(std::string_view content) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  constexpr std::size_t kBytes = 12;
  const TokenDigest digest = DigestOf(content);
  std::string etag = "\"";
  for (const auto byte : std::span(digest).first<kBytes>()) {
    const auto value = static_cast<unsigned>(byte);
    etag += kDigits[value >> 4U];
    etag += kDigits[value & 15U];
  }
  return etag + '"';
}

std::vector<Asset> MakeAssets() {
  std::vector<Asset> assets;
  for (const AssetBytes& one : AllAssetBytes()) {
    const std::string_view plain(one.begin, one.end);
    assets.push_back({.path = one.name == "index.html" ? "/" : "/" + std::string(one.name),
                      .type = TypeOf(one.name),
                      .etag = EtagOf(plain),
                      .plain = plain,
                      .packed = Packed(plain, true)});
  }
  std::ranges::sort(assets, {}, &Asset::path);
  return assets;
}

}  // namespace

std::span<const Asset> Assets() {
  static const std::vector<Asset> assets = MakeAssets();
  return assets;
}

const Asset* FindAsset(std::string_view path) {
  const auto at = std::ranges::lower_bound(Assets(), path, {}, &Asset::path);
  return at != Assets().end() && at->path == path ? &*at : nullptr;
}

}  // namespace throng
