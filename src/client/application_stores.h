// Programs that bring their own list of trusted roots: Firefox and Chromium (NSS databases, written by
// certutil) and Java (the keystore cacerts, written by keytool).
//
// Each change is read back: a store that does not have afterwards what it should have is an error.
#pragma once

#include "x509/certificate.h"

namespace newel::client {

/// What happened to one kind of store.
struct StoreChange {
  int changed = 0;      ///< databases that were written
  int unchanged = 0;    ///< that already were as they should be
  std::string skipped;  ///< why there was nothing to write to; empty otherwise
};

/// Every profile of Firefox below the home folder, and the database that Chromium and others share. Throws
/// Error when one cannot be written.
StoreChange install_root_nss(const x509::Certificate& root, const std::string& name);
StoreChange uninstall_root_nss(const x509::Certificate& root, const std::string& name);

/// The keystore of the Java in JAVA_HOME, else of the keytool on PATH.
StoreChange install_root_java(const x509::Certificate& root, const std::string& name);
StoreChange uninstall_root_java(const x509::Certificate& root, const std::string& name);

}  // namespace newel::client
