// The syntax tree of KQL (Kusto docs, "Query statements", "Tabular operators"). Nodes hold what the text says, nothing
// resolved. Lossless: a node knows its span, and SyntaxTree keeps all tokens with their trivia.
//
// Where the parser had to recover, a Missing expression or an Unknown operator stands in the tree and a diagnostic says
// why.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/scalar_type.hpp"
#include "base/time.hpp"
#include "diag/diagnostic.hpp"
#include "kql/syntax/token.hpp"

namespace huntbook::kql::syntax {

using diag::Span;

struct Expr;
using ExprPtr = std::unique_ptr<Expr>;
struct Pipeline;
using PipelinePtr = std::unique_ptr<Pipeline>;

// A name as written, unquoted.
struct Name {
  std::string text;
  Span span;
};

// --- scalar expressions ----------------------------------------------------------------------------------------------

// A literal with its value; nullopt value: T(null). Decimal and guid values are canonical text.
struct Literal {
  ScalarType type;
  // bool | int, long, ticks | real | string, decimal, guid text, dynamic as JSON text
  std::variant<std::monostate, bool, std::int64_t, double, std::string> value;
  bool hidden_string = false;  // h"..": obfuscated in logs
};
struct NameRef {
  std::string name;
};
struct Star {};
// name(arguments); also toscalar(..), materialize(..), table(..) and tabular functions: which it is, the binder
// decides.
struct Call {
  Name function;
  std::vector<ExprPtr> arguments;
};
struct Member {  // object.name
  ExprPtr object;
  Name name;
};
// object.call(arguments): database("x").T, cluster("y").database("x").T, T.f()
struct MemberCall {
  ExprPtr object;
  std::unique_ptr<Expr> call;
};
struct Index {  // object[index]
  ExprPtr object;
  ExprPtr index;
};
struct Unary {
  std::string op;  // "-" "+"; not(..) is a call
  ExprPtr operand;
};
// Arithmetic, comparison, string and logical operators, op as in the text, lower-case, one blank inside "matches
// regex".
struct Binary {
  std::string op;
  Span op_span;
  ExprPtr left;
  ExprPtr right;
};
// in, !in, in~, !in~, has_any, has_all with a list in parentheses.
struct InList {
  std::string op;
  Span op_span;
  ExprPtr operand;
  std::vector<ExprPtr> values;
};
struct Between {  // operand between (low .. high), !between
  bool negated;
  Span op_span;
  ExprPtr operand;
  ExprPtr low;
  ExprPtr high;
};
// name = expr, or (a, b) = expr: more than one name.
struct Named {
  std::vector<Name> names;
  ExprPtr expr;
};
struct Typed {  // name:type, in datatable headers, parse patterns, typeof(name:type, ..)
  Name name;
  ScalarType type;
};
// A pipeline where an expression is expected: arguments of toscalar, materialize, join, union, in (..).
struct SubPipeline {
  PipelinePtr pipeline;
};
struct Missing {};  // the parser found no expression here

struct Expr {
  std::variant<Literal, NameRef, Star, Call, Member, MemberCall, Index, Unary, Binary, InList, Between, Named, Typed,
               SubPipeline, Missing>
      node;
  Span span;  // with its parentheses, where it stands in some
  // Levels of expressions below and with this one, those of sub-pipelines included; the parser keeps it under 400.
  unsigned height = 1;
};

// --- tabular operators -----------------------------------------------------------------------------------------------

// name=value hints and properties: kind=inner, hint.strategy=broadcast, withsource=T, isfuzzy=true.
struct Property {
  Name name;
  ExprPtr value;  // a bare word is a NameRef
};

struct WhereOp {
  ExprPtr predicate;
};
struct ExtendOp {
  std::vector<ExprPtr> columns;
};
enum class ProjectKind { Project, Away, Keep, Rename, Reorder, ByNames };
struct ReorderTerm {
  ExprPtr column;  // NameRef, wildcard text in a NameRef, or Star
  enum class Order { None, Asc, Desc, GrannyAsc, GrannyDesc } order = Order::None;
};
struct ProjectOp {
  ProjectKind kind;
  std::vector<ExprPtr> columns;      // all but Reorder; wildcards as NameRef with '*' in the name
  std::vector<ReorderTerm> reorder;  // Reorder only
};
struct SummarizeOp {
  std::vector<Property> properties;
  std::vector<ExprPtr> aggregates;
  std::vector<ExprPtr> by;
};
struct CountOp {
  std::optional<Name> as;
};
struct DistinctOp {
  std::vector<ExprPtr> columns;  // or a single Star
};
struct SortTerm {
  ExprPtr expr;
  std::optional<bool> ascending;    // as written
  std::optional<bool> nulls_first;  // as written
};
struct SortOp {
  std::vector<SortTerm> terms;
};
struct TopOp {
  ExprPtr count;
  std::vector<SortTerm> terms;
};
struct TakeOp {
  ExprPtr count;
};
struct JoinOp {
  bool lookup;  // lookup operator instead of join
  std::vector<Property> properties;
  PipelinePtr right;
  std::vector<ExprPtr> on;  // a column name, or $left.a == $right.b
};
struct UnionOp {
  std::vector<Property> properties;
  std::vector<ExprPtr> tables;  // NameRef (wildcards with '*'), Call, SubPipeline
};
struct MvExpandTerm {
  ExprPtr expr;  // may be Named
  std::optional<ScalarType> to_type;
};
struct MvExpandOp {
  std::vector<Property> properties;  // bagexpansion, kind, with_itemindex
  std::vector<MvExpandTerm> terms;
  ExprPtr limit;  // may be null
};
struct MvApplyOp {
  std::vector<Property> properties;
  std::vector<MvExpandTerm> terms;
  ExprPtr limit;     // may be null
  PipelinePtr body;  // source is null: the expanded subtable
};
struct PartitionOp {
  std::vector<Property> properties;
  Name by;
  PipelinePtr body;  // in (): without source, over the rows of one group; in {}: a query of its own
};
// parse [kind=..] [flags=..] expr with * "text" name:type ...
struct ParseStar {};
struct ParseText {
  std::string text;
  Span span;
};
struct ParseColumn {
  Name name;
  ScalarType type = ScalarType::String;
};
using ParsePart = std::variant<ParseStar, ParseText, ParseColumn>;
struct ParseOp {
  bool where;  // parse-where
  std::vector<Property> properties;
  ExprPtr operand;
  std::vector<ParsePart> pattern;
};
// parse-kv expr as (name:type, ..) with (pair_delimiter=.., kv_delimiter=.., quote=.., escape=.., greedy=.., regex=..)
struct ParseKvOp {
  ExprPtr operand;
  std::vector<Typed> columns;
  std::vector<Property> properties;
};
struct AsOp {
  std::vector<Property> properties;
  Name name;
};
struct EvaluateOp {
  std::vector<Property> properties;
  std::unique_ptr<Expr> call;                // Call; named arguments are Binary "=" -> Named
  std::optional<std::vector<Typed>> schema;  // evaluate f() : (a:string, ...)
  bool schema_keeps_input = false;           // : (*, a:string): the columns of the input come first
};
// make-series aggregates on axis from .. to .. step .. by keys
struct MakeSeriesOp {
  struct Series {
    ExprPtr aggregate;      // may be Named
    ExprPtr default_value;  // may be null
  };
  std::vector<Property> properties;  // kind
  std::vector<Series> series;
  ExprPtr axis;           // may be Named
  ExprPtr from;           // may be null
  ExprPtr to;             // may be null
  ExprPtr step;           // null after recovery only
  bool in_range = false;  // in range(from, to, step): bins as bin() makes them, and the end belongs to the series
  std::vector<ExprPtr> by;
};
struct RenderOp {
  Name kind;
  // A list as value (ycolumns=a, b) gives one property of that name for each.
  std::vector<Property> properties;
};
struct GetSchemaOp {};
struct SerializeOp {
  std::vector<ExprPtr> columns;
};
struct InvokeOp {
  std::unique_ptr<Expr> call;
};
struct SampleOp {
  ExprPtr count;
};
struct SampleDistinctOp {
  ExprPtr count;
  ExprPtr column;
};
struct TopHittersOp {
  ExprPtr count;
  ExprPtr of;
  ExprPtr by;  // may be null
};
struct TopNestedLevel {
  ExprPtr count;   // null: all values
  ExprPtr of;      // may be Named
  ExprPtr others;  // null: none
  ExprPtr by;      // may be Named
  bool ascending = false;
};
struct TopNestedOp {
  std::vector<TopNestedLevel> levels;
};
struct ConsumeOp {};
// fork (query) name=(query) ...
struct ForkOp {
  struct Branch {
    std::optional<Name> name;
    PipelinePtr body;
  };
  std::vector<Branch> branches;
};
struct FacetOp {
  std::vector<ExprPtr> columns;
  PipelinePtr with;  // may be null
};
// search [kind=..] [in (tables)] predicate. In the predicate a text alone is a term to look for in any column, and
// Binary ":" looks for one in a column.
struct SearchOp {
  std::vector<Property> properties;
  std::vector<ExprPtr> tables;  // none: all
  ExprPtr predicate;
};
// scan [with_match_id=Name] [order by ...] [partition by ...] [declare (name:type=default, ..)] with (step ..; ..)
struct ScanOp {
  struct Declared {
    Typed column;
    ExprPtr default_value;  // may be null
  };
  enum class Output { All, Last, None };
  struct Step {
    Name name;
    bool optional = false;
    Output output = Output::All;
    ExprPtr condition;
    std::vector<std::pair<Name, ExprPtr>> assignments;
  };
  std::vector<Property> properties;  // kind
  std::optional<Name> match_id;
  std::vector<SortTerm> order;
  std::vector<ExprPtr> partition;
  std::vector<Declared> declared;
  std::vector<Step> steps;
};
// reduce [kind=source] by expr [with threshold=.., characters=..]
struct ReduceOp {
  std::vector<Property> properties;  // kind
  ExprPtr by;
  std::vector<Property> with;  // threshold, characters
};
// --- graphs (Kusto docs, "Graph operators")

// make-graph source --> target [with table on key, ...] [with_node_id=name] [partitioned-by column (operators)]
struct MakeGraphOp {
  struct Nodes {
    ExprPtr table;
    ExprPtr key;
  };
  ExprPtr source;
  ExprPtr target;
  std::vector<Nodes> nodes;
  std::optional<Name> node_id;
  std::optional<Name> partition;
  PipelinePtr body;  // over each partition's graph; null without partitions
};
// (a)-[e]->(b)<--(c): one node more than there are edges.
struct GraphPattern {
  struct Node {
    std::optional<Name> name;
    Span span;
  };
  struct Edge {
    enum class Direction { Right, Left, Any };
    std::optional<Name> name;
    Direction direction = Direction::Right;
    ExprPtr least, most;  // of a path, '*1..3'; null: a single edge
    Span span;
  };
  std::vector<Node> nodes;
  std::vector<Edge> edges;
};
// graph-match and graph-shortest-paths
struct GraphMatchOp {
  bool shortest;
  std::vector<Property> properties;  // cycles, output
  std::vector<GraphPattern> patterns;
  ExprPtr where;  // may be null
  std::optional<std::vector<ExprPtr>> project;
};
// graph-to-table nodes [as name] [with_node_id=name], edges [as name] [with_source_id=name] [with_target_id=name]
struct GraphToTableOp {
  struct Output {
    Name what;  // nodes or edges
    std::optional<Name> as;
    std::vector<Property> properties;
  };
  std::vector<Output> outputs;
};
struct GraphMarkComponentsOp {
  std::vector<Property> properties;  // kind, with_component_id
};
// An operator that KQL has and the parser does not take apart yet, or none at all (then a diagnostic says so); its text
// is skipped. Sources of that kind (search, find) stand here too, as the first operator of a pipeline without source.
struct UnknownOp {
  Name name;
};

struct Operator {
  std::variant<WhereOp, ExtendOp, ProjectOp, SummarizeOp, CountOp, DistinctOp, SortOp, TopOp, TakeOp, JoinOp, UnionOp,
               MvExpandOp, MvApplyOp, PartitionOp, ParseOp, ParseKvOp, AsOp, EvaluateOp, MakeSeriesOp, RenderOp,
               GetSchemaOp, SerializeOp, InvokeOp, SampleOp, SampleDistinctOp, TopHittersOp, TopNestedOp, ForkOp,
               FacetOp, SearchOp, ConsumeOp, ScanOp, ReduceOp, MakeGraphOp, GraphMatchOp, GraphToTableOp,
               GraphMarkComponentsOp, UnknownOp>
      node;
  Span span;
  Span keyword;
};

// --- sources ---------------------------------------------------------------------------------------------------------

struct PrintSource {
  std::vector<ExprPtr> columns;
};
struct RangeSource {
  Name column;
  ExprPtr from;
  ExprPtr to;
  ExprPtr step;
};
struct DataTableSource {
  std::vector<Typed> columns;
  std::vector<ExprPtr> values;  // row by row
};
struct SearchSource {
  SearchOp op;
};
// find [withsource=..] [in (tables)] [where] predicate [project-smart | project columns, pack(*)]
struct FindColumn {
  Name name;
  std::optional<ScalarType> type;
};
struct FindSource {
  std::vector<Property> properties;
  std::vector<ExprPtr> tables;  // none: all
  ExprPtr predicate;
  std::optional<std::vector<FindColumn>> project;  // nothing: project-smart
  bool pack = false;                               // the other columns as one bag
};
struct UnionSource {  // union as the first operator
  UnionOp op;
};
struct ExternalDataSource {
  std::vector<Typed> columns;
  std::vector<ExprPtr> locations;
  std::vector<Property> properties;
};
// A table, function call or let name; also '(pipeline)' and a scalar, where a query is only an expression.
struct ExprSource {
  ExprPtr expr;
};

struct Pipeline {
  // nothing: the body of mv-apply, partition and other sub-queries, whose source is implied, and pipelines that start
  // with an operator: evaluate, search, find
  std::optional<std::variant<PrintSource, RangeSource, DataTableSource, UnionSource, SearchSource, FindSource,
                             ExternalDataSource, ExprSource>>
      source;
  std::vector<Operator> operators;
  Span span;
  unsigned height = 0;  // of its highest expression
};

// --- statements ------------------------------------------------------------------------------------------------------

struct Parameter {
  Name name;
  std::optional<ScalarType> type;             // scalar parameter
  std::optional<std::vector<Typed>> tabular;  // tabular parameter T:(a:string, ..); empty vector for T:(*)
  ExprPtr default_value;                      // may be null
};
struct Lambda {  // (parameters) { let ..; body }
  bool view = false;
  std::vector<Parameter> parameters;
  std::vector<struct Statement> statements;
  PipelinePtr body;  // may be null after recovery
  Span braces;       // of the body, with both braces
};
struct LetStatement {
  Name name;
  std::variant<PipelinePtr, std::unique_ptr<Lambda>> value;  // a scalar is a Pipeline of one ExprSource
};
struct SetStatement {
  Name name;
  ExprPtr value;  // may be null
};
struct QueryStatement {
  PipelinePtr pipeline;
};
// A command: '.' first. Its text is kept whole; notebook and CLI take it apart with the helpers of command.hpp.
struct CommandStatement {
  std::string text;
};
// declare query_parameters(name:type = default, ..)
struct DeclareStatement {
  std::vector<Parameter> parameters;
};
// restrict access to (tables): names, with wildcards or not.
struct RestrictStatement {
  std::vector<ExprPtr> tables;
};
// declare pattern name [= (a:string, ..) [ [path:string] ] { (value, ..) [.[value]] = { body }; .. }]
struct PatternCase {
  std::vector<ExprPtr> values;
  ExprPtr path;                  // may be null
  std::unique_ptr<Lambda> body;  // without parameters
  Span span;
};
struct PatternStatement {
  Name name;
  std::vector<Parameter> parameters;  // none: the pattern is only declared
  std::optional<Parameter> path;
  std::vector<PatternCase> cases;
};
// alias database name = database
struct AliasStatement {
  Name name;
  ExprPtr database;
};
struct Statement {
  std::variant<LetStatement, SetStatement, QueryStatement, CommandStatement, DeclareStatement, RestrictStatement,
               PatternStatement, AliasStatement>
      node;
  Span span;
};

struct SyntaxTree {
  std::string text;
  std::vector<Token> tokens;
  std::vector<Statement> statements;
  diag::Diagnostics diagnostics;
};

// Parses a whole text: statements separated by ';'. Never fails; diagnostics say what was wrong.
SyntaxTree parse(std::string text);

}  // namespace huntbook::kql::syntax
