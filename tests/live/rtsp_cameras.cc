// Cameras that speak RTSP: GStreamer's own server, with a pipeline for each viewer.
// SPDX-License-Identifier: Apache-2.0
#include <gst/rtsp-server/rtsp-server.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "counter/base/descriptor.h"
#include "tests/live/cameras.h"
#include "tests/live/rtsp_player.h"

namespace throng {
namespace {

constexpr guint kFeedEveryMs = 5;
constexpr gint kClientThreads = 4;  // one that waits for its first picture holds up others
constexpr const char* kRole = "viewer";

Duration Steady() { return std::chrono::microseconds(g_get_monotonic_time()); }

// Of /cam12 and of what lies below it.
std::optional<std::size_t> CameraOf(const GstRTSPContext& context) {
  if (context.uri == nullptr || context.uri->abspath == nullptr) return std::nullopt;
  std::string_view path = context.uri->abspath;
  if (!path.starts_with("/cam")) return std::nullopt;
  path.remove_prefix(4);
  std::size_t camera = 0;
  const auto read = std::from_chars(path.data(), path.data() + path.size(), camera);
  return read.ec == std::errc() ? std::optional(camera) : std::nullopt;
}

GstRTSPAuth* AuthFor(const CameraLogin& login) {
  GstRTSPAuth* const auth = gst_rtsp_auth_new();
  GstRTSPToken* const token =
      gst_rtsp_token_new(GST_RTSP_TOKEN_MEDIA_FACTORY_ROLE, G_TYPE_STRING, kRole, nullptr);
  const char* const user = login.user.c_str();
  const char* const password = login.password.c_str();
  gst_rtsp_auth_set_realm(auth, "camera");
  if (login.by == ProveBy::kBasic) {
    gchar* const basic = gst_rtsp_auth_make_basic(user, password);
    gst_rtsp_auth_set_supported_methods(auth, GST_RTSP_AUTH_BASIC);
    gst_rtsp_auth_add_basic(auth, basic, token);
    g_free(basic);
  } else {
    gst_rtsp_auth_set_supported_methods(auth, GST_RTSP_AUTH_DIGEST);
    gst_rtsp_auth_add_digest(auth, user, password, token);
  }
  gst_rtsp_token_unref(token);
  return auth;
}

// Callbacks come from GStreamer's threads; what they share lies behind `mutex_`.
class RtspCameras final : public Cameras {
 public:
  RtspCameras(const CameraOptions& options, std::vector<CameraFaults>& faults);
  ~RtspCameras() override;

  std::uint16_t port() const override {
    return static_cast<std::uint16_t>(gst_rtsp_server_get_bound_port(server_));
  }
  bool listens() const { return attached_ != 0; }
  void Cut(std::size_t camera) override;
  void Send(std::size_t camera, std::string_view bytes) override;

 private:
  struct Mount {
    RtspCameras* cameras;
    std::size_t camera;
    const Film* film;
    CameraFaults* faults;
  };
  struct Viewer {
    Descriptor socket;  // a second one, so that it lasts until the viewer is forgotten
    std::optional<std::size_t> camera;
    bool plays = false;
    Duration heard{};  // his last request
  };

  static void OnViewer(GstRTSPServer*, GstRTSPClient* client, RtspCameras* self);
  static void OnLeft(GstRTSPClient* client, RtspCameras* self);
  static void OnSession(GstRTSPClient*, GstRTSPSession* session, RtspCameras* self);
  static GstRTSPStatusCode OnAsk(GstRTSPClient* client, GstRTSPContext* context, RtspCameras* self);
  static void OnPlay(GstRTSPClient* client, GstRTSPContext*, RtspCameras* self);
  static void OnAlive(GstRTSPClient* client, GstRTSPContext*, RtspCameras* self);
  static void OnMedia(GstRTSPMediaFactory*, GstRTSPMedia* media, Mount* mount);
  static void OnPrepared(GstRTSPMedia* media, Mount* mount);
  static void OnUnprepared(GstRTSPMedia* media, Mount* mount);
  static GstPadProbeReturn OnPacket(GstPad*, GstPadProbeInfo*, void* mount);
  static gboolean OnFeed(void* self);
  static gboolean OnCleanup(void* self);

