// The video of a session, alone, and where it is controlled.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/media_offer.h"

#include <gtest/gtest.h>

namespace throng {
namespace {

TEST(MediaOffer, TheFirstVideoStandsAloneWithItsControls) {
  const auto offer = VideoIn(
      "v=0\r\no=- 1 1 IN IP4 10.0.0.5\r\nc=IN IP6 "
      "fe80::1%lo\r\na=pgmpu:data:,x\r\ns=Media\r\na=control:rtsp://10.0.0.5/stream2/\r\n"
      "m=audio 0 RTP/AVP 0\r\na=control:trackID=1\r\n"
      "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=control:trackID=2\r\n"
      "m=video 0 RTP/AVP 97\r\na=control:trackID=3\r\n");
  ASSERT_TRUE(offer);
  EXPECT_EQ(offer->description,
            "v=0\r\no=- 1 1 IN IP4 10.0.0.5\r\ns=Media\r\na=control:rtsp://10.0.0.5/stream2/\r\n"
            "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=control:trackID=2\r\n");
  EXPECT_EQ(offer->control, "trackID=2");
  EXPECT_EQ(offer->aggregate, "rtsp://10.0.0.5/stream2/");
}

TEST(MediaOffer, AStarMeansTheSessionItself) {
  const auto offer = VideoIn("v=0\na=control:*\nm=video 0 RTP/AVP 26\n");
  ASSERT_TRUE(offer);
  EXPECT_EQ(offer->aggregate, "");
  EXPECT_EQ(offer->control, "");
}

TEST(MediaOffer, WithoutAVideoThereIsNone) {
  EXPECT_FALSE(VideoIn(""));
  EXPECT_FALSE(VideoIn("v=0\r\nm=audio 0 RTP/AVP 0\r\n"));
  EXPECT_FALSE(VideoIn("v=0\r\nm=video 0 udp 33\r\n"));
}

}  // namespace
}  // namespace throng
