// Every fault has a code and words of ours; none is taken for success.
// SPDX-License-Identifier: Apache-2.0
#include "counter/wire/status.h"

#include <grpcpp/support/status.h>
#include <gtest/gtest.h>

namespace throng {
namespace {

using grpc::StatusCode;

TEST(StatusOf, TellsEdgesToComeAgainWhereTheLedgerIsAway) {
  for (const Fault fault :
       {Fault::kDiskFull, Fault::kNotPermitted, Fault::kLedgerBusy, Fault::kLedgerUnreachable,
        Fault::kLedgerDamaged, Fault::kNotALedger, Fault::kLedgerTooNew}) {
    EXPECT_EQ(StatusOf(fault).error_code(), StatusCode::UNAVAILABLE) << Describe(fault);
  }
  EXPECT_EQ(StatusOf(Fault::kLedgerOtherSite).error_code(), StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(StatusOf(Fault::kNotFound).error_code(), StatusCode::NOT_FOUND);
}

TEST(StatusOf, KnowsEveryFault) {
  for (int fault = 1; fault <= static_cast<int>(kLastFault); ++fault) {
    const grpc::Status status = StatusOf(static_cast<Fault>(fault));
    EXPECT_FALSE(status.ok());
    EXPECT_GT(status.error_message().size(), 10U);
    EXPECT_TRUE(status.error_details().empty());
  }
  EXPECT_EQ(StatusOf(Fault::kInternal).error_code(), StatusCode::INTERNAL);
}

TEST(StatusOf, NamesTheFieldThatBrokeARule) {
  const grpc::Status status = StatusOf(At("windows", 3, {.field = "zone", .rule = "is odd"}));
  EXPECT_EQ(status.error_code(), StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(status.error_message(), "windows[3].zone is odd");
}

}  // namespace
}  // namespace throng
