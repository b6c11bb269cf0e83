#include "kql/syntax/format.hpp"

#include <gtest/gtest.h>

namespace huntbook::kql::syntax {
namespace {

std::string formatted(std::string_view text) {
  const Formatted result = format(text);
  EXPECT_TRUE(result.diagnostics.empty());
  EXPECT_EQ(format(result.text).text, result.text);
  return result.text;
}

TEST(Format, OneOperatorStaysOnTheLineTwoDoNot) {
  EXPECT_EQ(formatted("T|where a==1"), "T | where a == 1\n");
  EXPECT_EQ(formatted("T|where a==1|take   5"),
            "T\n"
            "| where a == 1\n"
            "| take 5\n");
}

TEST(Format, Blanks) {
  EXPECT_EQ(formatted("print x=-1+ -(2*a),y=d.a[ 0 ].b['c d'],z = not( true )"),
            "print x = -1 + -(2 * a), y = d.a[0].b['c d'], z = not(true)\n");
  EXPECT_EQ(formatted("T|where a in(1,2) and b between(1..2) and c!in~('x') or d has_any( 'y' )"),
            "T | where a in (1, 2) and b between (1 .. 2) and c !in~ ('x') or d has_any ('y')\n");
  EXPECT_EQ(formatted("T|project-away a* ,*b|parse kind = regex s with * 'x' n:long *"),
            "T\n"
            "| project-away a*, *b\n"
            "| parse kind=regex s with * 'x' n:long *\n");
  EXPECT_EQ(formatted("T|evaluate f( x ):(a : string)|mv-expand x to typeof( long )"),
            "T\n"
            "| evaluate f(x) : (a:string)\n"
            "| mv-expand x to typeof(long)\n");
}

TEST(Format, LetsAndFunctions) {
  EXPECT_EQ(formatted("let a=5;let b=T|take 1;let c=T|where x|take 1;c"),
            "let a = 5;\n"
            "let b = T | take 1;\n"
            "let c =\n"
            "    T\n"
            "    | where x\n"
            "    | take 1;\n"
            "c\n");
  EXPECT_EQ(formatted("let f=(a:long,b:string='x'){a+1};let g=(T:(a:long)){let n=2;T|where a>n|take 1};g(U)"),
            "let f = (a:long, b:string = 'x') { a + 1 };\n"
            "let g = (T:(a:long)) {\n"
            "    let n = 2;\n"
            "    T\n"
            "    | where a > n\n"
            "    | take 1\n"
            "};\n"
            "g(U)\n");
}

TEST(Format, InnerQueries) {
  EXPECT_EQ(formatted("T|join kind = inner(U|where a|project b)on x,$left.y==$right.z"),
            "T | join kind=inner (U | where a | project b) on x, $left.y == $right.z\n");
  EXPECT_EQ(formatted("T|join(U|where a|project b|take 1)on x|count"),
            "T\n"
            "| join (\n"
            "    U\n"
            "    | where a\n"
            "    | project b\n"
            "    | take 1\n"
            ") on x\n"
            "| count\n");
  EXPECT_EQ(formatted("T|mv-apply x on(where x>1|take 2)|fork(where a|take 1|count)(count)"),
            "T\n"
            "| mv-apply x on (where x > 1 | take 2)\n"
            "| fork (\n"
            "    where a\n"
            "    | take 1\n"
            "    | count\n"
            ") (count)\n");
}

TEST(Format, LongListsConditionsAndCalls) {
  EXPECT_EQ(formatted("T|summarize Accounts=dcount(Account),First=min(TimeGenerated),Last=max(TimeGenerated),"
                      "Hosts=make_set(Computer) by EventID,bin(TimeGenerated,1h)"),
            "T\n"
            "| summarize\n"
            "    Accounts = dcount(Account),\n"
            "    First = min(TimeGenerated),\n"
            "    Last = max(TimeGenerated),\n"
            "    Hosts = make_set(Computer)\n"
            "    by EventID, bin(TimeGenerated, 1h)\n");
  EXPECT_EQ(formatted("T|where Account has 'administrator' and (Computer startswith 'srv' or Computer startswith 'dc') "
                      "and EventID in (4624,4625)"),
            "T\n"
            "| where Account has 'administrator'\n"
            "    and (Computer startswith 'srv' or Computer startswith 'dc')\n"
            "    and EventID in (4624, 4625)\n");
  EXPECT_EQ(formatted("print x=strcat('a rather long text that stands here','another one that is as long as this',"
                      "'and a third')"),
            "print\n"
            "    x = strcat(\n"
            "        'a rather long text that stands here',\n"
            "        'another one that is as long as this',\n"
            "        'and a third'\n"
            "    )\n");
}

TEST(Format, RowsOfDatatables) {
  EXPECT_EQ(formatted("datatable(a:long)[1,2,3]"), "datatable(a:long)[1, 2, 3]\n");
  EXPECT_EQ(formatted("datatable(a:long,b:string)[1,'x',2,'y']"),
            "datatable(a:long, b:string)[\n"
            "    1, 'x',\n"
            "    2, 'y'\n"
            "]\n");
  // ['x'] on one line would be a name.
  EXPECT_EQ(formatted("datatable(a:string)[\n'x'\n]"),
            "datatable(a:string)[\n"
            "    'x'\n"
            "]\n");
}

TEST(Format, CommentsAndBlankLinesStay) {
  EXPECT_EQ(formatted("// first\n\n\n\nlet a = 1; // one\n// two\nlet b=2;\n\n\nT // rows\n// those\n|where a // x  "
                      "\n|take b\n// end"),
            "// first\n"
            "\n"
            "let a = 1; // one\n"
            "// two\n"
            "let b = 2;\n"
            "\n"
            "T // rows\n"
            "// those\n"
            "| where a // x\n"
            "| take b\n"
            "// end\n");
  EXPECT_EQ(formatted("T | where f(a, // the first\n b)"),
            "T\n"
            "| where f(\n"
            "    a, // the first\n"
            "    b\n"
            ")\n");
}

TEST(Format, WhatIsNotTakenApartStaysAsItIs) {
  EXPECT_EQ(formatted(".show   tables"), ".show   tables\n");
  EXPECT_EQ(formatted("print d=dynamic( {'a' : [1,2]} )"), "print d = dynamic( {'a' : [1,2]} )\n");
  EXPECT_EQ(formatted("print 'a  |  b', @\"c\\\""), "print 'a  |  b', @\"c\\\"\n");
  EXPECT_EQ(formatted(""), "");
  EXPECT_EQ(formatted(" // nothing "), "// nothing\n");
}

TEST(Format, ATextThatDoesNotParseComesBack) {
  const std::string text = "T|where (a==1 |take";
  const Formatted result = format(text);
  EXPECT_EQ(result.text, text);
  EXPECT_FALSE(result.diagnostics.empty());
}

TEST(Format, LineEndsOfOtherSystems) {
  EXPECT_EQ(formatted("T\r\n| where a // x\r\n| take 1\r\n"),
            "T\n"
            "| where a // x\n"
            "| take 1\n");
}

}  // namespace
}  // namespace huntbook::kql::syntax
