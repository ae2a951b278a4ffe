package dev.diptych.sim.ptx.compile;

import dev.diptych.model.InputException;
import dev.diptych.sim.ptx.syntax.Function;
import dev.diptych.sim.ptx.syntax.Instruction;
import dev.diptych.sim.ptx.syntax.Module;
import dev.diptych.sim.ptx.syntax.Operand;
import dev.diptych.sim.ptx.syntax.Register;
import dev.diptych.sim.ptx.syntax.SourcePosition;
import dev.diptych.sim.ptx.syntax.Space;
import dev.diptych.sim.ptx.syntax.Type;
import dev.diptych.sim.ptx.syntax.Variable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts the bodies of called functions in place of the calls. PTX passes arguments in variables of the parameter space, so a callee's formal
 * parameters become other names of the caller's variables, and nothing is copied; where they are registers, their values are.
 */
final class Inliner {
    /** What the driver provides, see the CUDA programming guide, "Formatted Output" and "Assertion". */
    static final String PRINTF = "vprintf";

    static final String ASSERT = "__assertfail";
    private static final int MOST_INSTRUCTIONS = 1 << 20;

    private final Module module;
    private final Map<String, Function> functions = new HashMap<>();
    private final List<Instruction> body = new ArrayList<>();
    private final Map<String, Integer> labels = new HashMap<>();
    private final Map<String, List<String>> branchTargets = new HashMap<>();
    private final Set<Integer> notUnrolled = new HashSet<>();
    private final Map<String, Type> registers = new LinkedHashMap<>();
    private final Map<String, Variable> variables = new LinkedHashMap<>();
    private final Deque<String> callers = new ArrayDeque<>();
    private int copies;

    private Inliner(Module module) {
        this.module = module;
        for (Function function : module.functions()) {
            if (function.isDefined()) {
                functions.put(function.name(), function);
            }
        }
    }

    /**
     * Returns a kernel without calls.
     *
     * @throws InputException when it calls what is not defined, itself, or something it only knows the address of
     */
    static FlatKernel flatten(Module module, Function kernel) {
        Inliner inliner = new Inliner(module);
        inliner.append(kernel, "", Map.of(), null);
        inliner.end(kernel);
        return new FlatKernel(
                module,
                kernel,
                inliner.body,
                inliner.labels,
                inliner.branchTargets,
                inliner.notUnrolled,
                inliner.registers,
                inliner.variables);
    }

    /** Lanes that come to the end of a body exit. */
    private void end(Function kernel) {
        Instruction last = body.isEmpty() ? null : body.get(body.size() - 1);
        boolean isReached =
                last == null || last.guard() != null || !Flow.leaves(last) || labels.containsValue(body.size());
        if (isReached) {
            int line = last == null ? kernel.line() : last.line();
            SourcePosition source = last == null ? SourcePosition.NONE : last.source();
            body.add(new Instruction(null, "ret", List.of(), List.of(), line, source));
        }
    }

    /** The new name of what a callee calls by an old one. */
    private record Names(Function function, String suffix, Map<String, String> actuals) {
        String of(String name) {
            String actual = actuals.get(name);
            return actual != null ? actual : name + suffix;
        }
    }

    private void append(Function function, String suffix, Map<String, String> actuals, @Nullable String end) {
        callers.push(function.name());
        Names names = new Names(function, suffix, actuals);
        for (Register register : function.registers()) {
            registers.put(names.of(register.name()), register.type());
        }
        Map<String, String> symbols = new HashMap<>(actuals);
        for (Variable variable : function.variables()) {
            // Shared memory is the block's: all copies of a function have the same.
            String name = variable.space() == Space.SHARED
                    ? function.name() + "." + variable.name()
                    : variable.name() + suffix;
            symbols.put(variable.name(), name);
            variables.put(name, variable);
        }
        function.branchTargets()
                .forEach((label, targets) -> branchTargets.put(
                        label + suffix, targets.stream().map(t -> t + suffix).toList()));
        Map<Integer, List<String>> labelsAt = new HashMap<>();
        function.labels()
                .forEach((label, at) ->
                        labelsAt.computeIfAbsent(at, none -> new ArrayList<>()).add(label + suffix));
        for (int i = 0; i <= function.body().size(); i++) {
            for (String label : labelsAt.getOrDefault(i, List.of())) {
                labels.put(label, body.size());
            }
            if (function.notUnrolled().contains(i)) {
                notUnrolled.add(body.size());
            }
            if (i < function.body().size()) {
                append(function.body().get(i), new Names(function, suffix, symbols), end);
            }
        }
        callers.pop();
    }

    private void append(Instruction instruction, Names names, @Nullable String end) {
        if (body.size() > MOST_INSTRUCTIONS) {
            throw refused(
                    instruction,
                    "with all calls in place, the kernel has more than " + MOST_INSTRUCTIONS + " instructions");
        }
        List<Operand> operands =
                instruction.operands().stream().map(o -> renamed(o, names)).toList();
        Operand.Reg guard = instruction.guard() == null ? null : (Operand.Reg) renamed(instruction.guard(), names);
        if (instruction.opcode().equals("ret") && end != null) {
            body.add(new Instruction(
                    guard,
                    "bra",
                    List.of(),
                    List.of(new Operand.Symbol(end, 0)),
                    instruction.line(),
                    instruction.source()));
        } else if (instruction.opcode().equals("call")) {
            call(instruction, guard, operands);
        } else {
            body.add(new Instruction(
                    guard,
                    instruction.opcode(),
                    instruction.modifiers(),
                    operands,
                    instruction.line(),
                    instruction.source()));
        }
    }

