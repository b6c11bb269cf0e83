#include "notebook/result_view.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/time.hpp"
#include "render/chart/chart.hpp"
#include "render/html_table.hpp"
#include "render/record_writer.hpp"

namespace huntbook::notebook {

namespace {

std::string query_time_note(const kql::QueryTime& window) {
  if (!window.from && !window.to) return {};
  return fmt::format("query time {} – {}", window.from ? format_datetime(*window.from) : "any",
                     window.to ? format_datetime(*window.to) : "any");
}

Batch first_rows(const CapturedResult& result, std::size_t count) {
  Batch head = make_batch(result.info.schema);
  for (std::size_t row = 0; row < std::min(count, result.rows.rows()); ++row) {
    for (std::size_t i = 0; i < head.columns.size(); ++i) head.columns[i].push_from(result.rows.columns[i], row);
  }
  return head;
}

std::string plain_text(const CapturedResult& result, const Batch& head, const std::string& note) {
  const auto writer = render::make_text_writer({.cell_width = 0, .digits = render::RealDigits::Twelve});
  std::string text = render::write_all(*writer, result.info.schema, head);
  const std::uint64_t hidden = result.total_rows - head.rows();
  if (hidden > 0) {
    text += fmt::format("… {} of {} rows shown\n", render::group_digits(head.rows()),
                        render::group_digits(result.total_rows));
  } else {
    text += result.total_rows == 1 ? "1 row\n" : render::group_digits(result.total_rows) + " rows\n";
  }
  if (!note.empty()) text += note + "\n";
  return text;
}

JsonValue reference(const CapturedResult& result, std::string_view text) {
  JsonValue columns = JsonValue::array();
  for (const ColumnInfo& column : result.info.schema) {
    columns.push_back({{"name", column.name}, {"type", name_of(column.type)}});
  }
  JsonValue reference = {{"id", content_id(text)}, {"columns", std::move(columns)}, {"rows", result.total_rows}};
  const kql::QueryTime& window = result.info.query_time;
  if (window.from || window.to) {
    reference["queryTime"] = {{"from", window.from ? JsonValue(format_datetime(*window.from)) : JsonValue(nullptr)},
                              {"to", window.to ? JsonValue(format_datetime(*window.to)) : JsonValue(nullptr)}};
  }
  return reference;
}

}  // namespace

ResultView view_result(const CapturedResult& result, std::size_t row_cap) {
  const std::string note = query_time_note(result.info.query_time);
  const Batch head = first_rows(result, row_cap);
  const std::string text = plain_text(result, head, note);
  ResultView view;
  view.bundle["application/vnd.huntbook.v1+json"] = reference(result, text);
  if (result.info.render) {
    const auto spec = render::chart_spec(result.info.render->kind, result.info.render->properties);
    if (!spec) {
      view.chart_error = spec.error();
    } else if (spec->kind != render::ChartKind::Table) {
      const auto svg = render::draw_chart(*spec, {result.info.schema, result.rows, result.total_rows});
      if (svg) {
        view.bundle["image/svg+xml"] = lines_of(*svg);
      } else {
        view.chart_error = svg.error();
      }
    }
  }
  view.bundle["text/html"] = lines_of(render::html_table(
      result.info.schema, head, {.row_cap = row_cap, .total_rows = result.total_rows, .note = note}));
  view.bundle["text/plain"] = lines_of(text);
  return view;
}

JsonValue display_data(JsonValue bundle) {
  return {{"data", std::move(bundle)}, {"metadata", JsonValue::object()}, {"output_type", "display_data"}};
}

}  // namespace huntbook::notebook
