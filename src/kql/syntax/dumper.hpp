// Writes nodes of the tree as S-expressions, for this folder only: dump.cpp what all of them share,
// dump_expression.cpp, dump_operator.cpp and dump_statement.cpp what each kind of node has.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "kql/syntax/tree.hpp"

namespace huntbook::kql::syntax {

class Dumper {
 public:
  std::string text() { return std::move(out_); }
  void put(const ExprPtr& expr);
  void put(const Expr& expr);
  void put(const Pipeline& pipeline);
  void put(const Statement& statement);

 private:
  void word(std::string_view text);
  void open(std::string_view head);
  void quoted(std::string_view text);
  void put(const Name& name);
  void name_word(std::string_view name);
  void close() { out_.push_back(')'); }
  template <class List>
  void put_all(const List& list) {
    for (const auto& item : list) put(item);
  }
  template <class List>
  void group(std::string_view head, const List& list) {
    open(head);
    put_all(list);
    close();
  }
  template <class List>
  void group_if_any(std::string_view head, const List& list) {
    if (!list.empty()) group(head, list);
  }

  // Expressions.
  void put(const Literal& literal);
  void put(const NameRef& node);
  void put(const Star&);
  void put(const Call& node);
  void put(const Member& node);
  void put(const MemberCall& node);
  void put(const Index& node);
  void put(const Unary& node);
  void put(const Binary& node);
  void put(const InList& node);
  void put(const Between& node);
  void put(const Named& node);
  void put(const Typed& node);
  void put(const SubPipeline& node);
  void put(const Missing&);

  // Operators and their parts.
  void put(const Property& property);
  void put(const WhereOp& op);
  void put(const ExtendOp& op);
  void put(const ReorderTerm& term);
  void put(const ProjectOp& op);
  void put(const SummarizeOp& op);
  void put(const CountOp& op);
  void put(const DistinctOp& op);
  void put(const SortTerm& term);
  void put(const SortOp& op);
  void put(const TopOp& op);
  void put(const TakeOp& op);
  void put(const PipelinePtr& pipeline);
  void put(const JoinOp& op);
  void put(const UnionOp& op);
  void put(const MvExpandTerm& term);
  void limit(const ExprPtr& count);
  void put(const MvExpandOp& op);
  void put(const MvApplyOp& op);
  void put(const PartitionOp& op);
  void put(const ScanOp& op);
  void put(const ReduceOp& op);
  void put(const MakeSeriesOp& op);
  void put(const ParsePart& part);
  void put(const ParseOp& op);
  void put(const ParseKvOp& op);
  void put(const AsOp& op);
  void put(const EvaluateOp& op);
  void put(const RenderOp& op);
  void put(const GetSchemaOp&);
  void put(const SerializeOp& op);
  void put(const InvokeOp& op);
  void put(const SampleOp& op);
  void put(const SampleDistinctOp& op);
  void put(const TopHittersOp& op);
  void put(const TopNestedLevel& level);
  void put(const TopNestedOp& op);
  void put(const ForkOp::Branch& branch);
  void put(const ForkOp& op);
  void put(const FacetOp& op);
  void put(const SearchOp& op);
  void put(const ConsumeOp&);
  void put(const MakeGraphOp::Nodes& nodes);
  void put(const MakeGraphOp& op);
  void put(const GraphPattern::Node& node);
  void put(const GraphPattern::Edge& edge);
  void put(const GraphPattern& pattern);
  void put(const GraphMatchOp& op);
  void put(const GraphToTableOp::Output& output);
  void put(const GraphToTableOp& op);
  void put(const GraphMarkComponentsOp& op);
  void put(const UnknownOp& op);

  // Sources.
  void put(const PrintSource& source);
  void put(const RangeSource& source);
  void put(const DataTableSource& source);
  void put(const SearchSource& source);
  void put(const FindColumn& column);
  void put(const FindSource& find);
  void put(const UnionSource& source);
  void put(const ExternalDataSource& source);
  void put(const ExprSource& source);

  // Statements.
  void put(const Parameter& parameter);
  void put(const Lambda& function);
  void put(const LetStatement& let);
  void put(const SetStatement& set);
  void put(const QueryStatement& query);
  void put(const CommandStatement& command);
  void put(const DeclareStatement& declare);
  void put(const RestrictStatement& restrict);
  void put(const PatternStatement& pattern);
  void put(const AliasStatement& alias);

  std::string out_;
};

}  // namespace huntbook::kql::syntax
