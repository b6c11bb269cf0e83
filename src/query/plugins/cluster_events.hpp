// evaluate cluster_events([Column, ...] [features=dynamic([...])] [eps=real] [min_samples=long]
//                         [mode='pattern'|'msticpy'] [collapse=bool]): event clustering, analysis/cluster.
#pragma once

#include "query/plugins/plugin.hpp"

namespace huntbook::query {

Plugin cluster_events();

}  // namespace huntbook::query
