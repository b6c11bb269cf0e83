#include "ingest/record/byte_search.hpp"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <algorithm>

namespace huntbook::ingest {

#ifdef __SSE2__
namespace {

__m128i sixteen_at(std::string_view text, std::size_t at) {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
}

}  // namespace
#endif

std::size_t find_either(std::string_view text, std::size_t at, char a, char b) {
#ifdef __SSE2__
  const __m128i first = _mm_set1_epi8(a), second = _mm_set1_epi8(b);
  for (; at + 16 <= text.size(); at += 16) {
    const __m128i bytes = sixteen_at(text, at);
    const int found = _mm_movemask_epi8(_mm_or_si128(_mm_cmpeq_epi8(bytes, first), _mm_cmpeq_epi8(bytes, second)));
    if (found != 0) return at + static_cast<std::size_t>(__builtin_ctz(static_cast<unsigned>(found)));
  }
#endif
  while (at < text.size() && text[at] != a && text[at] != b) ++at;
  return at;
}

std::uint64_t count_byte(std::string_view text, char byte) {
  std::uint64_t count = 0;
  std::size_t at = 0;
#ifdef __SSE2__
  const __m128i wanted = _mm_set1_epi8(byte);
  for (; at + 16 <= text.size(); at += 16) {
    const int found = _mm_movemask_epi8(_mm_cmpeq_epi8(sixteen_at(text, at), wanted));
    count += static_cast<std::uint64_t>(__builtin_popcount(static_cast<unsigned>(found)));
  }
#endif
  return count +
         static_cast<std::uint64_t>(std::count(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), byte));
}

}  // namespace huntbook::ingest
