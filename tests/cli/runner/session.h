// One bash process per test file, in a fresh folder with a fresh HOME and no controlling terminal.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "test_file.h"

namespace newel::t {

struct Outcome {
  std::string output;  ///< standard output and error, together, as printed; of a dialog: its screen
  int status = 0;
  std::string trouble = {};  ///< why a dialog or the shell did not go as it should; empty when it did
};

class Session {
 public:
  /// `tests` is the folder with lib.sh, `programs` the one that comes first on PATH; `keep` leaves the
  /// folder. Throws std::runtime_error.
  Session(const std::string& tests, const std::string& programs, bool keep);
  /// Kills everything started in it and removes its folder. So does the end of this process, whatever ends
  /// it.
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  Outcome run(const Step& step);
  /// Printed text with the session's folders as [HOME] and [DIR], and without colours.
  std::string normal_form(std::string text) const;
  const std::string& folder() const { return folder_; }
  /// Why the rest of the file is not for this machine ("skip REASON" in it), or empty.
  std::string skipped() const;

 private:
  void start(const std::string& tests, const std::string& programs);
  [[noreturn]] void become_shell(const std::string& tests, const std::string& programs, int commands,
                                 int states);
  Outcome finish(const std::string& output_file);
  Outcome run_dialog(const Step& step);

  std::string folder_;
  pid_t guard_ = 0;
  int commands_ = -1;  ///< to the shell: files to source
  int states_ = -1;    ///< from the shell: one exit status per line
  bool keep_;
  int count_ = 0;
};

}  // namespace newel::t
