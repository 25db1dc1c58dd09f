package dev.rondo.backend.tornado;

import dev.rondo.backend.Availability.Unavailable;

import java.util.List;
import java.util.Optional;

/** What there is of TornadoVM: found once, when it is first asked for. */
sealed interface Discovery {
    /** Its devices, at least one. */
    record Found(List<Hardware> hardware) implements Discovery {}

    /** Nothing that can be used. */
    record Nothing(Unavailable why) implements Discovery {}

    /** What there is. */
    static Discovery get() {
        return Once.RESULT;
    }

    /** Drivers can be started once in a JVM, and a second look at a broken one tells less. */
    final class Once {
        private static final Discovery RESULT = look();

        private Once() {}

        // Whatever a driver throws must not reach commands that do not use it.
        private static Discovery look() {
            Optional<Unavailable> problem = Installation.problem();
            if (problem.isPresent()) {
                return new Nothing(problem.get());
            }
            // TornadoVM 5.2.0 merges products and sums into nodes that may lack an operand; its
            // compiler
            // then ends with a NullPointerException in OCLFMANode. Read when its classes are
            // loaded.
            System.getProperties().putIfAbsent("tornado.enable.fma", "false");
            try {
                List<Hardware> all = Hardware.all();
                return all.isEmpty() ? new Nothing(StartFailure.noDriver()) : new Found(all);
            } catch (Throwable t) {
                return new Nothing(StartFailure.explain(t));
            }
        }
    }
}
