// What libmicrohttpd calls, and how long it lets others keep it waiting.
// SPDX-License-Identifier: Apache-2.0
#include "counter/page/http_server.h"

#include <microhttpd.h>
#include <netdb.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace throng {
namespace {

// Of a connection on which nothing moves.
constexpr unsigned kMostIdleS = 20;
// Head of a request and buffers, of each connection.
constexpr std::size_t kConnectionBytes = std::size_t{64} << 10U;
constexpr std::size_t kStreamBlock = std::size_t{32} << 10U;
constexpr std::size_t kThreadBytes = std::size_t{1} << 20U;  // of stack
// As gRPC takes it.
constexpr const char* kPriorities = "SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2";

struct FreeAddress {
  void operator()(addrinfo* found) const { ::freeaddrinfo(found); }
};

std::unique_ptr<addrinfo, FreeAddress> Find(const std::string& listen) {
  const std::size_t colon = listen.rfind(':');
  if (colon == std::string::npos) return nullptr;
  std::string host = listen.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  addrinfo hints{};
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(host.c_str(), listen.c_str() + colon + 1, &hints, &found) != 0) return nullptr;
  return std::unique_ptr<addrinfo, FreeAddress>(found);
}

std::string HeaderOf(MHD_Connection* line, const char* name) {
  const char* const text = MHD_lookup_connection_value(line, MHD_HEADER_KIND, name);
  return text == nullptr ? std::string() : std::string(text);
}

MHD_Result TakeArgument(void* to, MHD_ValueKind /*kind*/, const char* key, std::size_t key_size,
                        const char* value, std::size_t value_size) {
  auto& query = *static_cast<decltype(HttpRequest::query)*>(to);
  query.emplace_back(std::string(key, key_size),
                     value == nullptr ? std::string() : std::string(value, value_size));
  return MHD_YES;
}

// A request that is coming in.
struct Incoming {
  HttpRequest request;
  bool is_too_long = false;
};

using ResponsePtr = std::unique_ptr<MHD_Response, decltype(&MHD_destroy_response)>;

}  // namespace

struct HttpServer::State {
  HttpOptions options;
  AnswerHttp answer;
  std::atomic<bool> is_ending = false;
  MHD_Daemon* daemon = nullptr;

  // A stream on its way out.
  struct Outgoing {
    std::unique_ptr<HttpStream> stream;
    std::string rest = {};
    const std::atomic<bool>& is_ending;
  };

  static MHD_Result Take(void* self, MHD_Connection* line, const char* url, const char* method,
                         const char* /*version*/, const char* body, std::size_t* body_bytes,
                         void** of_request) {
    auto& state = *static_cast<State*>(self);
    if (*of_request == nullptr) {
      auto begun = std::make_unique<Incoming>();
      begun->request = {.method = std::strcmp(method, "HEAD") == 0 ? "GET" : method, .path = url};
      *of_request = begun.release();
      return MHD_YES;
    }
    auto& incoming = *static_cast<Incoming*>(*of_request);
    if (*body_bytes > 0) {
      // What is too long is thrown away as it comes, and answered then: or the answer is not read.
      const HttpOptions& options = state.options;
      const std::size_t most = incoming.request.path == options.long_body_path
                                   ? options.most_long_body_bytes
                                   : options.most_body_bytes;
      incoming.is_too_long |= incoming.request.body.size() + *body_bytes > most;
      if (!incoming.is_too_long) incoming.request.body.append(body, *body_bytes);
      *body_bytes = 0;
      return MHD_YES;
    }
    return state.Answer(line, incoming);
  }

  MHD_Result Answer(MHD_Connection* line, Incoming& incoming) {
    HttpRequest& request = incoming.request;
    request.host = HeaderOf(line, MHD_HTTP_HEADER_HOST);
    request.origin = HeaderOf(line, MHD_HTTP_HEADER_ORIGIN);
    request.cookie = HeaderOf(line, MHD_HTTP_HEADER_COOKIE);
    request.content_type = HeaderOf(line, MHD_HTTP_HEADER_CONTENT_TYPE);
    request.accept_encoding = HeaderOf(line, MHD_HTTP_HEADER_ACCEPT_ENCODING);
    request.if_none_match = HeaderOf(line, MHD_HTTP_HEADER_IF_NONE_MATCH);
    MHD_get_connection_values_n(line, MHD_GET_ARGUMENT_KIND, &TakeArgument, &request.query);
    if (incoming.is_too_long) return Send(line, {.status = 413});
    return Send(line, answer(request));
  }

