// Ways are read whole, their mistakes are told, and none of their secrets is.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/ways.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <ostream>
#include <string>
#include <string_view>

#include "counter/site/test_good_site.h"

namespace throng {
namespace {

namespace fs = std::filesystem;

// Each first line of a part: 1, 9, 18, 26.
constexpr std::string_view kGood = R"([[webhook]]
name = "control"
url = "https://alarms.example.org/hook/hidden-token"
secret = "hidden secret 0123456789"
rules = ["too full"]
kinds = ["crowding", "blind"]
least = "crowded"

[[mail]]
name = "duty"
server = "smtp.example.org:587"
from = "throng@venue.example"
to = ["duty@venue.example", "night@venue.example"]
user = "throng"
password = "hidden password"
language = "fr"

[[mqtt]]
name = "broker"
broker = "mqtts://broker.example.org"
prefix = "site/throng"
certificate = "us.pem"
key = "/etc/throng/us.key"
ca = "venue.pem"

[[cap]]
name = "hub"
folder = "cap"
sender = "ops@venue.example"
status = "Exercise"
area = [[48.85, 2.29], [48.85, 2.30], [48.86, 2.30]]
)";

class LoadWaysTest : public testing::Test {
 protected:
  LoadWaysTest()
      : folder_(fs::temp_directory_path() / ("throng_ways." + std::to_string(::getpid()))),
        file_(folder_ / "notify.toml") {
    fs::create_directories(folder_);
  }
  ~LoadWaysTest() override { fs::remove_all(folder_); }

  Result<Ways> Load(std::string_view text) {
    std::ofstream(file_, std::ios::binary) << text;
    EXPECT_EQ(::chmod(file_.c_str(), 0600), 0);
    complaints_.clear();
    return LoadWays(file_, kRules, complaints_);
  }

