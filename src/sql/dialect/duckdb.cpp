#include "sql/dialect/duckdb.hpp"

#include <cmath>

#include <fmt/format.h>

#include "base/overloaded.hpp"

namespace huntbook::sql {

namespace {

std::string_view type_name(SqlType type) {
  switch (type) {
    case SqlType::Boolean:
      return "BOOLEAN";
    case SqlType::Integer:
      return "INTEGER";
    case SqlType::BigInt:
      return "BIGINT";
    case SqlType::HugeInt:
      return "HUGEINT";
    case SqlType::Double:
      return "DOUBLE";
    case SqlType::Decimal:
      return decimal_type;
    case SqlType::VarChar:
      return "VARCHAR";
    case SqlType::Uuid:
      return "UUID";
  }
  return "VARCHAR";
}

std::string_view symbol(BinaryOperator op) {
  switch (op) {
    case BinaryOperator::And:
      return "AND";
    case BinaryOperator::Or:
      return "OR";
    case BinaryOperator::Equal:
      return "=";
    case BinaryOperator::NotEqual:
      return "<>";
    case BinaryOperator::Less:
      return "<";
    case BinaryOperator::LessOrEqual:
      return "<=";
    case BinaryOperator::Greater:
      return ">";
    case BinaryOperator::GreaterOrEqual:
      return ">=";
    case BinaryOperator::IsDistinctFrom:
      return "IS DISTINCT FROM";
    case BinaryOperator::IsNotDistinctFrom:
      return "IS NOT DISTINCT FROM";
    case BinaryOperator::Add:
      return "+";
    case BinaryOperator::Subtract:
      return "-";
    case BinaryOperator::Multiply:
      return "*";
    case BinaryOperator::Divide:
      return "/";
    case BinaryOperator::IntegerDivide:
      return "//";
    case BinaryOperator::Modulo:
      return "%";
    case BinaryOperator::Concat:
      return "||";
  }
  return "=";
}

class Printer {
 public:
  PrintedQuery take() && { return std::move(out_); }

  void query(const Query& query) {
    if (!query.with.empty()) {
      text("WITH ");
      separated(query.with, [&](const CommonTable& table) {
        identifier(table.name);
        if (!table.columns.empty()) {
          text("(");
          separated(table.columns, [&](const std::string& name) { identifier(name); });
          text(")");
        }
        text(table.materialized ? " AS MATERIALIZED (" : " AS (");
        this->query(*table.query);
        text(")");
      });
      text(" ");
    }
    std::visit(Overloaded{[&](const Select& body) { select(body); }, [&](const UnionAll& body) { union_all(body); }},
               query.body);
  }

  void expression(const Expr& expr) {
    std::visit([&](const auto& node) { print(node); }, expr.node);
  }

 private:
  void text(std::string_view text) { out_.text.append(text); }

  template <class Items, class Function>
  void separated(const Items& items, Function function, std::string_view separator = ", ") {
    bool first = true;
    for (const auto& item : items) {
      if (!first) text(separator);
      first = false;
      function(item);
    }
  }

  void identifier(std::string_view name) {
    text("\"");
    for (char c : name) {
      if (c == '"') text("\"");
      out_.text.push_back(c);
    }
    text("\"");
  }

  void quoted(std::string_view value) {
    text("'");
    for (char c : value) {
      if (c == '\'') text("'");
      out_.text.push_back(c);
    }
    text("'");
  }

