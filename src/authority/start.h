// Loading what an authority stands on: certificates, the intermediate's key, provisioners. Everything that is
// wrong here stops the start with one line that names the file and what to do.
#pragma once

#include "authority/authority.h"

namespace newel::authority {

/// The certificates of these files, in order. Throws Error naming the file.
std::vector<x509::Certificate> load_roots(const std::vector<std::string>& files);

/// The issuing certificate (first of the bundle `crt`) with the chain above it. Throws Error for an
/// unreadable or empty file, and for a certificate that is not valid now: nobody would accept what it signs.
std::vector<x509::Certificate> load_intermediates(const std::string& file, const std::string& key_file,
                                                  Time now);

/// The intermediate's key. Throws Error when it is another certificate's.
std::shared_ptr<const Signer> load_issuer_key(const config::Config& config, const Passwords& passwords,
                                              const x509::Certificate& intermediate);

/// The intermediates and the roots that issued the last of them: whose name constraints bind us.
std::vector<x509::Certificate> constraining_chain(const std::vector<x509::Certificate>& intermediates,
                                                  const std::vector<x509::Certificate>& roots);

/// Lines for the operator about certificates that will work badly; not a reason to stop.
std::vector<std::string> chain_warnings(const std::vector<x509::Certificate>& intermediates,
                                        const std::vector<x509::Certificate>& roots, Time now);

/// The provisioners of another authority, of which those that did not change are used again.
struct Known {
  const Management* state = nullptr;
  const provisioner::Collection* provisioners = nullptr;
};

/// What provisioners fetch may come from servers with certificates of ours: `roots` are trusted for it, too.
/// Those of the configuration, or of what is managed when `managed` is given; `known` may be nullptr. Throws
/// Error for duplicates and for wrong claims of the authority.
std::shared_ptr<const provisioner::Collection> make_provisioners(const config::Config& config,
                                                                 const std::vector<x509::Certificate>& roots,
                                                                 const Dependencies& dependencies,
                                                                 const Management* managed,
                                                                 const Known* known);

/// What every provisioner of this authority is given. Throws Error for wrong claims of the authority.
provisioner::Environment provisioner_environment(const config::Config& config,
                                                 const std::vector<x509::Certificate>& roots,
                                                 const Dependencies& dependencies);

}  // namespace newel::authority
