package dev.rondo.backend.tornado.schedule;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** A part of an entry. Parts run one after the other. */
public sealed interface Part {
    /**
     * Tasks in order: one task graph.
     *
     * @param fetches whether the arenas {@code OUTPUTS} that its tasks write go to the host
     *     afterwards
     */
    record Run(List<Task> tasks, boolean fetches) implements Part {
        /** Copies the list. */
        public Run {
            tasks = List.copyOf(tasks);
        }

        /** The loops that are done as a whole. */
        public List<Task.Steps> loops() {
            return tasks.stream().flatMap(Run::loops).toList();
        }

        private static Stream<Task.Steps> loops(Task task) {
            return switch (task) {
                case Task.Steps s -> Stream.of(s);
                case Task.InTurn i -> i.turns().stream().flatMap(Run::loops);
                default -> Stream.of();
            };
        }

        /** The arenas that go to the host. */
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
     * Parts that are repeated at every step. The tasks before the loop set its counter, and the
     * last task of its body advances the counter.
     *
     * @param origin the user's loop, for messages
     * @param length the largest number of steps
     * @param trips the number of steps
     * @param estimate why the host repeats the steps
     * @param body the parts of a step
     */
    record Loop(String origin, int length, Trips trips, Estimate estimate, List<Part> body)
            implements Part {
        /** Copies the list. */
        public Loop {
            body = List.copyOf(body);
        }
    }

    /** The number of a loop's steps. The host knows it when it reaches the loop. */
    sealed interface Trips {
        /** The element that holds the number; nothing for a constant. */
        default Optional<Place> place() {
            return switch (this) {
                case Always _ -> Optional.empty();
                case Given g -> Optional.of(g.at());
                case Computed c -> Optional.of(c.at());
            };
        }

        /** The number, where {@code read} gives the element of a place. */
        default int count(ToIntFunction<Place> read) {
            return switch (this) {
                case Always a -> a.count();
                case Given g -> read.applyAsInt(g.at());
                case Computed c -> read.applyAsInt(c.at());
            };
        }

        /** A constant number. */
        record Always(int count) implements Trips {}

        /** An element of {@code INPUTS}, known when the entry begins. */
        record Given(Place at) implements Trips {}

        /** An element of {@code OUTPUTS}, fetched by the run before the loop. */
        record Computed(Place at) implements Trips {}
    }
}
