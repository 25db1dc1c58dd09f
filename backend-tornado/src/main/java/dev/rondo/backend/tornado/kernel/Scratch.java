package dev.rondo.backend.tornado.kernel;

import java.lang.classfile.TypeKind;
import java.util.EnumMap;
import java.util.Map;

/** Shared memory of a kernel of several turns. Each turn uses it from its beginning. */
final class Scratch {
    /** The most elements of one kind, so that several work-groups fit on a multiprocessor. */
    private static final int MOST = 2048;

    private final Map<TypeKind, Integer> sizes = new EnumMap<>(TypeKind.class);
    private final Map<TypeKind, Integer> taken = new EnumMap<>(TypeKind.class);
    private final Map<TypeKind, KernelCode.Shared> memory = new EnumMap<>(TypeKind.class);

    /** What was taken is free again. */
    void nextTurn() {
        taken.clear();
    }

    /** Whether there is room for elements in this turn. */
    boolean has(TypeKind kind, int count) {
        return taken.getOrDefault(kind, 0) + (long) count <= MOST;
    }

    /** Takes elements in this turn, and says where they begin. */
    int take(TypeKind kind, int count) {
        int begin = taken.getOrDefault(kind, 0);
        taken.put(kind, begin + count);
        sizes.merge(kind, begin + count, Math::max);
        return begin;
    }

    /** Emits the allocation, at the beginning of a kernel. */
    void allocate(KernelCode code) {
        sizes.forEach((kind, size) -> memory.put(kind, code.shared("scratch", kind, size)));
    }

    /** The memory of a kind, after its allocation. */
    KernelCode.Shared of(TypeKind kind) {
        return memory.get(kind);
    }
}
