// A folder for the case of one test, removed at its end, and short ways to fill and ask it.
#pragma once

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "case/case_file.hpp"

namespace huntbook::casefile {

class CaseFolder : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::temp_directory_path() /
              (std::string("huntbook_case_") + info->name() + "_" + std::to_string(getpid()));
    std::filesystem::remove_all(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  static CaseOptions options(Access access) { return {access, std::uint64_t{256} << 20, 2, "the test"}; }
  std::unique_ptr<CaseFile> created() { return checked(CaseFile::create(folder_, options(Access::Write))); }
  std::unique_ptr<CaseFile> opened(Access access = Access::Read) {
    return checked(CaseFile::open(folder_, options(access)));
  }
  static std::unique_ptr<CaseFile> checked(Result<std::unique_ptr<CaseFile>> result) {
    if (!result) {
      ADD_FAILURE() << result.error().message;
      return nullptr;
    }
    return std::move(*result);
  }

  static const StoredTable* table(const CaseFile& file, std::string_view name) {
    auto found = std::ranges::find(file.tables(), name, &StoredTable::name);
    return found == file.tables().end() ? nullptr : &*found;
  }
  static const StoredColumn* column(const CaseFile& file, std::string_view table_name, std::string_view name) {
    const StoredTable* stored = table(file, table_name);
    if (stored == nullptr) return nullptr;
    auto found = std::ranges::find(stored->columns, name, &StoredColumn::name);
    return found == stored->columns.end() ? nullptr : &*found;
  }

  // Values of a column as text, sorted; "(null)" for nulls.
  static std::vector<std::string> values(CaseFile& file, std::string_view table_name, std::string_view name) {
    const StoredColumn* stored = column(file, table_name, name);
    if (stored == nullptr || stored->source.empty()) return {"(no column)"};
    auto connection = file.connect();
    if (!connection) return {"(no connection)"};
    std::string type =
        stored->type == ScalarType::Guid ? "lower(" + stored->source + "::VARCHAR)" : stored->source + "::VARCHAR";
    auto stream = (*connection)
                      ->query("SELECT coalesce(" + type + ", '(null)') v FROM " + table(file, table_name)->relation +
                                  " ORDER BY v",
                              {{"v", ScalarType::String}}, {});
    if (!stream) return {stream.error().message};
    std::vector<std::string> list;
    while (true) {
      auto batch = (*stream)->next();
      if (!batch || !*batch) return list;
      for (std::size_t row = 0; row < (*batch)->rows(); ++row) list.emplace_back((*batch)->columns[0].text_at(row));
    }
  }

  std::filesystem::path folder_;
};

}  // namespace huntbook::casefile
