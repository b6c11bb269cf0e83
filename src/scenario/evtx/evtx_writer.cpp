#include "scenario/evtx/evtx_writer.hpp"

#include <algorithm>
#include <cstring>
#include <map>
#include <unordered_map>

#include "ingest/evtx/chunk.hpp"
#include "scenario/evtx/little_endian.hpp"

namespace huntbook::scenario {

namespace {

namespace evtx = ingest::evtx;
using evtx::checksum;
using evtx::Token;
using evtx::ValueType;

constexpr std::string_view event_namespace = "http://schemas.microsoft.com/win/2004/08/events/event";
constexpr std::uint16_t no_dependency = 0xFFFF;

std::uint16_t hash_of_name(std::string_view wide) {
  std::uint32_t hash = 0;
  for (std::size_t i = 0; i + 1 < wide.size(); i += 2) {
    hash = hash * 65'599 + static_cast<unsigned char>(wide[i]) + 256U * static_cast<unsigned char>(wide[i + 1]);
  }
  return static_cast<std::uint16_t>(hash);
}

std::uint8_t type_byte(const EvtxValue& value) {
  return static_cast<std::uint8_t>(static_cast<std::uint8_t>(value.type) | (value.array ? evtx::array_flag : 0U));
}

// Goes on with a hash; keys of one chunk are few, so that 64 bits tell them apart.
std::uint64_t mix(std::uint64_t hash, std::string_view text) {
  constexpr std::uint64_t factor = 0x9E3779B97F4A7C15U;
  const auto add = [&](std::uint64_t word) {
    hash = (hash ^ word) * factor;
    hash ^= hash >> 32U;
  };
  add(text.size());
  for (; text.size() >= sizeof(std::uint64_t); text.remove_prefix(sizeof(std::uint64_t))) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data(), sizeof(word));
    add(word);
  }
  std::uint64_t rest = 0;
  if (!text.empty()) std::memcpy(&rest, text.data(), text.size());
  add(rest);
  return hash;
}

// Where the newest entry of a list is that begins before `before`; 0: none.
template <typename Entries, typename ListOf>
std::uint32_t head_of(const Entries& entries, std::size_t list, ListOf list_of) {
  std::uint32_t head = 0;
  for (const auto& [key, place] : entries) {
    if (list_of(key, place) == list) head = std::max(head, place.offset);
  }
  return head;
}

}  // namespace

// One chunk being written; offsets are those within it.
struct EvtxWriter::State {
  struct NamePlace {
    std::uint32_t offset = 0;
    std::size_t list = 0;
  };
  struct TemplatePlace {
    std::uint32_t offset = 0;
    std::uint32_t id = 0;
  };

  std::string chunk;
  std::map<std::string, NamePlace, std::less<>> names;
  std::unordered_map<std::uint64_t, TemplatePlace> templates;  // by a hash of what they say
  std::uint64_t first_record = 0;
  std::uint64_t last_record = 0;
  std::uint32_t last_offset = 0;
  std::uint16_t chunks = 0;
  std::string done;

  State() { begin_chunk(); }

  void begin_chunk() {
    chunk.assign(evtx::chunk_header_size, '\0');
    names.clear();
    templates.clear();
    first_record = 0;
  }

  void end_chunk() {
    if (first_record == 0) return;
    const auto end = static_cast<std::uint32_t>(chunk.size());
    const std::uint32_t records_checksum = checksum(std::string_view(chunk).substr(evtx::chunk_header_size));
    std::string header(evtx::chunk_signature);
    for (const std::uint64_t number : {first_record, last_record, first_record, last_record})
      append_number(header, number);
    append_number(header, std::uint32_t{128});
    append_number(header, last_offset);
    append_number(header, end);
    append_number(header, records_checksum);
    header.resize(evtx::chunk_header_size);
    for (std::size_t list = 0; list < evtx::name_lists; ++list) {
      const auto head = head_of(names, list, [](const auto&, const NamePlace& place) { return place.list; });
      put_number(header, evtx::name_lists_offset + 4 * list, head);
    }
    for (std::size_t list = 0; list < evtx::template_lists; ++list) {
      const auto head = head_of(
          templates, list, [](const auto&, const TemplatePlace& place) { return place.id % evtx::template_lists; });
      put_number(header, evtx::template_lists_offset + 4 * list, head);
    }
    const std::string_view bytes = header;
    put_number(header, 124, checksum(bytes.substr(128), checksum(bytes.substr(0, 120))));
    chunk.replace(0, evtx::chunk_header_size, header);
    chunk.resize(evtx::chunk_size, '\0');
    done += chunk;
    ++chunks;
    begin_chunk();
  }

