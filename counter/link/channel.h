// Connections to a hub, of its edges and its readers, on which a dead line is noticed.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "counter/base/result.h"
#include "counter/base/time.h"

namespace grpc {
class Channel;
class ChannelCredentials;
}  // namespace grpc

namespace throng {

// A line on which nobody answers for both together is given up. A hub has to let edges ask so
// often.
inline constexpr std::chrono::seconds kEdgePingEvery{10};
inline constexpr std::chrono::seconds kEdgePingWithin{10};

// A new connection at each call, by what its credentials are then, so that renewed ones are taken
// up. Faults: as of ChannelCredentialsOf (credentials.h).
using Dial = std::function<Result<std::shared_ptr<grpc::Channel>>()>;

// Connects when it is first used, and anew when it has to. One for each edge: no two share a line.
std::shared_ptr<grpc::Channel> EdgeChannel(
    const std::string& address, const std::shared_ptr<grpc::ChannelCredentials>& credentials);

// Likewise, by the folder's credentials; absent: without TLS.
Dial EdgeDial(const std::string& address, const std::optional<std::filesystem::path>& credentials);

// "HOST:PORT", "[::1]:PORT", "unix:PATH" as ReaderChannel wants it; nothing for any other text.
std::optional<std::string> TargetOf(const std::string& address);

// Of a reader, which waits longer before it tries again; as EdgeDial.
Dial ReaderDial(const std::string& target, const std::optional<std::filesystem::path>& credentials);

}  // namespace throng
