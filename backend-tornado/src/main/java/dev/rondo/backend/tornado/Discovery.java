package dev.rondo.backend.tornado;

import dev.rondo.backend.Availability.Unavailable;

import java.util.List;
import java.util.Optional;

/** What can be used of TornadoVM. It is found once, when it is first asked for. */
sealed interface Discovery {
    /** Its devices, at least one. */
    record Found(List<Hardware> hardware) implements Discovery {}

    /** Nothing can be used. */
    record Nothing(Unavailable why) implements Discovery {}

    /** The result of the search. */
    static Discovery get() {
        return Once.RESULT;
    }

    /** Drivers can be started once in a JVM, and a second start of a broken one says less. */
    final class Once {
        private static final Discovery RESULT = look();

        private Once() {}

        // Errors of drivers must not reach commands that do not use them.
        private static Discovery look() {
            Optional<Unavailable> problem = Installation.problem();
            if (problem.isPresent()) {
                return new Nothing(problem.get());
            }
            try {
                List<Hardware> all = Hardware.all();
                return all.isEmpty() ? new Nothing(StartFailure.noDriver()) : new Found(all);
            } catch (Throwable t) {
                return new Nothing(StartFailure.explain(t));
            }
        }
    }
}
