// From the `db` section of ca.json to an open store.
#pragma once

#include <atomic>
#include <functional>
#include <memory>

#include "config/config.h"
#include "store/store.h"

namespace newel::server {

/// What the configuration says, or a store in memory without a section. `in_flight` must outlive it. `notice`
/// hears what the operator should know. Throws Error.
std::shared_ptr<store::Store> open_database(const config::Config& config, const std::atomic<int>& in_flight,
                                            const std::function<void(std::string_view)>& notice);

}  // namespace newel::server
