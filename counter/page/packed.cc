// zlib, with the head of a gzip file.
// SPDX-License-Identifier: Apache-2.0
#include "counter/page/packed.h"

#include <zlib.h>

#include "counter/base/check.h"

namespace throng {
namespace {

constexpr int kGzip = 15 + 16;  // the largest window, and gzip's head
constexpr int kMemory = 8;

}  // namespace

std::string Packed(std::string_view plain, bool hard) {
  z_stream stream{};
  const int level = hard ? Z_BEST_COMPRESSION : Z_BEST_SPEED;
  COUNTER_CHECK(deflateInit2(&stream, level, Z_DEFLATED, kGzip, kMemory, Z_DEFAULT_STRATEGY) ==
                Z_OK);
  std::string packed(deflateBound(&stream, plain.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
  stream.avail_in = static_cast<uInt>(plain.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  COUNTER_CHECK(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

bool TakesGzip(std::string_view accept_encoding) {
  const std::size_t at = accept_encoding.find("gzip");
  if (at == std::string_view::npos) return false;
  const std::string_view rest = accept_encoding.substr(at + 4);
  return !rest.starts_with(";q=0") || rest.starts_with(";q=0.");
}

}  // namespace throng
