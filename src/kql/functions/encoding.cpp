// Encodings and hashes (Kusto docs, "base64_encode_tostring()", "url_encode()", "hash()", "tohex()", ...).
#include "kql/functions/build.hpp"
#include "kql/functions/convert.hpp"
#include "kql/functions/hash.hpp"
#include "kql/functions/register.hpp"

namespace huntbook::kql {
namespace {

using enum ScalarType;
using Arguments = std::span<const sql::ExprPtr>;
using Lowered = Result<sql::ExprPtr>;

Parameter wide(Parameter parameter) {
  parameter.converted_to = Long;
  return parameter;
}

Lowered lower_hash(LoweringContext&, const BoundCall& call, Arguments arguments) {
  sql::ExprPtr hash = hash_of(arguments[0], call.arguments[0].type);
  return arguments.size() == 1 ? hash : sql::call("hb_hash_modulo", {std::move(hash), arguments[1]});
}

// Of the value's text: so Kusto's documented digest of a datetime comes out.
template <FixedText Function>
Lowered lower_digest(LoweringContext&, const BoundCall& call, Arguments arguments) {
  return sql::call(Function.text, {convert(arguments[0], call.arguments[0].type, String)});
}

Lowered lower_tohex(LoweringContext&, const BoundCall&, Arguments arguments) {
  return sql::call("hb_hex", {arguments[0], argument_or(arguments, 1, sql::literal(std::int64_t{1}))});
}

Lowered lower_base64_of_guid(LoweringContext&, const BoundCall&, Arguments arguments) {
  return sql::coalesce(sql::call("hb_base64_of_guid", {sql::cast(arguments[0], sql::SqlType::VarChar)}),
                       sql::literal(""));
}

Lowered lower_guid_of_base64(LoweringContext&, const BoundCall&, Arguments arguments) {
  return sql::cast(sql::call("hb_guid_of_base64", {arguments[0]}), sql_type_of(Guid));
}

FunctionRecord record(std::string_view name, std::vector<std::string_view> aliases, std::vector<Parameter> parameters,
                      ScalarType result, Lower lower, std::string_view doc, std::string_view example) {
  return {.name = name,
          .aliases = std::move(aliases),
          .signatures = {{std::move(parameters), result}},
          .doc = doc,
          .example = example,
          .lower = lower,
          .nullable = result != String};
}

void add_compression(FunctionCatalogue& catalogue) {
  catalogue.add(record("zlib_compress_to_base64_string", {}, {one("string", String)}, String,
                       &lower_to<"hb_zlib_compress">, "The text compressed with zlib, in base64.",
                       "print zlib_compress_to_base64_string(\"1234567890\")"));
  catalogue.add(record("zlib_decompress_from_base64_string", {}, {one("string", String)}, String,
                       &lower_to<"hb_zlib_decompress">,
                       "The text that was compressed with zlib; empty where it is none or above 64 MB.",
                       "print zlib_decompress_from_base64_string(\"eJwryC9PLSrOSM3JUdBNzUsGADDqBck=\")"));
  catalogue.add(record("gzip_compress_to_base64_string", {}, {one("string", String)}, String,
                       &lower_to<"hb_gzip_compress">, "The text compressed with gzip, in base64.",
                       "print gzip_compress_to_base64_string(\"1234567890\")"));
  catalogue.add(
      record("gzip_decompress_from_base64_string", {}, {one("string", String)}, String, &lower_to<"hb_gzip_decompress">,
             "The text that was compressed with gzip; empty where it is none or above 64 MB.",
             "print "
             "gzip_decompress_from_base64_string(\"H4sIAAAAAAACAyvPyE/MzVTQT8zJUVBTyEstUSgtTi0CACk3Hk0WAAAA\")"));
}

void add_punycode(FunctionCatalogue& catalogue) {
  catalogue.add(record("punycode_from_string", {}, {one("string", String)}, String, &lower_to<"hb_punycode_encode">,
                       "The text in punycode.", "print punycode_from_string(\"académie-française\")"));
  catalogue.add(record("punycode_to_string", {}, {one("string", String)}, String, &lower_to<"hb_punycode_decode">,
                       "The text that punycode holds; empty where it is none.",
                       "print punycode_to_string(\"acadmie-franaise-npb1a\")"));
  catalogue.add(record("punycode_domain_to_string", {}, {one("string", String)}, String,
                       &lower_to<"hb_punycode_encode_domain">, "A domain name with its labels in punycode (xn--...).",
                       "print punycode_domain_to_string(\"Riðill.org\")"));
  catalogue.add(record("punycode_domain_from_string", {}, {one("string", String)}, String,
                       &lower_to<"hb_punycode_decode_domain">, "A domain name with its punycode labels (xn--...) read.",
                       "print punycode_domain_from_string(\"xn--Riill-jta.org\")"));
}

void add_base64(FunctionCatalogue& catalogue) {
  catalogue.add(record("base64_encode_fromguid", {}, {one("guid", Guid)}, String, &lower_base64_of_guid,
                       "The guid's bytes, as .NET orders them, in base64.",
                       "print base64_encode_fromguid(guid(ae3133f2-6e22-49ae-b06a-16e6a9b212eb))"));
  catalogue.add(record("base64_decode_toguid", {}, {one("base64_string", String)}, Guid, &lower_guid_of_base64,
                       "The guid whose bytes base64 holds.",
                       "print base64_decode_toguid(\"JmvKl0QfTEi2O1nQxS0Jaw==\")"));
  catalogue.add(record("base64_encode_tostring", {"base64_encodestring"}, {one("string", String)}, String,
                       &lower_to<"hb_base64_encode">, "The text's UTF-8 in base64.",
                       "print base64_encode_tostring(\"whoami /all\")"));
  catalogue.add(record("base64_decode_tostring", {"base64_decodestring"}, {one("base64_string", String)}, String,
                       &lower_to<"hb_base64_decode">,
                       "The text that base64 holds; empty where it is none or no valid UTF-8.",
                       "print base64_decode_tostring(\"d2hvYW1pIC9hbGw=\")"));
  catalogue.add(record("base64_decode_toarray", {}, {one("base64_string", String)}, Dynamic,
                       &lower_to<"hb_base64_decode_to_array">, "The bytes that base64 holds, as an array of numbers.",
                       "print base64_decode_toarray(\"TVqQAAM=\")"));
  catalogue.add(record("base64_encode_fromarray", {}, {one("bytes", Dynamic)}, String,
                       &lower_to<"hb_base64_encode_array">, "An array of bytes in base64.",
                       "print base64_encode_fromarray(dynamic([75, 117, 115, 116, 111]))"));
}

void add_urls(FunctionCatalogue& catalogue) {
  catalogue.add(record("url_encode", {}, {one("url", String)}, String, &lower_to<"hb_url_encode">,
                       "The text percent-encoded, blanks as +.", "print url_encode(\"https://example.org/a b\")"));
  catalogue.add(record("url_encode_component", {}, {one("url", String)}, String, &lower_to<"hb_url_encode_component">,
                       "The text percent-encoded, blanks as %20.",
                       "print url_encode_component(\"https://example.org/a b\")"));
  catalogue.add(record("url_decode", {}, {one("encoded_url", String)}, String, &lower_to<"hb_url_decode">,
                       "The text without percent-encoding.", "print url_decode(\"https%3a%2f%2fexample.org%2f\")"));
}

void add_hashes(FunctionCatalogue& catalogue) {
  for (std::string_view name : {"hash", "hash_xxhash64"})
    catalogue.add(
        record(name, {}, {one("source", types::not_dynamic), wide(optional("mod", types::integers))}, Long, &lower_hash,
               "xxHash (64 bits) of the value, reduced to 0 .. mod - 1 where mod is given.",
               name == "hash" ? "print hash(\"alice\", 16), hash(\"bob\", 16)" : "print hash_xxhash64(\"alice\")"));
  catalogue.add(record("hash_md5", {}, {one("source", types::not_dynamic)}, String, &lower_digest<"hb_md5">,
                       "MD5 of the value's text, in hexadecimal.", "print hash_md5(\"mimikatz.exe\")"));
  catalogue.add(record("hash_sha1", {}, {one("source", types::not_dynamic)}, String, &lower_digest<"hb_sha1">,
                       "SHA-1 of the value's text, in hexadecimal.", "print hash_sha1(\"mimikatz.exe\")"));
  catalogue.add(record("hash_sha256", {}, {one("source", types::not_dynamic)}, String, &lower_digest<"hb_sha256">,
                       "SHA-256 of the value's text, in hexadecimal.", "print hash_sha256(\"mimikatz.exe\")"));
}

}  // namespace

sql::ExprPtr hash_of(sql::ExprPtr value, ScalarType type) {
  if (type == Decimal || type == Guid)
    value = sql::case_when(sql::is_null(value), sql::null_of(sql::SqlType::VarChar), convert(value, type, String));
  return sql::call("hb_xxhash64", {std::move(value)});
}

void add_encoding_functions(FunctionCatalogue& catalogue) {
  add_base64(catalogue);
  add_compression(catalogue);
  add_punycode(catalogue);
  add_urls(catalogue);
  add_hashes(catalogue);
  FunctionRecord hex =
      record("tohex", {}, {one("value", types::integers), wide(optional("minLength", types::integers))}, String,
             &lower_tohex, "The integer in hexadecimal, with zeros up to a length.", "print tohex(256, 8)");
  hex.result_name = ResultName::FirstArgument;
  catalogue.add(std::move(hex));
}

}  // namespace huntbook::kql
