/** Requests from outside a run: from the same process, and from other processes over shared memory. The only threads beside a backend's. */
@NullMarked
package dev.diptych.clients;

import org.jspecify.annotations.NullMarked;
