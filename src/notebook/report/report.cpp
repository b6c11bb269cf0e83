#include "notebook/report/report.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>
#include <openssl/evp.h>

#include "base/ascii.hpp"
#include "base/time.hpp"
#include "notebook/report/markdown.hpp"
#include "notebook/report/output_view.hpp"
#include "notebook/report/style.hpp"
#include "render/escape.hpp"
#include "render/value.hpp"

namespace huntbook::report {

namespace {

using casefile::EvidenceRecord;
using casefile::Observation;
using notebook::CellKind;
using notebook::Document;
using render::escape_html;
using render::group_digits;

std::string style_hash(std::string_view style) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  EVP_Digest(style.data(), style.size(), digest.data(), &size, EVP_sha256(), nullptr);
  std::string bytes;
  for (unsigned i = 0; i < size; ++i) bytes += static_cast<char>(digest[i]);
  return base64(bytes);
}

std::string safe_id(std::string_view id) {
  const bool plain = !id.empty() && id.size() <= 64 && std::ranges::all_of(id, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
  return plain ? std::string(id) : notebook::content_id(id);
}

// The text of the notebook's first first-level heading, and its source without that heading.
struct Title {
  std::string text;
  std::size_t cell = 0;
};
std::optional<Title> find_title(const Document& document) {
  for (std::size_t i = 0; i < document.size(); ++i) {
    if (document.kind(i) != CellKind::Markdown) continue;
    const std::string source = document.source(i);
    if (!source.starts_with("# ")) return std::nullopt;
    return Title{source.substr(2, source.find('\n') - 2), i};
  }
  return std::nullopt;
}

std::string readable_day(Ticks ticks) {
  return format_datetime(ticks).substr(0, 10);
}

// The name without its folders; a member of an archive keeps the archive's name before its own.
std::string file_name(const std::string& path) {
  const std::string_view outer = std::string_view(path).substr(0, path.find("!/"));
  const std::size_t slash = outer.find_last_of("/\\");
  return slash == std::string::npos || slash + 1 == outer.size() ? path : path.substr(slash + 1);
}

std::string_view status_text(casefile::EvidenceStatus status) {
  switch (status) {
    case casefile::EvidenceStatus::Stored:
      return "stored";
    case casefile::EvidenceStatus::StoredPartly:
      return "stored in part";
    case casefile::EvidenceStatus::Rejected:
      return "rejected";
    case casefile::EvidenceStatus::Skipped:
      return "seen before";
    case casefile::EvidenceStatus::NotRead:
      return "recognised, not read";
  }
  return "";
}

std::string fact(std::string_view name, std::string_view value) {
  return fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", escape_html(name), escape_html(value));
}

class ReportWriter {
 public:
  explicit ReportWriter(const ReportInput& input) : input_(input) {
    if (input_.notebook == nullptr) return;
    title_ = find_title(*input_.notebook);
    if (title_) markdown_ = MarkdownRenderer(0);  // the title is the report's, so its chapters are too
  }

  std::string write() {
    // These first: the table of contents needs their headings.
    const std::string opening = introduction();
    const std::string sections = notebook_sections();
    const std::string_view style = style_sheet();
    const std::string title = title_ ? title_->text : input_.case_name;
    std::string out = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{}'; "
        "img-src data:; base-uri 'none'; form-action 'none'\">\n"
        "<meta name=\"referrer\" content=\"no-referrer\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n<main>\n",
        style_hash(style), escape_html(title), style);
    out += cover(title);
    out += opening;
    out += contents();
    out += observations();
    out += sections;
    out += evidence();
    out +=
        "<footer>All times are UTC. Figures and tables were made from the evidence listed above; each comes with "
        "the query that made it. Text from the evidence is shown as it is, with control characters made visible."
        "</footer>\n</main>\n</body>\n</html>\n";
    return out;
  }

 private:
  std::string cover(const std::string& title) const {
    std::uint64_t read = 0, rejected = 0;
    std::optional<Ticks> first, last;
    for (const EvidenceRecord& record : input_.evidence) {
      read += record.records_read;
      rejected += record.records_rejected;
      if (record.first_event) first = std::min(first.value_or(*record.first_event), *record.first_event);
      if (record.last_event) last = std::max(last.value_or(*record.last_event), *record.last_event);
    }
    std::string out = "<header class=\"cover\">\n<p class=\"kind\">Investigation report</p>\n<h1>" +
                      escape_html(title) + "</h1>\n<dl class=\"facts\">\n";
    out += fact("Case", input_.case_name);
    if (first && last) out += fact("Events from – to (UTC)", readable_day(*first) + " – " + readable_day(*last));
    const auto files = std::ranges::count_if(input_.evidence, [](const EvidenceRecord& record) {
      return record.path.find("!/") == std::string::npos;  // members of an archive are not counted beside it
    });
    out += fmt::format("<div><dt>Evidence</dt><dd><a href=\"#evidence\">{} file{}, with SHA-256</a></dd></div>\n",
                       group_digits(static_cast<std::uint64_t>(files)), files == 1 ? "" : "s");
    out += fact("Records read",
                group_digits(read) + (rejected > 0 ? fmt::format(" ({} rejected)", group_digits(rejected)) : ""));
    return out + "</dl>\n</header>\n";
  }

  std::string contents() const {
    std::string out = "<nav aria-label=\"Contents\"><ul class=\"contents\">\n";
    const auto entry = [&](std::string_view anchor, std::string_view text, bool deep) {
      out +=
          fmt::format("<li{}><a href=\"#{}\">{}</a></li>\n", deep ? " class=\"deep\"" : "", anchor, escape_html(text));
    };
    if (!input_.observations.empty()) entry("observations", "Key observations", false);
    for (const Heading& heading : markdown_.headings()) {
      if (heading.level <= 3) entry(heading.anchor, heading.text, heading.level > 2);
    }
    entry("evidence", "Evidence examined", false);
    return out + "</ul></nav>\n";
  }

  std::string observations() const {
    if (input_.observations.empty()) return {};
    std::string out =
        "<h2 id=\"observations\">Key observations</h2>\n<table class=\"overview\">\n<thead><tr><th></th>"
        "<th>Observation</th><th>Severity</th></tr></thead>\n<tbody>\n";
    for (std::size_t i = 0; i < input_.observations.size(); ++i) {
      const Observation& kept = input_.observations[i];
      out += fmt::format("<tr class=\"{}\"><td>{}</td><td><a href=\"#observation-{}\">{}</a></td><td>{}</td></tr>\n",
                         severity_class(kept), i + 1, i + 1, escape_html(kept.caption), badge(kept));
    }
    out += "</tbody>\n</table>\n";
    for (std::size_t i = 0; i < input_.observations.size(); ++i) out += observation(input_.observations[i], i + 1);
    return out;
  }

  // A word that the style sheet knows, or nothing.
  static std::string severity_class(const Observation& observation) {
    constexpr std::array<std::string_view, 4> severities = {"critical", "high", "medium", "low"};
    std::string severity = ascii_lower(observation.severity);
    return std::ranges::find(severities, severity) != severities.end() ? severity : "";
  }

  static std::string badge(const Observation& observation) {
    if (observation.severity.empty()) return {};
    return fmt::format("<span class=\"badge\">{}</span>", escape_html(observation.severity));
  }

  std::string observation(const Observation& observation, std::size_t number) const {
    std::string out = fmt::format(
        "<article class=\"observation {}\" id=\"observation-{}\">\n<h3><span class=\"number\">{}</span> {}{}</h3>\n",
        severity_class(observation), number, number, escape_html(observation.caption), badge(observation));
    if (!observation.description.empty()) out += "<p>" + escape_html(observation.description) + "</p>\n";
    if (!observation.captured.empty()) {
      const notebook::JsonValue bundle = notebook::JsonValue::parse(observation.captured, nullptr, false);
      if (!bundle.is_discarded()) out += view_bundle(bundle);
    }
    out += "<p class=\"note\">";
    for (const std::string& tag : observation.tags) out += "<span class=\"tag\">" + escape_html(tag) + "</span>";
    if (is_safe_link(observation.link)) {
      const bool inside = observation.link.starts_with("#");
      out += fmt::format("<a rel=\"noreferrer\" href=\"{}\">{}</a>", escape_html(observation.link),
                         inside ? "Where this comes from" : escape_html(observation.link));
    } else {
      out += escape_html(observation.link);
    }
    out += "</p>\n";
    if (!observation.query.empty()) out += folded("Query", observation.query);
    return out + "</article>\n";
  }

  static std::string folded(std::string_view name, std::string_view text) {
    return fmt::format("<details><summary>{}</summary><pre>{}</pre></details>\n", name, escape_html(text));
  }

  // What stands under the title in its cell.
  std::string introduction() {
    if (!title_) return {};
    const std::string source = input_.notebook->source(title_->cell);
    const std::size_t line = source.find('\n');
    if (line == std::string::npos) return {};
    return "<section class=\"introduction\">\n" + markdown_.render(std::string_view(source).substr(line)) +
           "</section>\n";
  }

  // The number of the observation that holds this output of a cell, counted from 1; 0: none does.
  std::size_t kept_as(const notebook::JsonValue& output, std::string_view cell_link) const {
    const auto data = output.find("data");
    if (data == output.end() || !data->is_object() || !data->contains("text/html")) return 0;
    for (std::size_t i = 0; i < input_.observations.size(); ++i) {
      const Observation& observation = input_.observations[i];
      if (observation.link != cell_link || observation.captured.empty()) continue;
      const notebook::JsonValue captured = notebook::JsonValue::parse(observation.captured, nullptr, false);
      if (captured.is_object() && captured.contains("text/html") &&
          notebook::text_of(captured["text/html"]) == notebook::text_of((*data)["text/html"])) {
        return i + 1;
      }
    }
    return 0;
  }

  // A result that the observations show already is not shown again, nor the line that says that it was kept.
  std::string outputs(const Document& document, std::size_t cell) const {
    const std::string link = "#cell-" + document.id(cell);
    std::string out;
    std::size_t number = 0;
    for (const notebook::JsonValue& output : document.outputs(cell)) {
      const bool says = output.is_object() && output.value("output_type", "") == "stream";
      if (says && number > 0) continue;
      number = output.is_object() ? kept_as(output, link) : 0;
      if (number == 0) {
        out += view_output(output);
        continue;
      }
      out += fmt::format("<p class=\"kept\">Shown as <a href=\"#observation-{}\">observation {}, {}</a>.</p>\n", number,
                         number, escape_html(input_.observations[number - 1].caption));
    }
    return out;
  }

  std::string notebook_sections() {
    if (input_.notebook == nullptr) return {};
    const Document& document = *input_.notebook;
    std::string out;
    for (std::size_t i = 0; i < document.size(); ++i) {
      if (document.has_tag(i, "remove-cell") || (title_ && title_->cell == i)) continue;
      const std::string source = document.source(i);
      switch (document.kind(i)) {
        case CellKind::Markdown:
          out += markdown_.render(source);
          break;
        case CellKind::Code:
          out += fmt::format("<section class=\"cell\" id=\"cell-{}\">\n", safe_id(document.id(i)));
          out += outputs(document, i);
          out += folded(document.outputs(i).empty() ? "Definitions" : "Query", source) + "</section>\n";
          break;
        case CellKind::Raw:
          out += "<pre>" + escape_html(source) + "</pre>\n";
          break;
      }
    }
    return out;
  }

  std::string evidence() const {
    std::string out = "<h2 id=\"evidence\">Evidence examined</h2>\n";
    if (input_.evidence.empty()) return out + "<p>The case holds no evidence.</p>\n";
    out +=
        "<div class=\"hb-table evidence\"><table>\n<thead><tr><th>File and SHA-256</th><th>Format</th>"
        "<th class=\"hb-number\">Bytes</th><th class=\"hb-number\">Read</th><th class=\"hb-number\">Stored</th>"
        "<th class=\"hb-number\">Duplicate</th>"
        "<th class=\"hb-number\">Rejected</th><th>Events from – to (UTC)</th><th>Status</th></tr></thead>\n<tbody>\n";
    for (const EvidenceRecord& record : input_.evidence) {
      std::string window = record.first_event ? render::escape_html(format_datetime(*record.first_event)) : "";
      if (record.last_event) window += "\n" + format_datetime(*record.last_event);
      const char* alarm = record.records_rejected > 0 ? " rejected" : "";
      out += fmt::format(
          "<tr><td>{}<span class=\"hash\">{}</span></td><td>{}</td><td class=\"hb-number\">{}</td>"
          "<td class=\"hb-number\">{}</td><td class=\"hb-number\">{}</td><td class=\"hb-number\">{}</td>"
          "<td class=\"hb-number{}\">{}</td>"
          "<td class=\"hb-time\">{}</td><td>{}</td></tr>\n",
          escape_html(file_name(record.path)), escape_html(record.sha256), escape_html(record.format),
          group_digits(record.size), group_digits(record.records_read), group_digits(record.records_stored),
          group_digits(record.records_duplicate), alarm, group_digits(record.records_rejected), window,
          escape_html(fmt::format("{}{}{}", status_text(record.status), record.note.empty() ? "" : ": ", record.note)));
    }
    return out + "</tbody>\n</table></div>\n";
  }

  const ReportInput& input_;
  std::optional<Title> title_;
  MarkdownRenderer markdown_;
};

}  // namespace

std::string make_report(const ReportInput& input) {
  return ReportWriter(input).write();
}

}  // namespace huntbook::report