  // Takes back what was written from `size` on.
  void cut(std::size_t size) {
    chunk.resize(size);
    std::erase_if(names, [size](const auto& entry) { return entry.second.offset >= size; });
    std::erase_if(templates, [size](const auto& entry) { return entry.second.offset >= size; });
  }

  std::uint32_t at() const { return static_cast<std::uint32_t>(chunk.size()); }
  void token(Token token, std::uint8_t flag = 0) {
    append_number(chunk, static_cast<std::uint8_t>(static_cast<std::uint8_t>(token) | flag));
  }

  void name(std::string_view text) {
    const auto found = names.find(text);
    if (found != names.end()) return append_number(chunk, found->second.offset);
    append_number(chunk, at() + 4);
    std::string wide;
    append_utf16(wide, text);
    const std::uint16_t hash = hash_of_name(wide);
    const std::size_t list = hash % evtx::name_lists;
    const std::uint32_t next = head_of(names, list, [](const auto&, const NamePlace& place) { return place.list; });
    names.emplace(std::string(text), NamePlace{at(), list});
    append_number(chunk, next);
    append_number(chunk, hash);
    append_number(chunk, static_cast<std::uint16_t>(wide.size() / 2));
    chunk += wide;
    append_number(chunk, std::uint16_t{0});
  }

  // The place of a size that is filled in when what it counts has been written.
  std::size_t open_size() {
    append_number(chunk, std::uint32_t{0});
    return chunk.size();
  }
  void close_size(std::size_t begin) { put_number(chunk, begin - 4, static_cast<std::uint32_t>(chunk.size() - begin)); }

  void text_value(std::string_view utf8) {
    token(Token::ValueText);
    append_number(chunk, static_cast<std::uint8_t>(ValueType::String));
    std::string wide;
    append_utf16(wide, utf8);
    append_number(chunk, static_cast<std::uint16_t>(wide.size() / 2));
    chunk += wide;
  }

  void substitution(std::uint16_t index, ValueType type) {
    token(Token::OptionalSubstitution);
    append_number(chunk, index);
    append_number(chunk, static_cast<std::uint8_t>(type));
  }

  // The start of a template; the place of its size.
  std::size_t open_template(std::uint32_t id) {
    token(Token::TemplateInstance);
    append_number(chunk, std::uint8_t{1});
    append_number(chunk, id);
    append_number(chunk, at() + 4);
    const std::size_t list = id % evtx::template_lists;
    const std::uint32_t next = head_of(
        templates, list, [](const auto&, const TemplatePlace& place) { return place.id % evtx::template_lists; });
    append_number(chunk, next);
    append_number(chunk, id);
    chunk.append(12, '\x5A');  // the rest of the GUID
    const std::size_t begin = open_size();
    fragment_header();
    return begin;
  }

  void fragment_header() {
    token(Token::FragmentHeader);
    chunk.append("\x01\x01\x00", 3);
  }

  struct Attribute {
    std::string_view name;
    std::string_view text;  // where it is no substitution
    int index = -1;
    ValueType type = ValueType::Null;
  };

  // Starts an element; the place of its size.
  std::size_t open_element(std::string_view element, const std::vector<Attribute>& attributes, bool empty = false) {
    token(Token::OpenElement, attributes.empty() ? 0 : evtx::more_flag);
    append_number(chunk, no_dependency);
    const std::size_t begin = open_size();
    name(element);
    if (!attributes.empty()) {
      const std::size_t list = open_size();
      for (std::size_t i = 0; i < attributes.size(); ++i) {
        token(Token::Attribute, i + 1 < attributes.size() ? evtx::more_flag : std::uint8_t{0});
        name(attributes[i].name);
        if (attributes[i].index < 0) {
          text_value(attributes[i].text);
        } else {
          substitution(static_cast<std::uint16_t>(attributes[i].index), attributes[i].type);
        }
      }
      close_size(list);
    }
    token(empty ? Token::CloseEmptyElement : Token::CloseStartTag);
    if (empty) close_size(begin);
    return begin;
  }
  void close_element(std::size_t begin) {
    token(Token::EndElement);
    close_size(begin);
  }

