package dev.rondo.cell;

import dev.rondo.graph.Tensor;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** Takes state records apart into tensors and puts them together again. */
public final class States {
    private States() {}

    /** The tensors of a state in the order of its components. */
    public static List<Tensor> tensors(Record state) {
        List<Tensor> out = new ArrayList<>();
        collect(state, out, state);
        return out;
    }

    private static void collect(Object part, List<Tensor> out, Record whole) {
        switch (part) {
            case Tensor t -> out.add(t);
            case List<?> list -> list.forEach(p -> collect(p, out, whole));
            case Record r -> {
                for (RecordComponent c : r.getClass().getRecordComponents()) {
                    collect(get(r, c), out, whole);
                }
            }
            case null, default ->
                    throw new IllegalArgumentException(
                            "a state may hold tensors, records and lists of these; "
                                    + whole.getClass().getSimpleName()
                                    + " holds "
                                    + (part == null ? "null" : part.getClass().getName()));
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
