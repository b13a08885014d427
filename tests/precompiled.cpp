// Owner of the headers that all test programs share precompiled; see newel_precompile().
int main() { return 0; }
