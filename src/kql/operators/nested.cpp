// Operators that take values apart: arrays, bags and texts.
#include "kql/operators/register.hpp"

namespace huntbook::kql {

void add_nested_operators(OperatorRecords& records) {
  constexpr std::string_view family = "Values taken apart";
  records.push_back(
      {.family = family,
       .name = "mv-expand",
       .aliases = {"mvexpand"},
       .syntax = "T | mv-expand [kind = bag | array] [with_itemindex = Name] [Name =] Expression "
                 "[to typeof(type)] [, ...] [limit Count]",
       .parameters = {{"kind",
                       "optional; bag (default) gives a bag for each property, array a pair of key and value "
                       "(old name: bagexpansion)"},
                      {"with_itemindex = Name", "optional column with the element's index, from 0"},
                      {"Expression", "an array or bag; several are expanded side by side"},
                      {"to typeof(type)", "optional type of the elements; default dynamic"},
                      {"limit Count", "optional; how many elements of a row at most"}},
       .doc = "Gives a row for each element of an array or bag.",
       .example = R"(datatable(Host: string, Ports: dynamic)["pc1", dynamic([22, 443]), "pc2", dynamic([])]
| mv-expand Ports to typeof(long))",
       .notes = "Null gives one row with null, an empty array or bag none."});
  records.push_back(
      {.family = family,
       .name = "mv-apply",
       .aliases = {"mvapply"},
       .syntax = "T | mv-apply [with_itemindex = Name] [Name =] Expression [to typeof(type)] [, ...] [limit Count] "
                 "on (Operators)",
       .parameters = {{"with_itemindex = Name", "optional column with the element's index, from 0"},
                      {"Expression", "an array or bag; several are expanded side by side"},
                      {"to typeof(type)", "optional type of the elements; default dynamic"},
                      {"limit Count", "optional; how many elements of a row at most"},
                      {"on (Operators)", "run over the elements of each row as over a table of their own"}},
       .doc = "Runs operators over the elements of each row's array.",
       .example = R"(datatable(Host: string, Times: dynamic)["pc1", dynamic([4, 9, 2]), "pc2", dynamic([7])]
| mv-apply Time = Times to typeof(long) on (summarize Longest = max(Time)) | project Host, Longest | sort by Host asc)",
       .notes = "A row whose operators give no rows is not in the result."});
  records.push_back(
      {.family = family,
       .name = "parse",
       .syntax = "T | parse [kind = simple | regex | relaxed] [flags = Flags] Expression with "
                 "[*] \"text\" Column [: type] [*] ...",
       .parameters = {{"kind",
                       "optional; simple (default) wants the texts as they stand and values of their types, "
                       "relaxed lets a value be null, regex takes the texts as regular expressions"},
                      {"flags", "optional flags of the regular expression: U i m s"},
                      {"Expression", "the text to take apart"},
                      {"\"text\"", "a text that stands between columns"},
                      {"Column : type", "takes what is there; default type string"},
                      {"*", "skips any text"}},
       .doc = "Takes columns out of a text by a pattern; they are null where it does not match.",
       .example = R"(datatable(Line: string)["user=alice port=22 ok", "garbage"]
| parse Line with "user=" User " port=" Port: long " " *)"});
  records.push_back({.family = family,
                     .name = "parse-where",
                     .syntax = "T | parse-where [kind = simple | regex] [flags = Flags] Expression with "
                               "[*] \"text\" Column [: type] [*] ...",
                     .parameters = {{"kind", "optional; simple (default) or regex"},
                                    {"flags", "optional flags of the regular expression: U i m s"},
                                    {"Expression", "the text to take apart"},
                                    {"\"text\", Column, *", "the pattern, as in parse"}},
                     .doc = "Takes columns out of a text by a pattern and drops the rows that it does not match.",
                     .example = R"(datatable(Line: string)["user=alice port=22", "garbage"]
| parse-where Line with "user=" User " port=" Port: long)"});
  records.push_back(
      {.family = family,
       .name = "parse-kv",
       .syntax = "T | parse-kv Expression as (Key : type [, ...]) with ([pair_delimiter = Text, kv_delimiter = Text] "
                 "[, quote = Text] [, escape = Char] [, greedy = true] | regex = Pattern)",
       .parameters = {{"Expression", "the text to take apart"},
                      {"Key : type", "keys to look for, which become columns"},
                      {"pair_delimiter, kv_delimiter",
                       "optional, both or none: texts between pairs, and between key "
                       "and value; without them any character that is no letter or digit is one"},
                      {"quote", "optional characters around keys and values, one or an opening and a closing one"},
                      {"escape", "optional character in front of a quote that belongs to the value"},
                      {"greedy", "optional; with true, a value without quotes goes on to the next key"},
                      {"regex", "optional pattern with two groups, the key and the value"}},
       .doc = "Takes columns out of a text of key and value pairs.",
       .example = R"(print Line = "src=10.0.0.4, dst=10.0.0.9, bytes=512"
| parse-kv Line as (dst: string, bytes: long) with (pair_delimiter = ", ", kv_delimiter = "=") | project dst, bytes)"});
}

}  // namespace huntbook::kql
