package dev.rondo.contract;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Backend;
import dev.rondo.backend.Executable;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whether a compiled program follows its variables and inputs, whatever the backend keeps of them
 * between runs.
 */
public final class Renewal {
    private static final double FACTOR = -0.5;

    private Renewal() {}

    /**
     * Changes every float variable and input, one after the other, and runs the computation after
     * each change, in the executable and in a session of it. The results must be those of an
     * executable that never saw other numbers.
     *
     * @throws AssertionError at the first bit that differs
     */
    public static void check(Subject subject, Target target, DType type) {
        Backend backend = target.open();
        try (Executable e = subject.compile(backend, type);
                Executable session = e.session()) {
            Subject now = subject;
            compare("at first", now, backend, type, e, session);
            for (String name : subject.values().keySet()) {
                Map<String, Array> values = changed(now.values(), name);
                now = new Subject(now.name(), now.scope(), values, now.inputs(), now.tracer());
                e.write(name, values.get(name).cast(type));
                compare("after a change of " + name, now, backend, type, e, session);
            }
            for (String name : subject.inputs().keySet()) {
                if (subject.inputs().get(name).dtype().isFloat()) {
                    now = now.with(changed(now.inputs(), name));
                    compare("with another " + name, now, backend, type, e, session);
                }
            }
        }
    }

    private static void compare(
            String when,
            Subject subject,
            Backend backend,
            DType type,
            Executable e,
            Executable session) {
        String what = subject.name() + " in " + type + " " + when;
        Map<String, Array> inputs = subject.inputs(type);
        Map<String, Array> expected = subject.run(backend, type);
        Determinism.same(what, e.run(Subject.ENTRY, inputs), expected);
        Determinism.same(what + ", in a session", session.run(Subject.ENTRY, inputs), expected);
    }

    private static Map<String, Array> changed(Map<String, Array> all, String name) {
        Map<String, Array> m = new LinkedHashMap<>(all);
        Array a = all.get(name).copy();
        for (int i = 0; i < a.size(); i++) {
            a.set(i, FACTOR * a.get(i));
        }
        m.put(name, a);
        return m;
    }
}
