package dev.diptych.sim.ptx.memory;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.Place;
import dev.diptych.sim.ptx.syntax.Variable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Puts a module's global and constant variables into memory. */
final class ModuleVariables {
    private ModuleVariables() {}

    /** Returns the variables' addresses. */
    static long[] load(List<Variable> variables, GlobalMemory memory, Place place) {
        List<Region> regions = new ArrayList<>();
        Map<String, Region> byName = new HashMap<>();
        for (Variable variable : variables) {
            if (variable.isExternal()) {
                throw new InputException("variable '%s' is declared extern at line %d, but no other module is loaded"
                        .formatted(variable.name(), variable.line()));
            }
            Region region = memory.allocate(variable.name(), place, variable.bytes());
            region.fill((byte) 0);
            region.write(
                    0,
                    ByteBuffer.wrap(HexFormat.of().parseHex(variable.initial().hex())));
            regions.add(region);
            byName.put(variable.name(), region);
        }
        for (int i = 0; i < regions.size(); i++) {
            for (Variable.Relocation relocation : variables.get(i).relocations()) {
                Region target = byName.get(relocation.symbol());
                if (target == null) {
                    throw new InputException(
                            "line %d: '%s' holds the address of '%s', which is not a variable in memory"
                                    .formatted(
                                            variables.get(i).line(),
                                            variables.get(i).name(),
                                            relocation.symbol()));
                }
                ByteBuffer address = ByteBuffer.allocate(Long.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(0, target.address() + relocation.addend());
                regions.get(i).write(relocation.offset(), address.limit(relocation.bytes()));
            }
        }
        return regions.stream().mapToLong(Region::address).toArray();
    }
}