  MHD_Result Send(MHD_Connection* line, HttpAnswer reply) {
    const ResponsePtr response(MakeResponse(reply), &MHD_destroy_response);
    if (!response) return MHD_NO;
    for (const auto& [name, text] : reply.headers) {
      MHD_add_response_header(response.get(), name.c_str(), text.c_str());
    }
    return MHD_queue_response(line, static_cast<unsigned>(reply.status), response.get());
  }

  MHD_Response* MakeResponse(HttpAnswer& reply) const {
    if (!reply.stream) {
      return MHD_create_response_from_buffer(reply.body.size(), reply.body.data(),
                                             MHD_RESPMEM_MUST_COPY);
    }
    auto outgoing = std::make_unique<Outgoing>(
        Outgoing{.stream = std::move(reply.stream), .is_ending = is_ending});
    MHD_Response* const response = MHD_create_response_from_callback(
        MHD_SIZE_UNKNOWN, kStreamBlock, &Continue, outgoing.get(), &FreeOutgoing);
    if (response != nullptr) static_cast<void>(outgoing.release());  // now the response's
    return response;
  }

  static ssize_t Continue(void* self, std::uint64_t /*at*/, char* to, std::size_t most) {
    auto& outgoing = *static_cast<Outgoing*>(self);
    while (outgoing.rest.empty()) {
      if (outgoing.is_ending) return MHD_CONTENT_READER_END_OF_STREAM;
      std::optional<std::string> next = outgoing.stream->Next();
      if (!next) return MHD_CONTENT_READER_END_OF_STREAM;
      outgoing.rest = *std::move(next);
    }
    const std::size_t size = std::min(most, outgoing.rest.size());
    std::copy_n(outgoing.rest.data(), size, to);
    outgoing.rest.erase(0, size);
    return static_cast<ssize_t>(size);
  }

  static void FreeOutgoing(void* self) { delete static_cast<Outgoing*>(self); }

  static void Forget(void* /*self*/, MHD_Connection* /*line*/, void** of_request,
                     MHD_RequestTerminationCode /*why*/) {
    delete static_cast<Incoming*>(*of_request);
    *of_request = nullptr;
  }
};

HttpServer::HttpServer(std::unique_ptr<State> state) : state_(std::move(state)) {}

Result<std::unique_ptr<HttpServer>> HttpServer::Start(const HttpOptions& options,
                                                      AnswerHttp answer) {
  const auto address = Find(options.listen);
  if (!address) return Fault::kCannotListen;
  auto state = std::make_unique<State>();
  state->options = options;
  state->answer = std::move(answer);

  unsigned flags = MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL;
  if (address->ai_family == AF_INET6) flags |= MHD_USE_IPv6;
  std::array<MHD_OptionItem, 4> https{};
  std::size_t next = 0;
  if (options.https) {
    flags |= MHD_USE_TLS;
    const auto text = [](const std::string& from) { return const_cast<char*>(from.c_str()); };
    https[next++] = {MHD_OPTION_HTTPS_MEM_CERT, 0, text(options.https->certificate)};
    https[next++] = {MHD_OPTION_HTTPS_MEM_KEY, 0, text(options.https->key)};
    https[next++] = {MHD_OPTION_HTTPS_PRIORITIES, 0, const_cast<char*>(kPriorities)};
  }
  https[next] = {MHD_OPTION_END, 0, nullptr};
  state->daemon = MHD_start_daemon(
      flags, 0, nullptr, nullptr, &State::Take, state.get(), MHD_OPTION_SOCK_ADDR, address->ai_addr,
      MHD_OPTION_ARRAY, https.data(), MHD_OPTION_CONNECTION_LIMIT,
      static_cast<unsigned>(options.most_connections), MHD_OPTION_PER_IP_CONNECTION_LIMIT,
      static_cast<unsigned>(options.most_of_one_address), MHD_OPTION_CONNECTION_TIMEOUT, kMostIdleS,
      MHD_OPTION_CONNECTION_MEMORY_LIMIT, kConnectionBytes, MHD_OPTION_THREAD_STACK_SIZE,
      kThreadBytes, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_NOTIFY_COMPLETED, &State::Forget,
      nullptr, MHD_OPTION_END);
  if (state->daemon == nullptr) return Fault::kCannotListen;
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(state)));
}

HttpServer::~HttpServer() {
  state_->is_ending = true;
  MHD_stop_daemon(state_->daemon);
}

int HttpServer::port() const {
  const MHD_DaemonInfo* const info = MHD_get_daemon_info(state_->daemon, MHD_DAEMON_INFO_BIND_PORT);
  return info == nullptr ? 0 : info->port;
}

}  // namespace throng
