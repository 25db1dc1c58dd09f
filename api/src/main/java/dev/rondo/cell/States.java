package dev.rondo.cell;

import dev.rondo.graph.Tensor;
import dev.rondo.graph.TraceException;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes state records apart into tensors and puts them together again. */
public final class States {
    private States() {}

    /**
     * The tensors of a state in the order of its components.
     *
     * @throws TraceException when it holds anything else
     */
    public static List<Tensor> tensors(Record state) {
        return List.copyOf(parts(state).values());
    }

    /** The tensors of a state by where they stand in it, as {@code h} or {@code layers[0].h}. */
    static Map<String, Tensor> parts(Record state) {
        TraceException.given(state, "a state");
        Map<String, Tensor> out = new LinkedHashMap<>();
        collect(state, "", out, state);
        return out;
    }

    private static void collect(Object part, String at, Map<String, Tensor> out, Record whole) {
        switch (part) {
            case Tensor t -> out.put(at, t);
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    collect(list.get(i), at + "[" + i + "]", out, whole);
                }
            }
            case Record r -> {
                for (RecordComponent c : r.getClass().getRecordComponents()) {
                    String inner = at.isEmpty() ? c.getName() : at + "." + c.getName();
                    collect(get(r, c), inner, out, whole);
                }
            }
            case null, default ->
                    throw new TraceException(
                            "a state may hold tensors, records and lists of these; '"
                                    + at
                                    + "' of "
                                    + name(whole.getClass())
                                    + " is "
                                    + (part == null ? "null" : "a " + part.getClass().getName()));
        }
    }

    /** A class as its source writes it. */
    static String name(Class<?> type) {
        String full = type.getName();
        return full.substring(full.lastIndexOf('.') + 1).replace('$', '.');
    }

    /**
     * Checks that a state has a row for each row of a batch.
     *
     * @param cell the title of the cell that it is for
     * @throws TraceException when the first axis of a tensor is not the batch
     */
    static void checkBatch(String cell, Record state, int batch) {
        parts(state)
                .forEach(
                        (at, t) -> {
                            if (t.rank() == 0 || t.dim(0) != batch) {
                                throw new TraceException(
                                        cell
                                                + ": the first axis of a state is the batch, here"
                                                + " of "
                                                + batch
                                                + " rows; '"
                                                + at
                                                + "' of "
                                                + name(state.getClass())
                                                + " is "
                                                + t.type());
                            }
                        });
    }

    /**
     * Checks that a step gives a state of the form of the one before.
     *
     * @param cell the title of the cell whose step it is
     * @throws TraceException when number, type or shape of its tensors differ
     */
    static void checkSame(String cell, Record before, Record after) {
        Map<String, Tensor> old = parts(before);
        Map<String, Tensor> fresh = parts(after);
        if (!old.keySet().equals(fresh.keySet())) {
            throw new TraceException(
                    cell
                            + ": a step keeps the form of a state; it was given "
                            + name(before.getClass())
                            + " of "
                            + old.keySet()
                            + " and returned "
                            + name(after.getClass())
                            + " of "
                            + fresh.keySet());
        }
        old.forEach(
                (at, t) -> {
                    Tensor now = fresh.get(at);
                    if (!now.type().equals(t.type())) {
                        throw new TraceException(
                                cell
                                        + ": a step keeps the types of a state; '"
                                        + at
                                        + "' of "
                                        + name(before.getClass())
                                        + " was "
                                        + t.type()
                                        + " and became "
                                        + now.type());
                    }
                });
    }

    /**
     * A step of a cell whose state was given from outside.
     *
     * @param side what it reads beside its input
     * @throws TraceException when the state is none of the cell's
     */
    static <S extends Record> Step<S> step(Cell<S> cell, Tensor x, S state, List<Tensor> side) {
        try {
            return SideInputCell.step(cell, x, state, side);
        } catch (ClassCastException e) {
            Class<?> own = cell.initialState(x.graph(), x.dim(0)).getClass();
            if (own == state.getClass()) {
                throw e;
            }
            throw new TraceException(
                    cell.title()
                            + " keeps a state "
                            + name(own)
                            + "; given was "
                            + name(state.getClass())
                            + ", the state of another kind of cell");
        }
    }

    /** A state of the form of {@code like} with other tensors, in the order of its components. */
    public static <S extends Record> S with(S like, List<Tensor> tensors) {
        @SuppressWarnings("unchecked")
        S made = (S) rebuild(like, tensors.iterator());
        return made;
    }

    private static Object rebuild(Object like, Iterator<Tensor> tensors) {
        return switch (like) {
            case Tensor _ -> tensors.next();
            case List<?> list -> list.stream().map(p -> rebuild(p, tensors)).toList();
            case Record r -> {
                RecordComponent[] components = r.getClass().getRecordComponents();
                Object[] values = new Object[components.length];
                for (int i = 0; i < values.length; i++) {
                    values[i] = rebuild(get(r, components[i]), tensors);
                }
                yield construct(r.getClass(), components, values);
            }
            default -> throw new IllegalArgumentException("not a state: " + like.getClass());
        };
    }

    private static Object get(Record r, RecordComponent c) {
        try {
            c.getAccessor().setAccessible(true);
            return c.getAccessor().invoke(r);
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw closed(r.getClass(), e);
        }
    }

    private static Object construct(Class<?> type, RecordComponent[] components, Object[] values) {
        try {
            Constructor<?> c =
                    type.getDeclaredConstructor(
                            Arrays.stream(components)
                                    .map(RecordComponent::getType)
                                    .toArray(Class<?>[]::new));
            c.setAccessible(true);
            return c.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(
                    "the constructor of state " + type.getName() + " failed: " + e.getCause(),
                    e.getCause());
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw closed(type, e);
        }
    }

    private static IllegalArgumentException closed(Class<?> type, Exception e) {
        return new IllegalArgumentException(
                "the state record "
                        + type.getName()
                        + " cannot be reached from module dev.rondo.api;"
                        + " export its package, or open it: opens "
                        + type.getPackageName()
                        + " to dev.rondo.api",
                e);
    }
}
