#include "ingest/pipeline/not_read.hpp"

#include <array>

namespace huntbook::ingest {

namespace {

using namespace std::string_view_literals;

struct Magic {
  std::size_t at;
  std::string_view bytes;
  std::string_view what;
};

constexpr auto magics = std::to_array<Magic>({
    {0, "regf"sv, "a registry hive"},
    {0, "FILE0"sv, "an NTFS file table ($MFT)"},
    {0, "FILE*"sv, "an NTFS file table ($MFT)"},
    {4, "\xEF\xCD\xAB\x89"sv, "an ESE database"},
    {0, "MAM\x04"sv, "a prefetch file"},
    {4, "SCCA"sv, "a prefetch file"},
    {0, "L\0\0\0\x01\x14\x02\0"sv, "a shortcut (LNK)"},
    {4, "LfLe"sv, "an event log of Windows XP (EVT)"},
    {0, "PAR1"sv, "a Parquet file"},
    {0, "SQLite format 3"sv, "an SQLite database"},
    {8, "DUCK"sv, "a DuckDB database"},
    {0, "Rar!"sv, "a RAR archive"},
    {0, "\xD4\xC3\xB2\xA1"sv, "a packet capture (pcap)"},
    {0, "\xA1\xB2\xC3\xD4"sv, "a packet capture (pcap)"},
    {0, "\x4D\x3C\xB2\xA1"sv, "a packet capture (pcap)"},
    {0, "\x0A\x0D\x0D\x0A"sv, "a packet capture (pcapng)"},
    {0, "PAGEDU64"sv, "a memory dump"},
    {0, "PAGEDUMP"sv, "a memory dump"},
    {0, "EMiL"sv, "a memory image (LiME)"},
    {0, "%PDF"sv, "a PDF document"},
    {0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, "a compound document (old Office, MSI, jump list)"},
    {0, "\x89PNG\r\n\x1A\n"sv, "a picture (PNG)"},
    {0, "\xFF\xD8\xFF"sv, "a picture (JPEG)"},
    {0, "GIF8"sv, "a picture (GIF)"},
    {0,
     "\x7F"
     "ELF"sv,
     "a program"},
    {0, "MZ"sv, "a program"},
});

}  // namespace

std::string_view known_not_read(std::string_view head) {
  for (const Magic& magic : magics) {
    if (head.size() < magic.at + magic.bytes.size() || head.substr(magic.at, magic.bytes.size()) != magic.bytes)
      continue;
    // Two letters may begin a text too.
    if (magic.bytes == "MZ"sv && head.substr(0, 64).find('\0') == std::string_view::npos) continue;
    return magic.what;
  }
  return {};
}

bool begins_office_document(std::string_view member) {
  return member == "[Content_Types].xml" || member == "mimetype";
}

}  // namespace huntbook::ingest
