#include "ingest/aws/cloud_trail.hpp"

#include <array>

#include "ingest/record/field_values.hpp"

namespace huntbook::ingest {

namespace {

constexpr std::array event_renames = {
    Rename{"apiVersion", "APIVersion"},
    Rename{"awsRegion", "AWSRegion"},
    Rename{"eventCategory", "Category"},
    Rename{"eventID", "AwsEventId"},
    Rename{"eventType", "EventTypeName"},
    Rename{"requestID", "AwsRequestId"},
    Rename{"sharedEventID", "SharedEventId"},
    Rename{"sourceIPAddress", "SourceIpAddress"},
    Rename{"tlsDetails", ""},
    Rename{"userIdentity", ""},
};

constexpr std::array identity_renames = {
    Rename{"accessKeyId", "UserIdentityAccessKeyId"},
    Rename{"accountId", "UserIdentityAccountId"},
    Rename{"arn", "UserIdentityArn"},
    Rename{"identityStoreArn", "UserIdentityStoreArn"},
    Rename{"invokedBy", "UserIdentityInvokedBy"},
    Rename{"principalId", "UserIdentityPrincipalid"},
    Rename{"type", "UserIdentityType"},
    Rename{"userId", "UserIdentityUserId"},
    Rename{"userName", "UserIdentityUserName"},
};

// Of sessionContext, its attributes and its issuer.
constexpr std::array session_renames = {
    Rename{"accountId", "SessionIssuerAccountId"},
    Rename{"arn", "SessionIssuerArn"},
    Rename{"creationDate", "SessionCreationDate"},
    Rename{"ec2RoleDelivery", "EC2RoleDelivery"},
    Rename{"mfaAuthenticated", "SessionMfaAuthenticated"},
    Rename{"principalId", "SessionIssuerPrincipalId"},
    Rename{"type", "SessionIssuerType"},
    Rename{"userName", "SessionIssuerUserName"},
};

bool is_empty_object(const Field& field) {
  return field.kind == FieldKind::Nested && field.text == "{}";
}

}  // namespace

bool CloudTrail::knows(Record record) const {
  return has_field(record, "eventSource") && has_field(record, "eventName") && has_field(record, "awsRegion") &&
         (has_field(record, "eventTime") || has_field(record, "@timestamp"));
}

bool CloudTrail::put(const ParsedRecord& record, BlockTables& tables) {
  DocumentedRows* const rows = tables.documented("AWSCloudTrail");
  if (rows == nullptr) return false;
  if (!event_) {
    event_.emplace(rows->table(), event_renames);
    identity_.emplace(rows->table(), identity_renames);
    session_.emplace(rows->table(), session_renames);
  }
  members_.forget();
  const std::string_view time_name = has_field(record.fields, "eventTime") ? "eventTime" : "@timestamp";
  const auto time = time_in(record.fields, time_name);
  if (time) rows->fill_time(time_column, *time);
  for (const Field& field : record.fields) {
    if (field.name == time_name && time) continue;
    if (field.name == "userIdentity" && field.kind == FieldKind::Nested) {
      put_identity(field, *rows);
    } else if (field.name == "tlsDetails" && field.kind == FieldKind::Nested) {
      event_->put(members_.of(field), *rows);
    } else {
      event_->put(field, *rows);
    }
  }
  rows->fill("AwsRequestId_", rows->text_of("AwsRequestId"));
  rows->fill("Type", "AWSCloudTrail");
  rows->end_row(record.number);
  return true;
}

void CloudTrail::put_identity(const Field& identity, DocumentedRows& rows) {
  for (const Field& member : members_.of(identity)) {
    if (member.name == "sessionContext" && member.kind == FieldKind::Nested) {
      put_session(member, rows);
    } else if (!identity_->column_of(member.name).starts_with("UserIdentity") && !member.is_blank()) {
      rows.extra(member.name, member);
    } else {
      identity_->put(member, rows);
    }
  }
}

void CloudTrail::put_session(const Field& session, DocumentedRows& rows) {
  for (const Field& member : members_.of(session)) {
    if (member.kind == FieldKind::Nested && (member.name == "attributes" || member.name == "sessionIssuer")) {
      session_->put(members_.of(member), rows);
    } else if (!is_empty_object(member)) {
      session_->put(member, rows);
    }
  }
}

Source cloud_trail_source() {
  return {"aws_cloudtrail", "AWS CloudTrail",
          []() -> std::unique_ptr<Normaliser> { return std::make_unique<CloudTrail>(); }};
}

}  // namespace huntbook::ingest
