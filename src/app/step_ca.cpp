// step-ca: the certificate authority as a process.
#include "app/standard_files.h"
#include "server/run.h"

int main(int argc, char** argv) {
  newel::open_standard_files();
  return newel::server::run({argv + 1, argv + argc});
}
