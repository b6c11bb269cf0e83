// A result as a notebook shows it: a MIME bundle.
#pragma once

#include <optional>

#include "notebook/capture.hpp"
#include "notebook/document.hpp"

namespace huntbook::notebook {

struct ResultView {
  // text/plain and text/html always, image/svg+xml where the query renders a chart,
  // application/vnd.huntbook.v1+json: an id made from the content, columns, number of rows, query time.
  JsonValue bundle;
  std::optional<Error> chart_error;  // the chart that was asked for cannot be drawn; the table is there all the same
};

// `row_cap`: rows in the tables, which say how many are not shown.
ResultView view_result(const CapturedResult& result, std::size_t row_cap = 100);

// A bundle as an output of a cell.
JsonValue display_data(JsonValue bundle);

}  // namespace huntbook::notebook
