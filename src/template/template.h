// Templates in the language of Go's text/template, with the functions of sprig v3.3.
//
// A Template is immutable once parsed and may be executed by any number of threads at once. Templates see the
// data they are given and nothing else: no files, no environment, no network.
#pragma once

#include <memory>
#include <string>

#include "base/error.h"
#include "template/function.h"
#include "template/value.h"

namespace newel::templates {

struct Tree;

/// A template that did not come to its end.
class ExecutionError : public Error {
 public:
  ExecutionError(std::string text, std::string failure)
      : Error(std::move(text)), failure_(std::move(failure)) {}
  /// What the template itself gave to `fail`; empty when something else went wrong.
  const std::string& failure() const { return failure_; }

 private:
  std::string failure_;
};

class Template {
 public:
  /// Throws Error: `template: <name>:<line>: <message>`.
  static Template parse(std::string name, std::string text, FunctionSet set = FunctionSet::certificate);
  /// The text for `data`, whose maps the template may change. Throws ExecutionError.
  std::string execute(const Value& data, const Limits& limits = {}, const Clock& clock = system_clock(),
                      const Random& random = system_random()) const;

 private:
  explicit Template(std::shared_ptr<const Tree> tree) : tree_(std::move(tree)) {}
  std::shared_ptr<const Tree> tree_;
};

}  // namespace newel::templates
