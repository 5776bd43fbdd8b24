// One transfer by libcurl: what all have in common, and what its end means for an alarm.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <curl/curl.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "counter/alert/delivery.h"

namespace throng {

// Keeps libcurl ready; one in each object that uses it.
class CurlLibrary {
 public:
  CurlLibrary() { ::curl_global_init(CURL_GLOBAL_DEFAULT); }
  ~CurlLibrary() { ::curl_global_cleanup(); }
  CurlLibrary(const CurlLibrary&) = delete;
  CurlLibrary& operator=(const CurlLibrary&) = delete;
};

// A list of lines, as libcurl wants headers and receivers.
class CurlLines {
 public:
  void Add(const std::string& line);
  curl_slist* get() const { return lines_.get(); }

 private:
  struct Free {
    void operator()(curl_slist* lines) const { ::curl_slist_free_all(lines); }
  };
  std::unique_ptr<curl_slist, Free> lines_;
};

// Bounded in time, verified by certificates, led nowhere else: no redirect, no proxy, no other
// protocol. `stop` must outlive it. Of the answer only its status is kept.
class CurlTransfer {
 public:
  CurlTransfer(const std::string& url, const char* protocol,
               const std::optional<std::filesystem::path>& ca, Duration most_wait,
               const std::atomic<bool>& stop);

  template <class T>
  void Set(CURLoption option, T value) {
    is_ready_ = is_ready_ && ::curl_easy_setopt(handle_.get(), option, value) == CURLE_OK;
  }
  // CURLE_FAILED_INIT if an option was refused: then nothing was sent.
  CURLcode Perform();
  long Status() const;                                     // of HTTP or SMTP; 0 if there was none
  std::optional<std::chrono::seconds> RetryAfter() const;  // as HTTP's header says

 private:
  struct Free {
    void operator()(CURL* handle) const { ::curl_easy_cleanup(handle); }
  };
  std::unique_ptr<CURL, Free> handle_;
  std::string ca_;
  bool is_ready_;
};

// Of a transfer that ended without an answer: the way is down.
Reply DownBecause(CURLcode code);

}  // namespace throng
