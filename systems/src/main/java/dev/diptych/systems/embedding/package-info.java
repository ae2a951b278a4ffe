/** An embedding cache over several GPUs, placed by a solver: UGache (X. Song et al., SOSP 2023) and its peers. */
@NullMarked
package dev.diptych.systems.embedding;

import org.jspecify.annotations.NullMarked;
