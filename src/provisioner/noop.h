// The provisioner of certificates that name none: it allows their renewal (reference: provisioner/noop.go).
#pragma once

#include "provisioner/provisioner.h"

namespace newel::provisioner {

class NoopProvisioner final : public Provisioner {
 public:
  NoopProvisioner() : Provisioner(Type::noop, "noop", {}) { token_key_ = "noop"; }
  void authorize_renew(const x509::Certificate&, Time) const override {}
};

}  // namespace newel::provisioner
