package dev.rondo.contract;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.cell.CellFactory;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Gradients;
import dev.rondo.graph.Operand;
import dev.rondo.graph.Program;
import dev.rondo.graph.Tensor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Compares gradients with central differences, in float64 on the reference backend. The step is
 * 1e-6, and the allowed error 1e-5 + 1e-3 · |difference|. Every float output of a subject is
 * checked on its own, with respect to every float input and variable. Of a large tensor, some
 * elements are checked.
 *
 * <p>A point at which a function is not smooth is refused with a {@link NotSmoothException},
 * because the difference says nothing there.
 */
public final class GradientCheck {
    private static final double STEP = 1e-6;
    private static final double ABSOLUTE = 1e-5;
    private static final double RELATIVE = 1e-3;
    private static final int ELEMENTS = 16;

    private final Subject subject;
    private Measured worst = new Measured(0, ABSOLUTE);
    private double largest;

    private GradientCheck(Subject subject) {
        this.subject = subject;
    }

    /**
     * Checks the first gradients, and the gradients of the gradients.
     *
     * @return the error that came closest to its limit
     * @throws AssertionError when a gradient is wrong, or when nothing depends on anything
     */
    public static double check(Subject subject) {
        return Math.max(first(subject), second(subject));
    }

    /** Checks the first gradients only; see {@link #check}. */
    public static double first(Subject subject) {
        GradientCheck c = new GradientCheck(subject);
        c.run();
        if (c.largest == 0) {
            throw new AssertionError(
                    subject.name() + ": no output depends on any input or variable");
        }
        return c.worst.error();
    }

    /**
     * Checks the first gradients only. Returns the error that came closest to its limit. Unlike the
     * other checks, it accepts a subject in which nothing depends on anything.
     */
    static Measured measure(Subject subject) {
        GradientCheck c = new GradientCheck(subject);
        c.run();
        return c.worst;
    }

    /** Checks the gradients of the gradients only; see {@link #check}. */
    public static double second(Subject subject) {
        GradientCheck c = new GradientCheck(subject.slope());
        c.run();
        return c.worst.error();
    }

    /**
     * Checks a cell. Its outputs and each tensor of its final state are checked separately, with
     * respect to every variable, the input sequence and the initial state. It runs forwards and
     * backwards, with and without lengths.
     *
     * @return the error that came closest to its limit
     * @throws AssertionError when a gradient is wrong
     */
    public static double cell(CellFactory factory) {
        return cell(factory, CellSizes.defaults());
    }

    /** Checks a cell of given sizes; see {@link #cell(CellFactory)}. */
    public static double cell(CellFactory factory, CellSizes sizes) {
        double worst = 0;
        for (CellRun run : CellRun.variants(sizes)) {
            worst = Math.max(worst, check(run.subject(factory)));
        }
        return worst;
    }

    private void run() {
        Map<String, Map<String, Array>> gradients = gradients();
        Entry forward = lossEntry(subject.entry(DType.F64));
        try (Executable e = compile(forward)) {
            Map<String, Array> inputs = subject.inputs(DType.F64);
            inputs.replaceAll((n, a) -> a.copy());
            Map<String, Double> centre = losses(e, forward, inputs);
            subject.differentiable(forward)
                    .keySet()
                    .forEach(name -> tensor(e, forward, inputs, name, centre, gradients));
        }
    }

    /** An entry that has Σ w∘o in place of each float output o. */
    private static Entry lossEntry(Entry e) {
        Map<String, Tensor> losses = new LinkedHashMap<>();
        e.outputs()
                .forEach(
                        (n, t) -> {
                            if (t.dtype().isFloat()) {
                                losses.put(n, Subject.weighted(t, n));
                            }
                        });
        return new Entry(e.name(), e.graph(), e.inputs(), losses, Map.of(), null);
    }

    private Executable compile(Entry entry) {
        Executable e =
                Target.reference()
                        .open()
                        .compile(Program.of(DType.F64, subject.scope(), 1).with(entry));
        subject.values().forEach(e::write);
        return e;
    }

