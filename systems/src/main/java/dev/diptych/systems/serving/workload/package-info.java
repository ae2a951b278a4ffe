/** What jobs consist of: sources of models, one file each. */
@NullMarked
package dev.diptych.systems.serving.workload;

import org.jspecify.annotations.NullMarked;
