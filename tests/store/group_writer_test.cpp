#include "store/group_writer.h"

#include <gmock/gmock.h>

#include <future>
#include <stdexcept>

namespace newel::store {
namespace {

using testing::ElementsAre;

// Records the size of each batch; the first batch waits until it is let go.
class Recorder {
 public:
  GroupWriter::Hooks hooks() {
    return {[this](std::span<Job> jobs) {
              if (sizes_.empty()) {
                started_.set_value();
                go_.get_future().wait();
              }
              sizes_.push_back(jobs.size());
            },
            [] {}};
  }
  void wait_for_first_batch() { started_.get_future().wait(); }
  void go() { go_.set_value(); }
  const std::vector<std::size_t>& sizes() const { return sizes_; }  // after close()

 private:
  std::vector<std::size_t> sizes_;
  std::promise<void> started_, go_;
};

TEST(GroupWriter, TakesWhatQueuedUpDuringTheLastCommit) {
  Recorder recorder;
  GroupWriter writer(recorder.hooks(), nullptr);
  int done = 0;  // only the writer's thread touches it, until close()
  writer.submit({}, [&](const CommitResult&) { ++done; });
  recorder.wait_for_first_batch();
  for (int i = 0; i < 40; ++i) writer.submit({}, [&](const CommitResult&) { ++done; });
  recorder.go();
  writer.close();
  EXPECT_THAT(recorder.sizes(), ElementsAre(1u, 40u));
  EXPECT_EQ(done, 41);
}

TEST(GroupWriter, RequestsThatNeverCommitDoNotHoldTheOthersForLong) {
  Recorder recorder;
  const std::atomic<int> in_flight = 1000;
  GroupWriter writer(recorder.hooks(), &in_flight);
  recorder.go();
  std::promise<void> done;
  writer.submit({}, [&](const CommitResult&) { done.set_value(); });
  done.get_future().wait();  // hangs if the wait had no end
  writer.close();
  EXPECT_THAT(recorder.sizes(), ElementsAre(1u));
}

TEST(GroupWriter, ATaskRunsOnTheWritersThreadAndItsErrorComesBack) {
  Recorder recorder;
  GroupWriter writer(recorder.hooks(), nullptr);
  recorder.go();
  std::thread::id task_thread, done_thread;
  EXPECT_TRUE(writer.run_between_batches([&] { task_thread = std::this_thread::get_id(); }));
  std::promise<void> done;
  writer.submit({}, [&](const CommitResult&) {
    done_thread = std::this_thread::get_id();
    done.set_value();
  });
  done.get_future().wait();
  EXPECT_EQ(task_thread, done_thread);
  EXPECT_THROW(writer.run_between_batches([] { throw std::runtime_error("task"); }), std::runtime_error);
  writer.close();
  EXPECT_FALSE(writer.run_between_batches([] { FAIL(); }));
}

}  // namespace
}  // namespace newel::store
