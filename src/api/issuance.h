// What sign, renew and rekey share: the answer with a new certificate, and its counting (attempts that fail
// before there is one are counted by the authority's observer).
#pragma once

#include "api/exchange.h"

namespace newel::api {

/// Commits what the issuing put into `transaction`, then answers 201 with the chain.
void answer_issued(Exchange& exchange, Issue what, authority::Issued issued, store::Transaction transaction);

}  // namespace newel::api