  void leaf(std::string_view element, std::uint16_t index, ValueType type,
            const std::vector<Attribute>& attributes = {}) {
    const std::size_t begin = open_element(element, attributes);
    substitution(index, type);
    close_element(begin);
  }
  void text_leaf(std::string_view element, std::string_view text) {
    const std::size_t begin = open_element(element, {});
    text_value(text);
    close_element(begin);
  }

  // Begins a fragment that uses the template that says `key`, written by `write` where the chunk lacks it.
  template <typename Write>
  void begin_instance(std::uint64_t key, Write write) {
    fragment_header();
    const auto found = templates.find(key);
    if (found != templates.end()) {
      token(Token::TemplateInstance);
      append_number(chunk, std::uint8_t{1});
      append_number(chunk, found->second.id);
      return append_number(chunk, found->second.offset);
    }
    const auto id = static_cast<std::uint32_t>(key);
    const std::size_t size = open_template(id);
    templates.emplace(key, TemplatePlace{static_cast<std::uint32_t>(size - evtx::definition_header_size), id});
    write();
    token(Token::EndOfStream);
    close_size(size);
  }

  void descriptor(const EvtxValue& value) {
    append_number(chunk, static_cast<std::uint16_t>(value.bytes.size()));
    append_number(chunk, type_byte(value));
    append_number(chunk, std::uint8_t{0});
  }

  // The event's own data, as the value of the outer template: binary XML that stands in the chunk where it will be.
  void data(const EvtxEvent& event) {
    std::uint64_t key = mix(mix(event.id, event.provider), event.user_data);
    for (const auto& [name, value] : event.data) key = mix(key ^ type_byte(value), name);
    begin_instance(key, [&] {
      const bool user = !event.user_data.empty();
      const std::size_t outer = open_element(user ? "UserData" : "EventData", {});
      const std::size_t inner =
          user ? open_element(event.user_data, {{"xmlns", "http://manifests.example/events"}}) : 0;
      for (std::size_t i = 0; i < event.data.size(); ++i) {
        const auto& [name, value] = event.data[i];
        const auto index = static_cast<std::uint16_t>(i);
        if (user) {
          leaf(name, index, value.type);
        } else if (name.empty()) {
          leaf("Data", index, value.type);
        } else {
          leaf("Data", index, value.type, {{"Name", name}});
        }
      }
      if (user) close_element(inner);
      close_element(outer);
    });
    append_number(chunk, static_cast<std::uint32_t>(event.data.size()));
    for (const auto& [name, value] : event.data) descriptor(value);
    for (const auto& [name, value] : event.data) chunk += value.bytes;
    token(Token::EndOfStream);
  }

  void event(const EvtxEvent& event) {
    const EvtxValue user = event.user_sid.empty() ? EvtxValue{} : EvtxValue::sid(event.user_sid);
    const std::vector<EvtxValue> with = {EvtxValue::uint8(event.level),
                                         EvtxValue::uint8(event.opcode),
                                         EvtxValue::uint16(event.task),
                                         EvtxValue::uint16(event.id),
                                         EvtxValue::hex64(event.keywords),
                                         EvtxValue::file_time(event.time),
                                         EvtxValue::uint32(event.process),
                                         EvtxValue::uint32(event.thread),
                                         EvtxValue::uint64(event.record),
                                         EvtxValue::uint8(event.version),
                                         user};
    begin_instance(mix(mix(mix(0, event.provider), event.channel), event.computer), [&] { system(event); });
    append_number(chunk, static_cast<std::uint32_t>(with.size() + 1));
    for (const EvtxValue& value : with) descriptor(value);
    // The data is the last value, and its length is known when it has been written.
    const std::size_t data_size = chunk.size();
    descriptor({ValueType::BinaryXml, {}});
    for (const EvtxValue& value : with) chunk += value.bytes;
    const std::size_t begin = chunk.size();
    data(event);
    put_number(chunk, data_size, static_cast<std::uint16_t>(chunk.size() - begin));
    token(Token::EndOfStream);
  }

