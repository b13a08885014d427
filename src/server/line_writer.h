// Log lines written by a thread of their own, many at a time.
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace newel::server {

/// Thread-safe. Whoever logs (a worker, the store's writer) only appends to a buffer; one thread hands the
/// buffer to the descriptor. A reader that stops reading makes the buffer fill up, and then whoever logs
/// waits: an access log with holes would be worth less than a slow server.
class LineWriter {
 public:
  explicit LineWriter(int descriptor);
  /// Writes what is left.
  ~LineWriter();
  LineWriter(const LineWriter&) = delete;
  LineWriter& operator=(const LineWriter&) = delete;

  /// `line` brings its own newline.
  void write(std::string_view line);

 private:
  void run();

  int descriptor_;
  std::mutex mutex_;
  std::condition_variable filled_, emptied_;
  std::string buffer_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace newel::server
