#include "query/builtin_views.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace huntbook::query {

namespace {

struct Mapped {
  std::string_view column;
  std::string_view expression;
};

// ThreatIntelligenceIndicator had a column for each kind of observable; ThreatIntelIndicators names the kind.
constexpr std::array of_threat_intelligence = {
    Mapped{"Active", "IsActive"},
    Mapped{"AdditionalInformation", "tostring(Data)"},
    Mapped{"ConfidenceScore", "toreal(Confidence)"},
    Mapped{"Description",
           "iff(isnotempty(tostring(Data.description)), tostring(Data.description), tostring(Data.name))"},
    Mapped{"DomainName", "iff(ObservableKey == 'domain-name:value', ObservableValue, '')"},
    Mapped{"EmailSenderAddress", "iff(ObservableKey == 'email-addr:value', ObservableValue, '')"},
    Mapped{"EmailSubject", "iff(ObservableKey == 'email-message:subject', ObservableValue, '')"},
    Mapped{"ExpirationDateTime", "ValidUntil"},
    Mapped{"ExternalIndicatorId", "Id"},
    Mapped{"FileHashType",
           "case(ObservableKey == 'file:hashes.MD5', 'md5', ObservableKey == \"file:hashes.'SHA-1'\", 'sha1', "
           "ObservableKey == \"file:hashes.'SHA-256'\", 'sha256', '')"},
    Mapped{"FileHashValue", "iff(ObservableKey startswith 'file:hashes.', ObservableValue, '')"},
    Mapped{"FileName", "iff(ObservableKey == 'file:name', ObservableValue, '')"},
    Mapped{"IndicatorId", "Id"},
    Mapped{"IndicatorProvider", "SourceSystem"},
    Mapped{"NetworkCidrBlock",
           "iff(ObservableKey startswith 'ipv' and ObservableValue contains '/', ObservableValue, '')"},
    Mapped{"NetworkDestinationIP", "iff(ObservableKey == 'network-traffic:dst_ref.value', ObservableValue, '')"},
    Mapped{"NetworkIP", "iff(ObservableKey startswith 'ipv' and ObservableValue !contains '/', ObservableValue, '')"},
    Mapped{"NetworkSourceIP", "iff(ObservableKey == 'network-traffic:src_ref.value', ObservableValue, '')"},
    Mapped{"SourceSystem", "SourceSystem"},
    Mapped{"Tags", "Tags"},
    Mapped{"TenantId", "TenantId"},
    Mapped{"TimeGenerated", "TimeGenerated"},
    Mapped{"Type", "'ThreatIntelligenceIndicator'"},
    Mapped{"Url", "iff(ObservableKey == 'url:value', ObservableValue, '')"},
};

// The view's documented columns: what stands for them, or null.
std::string projection(const casefile::StoredTable& documented) {
  std::string text;
  for (const casefile::StoredColumn& column : documented.columns) {
    if (column.hidden) continue;
    if (!text.empty()) text += ", ";
    const auto mapped = std::ranges::find(of_threat_intelligence, column.name, &Mapped::column);
    text += "['" + column.name + "'] = ";
    if (mapped != of_threat_intelligence.end()) {
      text += mapped->expression;
    } else if (column.type == ScalarType::String) {
      text += "''";
    } else {
      text.append(name_of(column.type)).append("(null)");
    }
  }
  return text;
}

}  // namespace

std::vector<kql::StoredFunction> builtin_views(const casefile::CaseFile& case_file) {
  constexpr std::string_view source = "ThreatIntelIndicators";
  constexpr std::string_view view = "ThreatIntelligenceIndicator";
  const auto holds = [&case_file](std::string_view table) {
    return std::ranges::find(case_file.tables(), table, &casefile::StoredTable::name) != case_file.tables().end();
  };
  const auto& functions = case_file.functions();
  const bool own = std::ranges::find(functions, view, &casefile::StoredFunction::name) != functions.end();
  const auto documented = casefile::empty_table(view);
  if (!holds(source) || holds(view) || own || !documented) return {};
  return {
      {std::string(view), "()", "{ " + std::string(source) + " | project " + projection(*documented) + " }", false}};
}

}  // namespace huntbook::query
