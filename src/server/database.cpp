#include "server/database.h"

#include "base/files.h"
#include "config/database.h"
#include "net/answer_batch.h"

namespace newel::server {
namespace {

constexpr mode_t folder_mode = 0700;

}  // namespace

std::shared_ptr<store::Store> open_database(const config::Config& config, const std::atomic<int>& in_flight,
                                            const std::function<void(std::string_view)>& notice) {
  auto choice = config::store_options(config);
  if (!choice) return store::open_memory_store();
  if (!choice->notice.empty()) notice(choice->notice);
  if (choice->options.type == "sqlite")
    make_directories(directory_of(choice->options.data_source), folder_mode);
  choice->options.in_flight = &in_flight;
  choice->options.around_results = [](const std::function<void()>& tell) {
    const net::AnswerBatch together;
    tell();
  };
  return store::open_store(choice->options);
}

}  // namespace newel::server
