// Lines, headers and quoted parameters.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/response.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace throng {
namespace {

std::string InSmallLetters(std::string_view text) {
  std::string small(text);
  for (char& c : small) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return small;
}

std::string_view Trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

// Up to `end`, which is taken as well.
std::string_view TakeUpTo(std::string_view& text, std::string_view end) {
  const std::size_t at = text.find(end);
  const std::string_view taken = text.substr(0, at);
  text.remove_prefix(at == std::string_view::npos ? text.size() : at + end.size());
  return taken;
}

std::optional<std::size_t> NumberIn(std::string_view text) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// Nothing for a first line of another kind.
std::optional<int> StatusIn(std::string_view line) {
  if (line.starts_with("RTSP/1.0 ") || line.starts_with("HTTP/1.0 ") ||
      line.starts_with("HTTP/1.1 ")) {
    const std::optional<std::size_t> status = NumberIn(line.substr(9, 3));
    if (!status || *status < 100 || *status > 999) return std::nullopt;
    return static_cast<int>(*status);
  }
  if (line.ends_with(" RTSP/1.0")) return 0;
  return std::nullopt;
}

// "realm="a", nonce=b" -> ("realm", "a"), ("nonce", "b").
std::vector<std::pair<std::string, std::string>> ParametersOf(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> parameters;
  while (!text.empty()) {
    const std::string name = InSmallLetters(Trimmed(TakeUpTo(text, "=")));
    text = Trimmed(text);
    std::string_view value;
    if (text.starts_with('"')) {
      text.remove_prefix(1);
      value = TakeUpTo(text, "\"");
      TakeUpTo(text, ",");
    } else {
      value = Trimmed(TakeUpTo(text, ","));
    }
    parameters.emplace_back(name, value);
  }
  return parameters;
}

std::optional<LoginChallenge> ParseChallenge(std::string_view value) {
  const std::string scheme = InSmallLetters(TakeUpTo(value, " "));
  LoginChallenge challenge;
  if (scheme != "basic" && scheme != "digest") return std::nullopt;
  if (scheme == "digest") challenge.scheme = LoginScheme::kDigestMd5;
  for (const auto& [name, text] : ParametersOf(value)) {
    if (name == "realm") challenge.realm = text;
    if (name == "nonce") challenge.nonce = text;
    if (name == "opaque") challenge.opaque = text;
    // A list of words.
    if (name == "qop") challenge.qop_auth = ("," + text + ",").find("auth,") != std::string::npos;
    if (name != "algorithm" || scheme == "basic") continue;
    const std::string algorithm = InSmallLetters(text);
    if (algorithm != "md5" && algorithm != "sha-256") return std::nullopt;
    if (algorithm == "sha-256") challenge.scheme = LoginScheme::kDigestSha256;
  }
  if (scheme == "digest" && challenge.nonce.empty()) return std::nullopt;
  return challenge;
}

}  // namespace

std::string_view Response::Value(std::string_view name) const {
  const auto found = std::ranges::find(headers, name, &Header::name);
  return found == headers.end() ? std::string_view() : std::string_view(found->value);
}

std::optional<Response> ParseHead(std::string_view head) {
  const std::optional<int> status = StatusIn(Trimmed(TakeUpTo(head, "\n")));
  if (!status) return std::nullopt;
  Response response{.status = *status, .headers = {}, .body = {}};
  while (!head.empty()) {
    std::string_view line = TakeUpTo(head, "\n");
    const std::string name = InSmallLetters(Trimmed(TakeUpTo(line, ":")));
    response.headers.push_back({.name = name, .value = std::string(Trimmed(line))});
  }
  return response;
}

Result<std::optional<Response>> TakeResponse(Connection& connection, bool with_bodies) {
  using std::string_view_literals::operator""sv;
  const std::string_view text = connection.text();
  const std::size_t blank = text.find("\r\n\r\n"sv);
  if (std::min(blank, text.size()) > kMostHeadBytes) return Fault::kCameraNotLive;
  if (blank == std::string_view::npos) {
    // What is no message must not be waited for.
    const std::string_view line = text.substr(0, text.find("\r\n"sv));
    const bool is_whole = line.size() < text.size();
    if (is_whole && !StatusIn(line)) return Fault::kCameraNotLive;
    return std::optional<Response>();
  }
  std::optional<Response> response = ParseHead(text.substr(0, blank));
  if (!response) return Fault::kCameraNotLive;
  const std::size_t head = blank + 4;
  std::size_t body = 0;
  const bool has_body = with_bodies || response->status >= 300;
  if (has_body && !response->Value("content-length").empty()) {
    const std::optional<std::size_t> stated = NumberIn(response->Value("content-length"));
    if (!stated || *stated > kMostBodyBytes) return Fault::kCameraNotLive;
    body = *stated;
  }
  if (text.size() < head + body) return std::optional<Response>();
  response->body = text.substr(head, body);
  connection.Take(head + body);
  return response;
}

std::optional<LoginChallenge> ChallengeIn(const Response& response) {
  std::optional<LoginChallenge> best;
  for (const Response::Header& header : response.headers) {
    if (header.name != "www-authenticate") continue;
    const std::optional<LoginChallenge> challenge = ParseChallenge(header.value);
    if (challenge && (!best || challenge->scheme > best->scheme)) best = challenge;
  }
  return best;
}

}  // namespace throng
