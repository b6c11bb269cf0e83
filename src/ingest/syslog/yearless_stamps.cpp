#include "ingest/syslog/yearless_stamps.hpp"

#include "ingest/format/line_reader.hpp"
#include "ingest/syslog/syslog_head.hpp"

namespace huntbook::ingest {

Result<void> find_years(ReplaySource& log, std::size_t longest, const LatestMoment& latest, YearFinder& years) {
  LineReader lines(log, longest);
  while (true) {
    HUNTBOOK_TRY(const auto line, lines.next());
    if (!line) break;
    const auto head = read_syslog_head(line->text);
    if (head && !head->has_year) years.see(head->local);
  }
  years.settle(latest);
  return log.rewind();
}

}  // namespace huntbook::ingest
