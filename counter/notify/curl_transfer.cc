// Sets libcurl up so that an alarm goes to where it is written, and nowhere else.
// SPDX-License-Identifier: Apache-2.0
#include "counter/notify/curl_transfer.h"

#include <algorithm>
#include <chrono>
#include <cstddef>

namespace throng {
namespace {

constexpr long kMostConnectMs = 5000;

// What the other end says beside its status is nobody's matter.
std::size_t Discard(const char* /*bytes*/, std::size_t size, std::size_t count, void* /*unused*/) {
  return size * count;
}

int StopIfAsked(void* stop, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<const std::atomic<bool>*>(stop)->load() ? 1 : 0;
}

}  // namespace

void CurlLines::Add(const std::string& line) {
  curl_slist* const longer = ::curl_slist_append(lines_.get(), line.c_str());
  COUNTER_CHECK(longer != nullptr);
  (void)lines_.release();  // now the beginning of the longer one
  lines_.reset(longer);
}

CurlTransfer::CurlTransfer(const std::string& url, const char* protocol,
                           const std::optional<std::filesystem::path>& ca, Duration most_wait,
                           const std::atomic<bool>& stop)
    : handle_(::curl_easy_init()),
      ca_(ca ? ca->string() : std::string()),
      is_ready_(handle_ != nullptr) {
  Set(CURLOPT_URL, url.c_str());
  Set(CURLOPT_PROTOCOLS_STR, protocol);
  Set(CURLOPT_FOLLOWLOCATION, 0L);
  Set(CURLOPT_PROXY, "");  // also none of the environment
  Set(CURLOPT_NOSIGNAL, 1L);
  Set(CURLOPT_CONNECTTIMEOUT_MS, kMostConnectMs);
  Set(CURLOPT_TIMEOUT_MS,
      static_cast<long>(std::chrono::duration_cast<std::chrono::milliseconds>(most_wait).count()));
  Set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  Set(CURLOPT_SSL_VERIFYPEER, 1L);
  Set(CURLOPT_SSL_VERIFYHOST, 2L);
  if (ca) {
    Set(CURLOPT_CAINFO, ca_.c_str());
    Set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));  // these and no others
  }
  Set(CURLOPT_WRITEFUNCTION, &Discard);
  Set(CURLOPT_NOPROGRESS, 0L);
  Set(CURLOPT_XFERINFOFUNCTION, &StopIfAsked);
  Set(CURLOPT_XFERINFODATA, const_cast<std::atomic<bool>*>(&stop));
}

CURLcode CurlTransfer::Perform() {
  if (!is_ready_) return CURLE_FAILED_INIT;
  return ::curl_easy_perform(handle_.get());
}

long CurlTransfer::Status() const {
  long status = 0;
  ::curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status);
  return status;
}

std::optional<std::chrono::seconds> CurlTransfer::RetryAfter() const {
  curl_off_t after_s = 0;
  ::curl_easy_getinfo(handle_.get(), CURLINFO_RETRY_AFTER, &after_s);
  if (after_s <= 0) return std::nullopt;
  return std::chrono::seconds(after_s);
}

Reply DownBecause(CURLcode code) {
  const auto down = [](Fault why) { return Reply{.verdict = Reply::Verdict::kDown, .why = why}; };
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
      return down(Fault::kWaySlow);
    case CURLE_LOGIN_DENIED:
      return down(Fault::kWayLoginRefused);
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_USE_SSL_FAILED:
      return down(Fault::kWayUntrusted);
    case CURLE_FAILED_INIT:
    case CURLE_OUT_OF_MEMORY:
      return down(Fault::kInternal);
    default:
      return down(Fault::kWayUnreachable);
  }
}

}  // namespace throng
