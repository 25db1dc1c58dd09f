package dev.rondo.backend.tornado.kernel;

import dev.rondo.backend.tornado.schedule.Arena;
import dev.rondo.backend.tornado.schedule.Counter;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The arenas that a kernel gets as parameters. */
final class Parameters {
    private final Map<Arena, KernelCode.Global> all = new HashMap<>();
    private final Map<Counter, Value> counts = new HashMap<>();

    /** Declares the parameters of a method, in order. */
    Parameters(KernelCode code, List<Arena> arenas) {
        for (Arena a : arenas) {
            all.put(a, code.parameter(a.title(), ElementOps.kind(a.storage())));
        }
    }

    /** Emits code in which a variable has the number of a loop's step or of a member. */
    void counting(Counter counter, Value number, Runnable code) {
        counts.put(counter, number);
        code.run();
        counts.remove(counter);
    }

    /** The number of a loop's step or of a member, if a variable has it. */
    Optional<Value> count(Counter counter) {
        return Optional.ofNullable(counts.get(counter));
    }

    /** The parameter that holds an arena. */
    KernelCode.Global of(Arena arena) {
        return all.get(arena);
    }
}