  void print(const Null& node) {
    text("CAST(NULL AS ");
    text(type_name(node.type));
    text(")");
  }
  void print(const BoolLiteral& node) { text(node.value ? "TRUE" : "FALSE"); }
  void print(const IntLiteral& node) { text(fmt::format("CAST({} AS {})", node.value, type_name(node.type))); }
  void print(const DoubleLiteral& node) {
    if (std::isnan(node.value)) return text("CAST('nan' AS DOUBLE)");
    if (std::isinf(node.value)) return text(node.value > 0 ? "CAST('inf' AS DOUBLE)" : "CAST('-inf' AS DOUBLE)");
    text(fmt::format("CAST({} AS DOUBLE)", exact(node.value)));
  }
  // An exponent makes the engine read the number as a double rather than as a decimal.
  static std::string exact(double value) { return fmt::format("{:.17e}", value); }
  void print(const DecimalLiteral& node) {
    text("CAST(");
    quoted(node.digits);
    text(fmt::format(" AS {})", decimal_type));
  }
  void print(const StringLiteral& node) {
    // The engine's parser ends a text at a NUL, so NULs are put in by a function.
    std::string_view rest = node.value;
    std::size_t nul = rest.find('\0');
    if (nul == std::string_view::npos) return quoted(rest);
    text("(");
    while (nul != std::string_view::npos) {
      quoted(rest.substr(0, nul));
      text(" || chr(0) || ");
      rest.remove_prefix(nul + 1);
      nul = rest.find('\0');
    }
    quoted(rest);
    text(")");
  }
  void print(const ColumnRef& node) {
    if (!node.relation.empty()) {
      identifier(node.relation);
      text(".");
    }
    identifier(node.name);
  }
  void print(const Unary& node) {
    switch (node.op) {
      case UnaryOperator::Not:
        text("(NOT ");
        expression(*node.operand);
        return text(")");
      case UnaryOperator::Negate:
        text("(- ");
        expression(*node.operand);
        return text(")");
      case UnaryOperator::IsNull:
        text("(");
        expression(*node.operand);
        return text(" IS NULL)");
      case UnaryOperator::IsNotNull:
        text("(");
        expression(*node.operand);
        return text(" IS NOT NULL)");
    }
  }
  // A chain of one associative operator prints flat: the engine's cost of nested expressions is cubic.
  void chain(const Binary& node) {
    auto operand = [&](const ExprPtr& side) {
      const auto* inner = std::get_if<Binary>(&side->node);
      if (inner != nullptr && inner->op == node.op) return chain(*inner);
      expression(*side);
    };
    operand(node.left);
    text(" ");
    text(symbol(node.op));
    text(" ");
    operand(node.right);
  }
  void print(const Binary& node) {
    text("(");
    if (node.op == BinaryOperator::And || node.op == BinaryOperator::Or || node.op == BinaryOperator::Concat) {
      chain(node);
    } else {
      expression(*node.left);
      text(" ");
      text(symbol(node.op));
      text(" ");
      expression(*node.right);
    }
    text(")");
  }
  void order(const std::vector<OrderTerm>& terms) {
    text("ORDER BY ");
    separated(terms, [&](const OrderTerm& term) {
      expression(*term.expr);
      text(term.descending ? " DESC" : " ASC");
      text(term.nulls_first ? " NULLS FIRST" : " NULLS LAST");
    });
  }
  void function_name(const std::string& name) {
    out_.functions.insert(name);
    text(name);
  }
  void print(const Call& node) {
    function_name(node.function);
    text(node.distinct ? "(DISTINCT " : "(");
    separated(node.arguments, [&](const ExprPtr& argument) { expression(*argument); });
    if (!node.order_by.empty()) {
      text(" ");
      order(node.order_by);
    }
    text(")");
    if (node.filter) {
      text(" FILTER (WHERE ");
      expression(*node.filter);
      text(")");
    }
  }
  void print(const Case& node) {
    text("CASE");
    for (const CaseBranch& branch : node.branches) {
      text(" WHEN ");
      expression(*branch.condition);
      text(" THEN ");
      expression(*branch.value);
    }
    if (node.otherwise) {
      text(" ELSE ");
      expression(*node.otherwise);
    }
    text(" END");
  }
  void print(const Cast& node) {
    text(node.try_cast ? "TRY_CAST(" : "CAST(");
    expression(*node.operand);
    text(fmt::format(" AS {})", type_name(node.type)));
  }
  void print(const InList& node) {
    text("(");
    expression(*node.operand);
    text(node.negated ? " NOT IN (" : " IN (");
    separated(node.values, [&](const ExprPtr& value) { expression(*value); });
    text("))");
  }
  void print(const InQuery& node) {
    text("(");
    expression(*node.operand);
    text(node.negated ? " NOT IN (" : " IN (");
    query(*node.query);
    text("))");
  }
  void print(const ScalarQuery& node) {
    text("(");
    query(*node.query);
    text(")");
  }
  void print(const Window& node) {
    function_name(node.function);
    text("(");
    separated(node.arguments, [&](const ExprPtr& argument) { expression(*argument); });
    text(") OVER (");
    if (!node.partition_by.empty()) {
      text("PARTITION BY ");
      separated(node.partition_by, [&](const ExprPtr& key) { expression(*key); });
      text(" ");
    }
    if (!node.order_by.empty()) order(node.order_by);
    if (node.rows_to_current) text(" ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW");
    text(")");
  }

