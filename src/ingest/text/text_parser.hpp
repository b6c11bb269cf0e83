// Lines as records.
#pragma once

#include <memory>

#include "ingest/record/block.hpp"

namespace huntbook::ingest {

// Every line becomes one field RawData.
std::unique_ptr<RecordParser> text_parser();

}  // namespace huntbook::ingest
