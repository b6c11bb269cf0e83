#include "engine/duckdb/functions/text_search.hpp"

#include <algorithm>
#include <cstring>

#include <re2/re2.h>

#if defined(__x86_64__)
#include <immintrin.h>

#include "base/ascii.hpp"
#endif

namespace huntbook::engine::duckdb {
namespace {

bool is_ascii_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

bool is_letter(char c) {
  return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

// Only asked beside a candidate, so a table of Unicode's letters would be no gain.
bool is_unicode_alphanumeric(std::string_view character) {
  static const re2::RE2 pattern("[\\p{L}\\p{N}]");
  return re2::RE2::FullMatch(re2::StringPiece(character.data(), character.size()), pattern);
}

std::size_t sequence_length(char lead) {
  auto byte = static_cast<unsigned char>(lead);
  return byte < 0x80 ? 1 : byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
}

// How common a byte is in logs, roughly: what to avoid looking for.
int commonness(char c) {
  static constexpr std::string_view common = "jzqxkvbywgfphumdcl0123456789rsnaiotw.-_/:\\\"= e";
  std::size_t place = common.rfind(ascii_lower(c));
  return place == std::string_view::npos ? 0 : static_cast<int>(place) + 1;
}

}  // namespace

bool alphanumeric_at(std::string_view text, std::size_t position) {
  if (position >= text.size()) return false;
  char c = text[position];
  if (static_cast<unsigned char>(c) < 0x80) return is_ascii_alphanumeric(c);
  return is_unicode_alphanumeric(text.substr(position, sequence_length(c)));
}

bool alphanumeric_before(std::string_view text, std::size_t position) {
  if (position == 0) return false;
  std::size_t start = position - 1;
  while (start > 0 && position - start < 4 && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80) --start;
  return alphanumeric_at(text.substr(0, position), start);
}

Needle::Needle(std::string_view text, Letters letters, TermEdges edges)
    : text_(letters == Letters::Folded ? ascii_lower(text) : std::string(text)),
      fold_mask_(text.size(), '\0'),
      folded_(letters == Letters::Folded) {
  if (text_.empty()) return;
  if (folded_) {
    for (std::size_t i = 0; i < text_.size(); ++i) fold_mask_[i] = is_letter(text_[i]) ? '\x20' : '\0';
  }
  edge_before_ = (edges == TermEdges::Start || edges == TermEdges::Both) && alphanumeric_at(text_, 0);
  edge_after_ = (edges == TermEdges::End || edges == TermEdges::Both) && alphanumeric_before(text_, text_.size());
  is_term_ = true;
  for (std::size_t i = 0; i < text_.size(); i += sequence_length(text_[i])) is_term_ &= alphanumeric_at(text_, i);

  for (std::size_t i = 1; i < text_.size(); ++i)
    if (commonness(text_[i]) < commonness(text_[first_])) first_ = i;
  second_ = first_ == 0 ? text_.size() - 1 : 0;
  for (std::size_t i = 0; i < text_.size(); ++i)
    if (i != first_ && commonness(text_[i]) < commonness(text_[second_])) second_ = i;
}

bool Needle::matches_at(std::string_view text, std::size_t position) const {
  const char* at = text.data() + position;
  if (folded_) {
    for (std::size_t i = 0; i < text_.size(); ++i)
      if ((at[i] | fold_mask_[i]) != text_[i]) return false;
  } else if (std::memcmp(at, text_.data(), text_.size()) != 0) {
    return false;
  }
  return !(edge_before_ && alphanumeric_before(text, position)) &&
         !(edge_after_ && alphanumeric_at(text, position + text_.size()));
}

#if defined(__x86_64__)

__attribute__((target("avx2"))) bool Needle::scan_avx2(std::string_view text, std::size_t count) const {
  const __m256i first = _mm256_set1_epi8(text_[first_]);
  const __m256i second = _mm256_set1_epi8(text_[second_]);
  const __m256i first_mask = _mm256_set1_epi8(fold_mask_[first_]);
  const __m256i second_mask = _mm256_set1_epi8(fold_mask_[second_]);
  auto candidates = [&](std::size_t at) __attribute__((target("avx2"))) {
    __m256i left = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text.data() + at + first_));
    __m256i right = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text.data() + at + second_));
    left = _mm256_cmpeq_epi8(_mm256_or_si256(left, first_mask), first);
    right = _mm256_cmpeq_epi8(_mm256_or_si256(right, second_mask), second);
    return static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_and_si256(left, right)));
  };
  for (std::size_t at = 0;; at += 32) {
    if (at >= count) return false;
    // The last block lies over the one before, so that nothing behind the text is read.
    if (at + 32 > count) at = count - 32;
    for (std::uint32_t bits = candidates(at); bits != 0; bits &= bits - 1)
      if (matches_at(text, at + static_cast<std::size_t>(__builtin_ctz(bits)))) return true;
    if (at + 32 == count) return false;
  }
}

bool Needle::scan_sse2(std::string_view text, std::size_t count) const {
  const __m128i first = _mm_set1_epi8(text_[first_]);
  const __m128i second = _mm_set1_epi8(text_[second_]);
  const __m128i first_mask = _mm_set1_epi8(fold_mask_[first_]);
  const __m128i second_mask = _mm_set1_epi8(fold_mask_[second_]);
  for (std::size_t at = 0;; at += 16) {
    if (at >= count) return false;
    if (at + 16 > count) at = count - 16;
    __m128i left = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at + first_));
    __m128i right = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at + second_));
    left = _mm_cmpeq_epi8(_mm_or_si128(left, first_mask), first);
    right = _mm_cmpeq_epi8(_mm_or_si128(right, second_mask), second);
    auto bits = static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_and_si128(left, right)));
    for (; bits != 0; bits &= bits - 1)
      if (matches_at(text, at + static_cast<std::size_t>(__builtin_ctz(bits)))) return true;
    if (at + 16 == count) return false;
  }
}

#endif

bool Needle::is_in(std::string_view text) const {
  if (text_.empty()) return true;
  if (text.size() < text_.size()) return false;
  std::size_t count = text.size() - text_.size() + 1;  // positions where the needle could start
#if defined(__x86_64__)
  static const bool has_avx2 = __builtin_cpu_supports("avx2") != 0;
  if (count >= 32 && has_avx2) return scan_avx2(text, count);
  if (count >= 16) return scan_sse2(text, count);
#endif
  const char looked_for = text_[first_];
  const char mask = fold_mask_[first_];
  for (std::size_t at = 0; at < count; ++at)
    if ((text[at + first_] | mask) == looked_for && matches_at(text, at)) return true;
  return false;
}

}  // namespace huntbook::engine::duckdb
