// step-ca: the certificate authority as a process.
#include "server/run.h"

int main(int argc, char** argv) { return newel::server::run({argv + 1, argv + argc}); }
