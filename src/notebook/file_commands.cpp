// .export csv|json|ndjson|parquet "path" <| query, .ingest "path" [as T].
#include <fmt/format.h>

#include "ingest/pipeline/ledger_rows.hpp"
#include "notebook/command_run.hpp"

namespace huntbook::notebook {

void CommandRun::export_result() {
  const auto format = result_format_named(word());
  if (!format || *format == ResultFormat::Text) {
    return fail_at(token().span, "expected csv, json, ndjson or parquet", ".export csv \"logons.csv\" <| query");
  }
  ++at_;
  const diag::Span place = token().span;
  const auto path = take_string();
  if (!path) return fail_at(place, "expected a file's name in quotes", ".export csv \"logons.csv\" <| query");
  const auto query = piped_query();
  if (!query) return;
  const auto file = session_.surroundings_.export_to(*format, *path);
  if (!file) return fail_with(file.error(), place);
  if (!run_piped(*query, **file)) return;
  const auto rows = (*file)->finish();
  if (!rows) return fail_with(rows.error(), *query);
  say(fmt::format("exported: {} ({} rows)", *path, *rows));
}

void CommandRun::ingest() {
  const diag::Span place = token().span;
  const auto path = take_string();
  if (!path) return fail_at(place, "expected a path in quotes", ".ingest \"logs\" as Firewall");
  std::string table;
  if (take("as")) {
    const auto name = take_table_name();
    if (!name) return;
    table = *name;
  }
  if (!at_end()) return fail_at(token().span, "expected 'as T' or the end of the command");
  const auto summary = session_.surroundings_.ingest(*path, table);
  if (!summary) return fail_with(summary.error(), place);
  const auto [schema, rows] = ingest::ledger_rows(summary->files, ingest::LedgerView::Taken);
  const auto show = [&, &schema = schema, &rows = rows]() -> Result<void> {
    HUNTBOOK_CHECK(front_.begin({schema, {}, true, {}}));
    HUNTBOOK_CHECK(front_.batch(rows));
    return front_.end();
  };
  if (const auto shown = show(); !shown) return tell(shown.error(), front_, status_);
  if (summary->case_left_out) say("the case's own files lie in the folder, too; they are left out");
  if (summary->cancelled) return tell({ErrorKind::Cancelled, "stopped", {}}, front_, status_);
  if (summary->failed()) fail_at(place, "nothing was stored; the notes above say why");
}

}  // namespace huntbook::notebook
