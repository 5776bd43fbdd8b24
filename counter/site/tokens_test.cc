// The file of tokens is read as it was written, its mistakes are told, and the rest of it stays.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/tokens.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>

namespace throng {
namespace {

using testing::HasSubstr;

constexpr std::array<std::string_view, 2> kRoles = {"viewer", "planner"};

std::string Digits(char digit) { return std::string(64, digit); }

TokenDigest DigestOf(std::uint8_t byte) {
  TokenDigest digest;
  digest.fill(byte);
  return digest;
}

TokensFile ReadAll(const std::string& text) {
  std::vector<Complaint> complaints;
  const auto file = ParseTokens(text, kRoles, complaints);
  for (const Complaint& complaint : complaints) ADD_FAILURE() << complaint.text;
  return file ? *file : TokensFile();
}

std::vector<NotedToken> Read(const std::string& text) { return ReadAll(text).tokens; }

std::string MistakeIn(const std::string& text) {
  std::vector<Complaint> complaints;
  const auto tokens = ParseTokens(text, kRoles, complaints);
  EXPECT_FALSE(tokens) << text;
  if (tokens || complaints.empty()) return {};
  EXPECT_EQ(tokens.error(), Fault::kBadTokens);
  return Format(complaints.front(), "t");
}

std::string Token(const std::string& name, const std::string& role, const std::string& digest,
                  const std::string& more = "") {
  return "[[token]]\nname = " + name + "\nrole = " + role + "\nsha256 = " + digest + "\n" + more;
}

TEST(Tokens, AreReadWithRoleDigestAndLastDay) {
  const auto tokens = Read(
      Token("\"wall screen\"", "\"planner\"", "\"" + Digits('a') + "\"", "until = 2027-11-26\n") +
      Token("\"b\"", "\"viewer\"", "\"" + Digits('0') + "\""));
  ASSERT_EQ(tokens.size(), 2U);
  EXPECT_EQ(tokens[0].name, "wall screen");
  EXPECT_EQ(tokens[0].role, 1U);
  EXPECT_EQ(tokens[0].sha256, DigestOf(0xAA));
  EXPECT_EQ(tokens[0].ends, ParseUtc("2027-11-27"));
  EXPECT_EQ(tokens[1], (NotedToken{.name = "b", .role = 0, .sha256 = {}, .ends = {}}));
}

TEST(Tokens, AFileWithoutOneIsAFileToo) {
  EXPECT_TRUE(Read("").empty());
  EXPECT_TRUE(Read("# none any more\n").empty());
}

TEST(Tokens, EachMistakeIsToldWithItsLine) {
  const std::string good = "\"" + Digits('a') + "\"";
  EXPECT_THAT(MistakeIn("[[token]]\n"), HasSubstr("the key \"name\" is missing"));
  EXPECT_THAT(MistakeIn("[[tokens]]\n"), HasSubstr("did you mean \"token\""));
  EXPECT_THAT(MistakeIn(Token("\" a\"", "\"viewer\"", good)), HasSubstr("t:2: token \" a\", name"));
  EXPECT_THAT(MistakeIn(Token("\"a\"", "\"admin\"", good)),
              HasSubstr("t:3: token \"a\", role: this must be one of: \"viewer\", \"planner\""));
  EXPECT_THAT(MistakeIn(Token("\"a\"", "1", good)), HasSubstr("t:3:"));
  EXPECT_THAT(MistakeIn(Token("\"a\"", "\"viewer\"", "\"\"")), HasSubstr("t:4:"));
  EXPECT_THAT(MistakeIn(Token("\"a\"", "\"viewer\"", "\"" + Digits('A') + "\"")),
              HasSubstr("64 of 0-9 and a-f"));
  EXPECT_THAT(MistakeIn(Token("\"a\"", "\"viewer\"", "\"" + Digits('a') + "a\"")),
              HasSubstr("64 of 0-9 and a-f"));
  for (const char* const until : {"\"2027-11-26\"", "2027-11-26T00:00:00Z", "9999-01-01", "5"}) {
    EXPECT_THAT(MistakeIn(Token("\"a\"", "\"viewer\"", good, std::string("until = ") + until)),
                HasSubstr("t:5: token \"a\", until: write a day without quotes"));
  }
  EXPECT_THAT(MistakeIn(Token("\"a\"", "\"viewer\"", good, "end = 2027-11-26\n")),
              HasSubstr("the key \"end\" is unknown"));
  EXPECT_THAT(MistakeIn(Token("\"a\"", "\"viewer\"", good) + Token("\"a\"", "\"viewer\"", good)),
              HasSubstr("t:6: token \"a\", name: the token of line 2 has this name too"));
}

// Somebody may write the token itself there, by mistake.
TEST(Tokens, NoMistakeShowsWhatStandsForADigest) {
  EXPECT_THAT(MistakeIn(Token("\"a\"", "\"viewer\"", "\"s3cret\"")), Not(HasSubstr("s3cret")));
  EXPECT_THAT(MistakeIn(Token("\"a\"", "\"viewer\"", "\"s3cret")), Not(HasSubstr("s3cret")));
}

TEST(Serial, IsOneTextHoweverItIsWritten) {
  EXPECT_EQ(SerialFrom("0A:bC:00:1f"), "abc001f");
  EXPECT_EQ(SerialFrom("abc001f"), "abc001f");
  EXPECT_EQ(SerialFrom(std::string(40, 'f')), std::string(40, 'f'));
  for (const std::string& odd : {std::string(), std::string("0"), std::string("00:00"),
                                 std::string("-1"), std::string("0x1f"), std::string("1f "),
                                 std::string(41, 'f'), std::string("north-station")}) {
    EXPECT_EQ(SerialFrom(odd), std::nullopt) << odd;
  }
}

TEST(Refused, AreReadBesideTokens) {
  const TokensFile file = ReadAll(
      "[[refused]]\nserial = \"0A:BC\"\nnote = \"edge of North Station, stolen\"\n" +
      Token("\"a\"", "\"viewer\"", "\"" + Digits('a') + "\"") + "[[refused]]\nserial = \"1f\"\n");
  EXPECT_EQ(file.tokens.size(), 1U);
  ASSERT_EQ(file.refused.size(), 2U);
  EXPECT_EQ(file.refused[0],
            (RefusedCertificate{.serial = "abc", .note = "edge of North Station, stolen"}));
  EXPECT_EQ(file.refused[1], (RefusedCertificate{.serial = "1f", .note = ""}));
}

TEST(Refused, EachMistakeIsToldWithItsLine) {
  EXPECT_THAT(MistakeIn("[[refused]]\n"), HasSubstr("the key \"serial\" is missing"));
  EXPECT_THAT(MistakeIn("[[refused]]\nserial = 12\n"), HasSubstr("t:2: refused 1, serial"));
  EXPECT_THAT(MistakeIn("[[refused]]\nserial = \"xyz\"\n"), HasSubstr("as throng cert show tells"));
  EXPECT_THAT(MistakeIn("[[refused]]\nserial = \"1\"\nnote = \"a\\u0007\"\n"),
              HasSubstr("t:3: refused 1, note"));
  EXPECT_THAT(MistakeIn("[[refused]]\nserial = \"1\"\nwho = \"a\"\n"),
              HasSubstr("the key \"who\" is unknown"));
  EXPECT_THAT(MistakeIn("[[refused]]\nserial = \"1F\"\n[[refused]]\nserial = \"01f\"\n"),
              HasSubstr("t:4: refused 2, serial: it is refused in line 2 already"));
}

TEST(WithRefused, ANewOneComesLastAndTheRestStays) {
  const std::string old = "# ours\n" + Token("\"a\"", "\"viewer\"", "\"" + Digits('1') + "\"");
  std::vector<Complaint> complaints;
  const RefusedCertificate stolen{.serial = "abc", .note = "say \"hi\""};
  const Result<std::string> text = WithRefused(old, stolen, kRoles, complaints);
  ASSERT_TRUE(text);
  EXPECT_EQ(*text, old + "\n[[refused]]\nserial = \"abc\"\nnote = \"say \\\"hi\\\"\"\n");
  EXPECT_EQ(*WithRefused(*text, {.serial = "abc", .note = "again"}, kRoles, complaints), *text);
  EXPECT_EQ(*WithRefused("", {.serial = "abc", .note = ""}, kRoles, complaints),
            "[[refused]]\nserial = \"abc\"\n");
  EXPECT_FALSE(WithRefused("refused = [{serial = \"1\"}]\n", stolen, kRoles, complaints));
  EXPECT_THAT(complaints.back().text, HasSubstr("[[refused]]"));
}

TEST(WithToken, APartThatRefusesStaysWhereItIs) {
  const std::string refused = "# stolen\n[[refused]]\nserial = \"abc\"\n";
  const std::string token = Token("\"a\"", "\"viewer\"", "\"" + Digits('1') + "\"");
  const NotedToken again{.name = "a", .role = 1, .sha256 = DigestOf(0xFF), .ends = {}};
  std::vector<Complaint> complaints;
  const std::string renewed = Token("\"a\"", "\"planner\"", "\"" + Digits('f') + "\"");
  EXPECT_EQ(*WithToken(token + "\n" + refused, again, kRoles, complaints),
            refused + "\n" + renewed);
  EXPECT_EQ(*WithToken(refused + "\n" + token, again, kRoles, complaints),
            refused + "\n\n" + renewed);
}

TEST(WithToken, ANewOneComesLastAndTheRestStays) {
  const NotedToken token{.name = "say \"hi\" \\ caf\xC3\xA9",
                         .role = 1,
                         .sha256 = DigestOf(0x0F),
                         .ends = ParseUtc("2027-11-27")};
  std::vector<Complaint> complaints;
  EXPECT_EQ(*WithToken("", token, kRoles, complaints),
            "[[token]]\nname = \"say \\\"hi\\\" \\\\ caf\xC3\xA9\"\nrole = \"planner\"\nsha256 = \""
            "0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f\"\n"
            "until = 2027-11-26\n");
  const std::string old = "# ours\n" + Token("'b' # odd", "\"viewer\"", "\"" + Digits('1') + "\"");
  const Result<std::string> text = WithToken(old, token, kRoles, complaints);
  ASSERT_TRUE(text);
  EXPECT_TRUE(text->starts_with(old + "\n[[token]]\n")) << *text;
  EXPECT_EQ(Read(*text).back(), token);
}

TEST(WithToken, OneOfTheSameNameIsReplacedAndTheRestStays) {
  const std::string first = "# first\n" + Token("\"a\"", "\"viewer\"", "\"" + Digits('1') + "\"");
  const std::string second = "# second\n  [[token]]\nsha256 = \"" + Digits('2') +
                             "\" # that\nname = \"b\"\nrole = \"viewer\"\n";
  const std::string third = "# third\n" + Token("\"c\"", "\"viewer\"", "\"" + Digits('3') + "\"");
  std::vector<Complaint> complaints;
  for (const auto& [name, rest] : {std::pair("a", "# first\n" + second + "\n" + third + "\n"),
                                   std::pair("b", first + "\n# second\n" + third + "\n"),
                                   std::pair("c", first + "\n" + second + "\n# third\n\n")}) {
    const NotedToken token{.name = name, .role = 1, .sha256 = DigestOf(0xFF), .ends = {}};
    const Result<std::string> text =
        WithToken(first + "\n" + second + "\n" + third, token, kRoles, complaints);
    ASSERT_TRUE(text) << name;
    EXPECT_EQ(*text, rest + Token("\"" + std::string(name) + "\"", "\"planner\"",
                                  "\"" + Digits('f') + "\""));
    EXPECT_EQ(Read(*text).size(), 3U);
  }
}

TEST(WithToken, AFileThatItCannotChangeIsLeftToItsOwner) {
  const NotedToken token{.name = "a", .role = 0, .sha256 = DigestOf(0xFF), .ends = {}};
  std::vector<Complaint> complaints;
  const std::string in_a_row =
      "token = [{name = \"a\", role = \"viewer\", sha256 = \"" + Digits('1') + "\"}]\n";
  ASSERT_EQ(Read(in_a_row).size(), 1U);
  const auto changed = WithToken(in_a_row, token, kRoles, complaints);
  ASSERT_FALSE(changed);
  EXPECT_EQ(changed.error(), Fault::kBadTokens);
  ASSERT_EQ(complaints.size(), 1U);
  EXPECT_THAT(complaints[0].text, HasSubstr("[[token]]"));
  EXPECT_FALSE(WithToken("[[token]]\n", token, kRoles, complaints));
}

}  // namespace
}  // namespace throng
