#include "ingest/winxml/event_scanner.hpp"

#include <algorithm>
#include <string>

#include "base/ascii.hpp"

namespace huntbook::ingest {

namespace {

constexpr std::string_view start_tag = "<Event";
constexpr std::string_view end_tag = "</Event";
constexpr std::string_view blanks = " \t\r\n";

bool is_blank(char c) {
  return blanks.find(c) != std::string_view::npos;
}

bool ends_name(char c) {
  return is_blank(c) || c == '>' || c == '/';
}

// The line that evtx_dump writes before each event.
bool is_record_line(std::string_view text) {
  constexpr std::string_view word = "Record ";
  return text.starts_with(word) && text.size() > word.size() &&
         text.find_first_not_of("0123456789", word.size()) == std::string_view::npos;
}

// Whether all of it is tags, comments and lines that stand between events.
bool is_wrapping(std::string_view text) {
  while (true) {
    const std::size_t tag = text.find('<');
    const std::string_view before = trimmed(text.substr(0, tag), blanks);
    if (!before.empty() && !is_record_line(before)) return false;
    if (tag == std::string_view::npos) return true;
    const std::string_view closing = text.substr(tag).starts_with("<!--") ? "-->" : ">";
    const std::size_t end = text.find(closing, tag);
    if (end == std::string_view::npos) return false;
    text.remove_prefix(end + closing.size());
  }
}

class EventScanner final : public RecordScanner {
 public:
  std::optional<std::size_t> end_of_record(std::string_view bytes) override {
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      switch (state_) {
        case State::Text:
          i = skip_text(bytes, i);
          break;
        case State::Name:
          if (const auto end = take_name(bytes[i])) return i + *end;
          break;
        case State::Tag:
          if (take_tag(bytes[i])) return i + 1;
          break;
        case State::Comment:
          take_until(bytes[i], "-->");
          break;
        case State::CData:
          take_until(bytes[i], "]]>");
          break;
        case State::Instruction:
          take_until(bytes[i], "?>");
          break;
      }
    }
    return std::nullopt;
  }

  std::string_view trim(std::string_view bytes) const override {
    bytes = trimmed(bytes, blanks);
    if (bytes.ends_with(start_tag)) bytes = trimmed(bytes.substr(0, bytes.size() - start_tag.size()), blanks);
    const std::size_t event = find_event(bytes);
    if (event != std::string_view::npos && is_wrapping(bytes.substr(0, event))) return bytes.substr(event);
    return is_wrapping(bytes) ? std::string_view() : bytes;
  }

 private:
  enum class State : std::uint8_t { Text, Name, Tag, Comment, CData, Instruction };

  // Over text up to the next '<', which opens a name; the position of the last byte taken.
  std::size_t skip_text(std::string_view bytes, std::size_t i) {
    const std::size_t end = std::min(bytes.find('<', i), bytes.size());
    if (!in_event_ && !stray_) {
      for (; i < end && between_.size() < most_between; ++i) between_ += bytes[i];
    }
    if (end == bytes.size()) return end;
    if (!in_event_) {
      const std::string_view between = trimmed(between_, blanks);
      stray_ = stray_ || (!between.empty() && !is_record_line(between));
      between_.clear();
    }
    state_ = State::Name;
    name_.clear();
    return end;
  }

  // Where a record ends: before this byte (0), since an event begins where the one at hand has not ended or behind a
  // text that is none, or behind it (1).
  std::optional<std::size_t> take_name(char c) {
    if (name_ == "!--" || name_ == "![CDATA[" || name_ == "?") {
      state_ = name_ == "!--" ? State::Comment : name_ == "?" ? State::Instruction : State::CData;
      tail_.clear();
      take_until(c, name_ == "!--" ? "-->" : name_ == "?" ? "?>" : "]]>");
      return std::nullopt;
    }
    if (c == '<') {
      name_.clear();
      return std::nullopt;
    }
    if (!ends_name(c) || (c == '/' && name_.empty())) {
      if (name_.size() < most_name) name_ += c;
      return std::nullopt;
    }
    state_ = State::Tag;
    quote_ = 0;
    last_ = 0;
    opens_event_ = name_ == "Event";
    closes_event_ = name_ == "/Event";
    const bool cut = opens_event_ && (in_event_ || stray_);
    if (opens_event_) {
      in_event_ = true;
      stray_ = false;
    }
    // Where it is cut, the byte is looked at again.
    if (cut) return 0;
    return take_tag(c) ? std::optional<std::size_t>(1) : std::nullopt;
  }

  // True: the record ends behind this byte.
  bool take_tag(char c) {
    if (c == '<') {  // no tag holds one: this one is broken
      state_ = State::Name;
      name_.clear();
      return false;
    }
    if (quote_ != 0) {
      if (c == quote_) quote_ = 0;
      return false;
    }
    if (c == '"' || c == '\'') {
      quote_ = c;
    } else if (c == '>') {
      state_ = State::Text;
      const bool ends = closes_event_ || (opens_event_ && last_ == '/');
      if (ends) {
        in_event_ = false;
        between_.clear();
      }
      return ends;
    }
    last_ = c;
    return false;
  }

  void take_until(char c, std::string_view end) {
    tail_ += c;
    if (tail_.size() > end.size()) tail_.erase(0, 1);
    if (tail_ == end) state_ = State::Text;
  }

  static constexpr std::size_t most_name = 12;
  static constexpr std::size_t most_between = 64;

  State state_ = State::Text;
  std::string name_;     // of the tag at hand, as far as it can matter
  std::string tail_;     // the last bytes of a comment, CDATA section or instruction
  std::string between_;  // text since the last tag outside of events
  char quote_ = 0;
  char last_ = 0;  // byte of the tag
  bool opens_event_ = false;
  bool closes_event_ = false;
  bool in_event_ = false;
  bool stray_ = false;  // outside of events stands a text that is none
};

}  // namespace

std::unique_ptr<RecordScanner> event_scanner() {
  return std::make_unique<EventScanner>();
}

EventText event_text(std::string_view record) {
  if (record.starts_with(start_tag) && find_event(record) == 0) return {{}, true};
  if (record.ends_with('>') && record.rfind(end_tag) != std::string_view::npos) return {"<Event ", true};
  return {};
}

std::size_t find_event(std::string_view text) {
  for (std::size_t at = text.find(start_tag); at != std::string_view::npos; at = text.find(start_tag, at + 1)) {
    if (at + start_tag.size() < text.size() && ends_name(text[at + start_tag.size()])) return at;
  }
  return std::string_view::npos;
}

}  // namespace huntbook::ingest
