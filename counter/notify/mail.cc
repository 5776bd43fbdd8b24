// SMTP by libcurl.
// SPDX-License-Identifier: Apache-2.0
#include "counter/notify/mail.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "counter/notify/curl_transfer.h"
#include "counter/notify/mail_text.h"

namespace throng {
namespace {

using Verdict = Reply::Verdict;

std::size_t Read(char* bytes, std::size_t size, std::size_t count, void* rest) {
  auto& text = *static_cast<std::string_view*>(rest);
  const std::string_view part = text.substr(0, size * count);
  std::ranges::copy(part, bytes);
  text.remove_prefix(part.size());
  return part.size();
}

// What the server said: the code of each reply, in order.
using Codes = std::vector<int>;

std::size_t Hear(const char* bytes, std::size_t size, std::size_t count, void* codes) {
  const std::string_view line(bytes, size * count);
  constexpr std::size_t kDigits = 3;
  const bool ends_a_reply = line.size() > kDigits && line[kDigits] != '-';
  int code = 0;
  const auto [end, error] =
      std::from_chars(line.data(), line.data() + std::min(kDigits, line.size()), code);
  if (ends_a_reply && error == std::errc()) static_cast<Codes*>(codes)->push_back(code);
  return line.size();
}

bool IsLater(int code) { return code >= 400 && code < 500; }
bool IsNever(int code) { return code >= 500 && code < 600; }

// The replies to each of `count` receivers: they stand before the leave to send the message (354).
std::span<const int> RepliesToReceivers(const Codes& codes, std::size_t count) {
  constexpr int kGoOn = 354;
  const auto leave = std::ranges::find(codes, kGoOn);
  const auto before = static_cast<std::size_t>(leave - codes.begin());
  if (leave == codes.end() || before < count) return {};
  return std::span(codes).subspan(before - count, count);
}

class Mail final : public Sender {
 public:
  Mail(MailWay way, std::string site, const TimeZone& zone, Duration most_wait)
      : way_(std::move(way)), site_(std::move(site)), zone_(zone), most_wait_(most_wait) {
    const bool is_ip6 = way_.host.find(':') != std::string::npos;
    url_ = (way_.at_once ? "smtps://" : "smtp://") + (is_ip6 ? "[" + way_.host + "]" : way_.host) +
           ":" + std::to_string(way_.port);
  }

  Reply Send(const Delivery& delivery, Instant /*now*/, const std::atomic<bool>& stop) override {
    if (number_ != delivery.number) {
      number_ = delivery.number;
      receivers_ = way_.to;
    }
    const std::string message = MailMessage(way_, site_, zone_, delivery);
    std::string_view rest = message;
    Codes codes;
    CurlLines receivers;
    for (const std::string& receiver : receivers_) receivers.Add("<" + receiver + ">");
    const std::string from = "<" + way_.from + ">";
    CurlTransfer transfer(url_, "smtp,smtps", way_.ca, most_wait_, stop);
    transfer.Set(CURLOPT_USE_SSL,
                 static_cast<long>(way_.encrypted ? CURLUSESSL_ALL : CURLUSESSL_NONE));
    if (way_.login) {
      transfer.Set(CURLOPT_USERNAME, way_.login->user.c_str());
      transfer.Set(CURLOPT_PASSWORD, way_.login->password.c_str());
    }
    transfer.Set(CURLOPT_MAIL_FROM, from.c_str());
    transfer.Set(CURLOPT_MAIL_RCPT, receivers.get());
    transfer.Set(CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1L);  // the others are to know it all the same
    transfer.Set(CURLOPT_UPLOAD, 1L);
    transfer.Set(CURLOPT_READFUNCTION, &Read);
    transfer.Set(CURLOPT_READDATA, &rest);
    transfer.Set(CURLOPT_HEADERFUNCTION, &Hear);
    transfer.Set(CURLOPT_HEADERDATA, &codes);
    const CURLcode code = transfer.Perform();
    if (code == CURLE_OK) return ReplyToDelivered(codes);
    return ReplyToFailed(code, transfer.Status(), codes, rest.size() < message.size());
  }

 private:
  Reply ReplyToDelivered(const Codes& codes) {
    const std::span<const int> replies = RepliesToReceivers(codes, receivers_.size());
    std::vector<std::string> later;
    bool refuses_some = false;
    for (std::size_t i = 0; i < replies.size(); ++i) {
      if (IsLater(replies[i])) later.push_back(receivers_[i]);
      refuses_some = refuses_some || IsNever(replies[i]);
    }
    if (!later.empty()) {
      receivers_ = std::move(later);
      return {.verdict = Verdict::kLater, .why = Fault::kWayBusy};
    }
    if (refuses_some) return {.verdict = Verdict::kDelivered, .why = Fault::kWayRefused};
    return {.verdict = Verdict::kDelivered, .why = {}};
  }

  static Reply ReplyToFailed(CURLcode code, long status, const Codes& codes, bool was_read) {
    constexpr long kLoginNeeded = 530;
    // libcurl's words for a refused sender or receiver, and for a refused message. Before that, a
    // refusal is of us and not of the message, and may pass.
    const bool is_about_it =
        code == CURLE_SEND_ERROR || (code == CURLE_WEIRD_SERVER_REPLY && was_read);
    if (!is_about_it || status < 400) return DownBecause(code);
    if (status == kLoginNeeded) return DownBecause(CURLE_LOGIN_DENIED);
    if (std::ranges::any_of(codes, IsLater)) {
      return {.verdict = Verdict::kLater, .why = Fault::kWayBusy};
    }
    return {.verdict = Verdict::kRefused, .why = Fault::kWayRefused};
  }

  CurlLibrary library_;
  MailWay way_;
  std::string site_;
  TimeZone zone_;
  Duration most_wait_;
  std::string url_;
  std::optional<std::int64_t> number_;  // of the newest delivery, and who is still to have it
  std::vector<std::string> receivers_;
};

}  // namespace

std::unique_ptr<Sender> MakeMail(const MailWay& way, const std::string& site, const TimeZone& zone,
                                 Duration most_wait) {
  return std::make_unique<Mail>(way, site, zone, most_wait);
}

}  // namespace throng
