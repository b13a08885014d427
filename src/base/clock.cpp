#include "base/clock.h"

namespace newel {

const Clock& system_clock() {
  static const SystemClock clock;
  return clock;
}

}  // namespace newel
