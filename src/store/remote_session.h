// What the sessions across a wire share: BEGIN, SAVEPOINT and the like cost no trip of their own, they wait
// for the next statements and travel before them.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "store/session.h"

namespace newel::store {

class RemoteSession : public Session {
 public:
  void begin() override { ahead_.push_back("BEGIN"); }
  void savepoint() override { ahead_.push_back("SAVEPOINT one"); }
  void release_savepoint() override { ahead_.push_back("RELEASE SAVEPOINT one"); }
  void rollback_to_savepoint() override { ahead_.push_back("ROLLBACK TO SAVEPOINT one"); }
  bool is_remote() const override { return true; }

  /// Client libraries report over several lines, indented.
  static std::string in_one_line(std::string_view text) {
    std::string out;
    for (const char c : trim(text)) {
      const bool space = c == '\n' || c == '\t' || c == ' ';
      if (!space) out.push_back(c);
      if (space && !out.ends_with(' ')) out.push_back(' ');
    }
    return out;
  }

 protected:
  std::vector<std::string> take_ahead() { return std::exchange(ahead_, {}); }

 private:
  std::vector<std::string> ahead_;
};

}  // namespace newel::store
