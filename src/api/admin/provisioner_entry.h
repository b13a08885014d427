// What the routes of provisioners and of their webhooks share.
#pragma once

#include "authority/administration.h"
#include "base/encoding.h"

namespace newel::api::admin {

inline constexpr std::size_t webhook_secret_size = 64;

/// The Provisioner message, complete, but for the secrets of webhooks.
json::Object provisioner_answer(const authority::Management::Entry& entry);

/// A webhook keeps id and secret of the one with its name in `old`; a new one gets new ones.
void keep_webhook_secret(json::Object& hook, const json::Object& old, const Random& random);

}  // namespace newel::api::admin