    /** The traced gradients of each output with respect to each tensor. */
    private Map<String, Map<String, Array>> gradients() {
        Entry e = lossEntry(subject.entry(DType.F64));
        Map<String, Operand> at = subject.differentiable(e);
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        e.outputs()
                .forEach(
                        (o, loss) -> {
                            List<Tensor> found = Gradients.of(loss, List.copyOf(at.values()));
                            int i = 0;
                            for (String n : at.keySet()) {
                                outputs.put(o + " by " + n, found.get(i++));
                            }
                        });
        Entry all = new Entry(e.name(), e.graph(), e.inputs(), outputs, Map.of(), null);
        Map<String, Map<String, Array>> out = new LinkedHashMap<>();
        try (Executable x = compile(all)) {
            Map<String, Array> r = x.run(all.name(), subject.inputs(DType.F64));
            for (String o : e.outputs().keySet()) {
                Map<String, Array> one = new LinkedHashMap<>();
                at.keySet().forEach(n -> one.put(n, r.get(o + " by " + n).copy()));
                out.put(o, one);
            }
        }
        return out;
    }

    private static Map<String, Double> losses(
            Executable e, Entry entry, Map<String, Array> inputs) {
        Map<String, Double> m = new LinkedHashMap<>();
        e.run(entry.name(), inputs).forEach((n, a) -> m.put(n, a.item()));
        return m;
    }

    private void tensor(
            Executable e,
            Entry entry,
            Map<String, Array> inputs,
            String name,
            Map<String, Double> centre,
            Map<String, Map<String, Array>> gradients) {
        boolean input = inputs.containsKey(name);
        Array values = input ? inputs.get(name) : subject.values().get(name).copy();
        // a stride that is coprime to most extents, so that all rows and columns are checked
        int step = values.size() <= ELEMENTS ? 1 : values.size() / ELEMENTS | 1;
        for (int i = 0; i < values.size(); i += step) {
            double x = values.get(i);
            Map<String, Double> above =
                    at(e, entry, inputs, input ? null : name, values, i, x + STEP);
            Map<String, Double> below =
                    at(e, entry, inputs, input ? null : name, values, i, x - STEP);
            at(e, input ? null : name, values, i, x);
            for (String o : centre.keySet()) {
                element(
                        "the gradient of "
                                + subject.name()
                                + ", output '"
                                + o
                                + "', by "
                                + name
                                + "["
                                + i
                                + "]",
                        above.get(o),
                        centre.get(o),
                        below.get(o),
                        gradients.get(o).get(name).get(i));
            }
        }
    }

    private static Map<String, Double> at(
            Executable e,
            Entry entry,
            Map<String, Array> inputs,
            String variable,
            Array values,
            int i,
            double x) {
        at(e, variable, values, i, x);
        return losses(e, entry, inputs);
    }

    private static void at(Executable e, String variable, Array values, int i, double x) {
        values.set(i, x);
        if (variable != null) {
            e.write(variable, values);
        }
    }

    private void element(String what, double above, double centre, double below, double found) {
        double right = (above - centre) / STEP;
        double left = (centre - below) / STEP;
        double difference = (above - below) / (2 * STEP);
        double allowed = ABSOLUTE + RELATIVE * Math.abs(difference);
        // the second derivative also makes the two sides differ, but only by a millionth of itself
        double bend = 100 * ABSOLUTE + 10 * RELATIVE * (Math.abs(right) + Math.abs(left));
        if (!Double.isFinite(difference) || Math.abs(right - left) > bend) {
            throw new NotSmoothException(
                    what
                            + " cannot be checked: the slope is "
                            + left
                            + " on the left and "
                            + right
                            + " on the right");
        }
        double error = Math.abs(found - difference);
        if (!(error <= allowed)) {
            throw new AssertionError(
                    String.format(
                            Locale.ROOT,
                            "%s is %s, but the difference quotient is %s",
                            what,
                            found,
                            difference));
        }
        worst = Measured.worse(worst, new Measured(error, allowed));
        largest = Math.max(largest, Math.abs(difference));
    }
}