  void union_all(const UnionAll& body) {
    separated(
        body.inputs,
        [&](const QueryPtr& input) {
          text("(");
          query(*input);
          text(")");
        },
        " UNION ALL ");
  }

  void select(const Select& body) {
    text(body.distinct ? "SELECT DISTINCT " : "SELECT ");
    separated(body.items, [&](const SelectItem& item) {
      expression(*item.expr);
      if (!item.alias.empty()) {
        text(" AS ");
        identifier(item.alias);
      }
    });
    if (body.from) {
      text(" FROM ");
      relation(*body.from);
    }
    if (body.where) {
      text(" WHERE ");
      expression(*body.where);
    }
    if (!body.group_by.empty()) {
      text(" GROUP BY ");
      separated(body.group_by, [&](const ExprPtr& key) { expression(*key); });
    }
    if (body.qualify) {
      text(" QUALIFY ");
      expression(*body.qualify);
    }
    if (!body.order_by.empty()) {
      text(" ");
      order(body.order_by);
    }
    if (body.limit) text(fmt::format(" LIMIT {}", *body.limit));
  }

  void alias(const std::string& name, const std::vector<std::string>& columns = {}) {
    if (name.empty()) return;
    text(" AS ");
    identifier(name);
    if (columns.empty()) return;
    text("(");
    separated(columns, [&](const std::string& column) { identifier(column); });
    text(")");
  }

  void relation(const Relation& relation) {
    std::visit(Overloaded{
                   [&](const TableRelation& node) {
                     identifier(node.name);
                     alias(relation.alias);
                   },
                   [&](const QueryRelation& node) {
                     text("(");
                     query(*node.query);
                     text(")");
                     alias(relation.alias);
                   },
                   [&](const FunctionRelation& node) {
                     function_name(node.function);
                     text("(");
                     separated(node.arguments, [&](const ExprPtr& argument) { expression(*argument); });
                     text(")");
                     alias(relation.alias, node.columns);
                   },
                   [&](const ValuesRelation& node) {
                     text("(VALUES ");
                     separated(node.rows, [&](const std::vector<ExprPtr>& row) {
                       text("(");
                       separated(row, [&](const ExprPtr& value) { expression(*value); });
                       text(")");
                     });
                     text(")");
                     alias(relation.alias, node.columns);
                   },
                   [&](const JoinRelation& node) { join(node); },
               },
               relation.node);
  }

  void join(const JoinRelation& node) {
    relation(*node.left);
    switch (node.kind) {
      case JoinKind::Inner:
        text(" JOIN ");
        break;
      case JoinKind::Left:
        text(" LEFT JOIN ");
        break;
      case JoinKind::Right:
        text(" RIGHT JOIN ");
        break;
      case JoinKind::Full:
        text(" FULL JOIN ");
        break;
      case JoinKind::Semi:
        text(" SEMI JOIN ");
        break;
      case JoinKind::Anti:
        text(" ANTI JOIN ");
        break;
    }
    relation(*node.right);
    text(" ON ");
    expression(*node.on);
  }

  PrintedQuery out_;
};

}  // namespace

PrintedQuery print_duckdb(const Query& query) {
  Printer printer;
  printer.query(query);
  return std::move(printer).take();
}

std::string print_duckdb(const Expr& expr) {
  Printer printer;
  printer.expression(expr);
  return std::move(printer).take().text;
}

}  // namespace huntbook::sql