    private void call(Instruction call, Operand.@Nullable Reg guard, List<Operand> operands) {
        List<Operand> results = List.of();
        int at = 0;
        if (operands.get(at) instanceof Operand.Tuple tuple) {
            results = tuple.elements();
            at++;
        }
        if (!(operands.get(at) instanceof Operand.Symbol callee)) {
            throw refused(call, "a call through a register is not supported; only calls by name are");
        }
        List<Operand> arguments = operands.size() > at + 1 && operands.get(at + 1) instanceof Operand.Tuple tuple
                ? tuple.elements()
                : List.of();
        String name = calleeName(callee.name());
        if (name.equals(PRINTF) || name.equals(ASSERT)) {
            List<Operand> all = new ArrayList<>(results);
            all.addAll(arguments);
            body.add(new Instruction(guard, "call", List.of(name), all, call.line(), call.source()));
            return;
        }
        Function function = functions.get(name);
        if (function == null) {
            throw refused(call, "function '%s' is not defined in this file".formatted(name));
        }
        if (callers.contains(name)) {
            throw refused(call, "function '%s' calls itself; recursion is not supported".formatted(name));
        }
        String suffix = "#" + ++copies;
        String end = "end" + suffix;
        String behind = "behind" + suffix;
        if (guard != null) {
            Operand.Reg skip = new Operand.Reg(guard.name(), !guard.negated());
            body.add(new Instruction(
                    skip, "bra", List.of(), List.of(new Operand.Symbol(behind, 0)), call.line(), call.source()));
        }
        Map<String, String> actuals = new HashMap<>();
        bind(call, function.parameters(), arguments, actuals);
        bind(call, function.results(), results, actuals);
        for (int i = 0; i < arguments.size(); i++) {
            Variable formal = function.parameters().get(i);
            if (formal.space() == Space.GENERIC) {
                move(call, formal, new Operand.Reg(formal.name() + suffix, false), arguments.get(i));
            }
        }
        append(function, suffix, actuals, end);
        labels.put(end, body.size());
        for (int i = 0; i < results.size(); i++) {
            Variable formal = function.results().get(i);
            if (formal.space() == Space.GENERIC) {
                move(call, formal, results.get(i), new Operand.Reg(formal.name() + suffix, false));
            }
        }
        labels.put(behind, body.size());
    }

    private void move(Instruction call, Variable formal, Operand target, Operand source) {
        body.add(new Instruction(
                null, "mov", List.of(formal.type().toString()), List.of(target, source), call.line(), call.source()));
    }

    /** Names inside a function carry its suffix; names of functions do not. */
    private static String calleeName(String renamed) {
        int suffix = renamed.indexOf('#');
        return suffix < 0 ? renamed : renamed.substring(0, suffix);
    }

    private void bind(Instruction call, List<Variable> formals, List<Operand> given, Map<String, String> actuals) {
        if (formals.size() != given.size()) {
            throw refused(
                    call, "%d parameters are given where the function has %d".formatted(given.size(), formals.size()));
        }
        for (int i = 0; i < formals.size(); i++) {
            if (formals.get(i).space() == Space.GENERIC) {
                continue;
            }
            if (!(given.get(i) instanceof Operand.Symbol symbol)) {
                throw refused(call, "parameter %d should be a variable".formatted(i));
            }
            actuals.put(formals.get(i).name(), symbol.name());
        }
    }

    private Operand renamed(Operand operand, Names names) {
        if (operand instanceof Operand.Reg register) {
            return new Operand.Reg(names.of(register.name()), register.negated());
        }
        if (operand instanceof Operand.Symbol symbol) {
            return new Operand.Symbol(symbolName(symbol.name(), names), symbol.offset());
        }
        if (operand instanceof Operand.Address address) {
            return new Operand.Address(renamed(address.base(), names), address.offset());
        }
        if (operand instanceof Operand.Vector vector) {
            return new Operand.Vector(
                    vector.elements().stream().map(e -> renamed(e, names)).toList());
        }
        if (operand instanceof Operand.Tuple tuple) {
            return new Operand.Tuple(
                    tuple.elements().stream().map(e -> renamed(e, names)).toList());
        }
        if (operand instanceof Operand.Pair pair) {
            return new Operand.Pair(renamed(pair.first(), names), renamed(pair.second(), names));
        }
        return operand;
    }

    private static String symbolName(String name, Names names) {
        String actual = names.actuals().get(name);
        if (actual != null) {
            return actual;
        }
        boolean isLabel = names.function().labels().containsKey(name)
                || names.function().branchTargets().containsKey(name);
        return isLabel ? name + names.suffix() : name;
    }

    private InputException refused(Instruction instruction, String why) {
        return new InputException(
                "%s:%d: %s: %s".formatted(module.file(), instruction.line(), instruction.name(), why));
    }
}
