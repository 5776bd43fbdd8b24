// Changes a message at random places, as its own types allow: for the fuzz target.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <google/protobuf/message.h>

#include <random>

namespace throng {

// One change somewhere in `message`: a field set, cleared, added, swapped or made odd. The same
// `random` makes the same change.
void MutateOnce(google::protobuf::Message& message, std::minstd_rand& random);

}  // namespace throng
