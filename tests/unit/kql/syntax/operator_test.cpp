#include <gtest/gtest.h>

#include "parsed.hpp"

namespace huntbook::kql::syntax {
namespace {

TEST(Operator, RowsAndColumns) {
  EXPECT_EQ(operators("where a == 1 | filter b"), "(where (== a 1)) (where b)");
  EXPECT_EQ(operators("extend a = 1, b | project c, d = e + 1"), "(extend (= a 1) b) (project c (= d (+ e 1)))");
  EXPECT_EQ(operators("project-away a*, *b, ['c d'] | project-keep *x* | project-rename n = o"),
            "(project-away a* *b ['c d']) (project-keep *x*) (project-rename (= n o))");
  EXPECT_EQ(operators("project-reorder a* asc, b, * granny-desc"), "(project-reorder a* asc b * granny-desc)");
  EXPECT_EQ(operators("distinct * | distinct a, b"), "(distinct *) (distinct a b)");
  EXPECT_EQ(operators("take 5 | limit n | sample 3 | count | count as n"),
            "(take 5) (take n) (sample 3) (count) (count n)");
  EXPECT_EQ(operators("getschema | serialize | serialize r = row_number() | consume"),
            "(getschema) (serialize) (serialize (= r (call row_number))) (consume)");
}

TEST(Operator, Sort) {
  EXPECT_EQ(operators("sort by a asc nulls last, b desc | order by c"), "(sort a asc nulls-last b desc) (sort c)");
  EXPECT_EQ(operators("top 5 by a desc nulls first"), "(top 5 (by a desc nulls-first))");
}

TEST(Operator, Summarize) {
  EXPECT_EQ(operators("summarize count(), x = sum(a) by b, bin(t, 1h)"),
            "(summarize (call count) (= x (call sum a)) (by b (call bin t timespan(01:00:00))))");
  EXPECT_EQ(operators("summarize by a"), "(summarize (by a))");
  EXPECT_EQ(operators("summarize hint.strategy=shuffle hint.num_partitions = 3 count()"),
            "(summarize (= hint.strategy shuffle) (= hint.num_partitions 3) (call count))");
  EXPECT_EQ(operators("summarize count() by t bin=1h"),
            "(summarize (call count) (by (call bin t timespan(01:00:00))))");
}

TEST(Operator, Join) {
  EXPECT_EQ(operators("join kind=inner hint.remote=left (U | where x) on a, $left.b == $right.c"),
            "(join (= kind inner) (= hint.remote left) (pipe U (where x)) (on a (== (. $left b) (. $right c))))");
  EXPECT_EQ(operators("join U on a"), "(join (pipe U) (on a))");
  EXPECT_EQ(operators("lookup kind=leftouter (database('x').U) on a"),
            "(lookup (= kind leftouter) (pipe (. (call database \"x\") U)) (on a))");
  EXPECT_EQ(operators("join (range x from 1 to 2 step 1) on x"), "(join (pipe (range x 1 2 1)) (on x))");
  EXPECT_EQ(operators("join (U)"), "KS005 12-12 expected 'on' and the columns to join by, found the end of the text");
}

TEST(Operator, Union) {
  EXPECT_EQ(operators("union kind=outer U, (V | take 1), W*, database(\"x\").Y*"),
            "(union (= kind outer) U (pipe V (take 1)) W* (. (call database \"x\") Y*))");
  EXPECT_EQ(parsed("union withsource=s isfuzzy=true T, U | count"),
            "(pipe (union (= withsource s) (= isfuzzy true) T U) (count))");
  EXPECT_EQ(parsed("union *"), "(pipe (union *))");
}

TEST(Operator, MvExpandAndMvApply) {
  EXPECT_EQ(operators("mv-expand kind=array with_itemindex=i x = a to typeof(long), b limit 5"),
            "(mv-expand (= kind array) (= with_itemindex i) (= x a):long b (limit 5))");
  EXPECT_EQ(operators("mvexpand a"), "(mv-expand a)");
  EXPECT_EQ(operators("mv-apply x = a to typeof(string) limit 3 on (where x > 1 | top 1 by x)"),
            "(mv-apply (= x a):string (limit 3) (pipe _ (where (> x 1)) (top 1 (by x))))");
}

TEST(Operator, Parse) {
  EXPECT_EQ(operators("parse a with * \"x=\" b:long \" \" ['c d'] *"),
            "(parse a (with * \"x=\" b:long \" \" ['c d']:string *))");
  EXPECT_EQ(operators("parse-where kind=regex flags=Ui a with @\"\\d\" b"),
            "(parse-where (= kind regex) (= flags Ui) a (with \"\\\\d\" b:string))");
}

TEST(Operator, EvaluateInvokeRenderAs) {
  EXPECT_EQ(operators("evaluate hint.distribution=per_node bag_unpack(a, 'x', n=3) : (a:string, b:long)"),
            "(evaluate (= hint.distribution per_node) (call bag_unpack a \"x\" (= n 3)) (schema a:string b:long))");
  EXPECT_EQ(operators("evaluate f() : (*, a:string)"), "(evaluate (call f) (schema * a:string))");
  EXPECT_EQ(operators("evaluate python(typeof(*, a:long), 'x')"),
            "(evaluate (call python (call typeof * a:long) \"x\"))");
  EXPECT_EQ(parsed("evaluate f(1)"), "(pipe _ (evaluate (call f 1)))");
  EXPECT_EQ(operators("invoke f(a) | as x"), "(invoke (call f a)) (as x)");
  EXPECT_EQ(operators("render timechart with (title=\"x\", ycolumns=a, b, kind=stacked)"),
            "(render timechart (= title \"x\") (= ycolumns a) (= ycolumns b) (= kind stacked))");
  EXPECT_EQ(operators("render barchart kind=stacked title='x'"), "(render barchart (= kind stacked) (= title \"x\"))");
}

TEST(Operator, Partition) {
  EXPECT_EQ(operators("partition hint.strategy=native by a (top 1 by b | take 2) | count"),
            "(partition (= hint.strategy native) a (pipe _ (top 1 (by b)) (take 2))) (count)");
  EXPECT_EQ(operators("partition by a { T | where b == toscalar(a) }"),
            "(partition a (pipe T (where (== b (call toscalar a)))))");
}

TEST(Operator, SearchFind) {
  EXPECT_EQ(parsed("search in (T, U*) \"x\" and a:\"y\" | take 1"),
            "(pipe (search (in T U*) (and \"x\" (: a \"y\"))) (take 1))");
  EXPECT_EQ(operators("search kind=case_sensitive *"), "(search (= kind case_sensitive) *)");
  EXPECT_EQ(parsed("find withsource=S in (T) where a == 1 project b, c:string, pack(*)"),
            "(pipe (find (= withsource S) (in T) (== a 1) (project b c:string) (pack)))");
}

TEST(Operator, PickingAndBranching) {
  EXPECT_EQ(operators("sample-distinct 3 of a | top-hitters 2 of b by c"), "(sample-distinct 3 a) (top-hitters 2 b c)");
  EXPECT_EQ(operators("top-nested 2 of a with others='x' by s=sum(n) asc, top-nested of b by count()"),
            "(top-nested (level-asc 2 a (= s (call sum n)) (others \"x\")) (level b (call count)))");
  EXPECT_EQ(operators("fork (count) k=(take 1)"), "(fork (pipe _ (count)) k (pipe _ (take 1)))");
  EXPECT_EQ(operators("facet by a, b with (take 1)"), "(facet a b (pipe _ (take 1)))");
  EXPECT_EQ(operators("parse-kv a as (b:long) with (kv_delimiter='=', quote='\"')"),
            "(parse-kv a (as b:long) (= kv_delimiter \"=\") (= quote \"\\\"\"))");
}

TEST(Operator, MakeSeries) {
  EXPECT_EQ(operators("make-series n = count() default=1, avg(x) on t from a to b step c by g, h = i | take 1"),
            "(make-series (= n (call count)) (default 1) (call avg x) (on t) (from a) (to b) (step c) (by g (= h i"
            "))) (take 1)");
  EXPECT_EQ(operators("make-series kind=nonempty count() on u = t in range(a, b, c)"),
            "(make-series (= kind nonempty) (call count) (on (= u t)) in-range (from a) (to b) (step c) (by))");
}

TEST(Operator, OthersOfKustoAreSkipped) {
  EXPECT_EQ(operators("macro-expand E as X (X.T) | take 1"), "(unknown macro-expand) (take 1)");
  EXPECT_EQ(operators("graph-where-nodes a == 1 | count"), "(unknown graph-where-nodes) (count)");
}

TEST(Operator, Reduce) {
  EXPECT_EQ(operators("reduce by a with threshold=0.2 | count"), "(reduce a (= threshold 0.2r)) (count)");
}

TEST(Source, PrintRangeDatatableExternaldata) {
  EXPECT_EQ(parsed("range x from 1 to 10 step 2"), "(pipe (range x 1 10 2))");
  EXPECT_EQ(parsed("print range(1, 2)"), "(pipe (print (call range 1 2)))");
  EXPECT_EQ(parsed("datatable(a:string, ['b c']:long) ['x', -1, 'y', long(null),] | take 1"),
            "(pipe (datatable (a:string ['b c']:long) \"x\" (- 1) \"y\" long(null)) (take 1))");
  EXPECT_EQ(parsed("datatable(a:string)[\"x\"]"), "(pipe (datatable (a:string) \"x\"))");
  EXPECT_EQ(parsed("externaldata (a:string) [h@\"http://x\"] with (format='csv', ignoreFirstRecord=true)"),
            "(pipe (externaldata (a:string) \"http://x\" (= format \"csv\") (= ignoreFirstRecord true)))");
}

TEST(Source, WordsThatAreNamesElsewhere) {
  EXPECT_EQ(parsed("range | take 1"), "(pipe range (take 1))");
  EXPECT_EQ(parsed("search | count"), "(pipe search (count))");
  EXPECT_EQ(operators("project find, search, print"), "(project find search print)");
}

}  // namespace
}  // namespace huntbook::kql::syntax
