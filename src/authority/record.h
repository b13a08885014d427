// What the store keeps of a certificate.
#pragma once

#include "provisioner/provisioner.h"
#include "store/records.h"

namespace newel::authority {

struct Origin {
  std::string provisioner_id, provisioner_name, provisioner_type, ra_json;
};
Origin origin_of(const provisioner::Provisioner& provisioner, std::string ra_json = {});

store::CertificateRecord make_record(const x509::Certificate& certificate, const std::string& issuer,
                                     Time issued_at, Origin origin);

}  // namespace newel::authority
