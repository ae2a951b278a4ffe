/** Graph sampling in the manner of gSampler (Gong et al., SOSP 2023): programs over matrices, compiled to kernels. */
@org.jspecify.annotations.NullMarked
package dev.diptych.systems.sampling;