  const CameraOptions& options_;
  std::vector<CameraFaults>& faults_;
  const Duration began_ = Steady();
  std::vector<Film> films_;
  std::vector<Mount> mounts_;
  std::mutex mutex_;
  std::map<GstRTSPMedia*, RtspPlayer> players_;
  std::map<GstRTSPClient*, Viewer> viewers_;
  GstRTSPServer* server_;
  guint attached_ = 0;
  guint feed_ = 0;
  guint cleanup_ = 0;
};

RtspCameras::RtspCameras(const CameraOptions& options, std::vector<CameraFaults>& faults)
    : options_(options), faults_(faults), server_(gst_rtsp_server_new()) {
  gst_rtsp_server_set_address(server_, "127.0.0.1");
  gst_rtsp_server_set_service(server_, std::to_string(options.port).c_str());
  g_signal_connect(server_, "client-connected", G_CALLBACK(OnViewer), this);
  GstRTSPThreadPool* const threads = gst_rtsp_server_get_thread_pool(server_);
  gst_rtsp_thread_pool_set_max_threads(threads, kClientThreads);
  g_object_unref(threads);
  if (options.login) {
    GstRTSPAuth* const auth = AuthFor(*options.login);
    gst_rtsp_server_set_auth(server_, auth);
    g_object_unref(auth);
  }
  for (const VideoLoop& video : options.videos) films_.emplace_back(video);
  for (std::size_t i = 0; i < options.cameras; ++i) {
    mounts_.push_back({this, i, &films_[i % films_.size()], &faults[i]});
  }
  GstRTSPMountPoints* const points = gst_rtsp_server_get_mount_points(server_);
  for (Mount& mount : mounts_) {
    GstRTSPMediaFactory* const factory = gst_rtsp_media_factory_new();
    gst_rtsp_media_factory_set_launch(factory, PipelineOf(*mount.film->loop).c_str());
    gst_rtsp_media_factory_set_protocols(factory, GST_RTSP_LOWER_TRANS_TCP);
    gst_rtsp_media_factory_add_role(factory, kRole, GST_RTSP_PERM_MEDIA_FACTORY_ACCESS,
                                    G_TYPE_BOOLEAN, TRUE, GST_RTSP_PERM_MEDIA_FACTORY_CONSTRUCT,
                                    G_TYPE_BOOLEAN, TRUE, nullptr);
    g_signal_connect(factory, "media-configure", G_CALLBACK(OnMedia), &mount);
    const std::string path = "/cam" + std::to_string(mount.camera);
    gst_rtsp_mount_points_add_factory(points, path.c_str(), factory);
  }
  g_object_unref(points);
  attached_ = gst_rtsp_server_attach(server_, nullptr);
  feed_ = g_timeout_add(kFeedEveryMs, OnFeed, this);
  cleanup_ = g_timeout_add_seconds(1, OnCleanup, this);
}

RtspCameras::~RtspCameras() {
  if (attached_ != 0) g_source_remove(attached_);
  const auto remove = [](GstRTSPServer*, GstRTSPClient*, gpointer) {
    return GST_RTSP_FILTER_REMOVE;
  };
  gst_rtsp_server_client_filter(server_, remove, nullptr);
  g_source_remove(feed_);
  g_source_remove(cleanup_);
  g_object_unref(server_);
  gst_rtsp_thread_pool_cleanup();
}

void RtspCameras::Cut(std::size_t camera) {
  const std::lock_guard lock(mutex_);
  for (const auto& [client, viewer] : viewers_) {
    if (viewer.camera == camera) ::shutdown(viewer.socket.get(), SHUT_RDWR);
  }
}

void RtspCameras::Send(std::size_t camera, std::string_view bytes) {
  const std::lock_guard lock(mutex_);
  for (const auto& [client, viewer] : viewers_) {
    if (viewer.camera != camera || !viewer.plays) continue;
    ::send(viewer.socket.get(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  }
}

void RtspCameras::OnViewer(GstRTSPServer*, GstRTSPClient* client, RtspCameras* self) {
  GSocket* const socket =
      gst_rtsp_connection_get_read_socket(gst_rtsp_client_get_connection(client));
  {
    const std::lock_guard lock(self->mutex_);
    self->viewers_[client].socket = Descriptor(::dup(g_socket_get_fd(socket)));
  }
  g_signal_connect(client, "closed", G_CALLBACK(OnLeft), self);
  g_signal_connect(client, "new-session", G_CALLBACK(OnSession), self);
  g_signal_connect(client, "pre-describe-request", G_CALLBACK(OnAsk), self);
  g_signal_connect(client, "pre-setup-request", G_CALLBACK(OnAsk), self);
  g_signal_connect(client, "play-request", G_CALLBACK(OnPlay), self);
  for (const char* request :
       {"options-request", "get-parameter-request", "set-parameter-request"}) {
    g_signal_connect(client, request, G_CALLBACK(OnAlive), self);
  }
}

void RtspCameras::OnLeft(GstRTSPClient* client, RtspCameras* self) {
  const std::lock_guard lock(self->mutex_);
  self->viewers_.erase(client);
}

void RtspCameras::OnSession(GstRTSPClient*, GstRTSPSession* session, RtspCameras* self) {
  gst_rtsp_session_set_timeout(session, static_cast<guint>(self->options_.session_seconds));
}

GstRTSPStatusCode RtspCameras::OnAsk(GstRTSPClient* client, GstRTSPContext* context,
                                     RtspCameras* self) {
  const std::optional<std::size_t> camera = CameraOf(*context);
  if (!camera || *camera >= self->faults_.size()) return GST_RTSP_STS_NOT_FOUND;
  const std::lock_guard lock(self->mutex_);
  self->viewers_[client].camera = camera;
  return self->faults_[*camera].down ? GST_RTSP_STS_NOT_FOUND : GST_RTSP_STS_OK;
}

void RtspCameras::OnPlay(GstRTSPClient* client, GstRTSPContext*, RtspCameras* self) {
  const std::lock_guard lock(self->mutex_);
  self->viewers_[client].plays = true;
  self->viewers_[client].heard = Steady();
}

void RtspCameras::OnAlive(GstRTSPClient* client, GstRTSPContext*, RtspCameras* self) {
  const std::lock_guard lock(self->mutex_);
  self->viewers_[client].heard = Steady();
}

void RtspCameras::OnMedia(GstRTSPMediaFactory*, GstRTSPMedia* media, Mount* mount) {
  RtspCameras& self = *mount->cameras;
  const GstElementOwner pipeline(gst_rtsp_media_get_element(media));
  const std::size_t first =
      self.options_.from_start ? 0 : mount->film->loop->KeyPictureAt(Steady() - self.began_);
  g_signal_connect(media, "prepared", G_CALLBACK(OnPrepared), mount);
  g_signal_connect(media, "unprepared", G_CALLBACK(OnUnprepared), mount);
  const std::lock_guard lock(self.mutex_);
  self.players_.erase(media);
  self.players_.try_emplace(media, pipeline.get(), *mount->film, first);
}

// Behind the place where the server holds the first packet until PLAY, so that a frozen camera can
// still say what it would play.
void RtspCameras::OnPrepared(GstRTSPMedia* media, Mount* mount) {
  const GstElementOwner element(gst_rtsp_media_get_element(media));
  const GstElementOwner pipeline(GST_ELEMENT(gst_object_get_parent(GST_OBJECT(element.get()))));
  if (!pipeline) return;
  GstIterator* const found =
      gst_bin_iterate_all_by_element_factory_name(GST_BIN(pipeline.get()), "rtpbin");
  GValue value = G_VALUE_INIT;
  if (gst_iterator_next(found, &value) == GST_ITERATOR_OK) {
    auto* const rtpbin = GST_ELEMENT(g_value_get_object(&value));
    for (const char* name : {"send_rtp_src_0", "send_rtcp_src_0"}) {
      GstPad* const pad = gst_element_get_static_pad(rtpbin, name);
      if (pad == nullptr) continue;
      const auto packets =
          static_cast<GstPadProbeType>(GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST);
      gst_pad_add_probe(pad, packets, OnPacket, mount, nullptr);
      gst_object_unref(pad);
    }
  }
  g_value_unset(&value);
  gst_iterator_free(found);
}

void RtspCameras::OnUnprepared(GstRTSPMedia* media, Mount* mount) {
  const std::lock_guard lock(mount->cameras->mutex_);
  mount->cameras->players_.erase(media);
}

GstPadProbeReturn RtspCameras::OnPacket(GstPad*, GstPadProbeInfo*, void* mount) {
  const CameraFaults& faults = *static_cast<Mount*>(mount)->faults;
  return faults.frozen || faults.garbage ? GST_PAD_PROBE_DROP : GST_PAD_PROBE_OK;
}

gboolean RtspCameras::OnFeed(void* self) {
  auto& cameras = *static_cast<RtspCameras*>(self);
  const std::lock_guard lock(cameras.mutex_);
  for (auto& [media, player] : cameras.players_) player.Feed();
  return G_SOURCE_CONTINUE;
}

// GStreamer itself would keep a silent viewer for as long as it can send to him; cameras do not.
gboolean RtspCameras::OnCleanup(void* self) {
  auto& cameras = *static_cast<RtspCameras*>(self);
  GstRTSPSessionPool* const pool = gst_rtsp_server_get_session_pool(cameras.server_);
  gst_rtsp_session_pool_cleanup(pool);
  g_object_unref(pool);
  const Duration oldest = Steady() - std::chrono::seconds(cameras.options_.session_seconds);
  const std::lock_guard lock(cameras.mutex_);
  for (const auto& [client, viewer] : cameras.viewers_) {
    if (viewer.plays && viewer.heard < oldest) ::shutdown(viewer.socket.get(), SHUT_RDWR);
  }
  return G_SOURCE_CONTINUE;
}

}  // namespace

std::unique_ptr<Cameras> ServeRtsp(const CameraOptions& options,
                                   std::vector<CameraFaults>& faults) {
  auto cameras = std::make_unique<RtspCameras>(options, faults);
  return cameras->listens() ? std::move(cameras) : nullptr;
}

}  // namespace throng
