// Signs as a page to print: one A4 sheet for each, pictograms drawn by hand, nothing from outside.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <array>

#include "counter/serve/html_text.h"
#include "counter/serve/notice.h"
#include "counter/serve/notice_words.h"

namespace throng {
namespace {

constexpr std::string_view kHead = R"svg(<!doctype html>
<html lang="{}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{}</title><style>
)svg";

// Black on white but for the head, so that it can be read from some metres and on a bad printer.
constexpr std::string_view kStyle = R"svg(@page { size: A4; margin: 0; }
* { box-sizing: border-box; }
body { margin: 0; background: #ddd; color: #111; font: 12.5pt/1.36 "DejaVu Sans", Verdana, sans-serif;
  print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.sheet { width: 210mm; min-height: 297mm; margin: 0 auto 8mm; background: #fff; break-after: page;
  display: flex; flex-direction: column; }
header { background: #10315a; color: #fff; padding: 10mm 14mm 8mm; }
h1 { font-size: 28pt; line-height: 1.1; margin: 0; }
.motto { font-size: 20pt; margin: 2mm 0 0; }
.place { font-size: 13pt; margin: 2mm 0 0; }
.pictures { display: flex; align-items: center; justify-content: space-between; padding: 5mm 14mm 0;
  gap: 4mm; }
.pictures .drawn { width: 86mm; } .no { display: flex; gap: 2mm; }
figure { margin: 0; width: 29mm; text-align: center; } figure svg { width: 20mm; }
figcaption { font-size: 9.5pt; line-height: 1.15; font-weight: 700; }
dl { display: grid; grid-template-columns: 40mm 1fr; gap: 2.6mm 5mm; margin: 5mm 14mm; }
dt { font-weight: 700; color: #10315a; } dd { margin: 0; overflow-wrap: anywhere; }
.blank { display: inline-block; width: 85mm; border-bottom: .5mm solid #111; height: 6mm; }
.hint { font-size: 9.5pt; color: #555; }
footer { margin-top: auto; padding: 0 14mm 8mm; font-size: 9.5pt; color: #444; }
@media print { body { background: #fff; } .sheet { margin: 0; } }
@media screen and (max-width: 210mm) { .sheet { width: 100%; } dl { grid-template-columns: 1fr; gap: 0 0; }
  dd { margin-bottom: 3mm; } .pictures { flex-wrap: wrap; } .pictures .drawn { width: 100%; } }
</style></head><body>
)svg";

// A camera, three people without faces, and the number that comes out.
constexpr std::string_view kDrawn =
    R"svg(<svg class="drawn" viewBox="0 0 420 200" role="img" aria-label="{}">
<path d="M92 54 34 176h206z" fill="#cfe0f5"/>
<path d="M8 4v36M8 22h30" fill="none" stroke="#111" stroke-width="8"/>
<g transform="rotate(35 60 30)"><rect x="28" y="14" width="64" height="30" rx="6" fill="#111"/>
<rect x="92" y="19" width="12" height="20" rx="3" fill="#111"/></g>
<g fill="#10315a"><circle cx="78" cy="104" r="14"/><path d="M56 176v-30a22 22 0 0 1 44 0v30z"/>
<circle cx="130" cy="104" r="14"/><path d="M108 176v-30a22 22 0 0 1 44 0v30z"/>
<circle cx="182" cy="104" r="14"/><path d="M160 176v-30a22 22 0 0 1 44 0v30z"/></g>
<path d="M0 180h250" stroke="#111" stroke-width="5"/>
<path d="M262 128h48" stroke="#111" stroke-width="10"/><path d="M304 108l28 20-28 20z" fill="#111"/>
<text x="376" y="166" font-size="112" font-weight="700" text-anchor="middle" fill="#111">3</text></svg>
)svg";

// A face, a path of steps, a recorder; each is struck out.
constexpr std::string_view kFace =
    R"svg(<circle cx="50" cy="50" r="24" fill="none" stroke="#111" stroke-width="5"/>
<circle cx="42" cy="44" r="4"/><circle cx="58" cy="44" r="4"/>
<path d="M39 58q11 10 22 0" fill="none" stroke="#111" stroke-width="5"/>)svg";
constexpr std::string_view kPath =
    R"svg(<path d="M24 30c26-14 8 30 26 20s0 34 26 20" fill="none" stroke="#111" stroke-width="6"
 stroke-dasharray="8 5"/><circle cx="23" cy="31" r="7"/><path d="m70 56 16 14-20 8z"/>)svg";
constexpr std::string_view kRecorder =
    R"svg(<rect x="22" y="32" width="56" height="36" rx="6" fill="none" stroke="#111" stroke-width="5"/>
<circle cx="50" cy="50" r="10"/>)svg";
constexpr std::string_view kStruckOut =
    R"svg(<figure><svg viewBox="0 0 100 100" aria-hidden="true">{}
<circle cx="50" cy="50" r="45" fill="none" stroke="#b3151d" stroke-width="8"/>
<path d="M18 82 82 18" stroke="#b3151d" stroke-width="8"/></svg><figcaption>{}</figcaption></figure>
)svg";

std::string Sheet(const Sign& sign, Language language) {
  const NoticeWords& words = WordsOf(language);
  std::string page = fmt::format(
      "<main class=\"sheet\"><header><h1>{}</h1><p class=\"motto\">{}</p>"
      "<p class=\"place\">{}</p></header>\n<div class=\"pictures\">",
      words.title, words.motto, HtmlText(sign.site));
  page += fmt::format(fmt::runtime(kDrawn), HtmlText(words.drawn)) + "<div class=\"no\">";
  constexpr std::array kPictures{kFace, kPath, kRecorder};
  for (std::size_t i = 0; i < kPictures.size(); ++i) {
    page += fmt::format(fmt::runtime(kStruckOut), kPictures.at(i), words.no.at(i));
  }
  page += "</div></div>\n<dl>\n";
  for (const SignPart& part : PartsOf(sign, language)) {
    const std::string blank = fmt::format(
        "<span class=\"blank\"></span> <span class=\"hint\">{}</span>", words.to_fill_in);
    page += fmt::format("<dt>{}</dt><dd>{}</dd>\n", HtmlText(part.label),
                        part.text ? HtmlText(*part.text) : blank);
  }
  return page + "</dl>\n<footer>" +
         HtmlText(fmt::format(fmt::runtime(words.cameras), fmt::join(sign.cameras, ", "))) +
         " | throng</footer></main>\n";
}

}  // namespace

std::string SignsAsHtml(std::span<const Sign> signs, Language language) {
  const NoticeWords& words = WordsOf(language);
  std::string page = fmt::format(fmt::runtime(kHead), words.code, words.title);
  page += kStyle;
  for (const Sign& sign : signs) page += Sheet(sign, language);
  return page + "</body></html>\n";
}

}  // namespace throng
