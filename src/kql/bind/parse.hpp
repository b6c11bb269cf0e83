// What parse and parse-kv share: typed columns made of texts that were taken out of a text.
#pragma once

#include <vector>

#include "kql/bind/context.hpp"

namespace huntbook::kql::bind {

struct TextColumns {
  plan::RelPtr relation;             // gives `output` and `texts`
  plan::Column texts;                // hidden: the array that the columns came out of
  std::vector<plan::Column> typed;   // the new columns
  std::vector<plan::Column> output;  // the input's columns with the new ones in place or behind them
};

// `texts` is a dynamic array with a text, or null, for each of the declared columns.
TextColumns bind_text_columns(Context& context, plan::RelPtr input, plan::ScalarPtr texts,
                              const std::vector<syntax::Typed>& declared);

}  // namespace huntbook::kql::bind
