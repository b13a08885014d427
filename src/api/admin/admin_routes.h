// The admin API: /admin/… (reference: authority/admin/api).
#pragma once

#include "api/router.h"

namespace newel::api {

const Router& admin_router();

}  // namespace newel::api
