package dev.rondo.backend.tornado.schedule;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What an entry does one after the other. */
public sealed interface Part {
    /**
     * Tasks in order: one task graph.
     *
     * @param fetches whether the arenas {@code OUTPUTS} that its tasks write come to the host
     *     afterwards
     */
    record Run(List<Task> tasks, boolean fetches) implements Part {
        /** Copies the list. */
        public Run {
            tasks = List.copyOf(tasks);
        }

        /** The arenas that come to the host. */
        public Set<Arena> fetched() {
            Set<Arena> all = new LinkedHashSet<>();
            if (fetches) {
                tasks.forEach(t -> all.addAll(t.written()));
                all.removeIf(a -> a.area() != Area.OUTPUTS);
            }
            return all;
        }
    }

    /**
     * Parts that are done again at every step. The tasks before it set its counter, and the last
     * task of its body moves the counter on.
     *
     * @param origin the user's loop, for messages
     * @param length the most steps
     * @param trips how many steps
     */
    record Loop(String origin, int length, Trips trips, List<Part> body) implements Part {
        /** Copies the list. */
        public Loop {
            body = List.copyOf(body);
        }
    }

    /** How often a loop is done: a number that the host knows when it comes there. */
    sealed interface Trips {
        /** Always as often. */
        record Always(int count) implements Trips {}

        /** An element of {@code INPUTS}, known when the entry begins. */
        record Given(Place place) implements Trips {}

        /** An element of {@code OUTPUTS}, fetched by the run before the loop. */
        record Computed(Place place) implements Trips {}
    }
}
