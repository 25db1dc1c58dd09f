package dev.rondo.backend.tornado.kernel;

import dev.rondo.backend.tornado.schedule.Arena;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The arenas that a kernel gets as parameters. */
final class Parameters {
    private final Map<Arena, KernelCode.Global> all = new HashMap<>();

    /** Declares the parameters of a method, in order. */
    Parameters(KernelCode code, List<Arena> arenas) {
        for (Arena a : arenas) {
            all.put(a, code.parameter(a.title(), ElementOps.kind(a.storage())));
        }
    }

    /** The parameter that holds an arena. */
    KernelCode.Global of(Arena arena) {
        return all.get(arena);
    }
}
