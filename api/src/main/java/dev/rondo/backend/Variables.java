package dev.rondo.backend;

import dev.rondo.array.Array;
import dev.rondo.array.Buffer;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Program;
import dev.rondo.graph.Type;
import dev.rondo.graph.Variable;
import dev.rondo.kernels.Storage;
import dev.rondo.kernels.View;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.StampedLock;

/**
 * The numbers of a program's variables, held by one executable and read by its sessions. Whoever
 * reads them sees them as they are between two changes: a change waits until nobody reads, and
 * takes no longer than to exchange buffers or to copy one.
 */
final class Variables {
    /** A variable's present value and the memory of the value an entry will give it. */
    static final class Held {
        private final Variable variable;
        private final View now;
        private View next;

        private Held(Variable variable, View now) {
            this.variable = variable;
            this.now = now;
        }

        /** Where its value lies. */
        View now() {
            return now;
        }

        /** Where its next value is to be written. */
        View next() {
            if (next == null) {
                next = Planner.placed(now.dtype(), now.shape());
            }
            return next;
        }

        private long bytes() {
            return (long) now.size() * now.dtype().bytes();
        }

        private Type type() {
            return new Type(now.dtype(), now.shape());
        }

        private void set(Array value) {
            Buffer.copy(value.buffer(), 0, now.buffer(), now.offset(), value.size());
        }

        private Array copy() {
            Array a = Array.zeros(now.dtype(), now.shape());
            Buffer.copy(now.buffer(), now.offset(), a.buffer(), 0, a.size());
            return a;
        }
    }

    private final Map<String, Held> held = new LinkedHashMap<>();
    private final StampedLock lock = new StampedLock();

    /** Guarded by the lock. */
    private boolean closed;

    /** The first values of a program's variables. */
    Variables(Program program) {
        for (Variable v : program.variables()) {
            Array first = v.initial(program.seed(), program.dtype());
            Storage s = new Storage(first.dtype());
            s.place(first.buffer(), 0);
            held.put(v.name(), new Held(v, View.contiguous(s, first.shape())));
        }
    }

    /**
     * Until the end of reading the values stay.
     *
     * @throws IllegalStateException when the executable that holds them is closed
     */
    long beginReading() {
        long stamp = lock.readLock();
        if (closed) {
            lock.unlockRead(stamp);
            throw Requests.ownerClosed();
        }
        return stamp;
    }

    void endReading(long stamp) {
        lock.unlockRead(stamp);
    }

    /** Waits until nobody reads, and keeps readers away until the end of writing. */
    long beginWriting() {
        return lock.writeLock();
    }

    void endWriting(long stamp) {
        lock.unlockWrite(stamp);
    }

    /** Waits until nobody reads; who comes later fails. */
    void close() {
        long stamp = lock.writeLock();
        closed = true;
        held.clear();
        lock.unlockWrite(stamp);
    }

    /**
     * The variable that an entry uses.
     *
     * @throws IllegalArgumentException when it is not one of the program's
     */
    Held of(Entry entry, Variable v) {
        Held h = held.get(v.name());
        if (h == null || h.variable != v) {
            throw Requests.foreign(entry, v);
        }
        return h;
    }

    private Held named(String name) {
        Held h = held.get(name);
        if (h == null) {
            throw Requests.noVariable(name, held.keySet());
        }
        return h;
    }

    /** A copy of a value. */
    Array read(String name) {
        return named(name).copy();
    }

    /** Copies of all values by name. */
    Map<String, Array> readAll() {
        Map<String, Array> m = new LinkedHashMap<>();
        held.forEach((name, h) -> m.put(name, h.copy()));
        return m;
    }

    /** Sets a value. */
    void write(String name, Array value) {
        Held h = named(name);
        Requests.checkValue(name, h.type(), value);
        h.set(value);
    }

    /** Types and shapes by name. */
    Map<String, Type> types() {
        Map<String, Type> types = new LinkedHashMap<>();
        held.forEach((name, h) -> types.put(name, h.type()));
        return types;
    }

    /** Sets those that there are values for, which fit. */
    void load(Map<String, Array> values) {
        held.forEach(
                (name, h) -> {
                    Array value = values.get(name);
                    if (value != null) {
                        h.set(value);
                    }
                });
    }

    /** Bytes of the present values. */
    long bytes() {
        return held.values().stream().mapToLong(Held::bytes).sum();
    }

    /** Bytes of the next values, which those have that an entry assigns. */
    long nextBytes() {
        return held.values().stream().filter(h -> h.next != null).mapToLong(Held::bytes).sum();
    }
}
