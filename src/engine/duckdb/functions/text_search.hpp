// Substring and term search over many short texts, the work behind has, contains and their like. Case-insensitive
// search folds ASCII letters only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/ascii.hpp"

namespace huntbook::engine::duckdb {

enum class Letters : std::uint8_t { Exact, Folded };

// Where a match has to be at the edge of a term. A term is a maximal run of alphanumeric characters, Unicode's letters
// and numbers included (Kusto docs, "What is a term?").
enum class TermEdges : std::uint8_t { None, Start, End, Both };

// A needle prepared for searching. Candidates are found 32 (AVX2) or 16 (SSE2) positions at a time by the two rarest
// bytes of the needle, then compared whole (as in Mula, "SIMD-friendly algorithms for substring searching").
class Needle {
 public:
  // An edge of the needle that is itself no alphanumeric asks nothing of the character beside it.
  Needle(std::string_view text, Letters letters, TermEdges edges);

  // An empty needle is in every text.
  bool is_in(std::string_view text) const;
  // True where the needle is one term: alphanumerics only, at least one.
  bool is_term() const { return is_term_; }
  // The needle; in lower case where letters are folded.
  const std::string& text() const { return text_; }

 private:
  bool scan_avx2(std::string_view text, std::size_t count) const;
  bool scan_sse2(std::string_view text, std::size_t count) const;
  bool matches_at(std::string_view text, std::size_t position) const;

  std::string text_;
  std::string fold_mask_;  // 0x20 for letters to fold, else 0
  std::size_t first_ = 0;  // offsets of the two bytes that are looked for
  std::size_t second_ = 0;
  bool folded_;
  bool edge_before_ = false;
  bool edge_after_ = false;
  bool is_term_ = false;
};

// Whether the character that ends before, or starts at, `position` is alphanumeric; false at the ends of the text.
bool alphanumeric_before(std::string_view text, std::size_t position);
bool alphanumeric_at(std::string_view text, std::size_t position);

}  // namespace huntbook::engine::duckdb
