// Binary XML as event logs hold it ([MS-EVEN6] section 2.2.12 and following): a fragment is an element in full, or a
// template by reference with the values that a record fills in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "ingest/evtx/xml_tree.hpp"

namespace huntbook::ingest::evtx {

// Deeper elements are refused; no event needs a tenth of it.
inline constexpr std::size_t deepest_element = 64;
// The most elements, attributes and pieces of one template.
inline constexpr std::size_t most_parts = 20'000;
// The most bytes of names and texts in what is compiled of one chunk: names are written once and referred to, so that a
// few bytes can stand for very many.
inline constexpr std::size_t most_text = std::size_t{4} << 20;

// A value that a record brings; the bytes lie in the chunk.
struct Value {
  std::uint8_t type = 0;  // a ValueType, with array_flag for several
  std::string_view bytes;
};

// A fragment as it stands, before its template is looked at.
struct Fragment {
  // Where the element, or the template's definition, begins in the chunk, and how long it is.
  std::size_t definition = 0;
  std::size_t size = 0;
  bool is_template = false;
};

// Reads the fragment in `chunk` from `begin` to `end`; the values of a template go to `values` (emptied first). Errors
// (kind User) name what is cut off or unknown. `carved`: what the fragment refers to may have been overwritten, so the
// template has to be the one that it names.
Result<Fragment> read_fragment(std::string_view chunk, std::size_t begin, std::size_t end, std::vector<Value>& values,
                               bool carved = false);

// Compiles a template's definition, or an element in full. The result depends on what the bytes say and not on where
// they stand in the chunk.
// `text_left`: of most_text, what the chunk may still bring.
Result<XmlTree> compile(std::string_view chunk, const Fragment& fragment, std::size_t& text_left);

}  // namespace huntbook::ingest::evtx
