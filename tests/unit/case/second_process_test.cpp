// Two processes on one case, and processes that are killed.
#include <array>

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "case_folder.hpp"

namespace huntbook::casefile {
namespace {

// The helper program with its output; ended and waited for at the end.
class Helper {
 public:
  explicit Helper(std::vector<std::string> arguments) {
    std::array<int, 2> input{};
    std::array<int, 2> output{};
    if (pipe(input.data()) != 0 || pipe(output.data()) != 0) return;
    process_ = fork();
    if (process_ == 0) {
      dup2(input[0], STDIN_FILENO);
      dup2(output[1], STDOUT_FILENO);
      close(input[1]);
      close(output[0]);
      arguments.insert(arguments.begin(), HUNTBOOK_CASE_HELPER);
      std::vector<char*> pointers;
      for (std::string& argument : arguments) pointers.push_back(argument.data());
      pointers.push_back(nullptr);
      execv(HUNTBOOK_CASE_HELPER, pointers.data());
      _exit(127);
    }
    close(input[0]);
    close(output[1]);
    input_ = input[1];
    output_ = output[0];
  }
  ~Helper() {
    close(input_);
    close(output_);
    if (process_ > 0) waitpid(process_, nullptr, 0);
  }
  Helper(const Helper&) = delete;
  Helper& operator=(const Helper&) = delete;

  std::string line() const {
    std::string text;
    char character = 0;
    while (read(output_, &character, 1) == 1 && character != '\n') text += character;
    return text;
  }
  void kill_hard() {
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
    process_ = -1;
  }
  pid_t process() const { return process_; }

 private:
  pid_t process_ = -1;
  int input_ = -1;
  int output_ = -1;
};

class SecondProcess : public CaseFolder {};

TEST_F(SecondProcess, WriterKeepsOthersOutAndIsNamed) {
  ASSERT_NE(created(), nullptr);
  Helper writer({"hold", "write", folder_.string()});
  ASSERT_EQ(writer.line(), "ready");
  for (Access access : {Access::Read, Access::Write}) {
    auto result = CaseFile::open(folder_, options(access));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, ErrorKind::Environment);
    EXPECT_NE(result.error().message.find(std::to_string(writer.process())), std::string::npos);
    EXPECT_NE(result.error().message.find("helper at work"), std::string::npos);
  }
}

TEST_F(SecondProcess, ReadersShareAndKeepTheWriterOut) {
  ASSERT_NE(created(), nullptr);
  Helper reader({"hold", "read", folder_.string()});
  ASSERT_EQ(reader.line(), "ready");
  EXPECT_NE(opened(Access::Read), nullptr);
  auto result = CaseFile::open(folder_, options(Access::Write));
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::Environment);
  EXPECT_NE(result.error().message.find("in use"), std::string::npos);
}

TEST_F(SecondProcess, KilledInTheMiddleOfAFileLeavesNoneOfIt) {
  ASSERT_NE(created(), nullptr);
  for (const char* rows : {"100000", "400000", "1000000"}) {
    Helper helper({"ingest", folder_.string(), rows});
    ASSERT_EQ(helper.line(), "ready");
    helper.kill_hard();
    auto reader = opened(Access::Read);
    ASSERT_NE(reader, nullptr);
    EXPECT_EQ(table(*reader, "Big"), nullptr);
    EXPECT_EQ(reader->evidence()->size(), 0U);
  }
  auto file = opened(Access::Write);
  ASSERT_NE(file, nullptr);
  for (const auto& entry : std::filesystem::directory_iterator(folder_))
    EXPECT_FALSE(entry.path().filename().string().starts_with(".spill-") &&
                 entry.path().filename() != ".spill-" + std::to_string(getpid()));
}

}  // namespace
}  // namespace huntbook::casefile
