#include "ingest/aws/vpc_fields.hpp"

#include <algorithm>
#include <array>

namespace huntbook::ingest {

namespace {

constexpr std::array fields = {
    Rename{"account-id", "AccountId"},
    Rename{"action", "Action"},
    Rename{"az-id", "AzId"},
    Rename{"bytes", "Bytes"},
    Rename{"dstaddr", "DstAddr"},
    Rename{"dstport", "DstPort"},
    Rename{"ecs-cluster-arn", "EcsClusterArn"},
    Rename{"ecs-cluster-name", "EcsClusterName"},
    Rename{"ecs-container-id", "EcsContainerId"},
    Rename{"ecs-container-instance-arn", "EcsContainerInstanceArn"},
    Rename{"ecs-container-instance-id", "EcsContainerInstanceId"},
    Rename{"ecs-second-container-id", "EcsSecondContainerId"},
    Rename{"ecs-service-name", "EcsServiceName"},
    Rename{"ecs-task-arn", "EcsTaskArn"},
    Rename{"ecs-task-definition-arn", "EcsTaskDefinitionArn"},
    Rename{"ecs-task-id", "EcsTaskId"},
    Rename{"end", "End"},
    Rename{"flow-direction", "FlowDirection"},
    Rename{"instance-id", "InstanceId"},
    Rename{"interface-id", "InterfaceId"},
    Rename{"log-status", "LogStatus"},
    Rename{"packets", "Packets"},
    Rename{"pkt-dst-aws-service", "PktDstAwsService"},
    Rename{"pkt-dstaddr", "PktDstAddr"},
    Rename{"pkt-src-aws-service", "PktSrcAwsService"},
    Rename{"pkt-srcaddr", "PktSrcAddr"},
    Rename{"protocol", "Protocol"},
    Rename{"region", "Region"},
    Rename{"reject-reason", ""},
    Rename{"srcaddr", "SrcAddr"},
    Rename{"srcport", "SrcPort"},
    Rename{"start", "Start"},
    Rename{"sublocation-id", "SublocationId"},
    Rename{"sublocation-type", "SublocationType"},
    Rename{"subnet-id", "SubnetId"},
    Rename{"tcp-flags", "TcpFlags"},
    Rename{"traffic-path", "TrafficPath"},
    Rename{"type", "TrafficType"},
    Rename{"version", "Version"},
    Rename{"vpc-id", "VpcId"},
};

constexpr auto defaults = std::to_array<std::string_view>({"version", "account-id", "interface-id", "srcaddr",
                                                           "dstaddr", "srcport", "dstport", "protocol", "packets",
                                                           "bytes", "start", "end", "action", "log-status"});

}  // namespace

std::span<const Rename> vpc_fields() {
  return fields;
}

bool is_vpc_field(std::string_view name) {
  return std::ranges::find(fields, name, &Rename::field) != fields.end();
}

std::span<const std::string_view> default_vpc_fields() {
  return defaults;
}

}  // namespace huntbook::ingest