  void system(const EvtxEvent& event) {
    const std::size_t root = open_element("Event", {{"xmlns", event_namespace}});
    const std::size_t system = open_element("System", {});
    std::vector<Attribute> provider = {{"Name", event.provider}};
    if (!event.provider_guid.empty()) provider.push_back({"Guid", event.provider_guid});
    open_element("Provider", provider, true);
    leaf("EventID", 3, ValueType::UInt16);
    leaf("Version", 9, ValueType::UInt8);
    leaf("Level", 0, ValueType::UInt8);
    leaf("Task", 2, ValueType::UInt16);
    leaf("Opcode", 1, ValueType::UInt8);
    leaf("Keywords", 4, ValueType::HexInt64);
    open_element("TimeCreated", {{"SystemTime", {}, 5, ValueType::FileTime}}, true);
    leaf("EventRecordID", 8, ValueType::UInt64);
    open_element("Execution", {{"ProcessID", {}, 6, ValueType::UInt32}, {"ThreadID", {}, 7, ValueType::UInt32}}, true);
    text_leaf("Channel", event.channel);
    text_leaf("Computer", event.computer);
    open_element("Security", {{"UserID", {}, 10, ValueType::Sid}}, true);
    close_element(system);
    substitution(11, ValueType::BinaryXml);
    close_element(root);
  }

  void record(const EvtxEvent& event) {
    const std::size_t begin = chunk.size();
    chunk += evtx::record_signature;
    append_number(chunk, std::uint32_t{0});
    append_number(chunk, event.record);
    chunk += EvtxValue::file_time(event.time).bytes;
    this->event(event);
    const std::size_t end = (chunk.size() + evtx::record_trailer_size + 7) / 8 * 8 - evtx::record_trailer_size;
    chunk.resize(end, '\0');
    const auto size = static_cast<std::uint32_t>(end + evtx::record_trailer_size - begin);
    append_number(chunk, size);
    put_number(chunk, begin + 4, size);
  }
};

EvtxWriter::EvtxWriter() : state_(std::make_unique<State>()) {}
EvtxWriter::~EvtxWriter() = default;
EvtxWriter::EvtxWriter(EvtxWriter&&) noexcept = default;
EvtxWriter& EvtxWriter::operator=(EvtxWriter&&) noexcept = default;

Result<void> EvtxWriter::add(const EvtxEvent& event) {
  State& state = *state_;
  for (int attempt = 0; attempt < 2; ++attempt) {
    const std::size_t begin = state.chunk.size();
    state.record(event);
    // Not to the last byte: libevtx does not see a record that ends where its chunk does.
    if (state.chunk.size() < evtx::chunk_size) {
      state.last_offset = static_cast<std::uint32_t>(begin);
      if (state.first_record == 0) state.first_record = event.record;
      state.last_record = event.record;
      return {};
    }
    state.cut(begin);
    if (state.first_record == 0) break;
    state.end_chunk();
  }
  return fail(ErrorKind::Usage, "an event is longer than a chunk of an event log");
}

std::string EvtxWriter::take_chunks() {
  return std::exchange(state_->done, {});
}

void EvtxWriter::take_chunks(std::string& out) {
  out += state_->done;
  state_->done.clear();
}

bool EvtxWriter::has_chunks() const {
  return !state_->done.empty();
}

void EvtxWriter::finish() {
  state_->end_chunk();
}

std::string EvtxWriter::header(bool dirty) const {
  const State& state = *state_;
  std::string header(evtx::file_signature);
  append_number(header, std::uint64_t{0});
  append_number(header, static_cast<std::uint64_t>(state.chunks == 0 ? 0 : state.chunks - 1));
  append_number(header, state.last_record + 1);
  append_number(header, std::uint32_t{128});
  append_number(header, std::uint16_t{1});
  append_number(header, std::uint16_t{3});
  append_number(header, static_cast<std::uint16_t>(evtx::file_header_size));
  append_number(header, state.chunks);
  header.resize(evtx::file_header_size, '\0');
  put_number(header, 120, std::uint32_t{dirty ? 1U : 0U});
  put_number(header, 124, checksum(std::string_view(header).substr(0, 120)));
  return header;
}

}  // namespace huntbook::scenario