  static constexpr std::array<std::string_view, 2> kRules = {"too full", "gate"};
  const fs::path folder_;
  const fs::path file_;
  std::vector<Complaint> complaints_;
};

TEST_F(LoadWaysTest, EachKindOfWayIsRead) {
  const auto ways = Load(kGood);
  ASSERT_TRUE(ways) << AllOf(complaints_);
  EXPECT_TRUE(complaints_.empty());
  ASSERT_EQ(ways->webhooks.size(), 1U);
  const WebhookWay& webhook = ways->webhooks[0];
  EXPECT_EQ(webhook.url, "https://alarms.example.org/hook/hidden-token");
  EXPECT_EQ(webhook.tells.rules, std::vector<std::string>{"too full"});
  EXPECT_TRUE(webhook.tells.crowding && webhook.tells.blind && !webhook.tells.stale);
  EXPECT_EQ(webhook.tells.least, Band::kCrowded);
  EXPECT_FALSE(webhook.cap);
  ASSERT_EQ(ways->mails.size(), 1U);
  const MailWay& mail = ways->mails[0];
  EXPECT_EQ(mail.host, "smtp.example.org");
  EXPECT_EQ(mail.port, 587);
  EXPECT_TRUE(mail.encrypted);
  EXPECT_EQ(mail.to.size(), 2U);
  EXPECT_EQ(mail.login->password, "hidden password");
  EXPECT_EQ(mail.language, Language::kFrench);
  EXPECT_TRUE(mail.tells.crowding && mail.tells.blind && mail.tells.stale);
  ASSERT_EQ(ways->brokers.size(), 1U);
  const MqttWay& mqtt = ways->brokers[0];
  EXPECT_EQ(mqtt.host, "broker.example.org");
  EXPECT_EQ(mqtt.port, 8883);
  EXPECT_TRUE(mqtt.encrypted);
  EXPECT_EQ(mqtt.certificate, folder_ / "us.pem");
  EXPECT_EQ(mqtt.key, "/etc/throng/us.key");
  ASSERT_EQ(ways->caps.size(), 1U);
  const CapWay& cap = ways->caps[0];
  EXPECT_EQ(cap.folder, folder_ / "cap");
  EXPECT_EQ(cap.voice.status, CapVoice::Status::kExercise);
  ASSERT_EQ(cap.voice.area.size(), 4U) << "closed";
  EXPECT_EQ(cap.voice.area[3].latitude, 48.85);
}

TEST_F(LoadWaysTest, MailToPort465IsEncryptedFromTheFirstByte) {
  const auto at_once = [&](const std::string& server) {
    const auto ways =
        Load("[[mail]]\nname = \"a\"\nfrom = \"a@b.example\"\nto = [\"c@d.example\"]\nserver = \"" +
             server + "\"\n");
    return ways && ways->mails.at(0).encrypted && ways->mails.at(0).at_once;
  };
  EXPECT_TRUE(at_once("smtp.example.org:465"));
  EXPECT_FALSE(at_once("smtp.example.org:587"));
}

TEST_F(LoadWaysTest, InClearAnAlarmGoesOnlyToPrivateNetworks) {
  const auto webhook = [&](const std::string& url) {
    return bool(
        Load("[[webhook]]\nname = \"a\"\nsecret = \"0123456789abcdef\"\nurl = \"" + url + "\"\n"));
  };
  EXPECT_TRUE(webhook("http://10.0.0.8/a"));
  EXPECT_TRUE(webhook("http://localhost:8080/a"));
  EXPECT_FALSE(webhook("http://alarms.example.org/a"));
  EXPECT_FALSE(webhook("http://8.8.8.8/a"));
  const auto mqtt = [&](const std::string& broker) {
    return bool(Load("[[mqtt]]\nname = \"a\"\nbroker = \"" + broker + "\"\n"));
  };
  EXPECT_TRUE(mqtt("mqtt://192.168.1.4"));
  EXPECT_FALSE(mqtt("mqtt://broker.example.org"));
  const auto mail = [&](const std::string& server) {
    return bool(
        Load("[[mail]]\nname = \"a\"\nfrom = \"a@b.example\"\nto = [\"c@d.example\"]\n"
             "tls = \"none\"\nserver = \"" +
             server + "\"\n"));
  };
  EXPECT_TRUE(mail("127.0.0.1:25"));
  EXPECT_FALSE(mail("10.0.0.8:25"));
}

TEST_F(LoadWaysTest, AFileThatOthersMayReadIsRefused) {
  ASSERT_TRUE(Load(kGood));
  ASSERT_EQ(::chmod(file_.c_str(), 0640), 0);
  const auto ways = LoadWays(file_, kRules, complaints_);
  ASSERT_FALSE(ways);
  EXPECT_EQ(ways.error(), Fault::kWaysAreOpen);
  EXPECT_EQ(LoadWays(folder_ / "none", kRules, complaints_).error(), Fault::kNotFound);
}

TEST_F(LoadWaysTest, AllMistakesAreToldInOnePass) {
  ASSERT_FALSE(Load("[[cap]]\nname = \"a\"\n[[mqtt]]\nname = \"a\"\nleast = \"full\"\n"));
  // No sender, no status, no folder; the name twice, no broker, a band that is none.
  EXPECT_EQ(complaints_.size(), 6U) << AllOf(complaints_);
}

struct Case {
  std::string_view name;
  std::string from;  // a part of the good file ...
  std::string to;    // ... and what stands there instead
  int line;
  std::string_view field;
  std::string_view text;  // a part of the complaint
};

void PrintTo(const Case& test_case, std::ostream* out) { *out << test_case.name; }

class WayMistake : public LoadWaysTest, public testing::WithParamInterface<Case> {};

TEST_P(WayMistake, IsReportedOnceWithItsLineAndFieldAndWithoutASecret) {
  const Case& expected = GetParam();
  std::string text(kGood);
  const std::size_t at = text.find(expected.from);
  ASSERT_NE(at, std::string::npos);
  const auto ways = Load(text.replace(at, expected.from.size(), expected.to));
  ASSERT_FALSE(ways);
  EXPECT_EQ(ways.error(), Fault::kBadWays);
  ASSERT_EQ(complaints_.size(), 1U) << AllOf(complaints_);
  EXPECT_EQ(complaints_[0].line, expected.line);
  EXPECT_EQ(complaints_[0].field, expected.field);
  EXPECT_NE(complaints_[0].text.find(expected.text), std::string::npos) << complaints_[0].text;
  EXPECT_EQ(AllOf(complaints_).find("hidden"), std::string::npos) << AllOf(complaints_);
}

std::string NameOfCase(const testing::TestParamInfo<Case>& info) {
  return std::string(info.param.name);
}

const std::string kUrl = "https://alarms.example.org/hook/hidden-token";
const std::string kSecret = "\"hidden secret 0123456789\"";

INSTANTIATE_TEST_SUITE_P(
    All, WayMistake,
    testing::Values(
        Case{"Unreadable", kSecret, "hidden secret", 4, "file", "cannot be read"},
        Case{"Nothing", std::string(kGood), "# nothing", 0, "file", "names no way"},
        Case{"UnknownPart", "[[webhook]]", "[[pager]]\nname = \"x\"\n[[webhook]]", 1, "file",
             "\"pager\" is unknown"},
        Case{"SingleBrackets", "[[cap]]", "[cap]", 26, "cap", "double brackets"},
        Case{"UnknownKey", "least", "lest", 7, "webhook \"control\"", "did you mean \"least\"?"},
        Case{"NameTwice", "\"duty\"", "\"control\"", 10, "mail \"control\", name",
             "the way on line 1"},
        Case{"NameEmpty", "\"duty\"", "\"\"", 10, "mail \"\", name", "empty"},
        Case{"UnknownRule", "\"too full\"", "\"to full\"", 5, "webhook \"control\", rules[1]",
             "the rules are: \"too full\", \"gate\""},
        Case{"NoRules", "[\"too full\"]", "[]", 5, "webhook \"control\", rules",
             "nothing would be told"},
        Case{"UnknownKind", "\"blind\"", "\"dark\"", 6, "webhook \"control\", kinds[2]",
             "no kind \"dark\""},
        Case{"NoKinds", "[\"crowding\", \"blind\"]", "[]", 6, "webhook \"control\", kinds",
             "nothing would be told"},
        Case{"UnknownBand", "\"crowded\"", "\"full\"", 7, "webhook \"control\", least",
             "\"busy\", \"crowded\", \"critical\""},
        Case{"BandIsNoText", "\"crowded\"", "2", 7, "webhook \"control\", least", "must be one of"},
        Case{"UrlWithUser", kUrl, "https://user:hidden@alarms.example.org/", 3,
             "webhook \"control\", url", "no address of a web server"},
        Case{"UrlOfAFile", kUrl, "file:///etc/hidden", 3, "webhook \"control\", url",
             "no address of a web server"},
        Case{"UrlInClear", kUrl, "http://alarms.example.org/hidden", 3, "webhook \"control\", url",
             "everybody on the way"},
        Case{"UrlWithLineBreak", kUrl, "https://a.example/\\r\\nhidden: 1", 3,
             "webhook \"control\", url", "control character"},
        Case{"SecretMissing", "secret = " + kSecret + "\n", "", 1, "webhook \"control\"",
             "\"secret\" is missing"},
        Case{"SecretShort", kSecret, "\"hidden 01234567\"", 4, "webhook \"control\", secret",
             "at least 16 bytes"},
        Case{"UnknownFormat", "least = \"crowded\"", "format = \"xml\"", 7,
             "webhook \"control\", format", "\"json\", \"cap\""},
        Case{"CapKeysOfJson", "least = \"crowded\"", "status = \"Test\"", 7,
             "webhook \"control\", status", "only for format"},
        Case{"ServerWithoutPort", "smtp.example.org:587", "smtp.example.org", 11,
             "mail \"duty\", server", "no host with its port"},
        Case{"FromWithLineBreak", "throng@venue.example", "a@b.example\\r\\nBcc: hidden", 12,
             "mail \"duty\", from", "control character"},
        Case{"FromIsNoAddress", "throng@venue.example", "Throng <a@b.example>", 12,
             "mail \"duty\", from", "no plain mail address"},
        Case{"ToIsNoList", "[\"duty@venue.example\", \"night@venue.example\"]", "\"a@b.example\"",
             13, "mail \"duty\", to", "square brackets"},
        Case{"ToIsNoAddress", "night@venue.example", "night", 13, "mail \"duty\", to[2]",
             "this must look like"},
        Case{"ToNobody", "[\"duty@venue.example\", \"night@venue.example\"]", "[]", 13,
             "mail \"duty\", to", "name a receiver"},
        Case{"UserWithoutPassword", "password = \"hidden password\"\n", "", 9, "mail \"duty\"",
             "\"password\" is missing"},
        Case{"InClearOverTheNet", "language = \"fr\"", "tls = \"none\"", 16, "mail \"duty\", tls",
             "only to a server on this machine"},
        Case{"UnknownLanguage", "\"fr\"", "\"de\"", 16, "mail \"duty\", language",
             "\"en\", \"fr\""},
        Case{"BrokerInClear", "mqtts://broker.example.org", "mqtt://broker.example.org\"\n#\"", 20,
             "mqtt \"broker\", broker", "everybody on the way"},
        Case{"BrokerWithPath", "mqtts://broker.example.org", "mqtts://broker.example.org/hidden",
             20, "mqtt \"broker\", broker", "no address of a broker"},
        Case{"PrefixForAll", "site/throng", "site/#", 21, "mqtt \"broker\", prefix", "no + or #"},
        Case{"KeyAlone", "certificate = \"us.pem\"\n", "", 22, "mqtt \"broker\", key",
             "go together"},
        Case{"NoFolder", "folder = \"cap\"\n", "", 26, "cap \"hub\"", "\"folder\" is missing"},
        Case{"SenderWithComma", "ops@venue.example", "ops,venue", 29, "cap \"hub\", sender",
             "no blank, comma"},
        Case{"NoStatus", "status = \"Exercise\"\n", "", 26, "cap \"hub\"", "\"status\" is missing"},
        Case{"UnknownStatus", "\"Exercise\"", "\"Draft\"", 30, "cap \"hub\", status",
             "\"Actual\", \"Exercise\", \"Test\""},
        Case{"NorthOfThePole", "[48.85, 2.29]", "[98.85, 2.29]", 31, "cap \"hub\", area[1]",
             "latitude and longitude"},
        Case{"AreaOfTwo", ", [48.86, 2.30]]", "]", 31, "cap \"hub\", area", "at least 3 corners"}),
    NameOfCase);

}  // namespace
}  // namespace throng
