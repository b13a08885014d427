// Giving back the memory that only the start needed.
#pragma once

namespace newel::server {

/// Drops the resident pages of program code; what runs again is mapped again from the page cache. Never
/// fails.
void release_startup_pages();

}  // namespace newel::server
