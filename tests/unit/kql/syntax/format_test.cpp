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

TEST(Format, ScanHasAStepALine) {
  EXPECT_EQ(formatted("T|scan  with( step s : true=>n = s.n+1 ; )"), "T | scan with (step s: true => n = s.n + 1;)\n");
  EXPECT_EQ(formatted("T|scan with_match_id = Session   declare(a:long=0,b:string)with(step start:Event=='logon' and "
                      "Computer startswith 'srv-with-a-long-name' and Account has 'administrator' => a=1,b='x';\n"
                      "step inside output = last : Event !in ('logon','logoff');step end:Event=='logoff' ; )|count"),
            "T\n"
            "| scan with_match_id=Session declare (a:long = 0, b:string) with (\n"
            "    step start: Event == 'logon'\n"
            "        and Computer startswith 'srv-with-a-long-name'\n"
            "        and Account has 'administrator'\n"
            "        => a = 1, b = 'x';\n"
            "    step inside output=last: Event !in ('logon', 'logoff');\n"
            "    step end: Event == 'logoff';\n"
            ")\n"
            "| count\n");
  EXPECT_EQ(
      formatted("T|scan with_match_id=Session order by Computer asc,TimeGenerated asc partition by Account,Computer "
                "declare(Failures:long=0,First:datetime)with(step fail:Result=='failure'=>Failures=iff(isnull("
                "fail.Failures),1,fail.Failures+1),First=iff(isnull(fail.First),TimeGenerated,fail.First);)"),
      "T\n"
      "| scan with_match_id=Session\n"
      "    order by Computer asc, TimeGenerated asc\n"
      "    partition by Account, Computer\n"
      "    declare (Failures:long = 0, First:datetime)\n"
      "    with (\n"
      "        step fail: Result == 'failure'\n"
      "            => Failures = iff(isnull(fail.Failures), 1, fail.Failures + 1),\n"
      "                First = iff(isnull(fail.First), TimeGenerated, fail.First);\n"
      "    )\n");
}

TEST(Format, CommentsInAScanStay) {
  EXPECT_EQ(formatted("T|scan with ( // two steps\nstep a: x>1; // the first\n// and then\nstep b: // any\ntrue;)"),
            "T\n"
            "| scan with ( // two steps\n"
            "    step a: x > 1; // the first\n"
            "    // and then\n"
            "    step b: // any\n"
            "        true;\n"
            ")\n");
}

TEST(Format, GraphsAndTheirPatterns) {
  EXPECT_EQ(formatted("E|make-graph Src-->Dst with_node_id = Host|graph-match (a) -[ e ]-> (b) <-- ( ) -- (c) project "
                      "a.Host,x=e.n+1"),
            "E\n"
            "| make-graph Src --> Dst with_node_id=Host\n"
            "| graph-match (a)-[e]->(b)<--()--(c) project a.Host, x = e.n + 1\n");
  EXPECT_EQ(formatted("E|make-graph Src-->Dst with Hosts on Host , Owners   on Name|graph-match cycles = none "
                      "(a)-[e]->(b)--(c) , (a) <-[ p * 1 .. 3 ]- (d) where a.Host=='web01' and all(p , Kind=='smb') "
                      "project Reached=b.Host,Way=map(p,Target)"),
            "E\n"
            "| make-graph Src --> Dst with Hosts on Host, Owners on Name\n"
            "| graph-match cycles=none (a)-[e]->(b)--(c), (a)<-[p*1..3]-(d)\n"
            "    where a.Host == 'web01' and all(p, Kind == 'smb')\n"
            "    project Reached = b.Host, Way = map(p, Target)\n");
  EXPECT_EQ(formatted("E|make-graph Src-->Dst with_node_id=Host partitioned-by Tenant(graph-match (a)-[e]->(b) where "
                      "a.Host=='web01' and b.Host in ('a','b') project Reached=b.Host,Source=a.Host,Port=e.Port)"),
            "E\n"
            "| make-graph Src --> Dst with_node_id=Host partitioned-by Tenant (\n"
            "    graph-match (a)-[e]->(b)\n"
            "        where a.Host == 'web01' and b.Host in ('a', 'b')\n"
            "        project Reached = b.Host, Source = a.Host, Port = e.Port\n"
            ")\n");
  EXPECT_EQ(formatted("G|graph-mark-components kind = strong with_component_id = C|graph-to-table nodes as N "
                      "with_node_id = Id , edges as F|graph-shortest-paths output = all (a)-[p*1..5]->(b) project p"),
            "G\n"
            "| graph-mark-components kind=strong with_component_id=C\n"
            "| graph-to-table nodes as N with_node_id=Id, edges as F\n"
            "| graph-shortest-paths output=all (a)-[p*1..5]->(b) project p\n");
  EXPECT_EQ(formatted("G|graph-match // ends\n(a)--(b) // near\nwhere a.x==b.x project a.x"),
            "G\n"
            "| graph-match // ends\n"
            "    (a)--(b) // near\n"
            "    where a.x == b.x\n"
            "    project a.x\n");
}

TEST(Format, Reduce) {
  EXPECT_EQ(formatted("T|reduce kind = source by tolower( Line ) with threshold = 0.1 , characters='-'"),
            "T | reduce kind=source by tolower(Line) with threshold=0.1, characters='-'\n");
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
