// What the binder saw on its way through a text, for editors: the rows and names in front of and behind each operator.
// A place is known by the offset at which its operator, statement or join begins in the text.
#pragma once

#include <cstddef>
#include <map>
#include <set>

#include "kql/bind/context.hpp"

namespace huntbook::kql::bind {

class Trace {
 public:
  struct Place {
    plan::RelPtr input;   // of an operator; null at a statement
    plan::RelPtr output;  // null where it failed
    plan::RelPtr right;   // the other side of a join
    EnvironmentPtr names;
  };

  // The body of a function may be bound many times; the first time counts, unless it did not know its columns.
  void operator_begins(const Context& context, std::size_t begin, const plan::RelPtr& input);
  void operator_ends(std::size_t begin, const plan::RelPtr& output);
  void join_has(std::size_t begin, const plan::RelPtr& right);
  void statement_begins(const Context& context, std::size_t begin);
  // Functions of other texts (earlier cells) have places of their own, which mean nothing here.
  void add_function(const syntax::Lambda& lambda) { functions_.insert(&lambda); }
  bool has_function(const syntax::Lambda& lambda) const { return functions_.contains(&lambda); }

  // Where the text did not parse.
  void set_faults(const syntax::SyntaxTree& tree);
  // Whether a part of the text did not parse: some of its nodes may be null, also where the grammar wants them.
  bool is_broken(diag::Span span) const;

  const std::map<std::size_t, Place>& places() const { return places_; }
  // Null where the binder did not come by.
  const Place* find(std::size_t begin) const;

 private:
  std::map<std::size_t, Place> places_;
  std::set<std::size_t> open_;  // places whose columns are not all known
  std::set<const syntax::Lambda*> functions_;
  std::set<std::size_t> faults_;
};

// Binding leaves no trace while one of these lives: it is in another text.
class UntracedText {
 public:
  explicit UntracedText(Context& context, bool untraced = true)
      : context_(context), saved_(untraced ? std::exchange(context.trace, nullptr) : context.trace) {}
  UntracedText(const UntracedText&) = delete;
  UntracedText& operator=(const UntracedText&) = delete;
  ~UntracedText() { context_.trace = saved_; }

 private:
  Context& context_;
  Trace* saved_;
};

}  // namespace huntbook::kql::bind
