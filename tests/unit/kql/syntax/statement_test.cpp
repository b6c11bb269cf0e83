#include <gtest/gtest.h>

#include "parsed.hpp"

namespace huntbook::kql::syntax {
namespace {

TEST(Statement, Let) {
  EXPECT_EQ(parsed("let x = 5; let T2 = T | take x; T2"), "(let x (pipe 5))\n(let T2 (pipe T (take x)))\n(pipe T2)");
  EXPECT_EQ(parsed("let ['a b'] = toscalar(T | count);"), "(let ['a b'] (pipe (call toscalar (pipe T (count)))))");
}

TEST(Statement, Functions) {
  EXPECT_EQ(parsed("let f = (x:long, y:string = \"a\") { x + 1 }; print f(1)"),
            "(let f (function (x:long y:string = \"a\") (pipe (+ x 1))))\n(pipe (print (call f 1)))");
  EXPECT_EQ(parsed("let f = (T:(a:long, b:string), U:(*)) { let n = 3; T | take n; };"),
            "(let f (function (T (table a:long b:string) U (table)) (let n (pipe 3)) (pipe T (take n))))");
  EXPECT_EQ(parsed("let v = view () { T };"), "(let v (view () (pipe T)))");
  EXPECT_EQ(parsed("let f = () { let g = (x:int) { x }; g(1) };"),
            "(let f (function () (let g (function (x:int) (pipe x))) (pipe (call g 1))))");
}

TEST(Statement, SetAndOthers) {
  EXPECT_EQ(parsed("set querytrace; set x = 'y'; T"), "(set querytrace)\n(set x \"y\")\n(pipe T)");
  EXPECT_EQ(parsed("declare query_parameters(a:long = 1); T"), "(declare a:long = 1)\n(pipe T)");
}

TEST(Statement, BlankLinesAndStraySemicolons) {
  EXPECT_EQ(parsed(";;T\n\n| take 1\n\n;\n\nU;"), "(pipe T (take 1))\n(pipe U)");
  EXPECT_EQ(parsed("// nothing\n"), "");
}

TEST(Statement, CommandsKeepTheirText) {
  EXPECT_EQ(parsed(".show tables; T"), "(command \".show tables\")\n(pipe T)");
  EXPECT_EQ(parsed(".observe \"a;b\" with (tags=\"x\") <| T | take 1; U"),
            "(command \".observe \\\"a;b\\\" with (tags=\\\"x\\\") <| T | take 1\")\n(pipe U)");
  EXPECT_EQ(parsed(".create-or-alter function f() { let a = 1; T }"),
            "(command \".create-or-alter function f() { let a = 1; T }\")");
  EXPECT_EQ(parsed(".set R <| let a = 1; T | take a; U"), "(command \".set R <| let a = 1; T | take a\")\n(pipe U)");
}

TEST(Statement, WhatTheLexerSaysOfCommandsDoesNotCount) {
  EXPECT_EQ(parsed(".investigate evil[.]com, 10.0.0.1, C:\\x&y"),
            "(command \".investigate evil[.]com, 10.0.0.1, C:\\\\x&y\")");
}

}  // namespace
}  // namespace huntbook::kql::syntax
