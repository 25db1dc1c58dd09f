package dev.rondo.executor;

import dev.rondo.array.Array;
import dev.rondo.array.Buffer;
import dev.rondo.graph.Program;
import dev.rondo.graph.Variable;
import dev.rondo.kernels.Storage;
import dev.rondo.kernels.View;

import java.util.IdentityHashMap;
import java.util.Map;

/** The values of a program's variables. One executable holds them, and its sessions read them. */
final class Variables {
    /** A variable's present value, and the memory for the value that an entry will give it. */
    static final class Held {
        private final View now;
        private View next;

        private Held(View now) {
            this.now = now;
        }

        /** The present value. */
        View now() {
            return now;
        }

        /** The memory for the next value. */
        View next() {
            if (next == null) {
                next = View.allocate(now.dtype(), now.shape());
            }
            return next;
        }

        private long bytes() {
            return (long) now.size() * now.dtype().bytes();
        }
    }

    private final Map<Variable, Held> held = new IdentityHashMap<>();
    private long version;

    /**
     * The first values of a program's variables.
     *
     * @throws dev.rondo.backend.BackendException when there is not enough memory for them
     */
    Variables(Program program) {
        HeapMemory.require(
                program.variables().stream()
                        .mapToLong(v -> v.shape().size() * v.dtype(program.dtype()).bytes())
                        .sum(),
                "the variables");
        for (Variable v : program.variables()) {
            Array first = v.initial(program.seed(), program.dtype());
            Storage s = new Storage(first.dtype());
            s.place(first.buffer(), 0);
            held.put(v, new Held(View.contiguous(s, first.shape())));
        }
    }

    /** The numbers of a variable. */
    Held of(Variable v) {
        return held.get(v);
    }

    /**
     * A number that is another one after each change. Like the values, it is read and changed by
     * one thread at a time.
     */
    long version() {
        return version;
    }

    /** Says that values have been exchanged. */
    void changed() {
        version++;
    }

    /** A copy of a value. */
    Array read(Variable v) {
        View now = of(v).now;
        Array a = Array.zeros(now.dtype(), now.shape());
        Buffer.copy(now.buffer(), now.offset(), a.buffer(), 0, a.size());
        return a;
    }

    /** Sets a value. */
    void write(Variable v, Array value) {
        View now = of(v).now;
        Buffer.copy(value.buffer(), 0, now.buffer(), now.offset(), value.size());
        changed();
    }

    /** Bytes of the present values. */
    long bytes() {
        return held.values().stream().mapToLong(Held::bytes).sum();
    }

    /** Bytes of the memory for next values, which only variables that an entry assigns have. */
    long nextBytes() {
        return held.values().stream().filter(h -> h.next != null).mapToLong(Held::bytes).sum();
    }

    /** Drops all values. */
    void clear() {
        held.clear();
    }
}
