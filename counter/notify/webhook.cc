// A POST by libcurl.
// SPDX-License-Identifier: Apache-2.0
#include "counter/notify/webhook.h"

#include <utility>

#include "counter/notify/cap.h"
#include "counter/notify/curl_transfer.h"
#include "counter/notify/event_json.h"
#include "counter/notify/event_words.h"
#include "counter/notify/webhook_signature.h"

namespace throng {
namespace {

Reply ReplyTo(long status) {
  using Verdict = Reply::Verdict;
  constexpr long kTimeout = 408;
  constexpr long kTooMany = 429;
  if (status >= 200 && status < 300) return {.verdict = Verdict::kDelivered, .why = {}};
  if (status >= 400 && status < 500 && status != kTimeout && status != kTooMany) {
    return {.verdict = Verdict::kRefused, .why = Fault::kWayRefused};
  }
  return {.verdict = Verdict::kLater, .why = Fault::kWayBusy};
}

class Webhook final : public Sender {
 public:
  Webhook(WebhookWay way, std::string site, Duration most_wait)
      : way_(std::move(way)), site_(std::move(site)), most_wait_(most_wait) {}

  Reply Send(const Delivery& delivery, Instant now, const std::atomic<bool>& stop) override {
    std::string body;
    if (way_.cap) {
      Result<std::string> cap = CapXml(*way_.cap, site_, delivery);
      if (!cap) return {.verdict = Reply::Verdict::kRefused, .why = cap.error()};
      body = *std::move(cap);
    } else {
      body = EventJson(site_, delivery);
    }
    constexpr std::int64_t kNsPerS = 1'000'000'000;
    const std::int64_t now_s = now.utc_ns() / kNsPerS;
    const Result<std::string> signature = WebhookSignature(way_.secret, now_s, body);
    if (!signature) return {.verdict = Reply::Verdict::kDown, .why = signature.error()};
    CurlLines headers;
    headers.Add(way_.cap ? "Content-Type: application/cap+xml; charset=utf-8"
                         : "Content-Type: application/json; charset=utf-8");
    headers.Add("Throng-Event-Id: " + EventId(site_, delivery.event()));
    headers.Add("Throng-Timestamp: " + std::to_string(now_s));
    headers.Add("Throng-Signature: " + *signature);
    headers.Add("Expect:");  // no waiting for leave to send a kilobyte
    CurlTransfer transfer(way_.url, "http,https", way_.ca, most_wait_, stop);
    transfer.Set(CURLOPT_USERAGENT, "throng");
    transfer.Set(CURLOPT_HTTPHEADER, headers.get());
    transfer.Set(CURLOPT_POST, 1L);
    transfer.Set(CURLOPT_POSTFIELDS, body.data());
    transfer.Set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    const CURLcode code = transfer.Perform();
    // A status has been read: what comes behind it, or does not, changes nothing.
    const long status = transfer.Status();
    if (code != CURLE_OK && (status < 200 || status >= 300)) return DownBecause(code);
    Reply reply = ReplyTo(status);
    if (reply.verdict == Reply::Verdict::kLater) reply.not_before = transfer.RetryAfter();
    return reply;
  }

 private:
  CurlLibrary library_;
  WebhookWay way_;
  std::string site_;
  Duration most_wait_;
};

}  // namespace

std::unique_ptr<Sender> MakeWebhook(const WebhookWay& way, const std::string& site,
                                    Duration most_wait) {
  return std::make_unique<Webhook>(way, site, most_wait);
}

}  // namespace throng
