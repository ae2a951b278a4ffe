/** What reading a row costs, by model of cost; one file each. */
@NullMarked
package dev.diptych.model.placement.cost;

import org.jspecify.annotations.NullMarked;
