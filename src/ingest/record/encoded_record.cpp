#include "ingest/record/encoded_record.hpp"

namespace huntbook::ingest {

void DecodedRecord::decode(const EncodedRecord& record) {
  fields_.clear();
  kinds_.clear();
  ends_.clear();
  texts_.clear();
  data_count_ = 0;
  for (const EncodedValue& value : record.values) {
    kinds_.push_back(value.made ? value.kind : record.layout->append_text(texts_, value.type, value.bytes));
    ends_.push_back(texts_.size());
  }
  const std::string_view texts = texts_;
  for (const bool data : {false, true}) {
    for (std::size_t i = 0; i < record.values.size(); ++i) {
      const RecordLayout::Name& name = record.layout->fields[i];
      if (name.is_data != data || (!data && kinds_[i] == FieldKind::Null)) continue;
      const std::size_t begin = i == 0 ? 0 : ends_[i - 1];
      const EncodedValue& value = record.values[i];
      fields_.push_back(
          {name.name, value.made ? value.bytes : texts.substr(begin, ends_[i] - begin), kinds_[i], false});
      data_count_ += data ? 1 : 0;
    }
  }
}

}  // namespace huntbook::ingest
