// A kernel that does nothing: what is left is the launch, the blocks' start and their end.

extern "C" __global__ void __launch_bounds__(1024)
empty() {
}
