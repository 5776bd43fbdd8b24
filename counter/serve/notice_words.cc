// The words of signs in English and French; what they promise stands in SPECIFICATION.md.
// SPDX-License-Identifier: Apache-2.0
#include "counter/serve/notice_words.h"

namespace throng {
namespace {

constexpr NoticeWords kEnglish{
    .code = "en",
    .title = "People are counted here",
    .motto = "How many. Never who.",
    .counted = "Counted",
    .zones = "How many people are in: {}.",
    .per_window = "One number for each quarter of an hour, with how sure it is.",
    .per_tick =
        "A number every few seconds, with how sure it is, for staff who act at once and may be "
        "warned when a place fills up.",
    .never = "Never",
    .not_done =
        "No face is looked for. Nobody is recognised, described or followed. No picture is "
        "recorded. No setting of the program changes that.",
    .picture = "Your picture",
    .forgotten =
        "A program looks at it for a moment, in the memory of one computer, and overwrites it "
        "within seconds. Only numbers leave that program. If others record this camera, their own "
        "sign says so.",
    .purpose = "Purpose",
    .responsible = "Responsible",
    .basis = "Legal basis",
    .until = "{}; {}; until {}.",
    .stops = "Then the counting stops by itself.",
    .numbers = "The numbers",
    .kept = "They are kept. They cannot tell who was here.",
    .questions = "Questions, objections",
    .authority = "You may also complain to the data protection authority.",
    .more = "More",
    .check = "Check it",
    .how =
        "The program is called throng; its source code is open. While it counts, \"throng audit\" "
        "tests that nothing but numbers gets out: ask for its page.",
    .cameras = "Cameras: {}",
    .to_fill_in = "to be filled in",
    .no = {"no faces", "no following", "no recording"},
    .drawn = "A camera looks at three people; what comes out is the number 3",
    .technology = "Video camera; a program that counts people",
    .data = "Numbers of people for each area and time, with their uncertainty",
    .processing = "Each picture is analysed once, by itself, and overwritten",
    .access = "Staff of whoever is responsible",
    .storage = "Numbers only; no picture is stored",
    .date = "{} {} {}",
    .months = {"January", "February", "March", "April", "May", "June", "July", "August",
               "September", "October", "November", "December"}};

constexpr NoticeWords kFrench{
    .code = "fr",
    .title = "Ici, on compte les personnes",
    .motto = "Combien. Jamais qui.",
    .counted = "Compt\u00e9",
    .zones = "Combien de personnes se trouvent dans\u00a0: {}.",
    .per_window = "Un nombre par quart d\u2019heure, avec sa marge d\u2019erreur.",
    .per_tick =
        "Un nombre toutes les quelques secondes, avec sa marge d\u2019erreur, pour des agents qui "
        "agissent aussit\u00f4t et peuvent \u00eatre avertis quand un lieu se remplit.",
    .never = "Jamais",
    .not_done =
        "Aucun visage n\u2019est cherch\u00e9. Personne n\u2019est reconnu, d\u00e9crit ou suivi. "
        "Aucune image n\u2019est enregistr\u00e9e. Aucun r\u00e9glage du programme n\u2019y change "
        "rien.",
    .picture = "Votre image",
    .forgotten =
        "Un programme la regarde un instant, dans la m\u00e9moire d\u2019un seul ordinateur, et "
        "l\u2019efface en quelques secondes. Seuls des nombres en sortent. Si d\u2019autres "
        "enregistrent cette cam\u00e9ra, leur propre panneau le dit.",
    .purpose = "Finalit\u00e9",
    .responsible = "Responsable",
    .basis = "Base l\u00e9gale",
    .until = "{}\u00a0; {}\u00a0; jusqu\u2019au {}.",
    .stops = "Ensuite, le comptage s\u2019arr\u00eate de lui-m\u00eame.",
    .numbers = "Les nombres",
    .kept = "Ils sont conserv\u00e9s. Ils ne peuvent pas dire qui \u00e9tait l\u00e0.",
    .questions = "Questions, opposition",
    .authority =
        "Vous pouvez aussi saisir l\u2019autorit\u00e9 de protection des donn\u00e9es (en France, "
        "la CNIL).",
    .more = "En savoir plus",
    .check = "V\u00e9rifier",
    .how =
        "Le programme s\u2019appelle throng\u00a0; son code source est ouvert. Pendant "
        "qu\u2019il compte, \u00ab\u00a0throng audit\u00a0\u00bb v\u00e9rifie que rien "
        "d\u2019autre que "
        "des nombres n\u2019en sort\u00a0: demandez sa page.",
    .cameras = "Cam\u00e9ras\u00a0: {}",
    .to_fill_in = "\u00e0 compl\u00e9ter",
    .no = {"aucun visage", "aucun suivi", "aucun enregistrement"},
    .drawn = "Une cam\u00e9ra regarde trois personnes\u00a0; il en sort le nombre 3",
    .technology = "Cam\u00e9ra vid\u00e9o\u00a0; un programme qui compte les personnes",
    .data = "Nombres de personnes par zone et par p\u00e9riode, avec leur incertitude",
    .processing = "Chaque image est analys\u00e9e une fois, seule, puis effac\u00e9e",
    .access = "Agents du responsable",
    .storage = "Des nombres seulement\u00a0; aucune image n\u2019est conserv\u00e9e",
    .date = "{} {} {}",
    .months = {"janvier", "f\u00e9vrier", "mars", "avril", "mai", "juin", "juillet", "ao\u00fbt",
               "septembre", "octobre", "novembre", "d\u00e9cembre"}};

}  // namespace

const NoticeWords& WordsOf(Language language) {
  return language == Language::kFrench ? kFrench : kEnglish;
}

}  // namespace throng
