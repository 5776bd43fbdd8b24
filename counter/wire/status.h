// What a caller of the hub is told when something fails: a code and static text.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "counter/base/result.h"
#include "counter/wire/refusal.h"

namespace grpc {
class Status;
}  // namespace grpc

namespace throng {

// What a hub says, with UNAUTHENTICATED, to a certificate that was noted as one to turn away; by it
// an edge knows that.
inline constexpr const char* kCertificateIsRefused = "this certificate is refused at this hub";

// From a closed table; what is not in it is INTERNAL.
grpc::Status StatusOf(Fault fault);

// INVALID_ARGUMENT, with the field, its position and the rule.
grpc::Status StatusOf(const Refusal& refusal);

}  // namespace throng
