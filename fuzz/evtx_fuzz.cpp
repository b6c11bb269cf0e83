// The reader of Windows event logs on any bytes, as a log whose leftovers are carved and as a file that chunks are
// carved out of: it must not crash, must account for every record that it saw, and keep what it makes in proportion to
// what it read. The short way of the values into columns must give what the way over named texts gives.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "bytes.hpp"
#include "ingest/evtx/evtx_blocks.hpp"
#include "ingest/evtx/evtx_carver.hpp"
#include "ingest/evtx/evtx_parser.hpp"
#include "ingest/winevents/windows_record.hpp"
#include "require.hpp"

using huntbook::fuzz::require;
namespace ingest = huntbook::ingest;

namespace {

using huntbook::ScalarType;

const ingest::DocumentedTables& tables() {
  static const ingest::DocumentedTables known({"SecurityEvent", "WindowsEvent"}, [](std::string_view) {
    return huntbook::Schema{{"TimeGenerated", ScalarType::DateTime},
                            {"TimeCreated", ScalarType::DateTime},
                            {"EventID", ScalarType::Int},
                            {"Computer", ScalarType::String},
                            {"Channel", ScalarType::String},
                            {"Level", ScalarType::String},
                            {"EventLevel", ScalarType::Int},
                            {"EventLevelName", ScalarType::String},
                            {"Keywords", ScalarType::String},
                            {"Version", ScalarType::Int},
                            {"EventData", ScalarType::Dynamic},
                            {"SubjectUserSid", ScalarType::String},
                            {"SubjectUserName", ScalarType::String},
                            {"LogonType", ScalarType::Int},
                            {"LogonGuid", ScalarType::Guid},
                            {"SubjectAccount", ScalarType::String},
                            {"ProcessId", ScalarType::Long},
                            {"Type", ScalarType::String}};
  });
  return known;
}

bool same(const huntbook::Column& one, const huntbook::Column& other) {
  if (one.type() != other.type() || one.size() != other.size()) return false;
  for (std::size_t row = 0; row < one.size(); ++row) {
    if (one.is_null(row) != other.is_null(row)) return false;
    if (one.is_null(row)) continue;
    switch (one.type()) {
      case ScalarType::Int:
        if (one.int_at(row) != other.int_at(row)) return false;
        break;
      case ScalarType::Long:
      case ScalarType::DateTime:
        if (one.long_at(row) != other.long_at(row)) return false;
        break;
      default:
        if (one.text_at(row) != other.text_at(row)) return false;
    }
  }
  return true;
}

void compare(const ingest::Block& block, const ingest::ParsedBlock& parsed) {
  ingest::WindowsEvents events;
  ingest::BlockTables quick(tables(), {}, {}, parsed.records.size());
  ingest::BlockTables slow(tables(), {}, {}, parsed.records.size());
  for (const auto& entry : parsed.records) {
    const ingest::EncodedRecord encoded{entry.layout, parsed.values_of(entry), block.records[entry.raw].number};
    ingest::DecodedRecord decoded;
    decoded.decode(encoded);
    const ingest::ParsedRecord record{decoded.fields(), encoded.number, decoded.data_count(), true};
    if (!events.put_encoded(encoded, quick)) require(events.put(record, quick));
    require(events.put(record, slow));
  }
  const auto one = quick.finish({});
  const auto other = slow.finish({});
  require(one.size() == other.size(), "the same tables");
  for (std::size_t table = 0; table < one.size(); ++table) {
    require(one[table].table == other[table].table);
    require(one[table].schema == other[table].schema, "the same columns");
    for (std::size_t column = 0; column < one[table].schema.size(); ++column)
      require(same(one[table].batch.columns[column], other[table].batch.columns[column]),
              one[table].schema[column].name.c_str());
  }
}

void read(ingest::BlockSource& blocks) {
  const auto parser = ingest::evtx_parser();
  while (true) {
    const auto block = blocks.next();
    require(block.has_value());
    if (!*block) break;
    ingest::ParsedBlock parsed;
    parser->parse(**block, parsed);
    require(parsed.records.size() + parsed.rejected.size() == (*block)->records.size(), "records are accounted for");
    std::size_t made = 0;
    for (const auto& text : parsed.made) made += text.size();
    require(made <= (((*block)->size >> 16) + 1) << 23, "what is made is in proportion");
    for (const auto& entry : parsed.records) {
      require(entry.layout != nullptr && entry.layout->fields.size() == entry.field_count, "a value for each field");
      ingest::DecodedRecord decoded;
      decoded.decode({entry.layout, parsed.values_of(entry)});
      require(decoded.data_count() <= decoded.fields().size());
      for (const auto& field : decoded.fields()) require(field.name.size() <= (std::size_t{1} << 20));
    }
    compare(**block, parsed);
  }
  (void)blocks.remarks();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  huntbook::fuzz::Bytes log(input);
  read(*ingest::evtx_blocks(log, std::size_t{1} << 20, true));
  huntbook::fuzz::Bytes image(input);
  read(*ingest::evtx_carver(image));
  return 0;
}
