// Deep recursion without a deep stack: templates may invoke each other a hundred thousand levels deep before
// that counts as an error, and parentheses may nest ten thousand deep. Every so many levels the work goes on
// on the stack of a new thread, while the caller waits.
#pragma once

#include <exception>
#include <thread>

namespace newel::templates {

template <class Work>
void on_fresh_stack(Work&& work) {
  std::exception_ptr failure;
  std::thread([&] {
    try {
      work();
    } catch (...) {
      failure = std::current_exception();
    }
  }).join();
  if (failure) std::rethrow_exception(failure);
}

/// Levels of recursion one stack carries with room to spare.
constexpr int levels_per_stack = 200;

}  // namespace newel::templates
