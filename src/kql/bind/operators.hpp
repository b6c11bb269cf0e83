// Tabular operators: each takes the relation so far and gives the next one, or null where it failed (already reported).
#pragma once

#include "kql/bind/scalar.hpp"

namespace huntbook::kql::bind {

plan::RelPtr bind_operator(Context& context, plan::RelPtr input, const syntax::Operator& op);

plan::RelPtr bind_sort(Context& context, plan::RelPtr input, const std::vector<syntax::SortTerm>& terms);

// One file each.
plan::RelPtr bind_project(Context& context, plan::RelPtr input, const syntax::ProjectOp& op);
plan::RelPtr bind_extend(Context& context, plan::RelPtr input, const std::vector<syntax::ExprPtr>& columns);
// project, with nodes and edges of a graph's pattern in reach.
plan::RelPtr bind_project(Context& context, plan::RelPtr input, const std::vector<syntax::ExprPtr>& columns,
                          ElementNames& elements);
plan::RelPtr bind_print(Context& context, const std::vector<syntax::ExprPtr>& columns);
plan::RelPtr bind_summarize(Context& context, plan::RelPtr input, const syntax::SummarizeOp& op);
plan::RelPtr bind_distinct(Context& context, plan::RelPtr input, const syntax::DistinctOp& op);
plan::RelPtr bind_join(Context& context, const plan::RelPtr& input, const syntax::JoinOp& op, diag::Span span);
// `first` may be null: union as the first operator.
plan::RelPtr bind_union(Context& context, plan::RelPtr first, const syntax::UnionOp& op, diag::Span span);
plan::RelPtr bind_mv_expand(Context& context, plan::RelPtr input, const syntax::MvExpandOp& op, diag::Span span);
plan::RelPtr bind_mv_apply(Context& context, plan::RelPtr input, const syntax::MvApplyOp& op, diag::Span span);
plan::RelPtr bind_partition(Context& context, plan::RelPtr input, const syntax::PartitionOp& op, diag::Span span);
plan::RelPtr bind_parse(Context& context, plan::RelPtr input, const syntax::ParseOp& op, diag::Span span);
plan::RelPtr bind_parse_kv(Context& context, plan::RelPtr input, const syntax::ParseKvOp& op, diag::Span span);
plan::RelPtr bind_sample(Context& context, plan::RelPtr input, const syntax::SampleOp& op, diag::Span span);
plan::RelPtr bind_sample_distinct(Context& context, plan::RelPtr input, const syntax::SampleDistinctOp& op);
plan::RelPtr bind_top_hitters(Context& context, plan::RelPtr input, const syntax::TopHittersOp& op, diag::Span span);
plan::RelPtr bind_consume(Context& context, plan::RelPtr input, diag::Span span);
plan::RelPtr bind_top_nested(Context& context, plan::RelPtr input, const syntax::TopNestedOp& op, diag::Span span);
// `input` is null where search is the first operator.
plan::RelPtr bind_search(Context& context, plan::RelPtr input, const syntax::SearchOp& op, diag::Span span);
plan::RelPtr bind_find(Context& context, const syntax::FindSource& find, diag::Span span);
plan::RelPtr bind_make_series(Context& context, plan::RelPtr input, const syntax::MakeSeriesOp& op);
plan::RelPtr bind_scan(Context& context, plan::RelPtr input, const syntax::ScanOp& op, diag::Span span);
plan::RelPtr bind_reduce(Context& context, plan::RelPtr input, const syntax::ReduceOp& op, diag::Span span);
plan::RelPtr bind_evaluate(Context& context, plan::RelPtr input, const syntax::EvaluateOp& op, diag::Span span);

// Later stages and the engine recurse over the plan, so its depth has a bound, lets included.
inline constexpr unsigned max_plan_depth = 400;

plan::RelPtr make_relation(std::vector<plan::Column> columns, decltype(plan::Rel::node) node);
// A projection of `input`; window functions that its expressions collected are computed below it.
plan::RelPtr make_project(Context& context, plan::RelPtr input, std::vector<plan::Assignment> windows,
                          std::vector<plan::Assignment> computed, std::vector<plan::Column> columns);
// The value of a property, as text: a bare word, a string, a number or a bool; empty where it is not there.
std::string property_text(const std::vector<syntax::Property>& properties, std::string_view name);

}  // namespace huntbook::kql::bind
